// The session of the script: its length, its picture, and what fitting changes.

import { Refusal, get, post } from "./api.js";
import { inwards } from "./lengths.js";
import { draw } from "./picture.js";
import { body, on, script, tell } from "./state.js";
import { at, beginning, clock, colon, language, say, spoken, tag } from "./tags.js";

const STOP = 30; // seconds between two stops of the slider
const NEAR = 5; // the smallest distance in seconds of a stop from the ends
const PAUSE = 400; // milliseconds without a key before the session is planned

const slider = at("length");
let stops = [0];
let natural = 0;
let wish = null; // the length that was set by hand
let plan = null;
let waiting = null;
let running = null; // the plan that is being made
let behind = false; // the slider has moved since it was asked for

/** The length for the server: the natural one is null. The ends have names, since speech moves them a little. */
function chosenLength() {
  const index = slider.valueAsNumber;
  if (stops[index] === natural) return null;
  return index === 0 ? "shortest" : index === stops.length - 1 ? "longest" : stops[index];
}

/** The listener's choices, for the server. */
export function choices() {
  const [kind, value] = at("voice").value.split(/:(.*)/s);
  return {
    length: chosenLength(),
    side: at("side").value,
    talk: at("talk").value,
    without: [...document.querySelectorAll("#things input:not(:checked)")].map((box) => box.value),
    voice: kind === "voice" ? value : "",
    recordings: kind === "own" ? value : "",
  };
}

/** Plan now, or soon. */
export function refresh(pause = PAUSE) {
  clearTimeout(waiting);
  waiting = setTimeout(look, pause);
}

/** Plan for the slider: at once, or as soon as the plan that is being made is there. So the picture follows a drag. */
function follow() {
  if (running) behind = true;
  else look();
}

async function look() {
  running?.abort();
  if (!script.checked?.whole) {
    tellNone(say("session_none"));
    at("session-shown").hidden = true;
    return;
  }
  const own = (running = new AbortController());
  behind = false;
  at("session-shown").setAttribute("aria-busy", "true");
  try {
    const asked = choices();
    const found = await post("plan.json", body(asked), own.signal);
    setLengths(found);
    behind ||= wish !== null && asked.length !== choices().length; // other stops are there now
    show(found);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) return;
    if (refusal.status === 422 && choices().length !== null) {
      wish = null; // the script has changed, and the length is no longer possible
      slider.value = Math.max(0, stops.indexOf(natural));
      refresh(0);
    } else tellNone(refusal.message);
  } finally {
    if (running === own) ended();
  }
  if (behind && !running) look();
}

function ended() {
  running = null;
  at("session-shown").setAttribute("aria-busy", "false");
}

/** Tell why there is no plan. The one before stays, with the choices beside it. */
function tellNone(sentence) {
  if (at("session-none").textContent !== sentence) at("session-none").textContent = sentence;
  at("session-none").hidden = false;
}

function show(found) {
  plan = found.plan;
  at("session-none").hidden = true;
  at("session-shown").hidden = false;
  at("side").parentElement.hidden = !found.sides;
  showLength(found.exact);
  draw(at("picture"), plan);
  at("phases").lang = plan.language;
  at("phases").replaceChildren(
    ...plan.chapters.map((one) => tag("li", {}, one.title, tag("span", { class: "time" }, clock(one.end - one.start)))),
  );
  showChanges();
  showThings(found.things);
  performance.mark("planned");
}

function setLengths({ plan, natural: its }) {
  const { shortest, longest } = inwards(plan);
  const middle = its ?? shortest;
  const end = (length) => (Math.abs(length - middle) < 1 ? middle : length);
  const found = new Set([end(shortest), middle, end(longest)]);
  for (let stop = Math.ceil((shortest + NEAR) / STOP) * STOP; stop < longest - NEAR; stop += STOP) {
    if (Math.abs(stop - middle) > STOP / 2) found.add(stop);
  }
  natural = middle;
  stops = [...found].sort((one, other) => one - other);
  const distance = (index) => Math.abs(stops[index] - (wish ?? natural));
  slider.max = stops.length - 1;
  slider.value = stops.reduce((best, _, index) => (distance(index) < distance(best) ? index : best), 0);
  at("length-least").textContent = clock(shortest);
  at("length-most").textContent = clock(longest);
}

function showLength(exact = true) {
  const length = stops[slider.valueAsNumber];
  slider.setAttribute("aria-valuetext", spoken(length));
  slider.style.setProperty("--done", stops.length > 1 ? slider.value / slider.max : 0);
  at("length-shown").textContent = (exact ? "" : `${say("about")} `) + clock(length);
}

function fitted() {
  return plan.changes.filter((one) => !one.what.startsWith("cue"));
}

function showChanges() {
  const counts = {};
  for (const one of fitted()) counts[one.what] = (counts[one.what] ?? new Set()).add(one.line);
  const parts = Object.entries(counts).map(([what, lines]) => say(`change_${what.replaceAll(" ", "_")}`, { number: lines.size }));
  at("changes").textContent = parts.length ? `${say("changes")} ${parts.join(", ")}.` : say("changes_none");
  at("changes-more").hidden = !fitted().length;
  if (at("changes-more").open) listChanges();
}

/** List the changes of each line, once somebody looks at them. */
function listChanges() {
  const lines = script.text.split("\n");
  at("changes-list").replaceChildren(
    ...fitted().map((one) => {
      const words = one.line === null ? say("settle") : `${say("line", { number: one.line })}${colon}${wordsOf(lines, one.line)}`;
      const why = one.why && one.line !== null ? tag("span", { class: "quiet" }, ` – ${one.why}`) : "";
      return tag("li", {}, tag("span", {}, words, why), tag("span", { class: "time" }, change(one)));
    }),
  );
}

function wordsOf(lines, number) {
  return beginning(lines[number - 1] ?? "", 60);
}

function change({ what, from, to }) {
  if (what === "dropped" || to === null) return say("left_out");
  const shown = what.startsWith("round") ? (number) => String(number) : (number) => clock(number);
  return `${from === null ? "" : shown(from)} → ${shown(to)}`;
}

function showThings(things) {
  const known = new Map([...document.querySelectorAll("#things input")].map((box) => [box.value, box.checked]));
  at("things").hidden = !things.length;
  if (things.length === known.size && things.every((thing) => known.has(thing))) return;
  at("things").replaceChildren(
    tag("legend", {}, say("things")),
    ...things.map((thing) => {
      const box = tag("input", { type: "checkbox", value: thing, onchange: () => refresh(0) });
      box.checked = known.get(thing) ?? true;
      return tag("label", { lang: plan.language }, box, tag("span", {}, thing));
    }),
  );
}

/** Fill the list of voices: those of the script's language first. */
export async function listVoices() {
  const { voices, recordings } = await get("voices.json");
  const before = at("voice").value;
  const chosen = before || script.recordings.map((name) => `own:${name}`)[0] || "";
  const code = script.checked?.language ?? language;
  const speaks = (voice) => voice.languages.some((one) => one.split("-")[0] === code.split("-")[0]);
  const option = (value, text) => tag("option", { value }, text);
  const groups = [option("", say("voice_script"))];
  if (recordings.length) groups.push(tag("optgroup", { label: say("voice_own") }, ...recordings.map((name) => option(`own:${name}`, name))));
  const own = voices.filter(speaks);
  groups.push(...own.map((voice) => option(`voice:${voice.id}`, `${voice.name} (${voice.engine})`)));
  at("voice").replaceChildren(...groups);
  at("voice").value = [...at("voice").options].some((one) => one.value === chosen) ? chosen : "";
  if (at("voice").value === before) return;
  refresh(0);
  tell("choices");
}

/** Listen to the script and to the choices. */
export function listen() {
  let spokenIn = null;
  on("opened", () => {
    running?.abort(); // a plan of the script before
    wish = null;
    spokenIn = null;
  });
  on("checked", () => {
    refresh();
    if (spokenIn === script.checked.language) return;
    spokenIn = script.checked.language;
    listVoices().catch(() => null); // the usual voice speaks then
  });
  at("changes-more").addEventListener("toggle", () => plan && at("changes-more").open && listChanges());
  slider.addEventListener("input", () => {
    wish = stops[slider.valueAsNumber];
    showLength();
    follow();
  });
  for (const id of ["voice", "side", "talk"]) {
    at(id).addEventListener("change", () => {
      refresh(0);
      tell("choices");
    });
  }
  new ResizeObserver(() => plan && draw(at("picture"), plan)).observe(at("picture"));
}
