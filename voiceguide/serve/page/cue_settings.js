// Bells, countdown, times left, rests, balance and lead-in: one list for each setting of the vocabulary.

import { at, tag } from "./tag.js";
import { page } from "./words.js";

const NAMES = {
  bells: "likedBells",
  countdown: "likedCountdown",
  "time-left": "likedTimeLeft",
  "rest-between-sides": "likedSides",
  "rest-between-rounds": "likedRounds",
  balance: "bedLevel",
  "lead-in": "likedLeadIn",
};
const VALUES = {
  none: "none", soft: "soft", clear: "clear", usual: "usual", halfway: "halfwayOnly", on: "on", off: "off",
};

let levels = []; // decibels of the voice against the bed
let own = null; // true: the server's bed is under each session; false: under none; null: as the script prefers

/** Build a list for each setting that the server offers: name -> values. */
export function buildSettings({ liked: offered = {}, bed = null }) {
  [levels, own] = [offered.balance ?? [], bed];
  const found = Object.entries(offered).filter(([name]) => name in NAMES);
  at("liked-field").hidden = !found.length;
  at("liked").replaceChildren(...found.map(([name, values]) => field(name, values)));
}

/** The settings that differ from the routine's own, as parameters of the server's addresses. */
export function settingsNow() {
  return Object.fromEntries(lists().map((list) => [list.name, list.value]));
}

/** Show the settings of a link or of the last visit. */
export function showSettings(choices) {
  for (const list of lists()) {
    const wanted = choices[list.name] ?? "";
    list.value = [...list.options].some((option) => option.value === wanted) ? wanted : "";
  }
}

/** Show one setting, where visitors may choose it. */
export function showSetting(name, value) {
  const list = at(`liked-${name}`);
  if (list) list.value = value;
}

/** The volumes of a bed that visitors may choose, as values of the balance. */
export const bedLevels = () => levels;

/** The volume of the bed at a balance, in percent of the usual one. */
export function percent(balance) {
  const decibels = balance === "usual" ? 0 : Number(balance);
  return page.number(Math.round(20 * 10 ** (-decibels / 20)) / 20, { style: "percent" });
}

/** True if there is a bed under a session of a routine with these choices. */
export function hasBed(routine, bed) {
  return bed ? bed !== "none" : (own ?? Boolean(routine.bed));
}

/** Show the settings that have an effect. */
export function showUseful(routine, bed) {
  const useful = { balance: hasBed(routine, bed), "rest-between-sides": routine.sides };
  for (const [name, isUseful] of Object.entries(useful)) {
    const list = at(`liked-${name}`);
    if (list) list.parentElement.hidden = !isUseful;
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
  if (name === "balance") return percent(value);
  if (value in VALUES) return page.say(VALUES[value]);
  const [seconds, spoken] = value.split(" ");
  const length = page.brief(Number(seconds));
  if (spoken) return page.say("spoken", { length });
  return name === "time-left" ? page.say("every", { length }) : length;
}
