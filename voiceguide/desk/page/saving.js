// Saves the text as it is written. A script that was changed on the disk meanwhile is never overwritten.

import { Refusal, post } from "./api.js";
import { ask, sideBySide } from "./dialog.js";
import { on, script, tell } from "./state.js";
import { at, say, tag } from "./tags.js";

const PAUSE = 700; // milliseconds without a key before the text is saved
const AGAIN = 4000;
let waiting = null;
let saved = ""; // the text that is on the disk
let work = Promise.resolve();
let asking = false;

/** Take over an opened script. Call it within `alone`. */
export function opened(found) {
  clearTimeout(waiting);
  Object.assign(script, { name: found.name, text: found.text, version: found.version, recordings: found.recordings ?? [], checked: null });
  saved = found.text;
  show("saved");
}

/** Leave the script. Call it within `alone`. */
export function closed() {
  opened({ name: "", text: "", version: "" });
  at("saved").textContent = "";
}

/** Save what is not saved yet. Saves follow each other. */
export async function save() {
  clearTimeout(waiting);
  if (await queue(keep)) soon();
}

/** Save all that is written, then do what renames the script or leaves it; nothing is saved meanwhile. */
export function alone(act) {
  return queue(async () => {
    while (await keep());
    return act();
  });
}

/** Do one thing after the other. One that fails does not stop those behind it. */
function queue(act) {
  const done = work.then(act);
  work = done.catch(() => null);
  return done;
}

/** True if everything is on the disk. */
export function isSaved() {
  return script.text === saved;
}

/** Keep in the browser what could not be saved. Returns false if it has no storage. */
export function keepHere() {
  return isSaved() || remember(script.text);
}

/** Save once. Returns true if more was written meanwhile. */
async function keep() {
  const { name, text, version } = script;
  if (!name || text === saved || asking) return false;
  show("saving");
  try {
    const done = await post("save.json", { name, text, base: version });
    saved = text;
    script.version = done.version;
    remember(null);
    show(isSaved() ? "saved" : "unsaved");
    return !isSaved();
  } catch (refusal) {
    failed(refusal);
    remember(text);
    if (refusal.status === 409) await differ(refusal.body);
    return false;
  }
}

/** Tell that the text is not saved, and try again soon. */
function failed(refusal) {
  if (!(refusal instanceof Refusal)) throw refusal;
  at("saved").textContent = `${say("not_saved")} ${refusal.message}`;
  clearTimeout(waiting);
  waiting = setTimeout(save, AGAIN);
}

/** Show both texts side by side, and let the writer choose. The one that goes stays among the versions. */
async function differ(theirs) {
  clearTimeout(waiting);
  asking = at("text").readOnly = true;
  try {
    await settle(theirs);
  } catch (refusal) {
    failed(refusal);
  } finally {
    asking = at("text").readOnly = false;
  }
}

async function settle(theirs) {
  at("saved").textContent = say("changed_outside");
  const sides = sideBySide([say("here_title"), script.text], [say("disk_title"), theirs.text]);
  const choice = await ask(say("conflict_title"), [tag("p", {}, say("conflict_help")), sides], [
    ["both", say("conflict_both")],
    ["mine", say("conflict_mine")],
    ["theirs", say("conflict_theirs")],
    ["later", say("later")],
  ]);
  if (choice === "later") return;
  if (choice !== "mine") {
    const copy = await post("create.json", { from: "text", title: `${script.name}-${say("mine_suffix")}`, text: script.text });
    remember(null);
    script.version = theirs.version;
    saved = theirs.text;
    if (choice === "both") {
      opened(copy);
      tell("opened");
      return;
    }
    script.text = theirs.text;
    tell("opened");
    show("saved");
    return;
  }
  script.version = theirs.version;
  asking = at("text").readOnly = false;
  if (await keep()) soon();
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(save, PAUSE);
}

function show(key) {
  at("saved").textContent = say(key);
}

/** Keep a text that the disk does not have in the browser, in case the page is closed. Returns true if it does. */
function remember(text) {
  try {
    if (text === null) localStorage.removeItem(`voiceguide.desk.${script.name}`);
    else localStorage.setItem(`voiceguide.desk.${script.name}`, text);
    return true;
  } catch {
    return false; // a browser may have no storage; the text is still in the field
  }
}

/** The text that an earlier page could not save, or null. */
export function left(name) {
  try {
    return localStorage.getItem(`voiceguide.desk.${name}`);
  } catch {
    return null;
  }
}

/** Listen to the text and to the end of the page. */
export function listen() {
  on("text", () => {
    if (at("saved").textContent !== say("unsaved")) show("unsaved");
    soon();
  });
  at("text").addEventListener("blur", save);
  addEventListener("visibilitychange", () => document.hidden && save());
  addEventListener("beforeunload", (event) => {
    if (isSaved()) return;
    remember(script.text);
    save();
    event.preventDefault();
  });
}
