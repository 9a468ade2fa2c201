// The page: choose a session, see its plan, and start the player.

import { listenToButtons } from "./buttons.js";
import { buildCatalog, completeCatalog, firstRoutine, markChosen, markPlaces, measureCatalog, routineNamed } from "./catalog.js";
import * as form from "./choices.js";
import { showHistory } from "./history.js";
import { choicesAsked, keepInAddress, listenToLinks, showLinks } from "./links.js";
import { changesOf, listPhases, listSteps } from "./lists.js";
import { listenToPanels, offerBed } from "./panels.js";
import { draw } from "./picture.js";
import { smallPicture } from "./photos.js";
import { forgetPlace, placeIn } from "./place.js";
import { forget, isKept, planFor } from "./plans.js";
import * as player from "./player.js";
import { drawRing } from "./ring.js";
import { prepare, PUBLISHED, SERVER, wordsFor } from "./server.js";
import { at, put } from "./tag.js";
import { followHistory, leavePlayer, onView, openPlayer, showsPlayer } from "./view.js";
import { clock, page, translate } from "./words.js";

const SETTLE = 60; // milliseconds of rest before a request, while the slider moves
const KEEP_AFTER = 400; // milliseconds; browsers refuse an address that changes too often
const WIDE = "(min-width: 56em)";

let shown = null;
let complete = null; // the same plan with all steps
let told = ""; // a refusal that is told beside the plan
let turn = 0;
let begun = 0; // how many sessions were started
let waiting = null;
let keeping = null;
let awaited = null; // the choices for a routine that the server has not listed yet
let making = Promise.resolve();

/**
 * Show the plan for the choices, and prepare its sound before Play is pressed. A plan that is not cached is asked for
 * after a rest of some milliseconds.
 */
function refresh(rest = 0) {
  clearTimeout(waiting);
  const mine = (turn += 1);
  form.showLength();
  put("start-fault", "");
  at("figure").setAttribute("aria-busy", "true");
  showLinks(form.current());
  waiting = setTimeout(() => look(mine), isKept(form.current()) ? 0 : rest);
}

async function look(mine, again = false) {
  try {
    const natural = await planFor({ ...form.current(), length: null });
    if (mine !== turn) return;
    form.setLengths({ ...natural, natural: natural.length });
    const all = { ...form.current(), length: null, skip: [] };
    const [plan, whole, said] = await Promise.all([planFor(form.current()), planFor(all), wordsFor(natural.language)]);
    if (mine !== turn) return;
    show(plan, natural, whole, said);
    making = making.then(() => mine === turn && prepare(form.current())); // one at a time, and none for outdated choices
    await making;
    if (mine !== turn) return;
    askAhead(mine);
  } catch (refusal) {
    if (mine !== turn) return;
    if (!refusal.passes && form.bringBack()) {
      told = `${refusal.message} ${page.say("broughtBack")}`;
      refresh();
    } else if (!refusal.ends || again) complain(refusal);
    else {
      forget(); // the script has changed since
      look(mine, true);
    }
  }
}

/** Ask for the plans beside the slider's stop. Nobody waits for them, so their refusals are not told. */
async function askAhead(mine) {
  for (const length of form.neighbours()) {
    if (mine !== turn) return;
    await planFor({ ...form.current(), length }).catch(() => null);
  }
}

function show(plan, natural, whole, said) {
  [shown, complete] = [plan, whole];
  form.keep();
  showLinks(form.current());
  keepAddress();
  at("figure").setAttribute("aria-busy", "false");
  put("choose-fault", told);
  told = "";
  at("figure").hidden = false;
  drawRing(at("ring-picture"), plan);
  draw(at("picture"), plan);
  listPhases(at("phases"), plan);
  listSteps(at("steps-list"), plan, said, smallPicture, PUBLISHED ? null : whole);
  const unchanged = { changes: [] }; // a published session has all things and steps, but need not be as written
  put("changes", PUBLISHED ? changesOf(plan, unchanged, unchanged) : changesOf(plan, natural, whole));
}

/** Keep the choices in the browser's address, so that a bookmark has them. */
function keepAddress() {
  clearTimeout(keeping);
  keeping = setTimeout(() => keepInAddress(form.current()), KEEP_AFTER);
}

/** Take over the length that was chosen in the player. */
function keepLength(name, seconds) {
  if (!form.keepLength(name, seconds)) return;
  keepAddress();
  refresh();
}

function complain(refusal) {
  put("choose-fault", refusal.message);
  at("figure").setAttribute("aria-busy", "false");
  at("figure").hidden = true;
  if (refusal.retryAfter) waiting = setTimeout(refresh, refusal.retryAfter * 1000);
}

/** Show a routine with choices, and the lengths known of it. */
function turnTo(name, choices = {}) {
  const changes = name !== form.routine()?.name;
  form.setUp(name, choices);
  markChosen(name);
  const { lengths } = choices;
  const known = lengths && Object.values(lengths).every(Number.isFinite) && Object.keys(lengths).length === 3;
  form.setLengths(known ? lengths : form.routine());
  at("choose-fault").textContent = "";
  told = form.tellUnneeded();
  offerToGoOn();
  showHistory(form.routine());
  if (changes) clearPicture();
  refresh();
}

/** Show the chosen routine's length alone, until its plan is here. */
function clearPicture() {
  shown = null;
  const length = form.lengthShown();
  drawRing(at("ring-picture"), { title: form.routine().title, length, chapters: [], steps: [] });
  for (const id of ["picture", "phases", "changes", "steps-list"]) at(id).replaceChildren();
}

function offerToGoOn() {
  markPlaces();
  const place = placeIn(form.routine()?.name);
  const here = player.isOpen() && player.routine() === form.routine()?.name;
  at("resume").hidden = !place || here;
  if (!place) return;
  put("resume-words", page.say("leftOff", { time: clock(place.position), length: clock(place.length) }));
  put("resume-go", page.say("goOn", { time: clock(place.position) }));
}

/** Play a session from a position. `since`: the time when it was paused, or null. */
async function play(choices, position = 0, since = null) {
  put("start-fault", "");
  const mine = (begun += 1);
  player.begin(choices, position, since);
  try {
    const plan = await planFor(choices);
    const said = await wordsFor(plan.language);
    if (mine !== begun) return;
    player.open(plan, said);
    offerBed();
    openPlayer();
  } catch (refusal) {
    if (mine !== begun) return;
    player.close();
    if (showsPlayer()) leavePlayer();
    put("choose-fault", ""); // it may say the same
    put("start-fault", refusal.message);
    at("start-fault").scrollIntoView({ block: "center" });
  }
}

/** Show the place and the history after a session. */
function showLeft() {
  offerToGoOn();
  if (form.routine()) showHistory(form.routine());
}

function goOn() {
  const place = placeIn(form.routine().name);
  if (place) play(place.choices, place.position, place.at);
}

function listen() {
  listenToChoices();
  listenToLinks(() => form.routine().title);
  listenToButtons({ restart: () => play(player.choices()), closed: showLeft });
  listenToPanels({ bed: form.setBalance, length: keepLength });
  followHistory(player.isOpen);
  onView(() => {
    document.title = showsPlayer() ? `${player.title()} · voiceguide` : "voiceguide";
    if (showsPlayer()) return;
    showLeft();
    if (shown) keepAddress(); // the length may have been changed in the player
  });
  addEventListener("online", () => at("figure").hidden && refresh());
  addEventListener("hashchange", openAsked);
  new ResizeObserver(() => shown && draw(at("picture"), shown)).observe(at("picture"));
}

function listenToChoices() {
  at("m4b").hidden = !SERVER.m4b;
  at("choices").addEventListener("submit", (event) => event.preventDefault());
  at("choices").addEventListener("change", ({ target }) => {
    if (target.name === "minutes") form.wishForLength(Number(target.value));
    if (target.name === "step") form.leaveOut(Number(target.value), !target.checked, complete);
    form.showFirst();
    refresh();
  });
  at("length").addEventListener("input", () => {
    form.wishForLength();
    refresh(SETTLE);
  });
  at("start").addEventListener("click", () => play(form.current()));
  at("resume-go").addEventListener("click", goOn);
  at("resume-forget").addEventListener("click", () => {
    forgetPlace(form.routine().name);
    offerToGoOn();
    at("start").focus();
  });
  at("to-list").addEventListener("click", () => {
    at("catalog").scrollIntoView();
    (at("catalog-list").querySelector("input:checked") ?? at("search")).focus({ preventScroll: true });
  });
}

/** Open the session of an address that was typed or pasted here, once. The page's own entries have a state. */
function openAsked() {
  if (history.state !== null) return;
  history.replaceState("choose", "");
  const asked = choicesAsked();
  if (routineNamed(asked?.routine)) turnTo(asked.routine, asked);
}

function pick(name, pressed = false) {
  awaited = null;
  if (pressed) listFirst(false);
  if (name !== form.routine()?.name) turnTo(name, form.kept(name) ?? {});
  if (pressed && !matchMedia(WIDE).matches) scrollTo(0, 0);
}

/** Put the list before the session, or behind it. It stands before it on the first visit. */
function listFirst(first) {
  at("to-list").hidden = first;
  if (first) at("catalog").after(at("choices"));
  else at("choices").after(at("catalog"));
}

/** Show the page in short tasks: between them, a slow phone paints, and answers a touch. */
async function start() {
  for (const act of [translate, form.buildOffers, () => buildCatalog(pick), listen, openFirst]) {
    act();
    await new Promise((resolve) => setTimeout(resolve));
  }
  await completeCatalog(listed);
  if (choicesAsked() && awaited) tellOfGone();
  measureCatalog();
}

/** Say that the routine of a link is not here. Another one is shown in its place. */
function tellOfGone() {
  told = page.say("gone");
  put("choose-fault", told);
}

/** Show the session that the address asks for, that of the last visit, or the first. */
function openFirst() {
  const asked = choicesAsked() ?? form.last();
  awaited = routineNamed(asked?.routine) ? null : asked;
  const known = [asked, form.kept()].find((one) => routineNamed(one?.routine));
  const first = firstRoutine();
  at("columns").hidden = false;
  listFirst(!known && !matchMedia(WIDE).matches);
  if (known) turnTo(known.routine, known);
  else if (first) turnTo(first.name);
}

/** Show what was asked for, now that the server has listed more routines. */
function listed() {
  const chosen = form.routine()?.name ?? firstRoutine()?.name;
  if (routineNamed(awaited?.routine) && !player.isOpen()) {
    listFirst(false);
    turnTo(awaited.routine, awaited);
    awaited = null;
  } else if (!form.routine() && chosen) turnTo(chosen);
  else if (chosen) markChosen(chosen);
  markPlaces();
}

start();
