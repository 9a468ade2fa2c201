// Bells, countdown, times left, rests and balance: one list for each setting of the vocabulary.

import { at, tag } from "./tag.js";
import { page } from "./words.js";

const NAMES = {
  bells: "likedBells",
  countdown: "likedCountdown",
  "time-left": "likedTimeLeft",
  "rest-between-sides": "likedSides",
  "rest-between-rounds": "likedRounds",
  balance: "likedBalance",
};
const VALUES = {
  none: "none", soft: "soft", clear: "clear", usual: "usual", halfway: "halfwayOnly", louder: "louder", softer: "softer",
};

/** Build a list for each setting that the server offers: name -> values. */
export function buildLiked(offered = {}) {
  const found = Object.entries(offered).filter(([name]) => name in NAMES);
  at("liked-field").hidden = !found.length;
  at("liked").replaceChildren(...found.map(([name, values]) => field(name, values)));
}

/** The settings that differ from the routine's own, as parameters of the server's addresses. */
export function likedNow() {
  return Object.fromEntries(lists().map((list) => [list.name, list.value]));
}

/** Show the settings of a link or of the last visit. */
export function showLiked(choices) {
  for (const list of lists()) {
    const wanted = choices[list.name] ?? "";
    list.value = [...list.options].some((option) => option.value === wanted) ? wanted : "";
  }
}

const lists = () => [...at("liked").querySelectorAll("select")];

function field(name, values) {
  const options = ["", ...values].map((value) => tag("option", { value }, told(name, value)));
  const list = tag("select", { name, id: `liked-${name}` }, ...options);
  const label = tag("label", { for: list.id, class: "field-name" }, page.say(NAMES[name]));
  return tag("div", {}, label, list);
}

/** The words for a value. Numbers are seconds. */
function told(name, value) {
  if (!value) return page.say("standard");
  if (value in VALUES) return page.say(VALUES[value]);
  const [seconds, spoken] = value.split(" ");
  const length = page.brief(Number(seconds));
  if (spoken) return page.say("spoken", { length });
  return name === "time-left" ? page.say("every", { length }) : length;
}
