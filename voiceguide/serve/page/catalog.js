// The list of routines: compact, in the reader's language first, the other languages folded, with a search.

import { placeIn } from "./place.js";
import { address, ask } from "./server.js";
import { at, fit, put, tag } from "./tag.js";
import { clock, page } from "./words.js";

const SEARCHED_FROM = 12; // routines
const AGAIN = 2000; // milliseconds, until the list is complete
let rows = JSON.parse(at("catalog").dataset.routines);
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

function build() {
  at("catalog-list").replaceChildren(...groups().map(([language, found], index) => group(language, found, index === 0)));
  at("no-routines").hidden = rows.length > 0;
  put("no-routines", page.say("noRoutines", { command: "voiceguide new" }));
  at("search").placeholder = page.say("search");
  at("find").hidden = rows.length < SEARCHED_FROM;
}

/** Ask for the list until it is complete: a server that has just started lists hundreds of routines bit by bit. */
export async function completeCatalog(changed) {
  for (let complete = at("catalog").dataset.complete !== "false"; !complete; ) {
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
    const answer = await ask(address("routines.json")).catch(() => null); // a server that is gone is told of elsewhere
    if (!answer) continue;
    complete = !answer.headers.has("Retry-After");
    rows = await answer.json();
    build();
    search();
    changed();
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
    const told = radio.closest("label").querySelector(".row-place");
    told.textContent = place ? page.say("leftOff", { time: clock(place.position), length: clock(place.length) }) : "";
  }
}

function radios() {
  return at("catalog-list").querySelectorAll("input[name=routine]");
}

/** [language, rows] in the order of the reader's languages, then by the number of routines. */
function groups() {
  const wanted = (navigator.languages ?? []).map((one) => one.toLowerCase().split("-")[0]);
  const rank = (language) => (wanted.includes(language) ? wanted.indexOf(language) : wanted.length);
  const found = new Map();
  for (const row of rows) found.set(row.language, [...(found.get(row.language) ?? []), row]);
  return [...found].sort(([one, ones], [other, others]) => rank(one) - rank(other) || others.length - ones.length);
}

function group(language, found, open) {
  const items = found.map(rowOf);
  if (open) return tag("div", { class: "group" }, ...items);
  const count = tag("span", { class: "quiet" }, page.number(found.length));
  const summary = tag("summary", {}, tag("span", {}, page.languageName(language)), count);
  return tag("details", { class: "group" }, summary, ...items);
}

function rowOf({ name, title, language, shortest, longest }) {
  const radio = tag("input", { type: "radio", name: "routine", value: name });
  const named = fit(tag("span", { class: "row-title fits", lang: language }, title));
  const length = tag("span", { class: "row-range" }, rangeOf(shortest, longest));
  return tag("label", { class: "routine-row" }, radio, named, length, tag("span", { class: "row-place" }));
}

/** The range of lengths in minutes: "5 to 20 min". */
export function rangeOf(shortest, longest) {
  const [least, most] = [Math.ceil(shortest / 60), Math.floor(longest / 60)];
  if (least < most) return page.say("range", { least, most: page.brief(most * 60) });
  return page.say("about", { length: page.brief(Math.max(most, 1) * 60) });
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
