// The desk: begins a script, opens it, and puts the parts of the page together.

import { Refusal, post } from "./api.js";
import * as begin from "./begin.js";
import * as browserHistory from "./browser_history.js";
import * as checking from "./checking.js";
import { ask, askText, stays } from "./dialog.js";
import * as dropped from "./dropped.js";
import * as editor from "./editor.js";
import * as handover from "./handover.js";
import * as hear from "./hear.js";
import * as own from "./own.js";
import * as phone from "./phone.js";
import * as saving from "./saving.js";
import * as session from "./session.js";
import { on, script, tell } from "./state.js";
import { at, say, tag } from "./tags.js";
import * as versions from "./versions.js";

/** Tell a refusal at the top of the window, until the next press of a button. Anything else is a fault of the page. */
function complain(refusal) {
  if (!(refusal instanceof Refusal)) throw refusal;
  at("trouble").textContent = refusal.message;
  at("trouble").scrollIntoView({ block: "nearest" });
}

/** Open a script on the desk. */
async function open(found) {
  at("trouble").textContent = "";
  const left = saving.left(found.name);
  await saving.alone(() => take(found));
  if (left !== null && left !== found.text) await offerLeft(left);
}

function take(found) {
  if (script.name) saving.keepHere();
  saving.opened(found);
  at("begin").hidden = true;
  at("desk").hidden = false;
  at("to-begin").hidden = false;
  browserHistory.push(`#${encodeURIComponent(found.name)}`);
  tell("opened");
  at("desk-title").focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** Show the opened script and its name. */
function show() {
  at("desk-title").textContent = script.name;
  named();
  editor.open(script.text);
}

function named() {
  at("desk-name").textContent = `${script.name}.md`;
  document.title = `${script.name} · voiceguide`;
  browserHistory.replace(`#${encodeURIComponent(script.name)}`);
}

/** Offer the text that an earlier page could not save. */
async function offerLeft(text) {
  const body = [tag("p", {}, say("left_help")), tag("pre", { tabindex: 0 }, text)];
  const { name } = script;
  const wanted = await ask(say("left_title"), body, [["yes", say("left_go")], ["no", say("cancel")]]);
  if (wanted === "yes" && script.name === name) editor.replaceAll(text);
}

async function toBegin() {
  await saving.alone(leave);
  await begin.show();
}

/** Leave the script, which is saved, or kept in the browser. Throws Refusal if it is neither. */
function leave() {
  if (script.name && !saving.keepHere()) throw new Refusal(say("not_saved"));
  saving.closed();
  tell("left");
  at("begin").hidden = false;
  at("desk").hidden = true;
  at("to-begin").hidden = true;
  document.title = `${say("desk")} · voiceguide`;
  browserHistory.replace(location.pathname + location.search);
  at("begin-title").focus();
}

/** Do what is asked for this script, unless another one came in its place while it was saved. Returns true if done. */
function withScript(name, act) {
  return saving.alone(async () => {
    if (script.name !== name) return false;
    await act();
    return true;
  });
}

async function rename() {
  const { name } = script;
  const title = await askText(say("rename"), say("rename_label"), script.name, say("rename"), say("cancel"));
  if (title === null) return;
  const isDone = await withScript(name, async () => {
    script.name = (await post("rename.json", { name, title })).name;
    named();
  });
  if (isDone) checking.check();
}

async function throwAway() {
  const { name } = script;
  const wanted = await ask(say("throw_title", { name }), [tag("p", {}, say("bin_help"))], [
    ["yes", say("throw_away")],
    ["no", say("cancel")],
  ]);
  if (wanted !== "yes") return;
  const isDone = await withScript(name, async () => {
    await post("throw-away.json", { name });
    script.name = "";
  });
  if (isDone) await toBegin();
}

async function double() {
  const { name } = script;
  let copy;
  if (await withScript(name, async () => (copy = await post("double.json", { name })))) await open(copy);
}

function listen() {
  on("opened", show);
  begin.listen(open, complain);
  editor.listen(() => {
    checking.here();
    tell("moved");
  });
  for (const part of [checking, handover, hear, own, phone, versions, dropped]) part.listen(complain);
  saving.listen();
  session.listen();
  const pressed = (event) => event.target.closest("button, summary, .file-button") && (at("trouble").textContent = "");
  document.addEventListener("click", pressed, true);
  at("to-begin").addEventListener("click", () => toBegin().catch(complain));
  at("rename").addEventListener("click", () => rename().catch(complain));
  at("double").addEventListener("click", () => double().catch(complain));
  at("throw-away").addEventListener("click", () => throwAway().catch(complain));
  at("language").addEventListener("change", async () => {
    await saving.save();
    const url = new URL(location.href);
    url.searchParams.set("language", at("language").value);
    location.assign(url);
  });
  browserHistory.onMove((steps) => {
    if (!stays(steps) && !at("desk").hidden && !location.hash) toBegin().catch(complain);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    saving.save();
  });
}

listen();
const wanted = decodeURIComponent(location.hash.slice(1)) || document.documentElement.dataset.opened;
begin
  .show()
  .then(() => wanted && !begin.isAsked() && begin.load(wanted))
  .catch(complain);
