// The form: which routine, how long, which side, what is at hand, how much is said.

import { tag } from "./lists.js";
import { recall, remember } from "./place.js";
import { clock, words } from "./words.js";

const STOP = 30; // seconds between two lengths of the slider
const NEAR = 5; // seconds that a stop keeps from the ends

const form = document.getElementById("choices");
const slider = document.getElementById("length");
let stops = [0]; // seconds
let natural = 0; // the one of them that needs no fitting
let wish = null; // the last length set by hand, which others may be too short or too long for

/** The routine that is chosen, as the server tells of it; null before one is. */
export function routine() {
  const chosen = form.querySelector("input[name=routine]:checked");
  return chosen && JSON.parse(chosen.dataset.routine);
}

/** Whether there is a routine of this name. */
export function isThere(name) {
  return [...form.querySelectorAll("input[name=routine]")].some((radio) => radio.value === name);
}

/** The choices, as the server's addresses take them. The natural length is that of a session for which none is asked. */
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

/** The lengths beside the chosen one, shorter and longer, where there are any. */
export function neighbours() {
  const at = slider.valueAsNumber;
  return [at + 1, at - 1].filter((one) => one in stops).map(asked);
}

function asked(at) {
  return stops[at] === natural ? null : stops[at];
}

/** Remember the slider's length as the one that is wanted. */
export function wishForLength() {
  wish = stops[slider.valueAsNumber];
}

/** Let the slider go from the shortest to the longest, and stand nearest to what is wanted: else at the natural length. */
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

/** Say the slider's length, beside it and to a screen reader. */
export function showLength() {
  const length = words(stops[slider.valueAsNumber]);
  slider.setAttribute("aria-valuetext", length);
  slider.style.setProperty("--done", stops.length > 1 ? slider.value / slider.max : 0);
  document.getElementById("length-shown").textContent = length;
  document.getElementById("start-words").textContent = `Play ${clock(stops[slider.valueAsNumber])}`;
}

/** Show what can be chosen for a routine that was just picked; everything is at hand at first. */
export function setUp({ title, language, sides, things }, without = [], length = null) {
  wish = Number.isFinite(length) ? length : null;
  document.getElementById("setup").hidden = false;
  const heading = document.getElementById("setup-title");
  heading.textContent = title;
  heading.lang = language;
  document.getElementById("sides").hidden = !sides;
  document.getElementById("legend").hidden = !sides;
  document.getElementById("things").hidden = !things.length;
  document.getElementById("things-list").replaceChildren(...things.map((thing) => thingBox(thing, language, without)));
}

function thingBox(thing, language, without) {
  const box = tag("input", { type: "checkbox", name: "thing", value: thing });
  box.checked = !without.includes(thing);
  return tag("label", {}, box, tag("span", { lang: language }, thing));
}

/** Put remembered choices back, or those given: the lengths they go with, or null where there is no such routine. */
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

/** The choices of somebody who has not chosen yet. */
export function firstOfAll() {
  return { routine: form.querySelector("input[name=routine]")?.value };
}

/** Remember the choices for the next visit. */
export function keep() {
  remember("choices", { ...current(), length: wish, lengths: { shortest: stops[0], natural, longest: stops.at(-1) } });
}
