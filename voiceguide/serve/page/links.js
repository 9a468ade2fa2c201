// Addresses of the shown session: the link that keeps everything, the files, the feeds. Sharing and copying them.

import { address } from "./server.js";
import { at, put } from "./tag.js";
import { page } from "./words.js";

const TOLD_FOR = 4000; // milliseconds
const LISTS = ["without", "skip"];

/** The choices in the browser's address: those behind the `#`, else those of a link's query; null without a routine. */
export const choicesAsked = () => choicesIn(location.hash.slice(1)) ?? choicesIn(location.search);

function choicesIn(query) {
  const params = new URLSearchParams(query);
  if (!params.get("routine")) return null;
  const choices = Object.fromEntries(params);
  for (const name of LISTS) choices[name] = params.getAll(name);
  if (choices.length) choices.length = secondsIn(choices.length);
  return choices;
}

/** Seconds in `600`, `10m` or `9m30s`; null for other texts. */
function secondsIn(text) {
  const found = /^(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?$/.exec(text);
  return found && text ? Number(found[1] ?? 0) * 60 + Number(found[2] ?? 0) : null;
}

/** Point all links at the session with these choices. */
export function showLinks(choices) {
  at("download").href = address("session.mp3", { ...choices, download: 1 });
  at("m4b").href = address("session.m4b", { ...choices, download: 1 });
  at("handout").href = address("handout.html", choices);
  at("link").value = linkTo(choices);
  at("feed").value = address("feed.xml");
  at("feed-this").value = address("feed.xml", choices);
}

/** The address that opens the page with these choices. */
const linkTo = (choices) => address("", choices);

/**
 * Keep the choices in the browser's address, for bookmarks. They stand behind the `#`, which is never sent: a reload
 * asks for the page that the browser has. An address that was just typed has no state, and stays.
 */
export function keepInAddress(choices) {
  if (history.state === null) return;
  history.replaceState(history.state, "", new URL(linkTo(choices)).search.replace("?", "#"));
}

/** Prepare the buttons for sharing and copying. */
export function listenToLinks(titleShown) {
  at("share").hidden = !navigator.share; // only with a certificate
  at("share").addEventListener("click", () => {
    navigator.share({ title: titleShown(), url: at("link").value }).catch(() => null); // closed without sharing
  });
  for (const button of document.querySelectorAll("[data-copies]")) {
    button.addEventListener("click", () => copy(at(button.dataset.copies)));
  }
}

/** Copy the address in a field. Without a certificate, browsers copy only what is selected. */
async function copy(field) {
  field.select();
  const copied = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
  tell(page.say(copied || document.execCommand("copy") ? "copied" : "notCopied"));
}

let telling = null;

function tell(sentence) {
  clearTimeout(telling);
  put("link-told", sentence);
  telling = setTimeout(() => put("link-told", ""), TOLD_FOR);
}
