// The list of routines: compact, in the reader's language first, the other languages folded, with a search.

import { stopsOf } from "./lengths.js";
import { placeIn } from "./place.js";
import { address, ask, ROUTINES } from "./server.js";
import { arrange, at, fit, put, tag } from "./tag.js";
import { clock, page } from "./words.js";

const SEARCHED_FROM = 12; // routines
const AGAIN = 2000; // milliseconds until the list is asked for anew
const FEW = 30; // seconds between the shortest and the longest session that are not told
const SLOWER = 1.2; // it is asked for less and less often
let rows = ROUTINES;
let built = new Map(); // the elements of the list, by what they show
const problems = JSON.parse(at("catalog").dataset.problems || "[]");

/** A routine as the server describes it, by its name; null if it does not exist. */
export const routineNamed = (name) => rows.find((row) => row.name === name) ?? null;

/** The routine of the first visit: the first in the reader's language. */
export const firstRoutine = () => groups()[0]?.[1][0] ?? null;

/** Build the list. `chosen` is called with the name of a picked routine, and true if a finger or a mouse picked it. */
export function buildCatalog(chosen) {
  build();
  at("search").addEventListener("input", search);
  at("catalog-list").addEventListener("change", ({ target }) => chosen(target.value));
  at("catalog-list").addEventListener("click", ({ target, detail }) => {
    if (target.name === "routine" && detail > 0) chosen(target.value, true); // not by the keyboard
  });
  listProblems();
}

/** Build the list. Elements that are there stay: what was unfolded, the focus, and a press that has begun. */
function build() {
  const before = built;
  built = new Map();
  const once = (key, make) => built.set(key, before.get(key) ?? make()).get(key);
  arrange(at("catalog-list"), groups().map(([language, found], index) => group(language, found, index === 0, once)));
  at("no-routines").hidden = rows.length > 0;
  put("no-routines", page.say("noRoutines", { command: "voiceguide new" }));
  at("search").placeholder = page.say("search");
  at("find").hidden = rows.length < SEARCHED_FROM;
}

/** Ask for the list until it is complete: a server that has just started lists hundreds of routines bit by bit. */
export async function completeCatalog(changed) {
  for (let complete = at("catalog").dataset.complete !== "false"; !complete; ) {
    const [found, last] = await askAgain(AGAIN);
    if (!found) continue;
    [rows, complete] = [found, last];
    build();
    search();
    changed();
  }
}

/** Ask for the list until all lengths are measured: on a new server, they wait for their speech. */
export async function measureCatalog() {
  for (let pause = AGAIN; rows.some((row) => row.estimated); pause *= SLOWER) {
    const [found] = await askAgain(pause);
    rows = rows.map((row) => found?.find(({ name }) => name === row.name) ?? row);
    for (const radio of radios()) inRow(radio, ".row-range").textContent = rangeOf(routineNamed(radio.value));
  }
}

/** [the list, true if it is complete], after a pause; [null] from a server that is gone, which is told of elsewhere. */
async function askAgain(pause) {
  await new Promise((resolve) => setTimeout(resolve, pause));
  try {
    const answer = await ask(address("routines.json"));
    return [await answer.json(), !answer.headers.has("Retry-After")];
  } catch {
    return [null];
  }
}

/** Mark a routine as the chosen one, and unfold its language. */
export function markChosen(name) {
  for (const radio of radios()) {
    radio.checked = radio.value === name;
    if (radio.checked && radio.closest("details")) radio.closest("details").open = true;
  }
}

/** Show where each routine was left. */
export function markPlaces() {
  for (const radio of radios()) {
    const place = placeIn(radio.value);
    const told = place && page.say("leftOff", { time: clock(place.position), length: clock(place.length) });
    inRow(radio, ".row-place").textContent = told ?? "";
  }
}

const radios = () => at("catalog-list").querySelectorAll("input[name=routine]");

const inRow = (radio, selector) => radio.closest("label").querySelector(selector);

/** [language, rows] in the order of the reader's languages, then by the number of routines. */
function groups() {
  const wanted = (navigator.languages ?? []).map((one) => one.toLowerCase().split("-")[0]);
  const rank = (language) => (wanted.includes(language) ? wanted.indexOf(language) : wanted.length);
  const found = new Map();
  for (const row of rows) found.set(row.language, [...(found.get(row.language) ?? []), row]);
  return [...found].sort(([one, ones], [other, others]) => rank(one) - rank(other) || others.length - ones.length);
}

/** The routines of a language. `once` makes an element for a key that has none. */
function group(language, found, open, once) {
  const items = found.map((row) => once(`${row.name} ${row.language} ${row.title}`, () => rowOf(row)));
  found.forEach((row, index) => (items[index].querySelector(".row-range").textContent = rangeOf(row)));
  if (open) return arrange(once(`open ${language}`, () => tag("div", { class: "group" })), items);
  const box = once(`folded ${language}`, () => folded(language));
  box.querySelector(".quiet").textContent = page.number(found.length);
  return arrange(box, [box.firstChild, ...items]);
}

function folded(language) {
  const summary = tag("summary", {}, tag("span", {}, page.languageName(language)), tag("span", { class: "quiet" }));
  return tag("details", { class: "group", "data-language": language }, summary);
}

function rowOf({ name, title, language }) {
  const radio = tag("input", { type: "radio", name: "routine", value: name });
  const named = fit(tag("span", { class: "row-title fits", lang: language }, title));
  const [length, place] = ["row-range", "row-place"].map((kind) => tag("span", { class: kind }));
  return tag("label", { class: "routine-row" }, radio, named, length, place);
}

/** The range of the slider: "5 to 20 min", "2:27 to 4:29 min"; empty until it is measured. */
function rangeOf(row) {
  if (row.estimated) return "";
  const stops = stopsOf(row);
  const [least, most] = [stops[0], stops.at(-1)];
  if (most - least < FEW) return page.say("about", { length: page.brief(most) });
  const whole = least % 60 === 0 && most % 60 === 0;
  return page.say("range", { least: whole ? least / 60 : clock(least), most: page.brief(most) });
}

/** Show the routines whose title, description or name has all the words searched for. */
function search() {
  const wanted = plain(at("search").value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const radio of radios()) {
    const { title, description, name } = routineNamed(radio.value);
    const fits = wanted.every((word) => plain(`${title} ${description} ${name}`).includes(word));
    radio.closest("label").hidden = !fits;
    if (fits) found += 1;
  }
  for (const group of at("catalog-list").querySelectorAll("details")) {
    group.hidden = !group.querySelector("label:not([hidden])");
    if (wanted.length) group.open = true;
  }
  put("not-found", found ? "" : page.say("notFound"));
}

/** A text without accents and capitals. */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function listProblems() {
  at("problems").hidden = !problems.length;
  if (!problems.length) return;
  put("problems-title", page.say("problems", { n: problems.length }));
  at("problems-list").replaceChildren(
    ...problems.map(({ file, line, message, hint, more, language }) => {
      const place = line ? ` · ${page.say("line", { n: line })}` : "";
      const said = [message, hint, more ? page.say("moreErrors", { n: more }) : ""].filter(Boolean).join(" ");
      return tag("li", {}, tag("strong", {}, file + place), tag("span", { lang: language }, said));
    }),
  );
}
