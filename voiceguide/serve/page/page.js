// The page: choose a session, see its plan, and start the player.

import * as form from "./choices.js";
import { changesOf, listPhases, listSteps } from "./lists.js";
import { draw } from "./picture.js";
import { remember } from "./place.js";
import { forget, isKept, planFor } from "./plans.js";
import * as player from "./player.js";
import { address, prepare } from "./server.js";
import { clock, words } from "./words.js";

const SETTLE = 120; // milliseconds of rest before a request, while the slider moves
const at = (id) => document.getElementById(id);

let shown = null;
let turn = 0;
let waiting = null;
let making = Promise.resolve();

/** Show the plan for the choices, and prepare its sound before Play is pressed. A cached plan is shown at once. */
function refresh() {
  clearTimeout(waiting);
  const mine = (turn += 1);
  form.showLength();
  at("figure").setAttribute("aria-busy", "true");
  offerDownload();
  waiting = setTimeout(() => look(mine), isKept(form.current()) ? 0 : SETTLE);
}

function offerDownload() {
  at("download").href = address("session.mp3", { ...form.current(), download: 1 });
}

async function look(mine, again = false) {
  try {
    const natural = await planFor({ ...form.current(), length: null });
    if (mine !== turn) return;
    form.setLengths({ ...natural, natural: natural.length });
    const plan = await planFor(form.current());
    if (mine !== turn) return;
    show(plan, natural);
    making = making.then(() => mine === turn && prepare(form.current())); // one at a time, and none for outdated choices
    await making;
    if (mine !== turn) return;
    for (const length of form.neighbours()) await planFor({ ...form.current(), length });
  } catch (refusal) {
    if (mine !== turn) return;
    if (!refusal.ends || again) complain(refusal);
    else {
      forget(); // the script has changed since
      look(mine, true);
    }
  }
}

function show(plan, natural) {
  shown = plan;
  form.keep();
  offerDownload();
  at("figure").setAttribute("aria-busy", "false");
  at("choose-fault").textContent = "";
  at("figure").hidden = false;
  draw(at("picture"), plan);
  listPhases(at("phases"), plan);
  listSteps(at("steps"), plan);
  at("changes").textContent = changesOf(plan, natural);
}

function complain(refusal) {
  at("choose-fault").textContent = refusal.message;
  at("figure").setAttribute("aria-busy", "false");
  at("figure").hidden = true;
  if (refusal.retryAfter) waiting = setTimeout(refresh, refusal.retryAfter * 1000);
}

/** Switch to the chosen routine, which has these lengths. */
function turnTo(lengths) {
  form.setLengths(lengths);
  refresh();
}

/** Play a session from a position. `since`: the time when it was paused, or null. */
async function play(choices, position, since) {
  player.begin(choices, position, since);
  try {
    const plan = await planFor(choices);
    choosing(false);
    history.pushState(null, "", "#session");
    document.title = `${plan.title} · voiceguide`;
    player.open(plan);
  } catch (refusal) {
    player.close();
    complain(refusal);
  }
}

function choosing(yes) {
  at("choose").hidden = !yes;
  at("player").hidden = yes;
  if (yes) offerToGoOn();
  at(yes ? "choose-title" : "player-title").focus({ preventScroll: !yes });
}

function offerToGoOn() {
  const place = player.placeLeft();
  const known = place && form.isThere(place.choices.routine);
  at("resume").hidden = !known;
  if (!known) return;
  at("resume-title").textContent = place.title;
  at("resume-length").textContent = words(place.length);
  at("resume-go").textContent = `Go on at ${clock(place.position)}`;
}

function goOn() {
  const place = player.placeLeft();
  if (place) play(place.choices, place.position, place.at);
}

function leave() {
  if (at("player").hidden) return;
  player.close();
  document.title = "voiceguide";
  choosing(true);
}

function onKey(event) {
  const busy = event.target.closest?.("a, button, input, select, textarea, summary");
  if (at("player").hidden || busy || event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
  const act = { " ": player.toggle, ArrowRight: player.next, ArrowLeft: player.previous }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function listen() {
  at("choices").addEventListener("submit", (event) => event.preventDefault());
  at("choices").addEventListener("change", ({ target }) => {
    if (target.name === "routine") {
      form.setUp(form.routine());
      turnTo(form.routine());
    } else refresh();
  });
  at("choices").addEventListener("click", ({ target, detail }) => {
    const pressed = target.name === "routine" && detail > 0; // not by the keyboard
    if (pressed && !matchMedia("(min-width: 56rem)").matches) at("setup").scrollIntoView();
  });
  at("length").addEventListener("input", () => {
    form.wishForLength();
    refresh();
  });
  at("start").addEventListener("click", () => play(form.current(), 0));
  at("resume-go").addEventListener("click", goOn);
  at("resume-forget").addEventListener("click", () => {
    remember("place", null);
    choosing(true);
  });
  at("leave").addEventListener("click", () => history.back());
  addEventListener("popstate", leave);
  addEventListener("online", () => at("figure").hidden && refresh());
  document.addEventListener("keydown", onKey);
  new ResizeObserver(() => shown && draw(at("picture"), shown)).observe(at("picture"));
}

function listenToPlayer() {
  at("toggle").addEventListener("click", player.toggle);
  at("previous").addEventListener("click", player.previous);
  at("following").addEventListener("click", player.next);
  at("again").addEventListener("click", player.again);
  at("position").addEventListener("input", () => at("position").classList.add("moving"));
  at("position").addEventListener("change", () => {
    at("position").classList.remove("moving");
    player.seek(at("position").valueAsNumber);
  });
  new ResizeObserver(player.redraw).observe(at("player-picture"));
}

listen();
listenToPlayer();
const named = new URLSearchParams(location.search).get("routine"); // a podcast's link
if (location.hash || location.search) history.replaceState(null, "", location.pathname);
at("feed").textContent = at("feed").href;
const lengths = form.restore({ routine: named }) ?? form.restore() ?? form.restore(form.firstOfAll());
if (lengths) turnTo(lengths);
offerToGoOn();
