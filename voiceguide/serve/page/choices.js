// The form: the length, the side, the talk level, the things at hand, and what the server offers besides.

import { routineNamed } from "./catalog.js";
import { buildSettings, settingsNow, showSettings, showSetting, showUseful } from "./cue_settings.js";
import { chipsOf, nearest, stopsOf } from "./lengths.js";
import { knownSafety } from "./safety.js";
import { SERVER } from "./server.js";
import { recall, remember } from "./storage.js";
import { at, fit, put, tag } from "./tag.js";
import { clock, page } from "./words.js";

const LISTS = { voice: "voices", bed: "beds" };
const form = at("choices");
const slider = at("length");
let shown = null; // the routine, as the server describes it
let stops = [0]; // seconds
let natural = 0; // the stop that needs no fitting
let unneeded = []; // things of a link that no step needs
let skipped = []; // lines of steps that are left out
let possible = []; // the last of these that the server could plan
let wish = null; // the last length set by hand, which may lie outside another routine's range
let chipsShown = "";

/** Build the choices that the server offers. */
export function buildOffers() {
  const { offers } = SERVER;
  for (const [name, list] of Object.entries(LISTS)) {
    const found = offers[list];
    at(`${name}-field`).hidden = found.length < 2;
    at(name).replaceChildren(...found.map((one) => tag("option", { value: one.id }, one.name || page.say("standard"))));
  }
  at("pace-field").hidden = !offers.paces.length;
  at("talk-field").hidden = offers.fixed.includes("talk");
  buildSettings(offers);
}

/** The chosen routine, as the server describes it; null before the choice. */
export const routine = () => shown;

/** The choices, as parameters of the server's addresses. The natural length is null. */
export function current() {
  const { name, sides } = shown;
  const missing = [...form.querySelectorAll("input[name=thing]:not(:checked)")];
  const { side, first, talk, pace } = form.elements;
  return {
    routine: name,
    length: asked(slider.valueAsNumber),
    side: sides ? side.value : "",
    first: sides && !side.value && first.value !== shown.first ? first.value : "",
    talk: talk.value,
    knows: talk.value === "daily" ? knownSafety(name) : "",
    pace: pace.value === "usual" || at("pace-field").hidden ? "" : pace.value,
    voice: at("voice").value,
    bed: at("bed").value,
    ...settingsNow(),
    without: missing.map((box) => box.value),
    skip: skipped,
  };
}

/** The next shorter and longer length, if any. */
export function neighbours() {
  const position = slider.valueAsNumber;
  return [position + 1, position - 1].filter((one) => one in stops).map(asked);
}

/** Leave out the step on a line, or bring it back, with the steps of its phase that others need in the whole plan. */
export function leaveOut(line, out, { steps }) {
  const { phase } = steps.find((step) => step.line === line);
  const back = [line, ...steps.filter((step) => step.needed && step.phase === phase).map((step) => step.line)];
  skipped = out ? [...new Set([...skipped, line])] : skipped.filter((one) => !back.includes(one));
}

/** Bring the steps back that cannot be left out. Returns true if there are any. */
export function bringBack() {
  const changed = skipped.join() !== possible.join();
  skipped = possible;
  return changed;
}

/** The length in seconds that is shown. */
export const lengthShown = () => stops[slider.valueAsNumber];

function asked(position) {
  return stops[position] === natural ? null : stops[position];
}

/** Remember the slider's length as the wanted one. */
export function wishForLength(seconds = lengthShown()) {
  wish = seconds;
  slider.value = nearest(stops, wish);
  showLength();
}

/** Set the slider's range, and its position: nearest to the wanted length, else at the natural one. */
export function setLengths(lengths) {
  natural = lengths.natural;
  const fixed = { sessions: routine()?.sessions, minutes: routine()?.minutes }; // of a published page
  stops = stopsOf({ ...lengths, ...fixed });
  slider.max = stops.length - 1;
  for (const one of [slider, slider.nextElementSibling]) one.hidden = stops.length < 2;
  slider.value = nearest(stops, wish ?? natural);
  put("length-least", clock(stops[0]));
  put("length-most", clock(stops.at(-1)));
  showChips([natural, ...chipsOf({ ...lengths, ...fixed }).map((minutes) => minutes * 60)]);
  showLength();
}

function showChips(found) {
  const chips = [...new Set(found)];
  if (chips.join() === chipsShown) return; // a chip that has the focus keeps it
  chipsShown = chips.join();
  const focused = at("chips-list").contains(document.activeElement) ? Number(document.activeElement.value) : null;
  at("chips-list").replaceChildren(...chips.map(chip));
  if (focused !== null) at("chips-list").querySelectorAll("input")[nearest(chips, focused)].focus();
}

function chip(seconds) {
  const radio = tag("input", { type: "radio", name: "minutes", value: seconds });
  const told = seconds === natural && isAsWritten(seconds) ? `${page.say("asWritten")}, ${page.brief(seconds)}` : page.brief(seconds);
  return tag("label", {}, radio, tag("span", {}, told));
}

/** True if a length needs no fitting. On a published page the shown one may need it. */
function isAsWritten(seconds) {
  return shown.sessions?.some(({ length, written }) => written && length === seconds) ?? true;
}

/** Show the slider's length, and announce it to screen readers. */
export function showLength() {
  const length = lengthShown();
  const told = page.duration(length);
  slider.setAttribute("aria-valuetext", told);
  slider.style.setProperty("--done", stops.length > 1 ? slider.value / slider.max : 0);
  put("length-shown", told);
  put("start-words", `${page.say("play")} ${page.brief(length)}`);
  for (const radio of form.querySelectorAll("input[name=minutes]")) radio.checked = Number(radio.value) === length;
}

/** Show the choices for a routine: those given, else its own. */
export function setUp(name, choices = {}) {
  shown = routineNamed(name);
  const { title, description, language, sides, things, facts = [], frequency, talk = "full" } = shown;
  wish = Number.isFinite(choices.length) ? choices.length : null;
  skipped = [choices.skip ?? []].flat().map(Number);
  possible = [];
  at("setup").hidden = false;
  for (const id of ["setup-title", "about", "facts"]) at(id).lang = language;
  put("setup-title", title);
  put("about", description);
  at("sides").hidden = !sides;
  at("legend").hidden = !sides;
  const told = [frequency, ...facts].filter(Boolean);
  at("facts").hidden = !told.length;
  at("facts").replaceChildren(...told.map((fact) => fit(tag("li", { class: "fits" }, fact))));
  at("things").hidden = !things.length;
  const without = [choices.without ?? []].flat().filter(Boolean);
  unneeded = without.filter((wanted) => !things.some((thing) => isMeant(thing, wanted)));
  at("things-list").replaceChildren(...things.map((thing) => thingBox(thing, language, without)));
  check("side", choices.side, "");
  check("first", choices.first, shown.first ?? "left");
  check("talk", choices.talk, talk);
  check("pace", choices.pace, "usual");
  for (const list of Object.keys(LISTS)) select(list, choices[list]);
  showSettings(choices);
  showFirst();
}

/** Show the volume that was chosen in the player, and remember it. */
export function setBalance(name, level) {
  if (name === shown?.name) {
    showSetting("balance", level);
    keep();
  } else remember(`choices.${name}`, { ...recall(`choices.${name}`), balance: level });
}

/** Show the length that was chosen in the player, and remember it. Returns true if its routine is shown. */
export function keepLength(name, seconds) {
  if (name === shown?.name) {
    wishForLength(seconds);
    keep();
    return true;
  }
  remember(`choices.${name}`, { ...recall(`choices.${name}`), length: seconds });
  return false;
}

/** Show the choices that have an effect: of the first side where both are done, and of some settings. */
export function showFirst() {
  showUseful(shown, at("bed").value);
  at("firsts").hidden = !shown.sides || !shown.first || form.elements.side.value !== "";
}

function check(name, value, otherwise) {
  const radios = [...form.elements[name]];
  const found = radios.find((one) => one.value === value) ?? radios.find((one) => one.value === otherwise);
  if (found) found.checked = true;
}

function select(name, value) {
  const known = [...at(name).options].some((option) => option.value === value);
  at(name).value = known ? value : (at(name).options[0]?.value ?? "");
}

/** True if a link means this thing: by its whole name, or by its name without an article. */
function isMeant(thing, wanted) {
  return ` ${thing}`.toLowerCase().endsWith(` ${wanted.trim().toLowerCase()}`);
}

/** A sentence for the things that a link leaves out and no step needs; empty if there are none. */
export function tellUnneeded() {
  return unneeded.length ? page.say("notNeeded", { things: unneeded.join(", ") }) : "";
}

function thingBox(thing, language, without) {
  const box = tag("input", { type: "checkbox", name: "thing", value: thing });
  box.checked = !without.some((wanted) => isMeant(thing, wanted));
  return tag("label", {}, box, fit(tag("span", { lang: language, class: "fits" }, thing)));
}

/** Remember the choices for the next visit: each routine's, and the routine itself, in this window and in the next. */
export function keep() {
  const lengths = { shortest: stops[0], natural, longest: stops.at(-1) };
  possible = skipped;
  const kept = { ...current(), length: wish, lengths };
  remember(`choices.${kept.routine}`, kept);
  remember("choices", kept);
  remember("choices", kept, "sessionStorage");
}

/** The choices of the last visit, in this window, else in any; their routine need not be listed. */
export const last = () => recall("choices", "sessionStorage") ?? recall("choices");

/** The choices of the last visit for a routine; without a name, those of this window, else of the last one. */
export function kept(name = null) {
  if (name) return recall(`choices.${name}`);
  return [recall("choices", "sessionStorage"), recall("choices")].find((one) => routineNamed(one?.routine)) ?? null;
}
