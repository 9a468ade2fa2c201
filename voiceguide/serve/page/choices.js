// The form: the routine, the length, the side, the things at hand, the talk level.

import { tag } from "./lists.js";
import { recall, remember } from "./place.js";
import { clock, words } from "./words.js";

const STOP = 30; // seconds between two stops of the slider
const NEAR = 5; // the smallest distance in seconds of a stop from the ends

const form = document.getElementById("choices");
const slider = document.getElementById("length");
let stops = [0]; // seconds
let natural = 0; // the stop that needs no fitting
let wish = null; // the last length set by hand, which may lie outside another routine's range

/** The chosen routine, as the server describes it; null before the choice. */
export function routine() {
  const chosen = form.querySelector("input[name=routine]:checked");
  return chosen && JSON.parse(chosen.dataset.routine);
}

/** True if a routine of this name exists. */
export function isThere(name) {
  return [...form.querySelectorAll("input[name=routine]")].some((radio) => radio.value === name);
}

/** The choices, as parameters of the server's addresses. The natural length is null. */
export function current() {
  const { name, sides } = routine();
  const missing = [...form.querySelectorAll("input[name=thing]:not(:checked)")];
  return {
    routine: name,
    length: asked(slider.valueAsNumber),
    side: sides ? form.elements.side.value : "",
    without: missing.map((box) => box.value),
    talk: form.elements.talk.value,
  };
}

/** The next shorter and longer length, if any. */
export function neighbours() {
  const at = slider.valueAsNumber;
  return [at + 1, at - 1].filter((one) => one in stops).map(asked);
}

function asked(at) {
  return stops[at] === natural ? null : stops[at];
}

/** Remember the slider's length as the wanted one. */
export function wishForLength() {
  wish = stops[slider.valueAsNumber];
}

/** Set the slider's range, and its position: nearest to the wanted length, else at the natural one. */
export function setLengths({ shortest, longest, natural: its }) {
  const end = (length) => (Math.abs(length - its) < 1 ? its : length);
  const found = new Set([end(shortest), its, end(longest)]);
  for (let at = Math.ceil((shortest + NEAR) / STOP) * STOP; at < longest - NEAR; at += STOP) {
    if (Math.abs(at - its) > STOP / 2) found.add(at);
  }
  natural = its;
  stops = [...found].sort((one, other) => one - other);
  const distance = (at) => Math.abs(stops[at] - (wish ?? natural));
  slider.max = stops.length - 1;
  slider.value = stops.reduce((best, _, at) => (distance(at) < distance(best) ? at : best), 0);
  document.getElementById("length-least").textContent = clock(shortest);
  document.getElementById("length-most").textContent = clock(longest);
  showLength();
}

/** Show the slider's length, and announce it to screen readers. */
export function showLength() {
  const length = words(stops[slider.valueAsNumber]);
  slider.setAttribute("aria-valuetext", length);
  slider.style.setProperty("--done", stops.length > 1 ? slider.value / slider.max : 0);
  document.getElementById("length-shown").textContent = length;
  document.getElementById("start-words").textContent = `Play ${clock(stops[slider.valueAsNumber])}`;
}

/** Show the choices for a newly picked routine, with everything at hand. */
export function setUp({ title, language, sides, things, facts = [], frequency, talk = "full" }, without = [], length = null) {
  wish = Number.isFinite(length) ? length : null;
  document.getElementById("setup").hidden = false;
  const heading = document.getElementById("setup-title");
  heading.textContent = title;
  heading.lang = language;
  document.getElementById("sides").hidden = !sides;
  document.getElementById("legend").hidden = !sides;
  const told = [frequency, ...facts].filter(Boolean);
  const list = document.getElementById("facts");
  list.hidden = !told.length;
  list.lang = language;
  list.replaceChildren(...told.map((fact) => tag("li", {}, fact)));
  for (const radio of form.elements.talk) radio.checked = radio.value === talk;
  document.getElementById("things").hidden = !things.length;
  document.getElementById("things-list").replaceChildren(...things.map((thing) => thingBox(thing, language, without)));
}

function thingBox(thing, language, without) {
  const box = tag("input", { type: "checkbox", name: "thing", value: thing });
  box.checked = !without.includes(thing);
  return tag("label", {}, box, tag("span", { lang: language }, thing));
}

/** Restore remembered or given choices. Returns the range of lengths, or null if the routine does not exist. */
export function restore(choices = recall("choices")) {
  const known = [...form.querySelectorAll("input[name=routine]")];
  const picked = known.find((radio) => radio.value === choices?.routine);
  if (!picked) return null;
  picked.checked = true;
  setUp(routine(), [choices.without ?? []].flat(), choices.length);
  for (const name of ["side", "talk"]) {
    const radio = [...form.elements[name]].find((one) => one.value === choices[name]);
    if (radio) radio.checked = true;
  }
  return { ...routine(), ...choices.lengths };
}

/** The default choices. */
export function firstOfAll() {
  return { routine: form.querySelector("input[name=routine]")?.value };
}

/** Remember the choices for the next visit. */
export function keep() {
  remember("choices", { ...current(), length: wish, lengths: { shortest: stops[0], natural, longest: stops.at(-1) } });
}
