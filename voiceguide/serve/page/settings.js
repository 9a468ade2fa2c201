// The settings of a session, in the vocabulary of the scripts: bells, countdown, time left, rests, the bed's volume.

import { at, tag } from "./tag.js";
import { page } from "./words.js";

const seconds = (values) => values.map((n) => [String(n), () => page.brief(n)]);
const none = ["none", () => page.say("none")];
const ticks = (n) => [String(n), () => page.say("ticks", { n })];
const spoken = (n) => [`${n} spoken`, () => page.say("spoken", { n })];
const every = (n) => [String(n), () => page.say("every", { time: page.brief(n) })];

/** Name -> [the name of its text, [value, its text] of each choice]. */
const SETTINGS = {
  bells: ["bellsKind", [["clear", () => page.say("clear")], ["soft", () => page.say("soft")], none]],
  countdown: ["countdown", [none, ticks(3), ticks(5), spoken(5), spoken(10)]],
  "time-left": ["timeLeft", [none, ["halfway", () => page.say("halfway")], every(30), every(60)]],
  "rest-between-sides": ["restSides", [none, ...seconds([5, 10, 20, 30])]],
  "rest-between-rounds": ["restRounds", [none, ...seconds([10, 20, 30, 60])]],
};
const BED = "bed-level";
let levels = [];
let own = null; // true: the server's bed is under each session; false: under none; null: as the script prefers

/** Build the settings that visitors may choose. */
export function buildSettings({ fixed = [], bed_levels = [], bed = null }) {
  [levels, own] = [bed_levels, bed];
  const names = Object.keys(SETTINGS).filter((name) => !fixed.includes(name));
  const fields = names.map((name) => field(name, SETTINGS[name][0], SETTINGS[name][1]));
  if (levels.length) fields.push(field(BED, "bedLevel", levels.map((one) => [String(one), () => percent(one)])));
  at("settings-list").replaceChildren(...fields);
  at("settings").hidden = !fields.length;
}

function field(name, label, choices) {
  const options = choices.map(([value, text]) => tag("option", { value }, text()));
  const usual = tag("option", { value: "" }, page.say("standard"));
  const select = tag("select", { id: `setting-${name}`, name }, usual, ...options);
  return tag("div", {}, tag("label", { for: select.id, class: "field-name" }, page.say(label)), select);
}

/** A volume in percent. */
export const percent = (level) => page.number(level / 100, { style: "percent" });

/** The volumes of a bed that visitors may choose. */
export const bedLevels = () => levels;

const selects = () => at("settings-list").querySelectorAll("select");

/** The settings that are chosen, as parameters of the server's addresses. */
export function settings() {
  return Object.fromEntries([...selects()].filter((one) => one.value).map((one) => [one.name, one.value]));
}

/** Show the settings among some choices; the others stand as the script has them. */
export function showSettings(choices) {
  for (const select of selects()) {
    const value = String(choices[select.name] ?? "");
    select.value = [...select.options].some((one) => one.value === value) ? value : "";
  }
}

/** Show one setting, where visitors may choose it. */
export function showSetting(name, value) {
  const select = at(`setting-${name}`);
  if (select) select.value = value;
}

/** True if there is a bed under a session of a routine with these choices. */
export function hasBed(routine, bed) {
  return bed ? bed !== "none" : (own ?? Boolean(routine.bed));
}

/** Show the settings that have an effect. */
export function showUseful(routine, bed) {
  const volume = at(`setting-${BED}`)?.parentElement;
  if (volume) volume.hidden = !hasBed(routine, bed);
  const sides = at("setting-rest-between-sides")?.parentElement;
  if (sides) sides.hidden = !routine.sides;
}
