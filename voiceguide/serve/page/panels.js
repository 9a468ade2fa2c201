// The windows over the player: the steps, the speed, the sleep timer, the length.

import { changeBed, changeTo, whatIsPossible } from "./change.js";
import { routineNamed } from "./catalog.js";
import { bedLevels, hasBed, percent } from "./cue_settings.js";
import { inwards, nearest } from "./lengths.js";
import { lineOf, time } from "./lists.js";
import * as player from "./player.js";
import { recall } from "./storage.js";
import { at, fit, put, tag } from "./tag.js";
import { timer } from "./timer.js";
import { openPlayer } from "./view.js";
import { clock, page } from "./words.js";

const RATES = [0.75, 0.9, 1, 1.1, 1.25, 1.5];
const MINUTES = [5, 10, 15, 30];
let stops = [];
let looks = 0; // how often the window of the length was opened

/**
 * Prepare the buttons that open the windows, and the windows. `keep` remembers what is changed there: `bed` a routine's
 * volume of the bed, `length` its length.
 */
export function listenToPanels(keep) {
  const opened = { steps: showSteps, speed: showRates, timer: showTimes, length: showLengths, bed: showBed };
  for (const [name, show] of Object.entries(opened)) {
    at(`open-${name}`).addEventListener("click", () => {
      if (!player.isOpen()) return; // it begins anew
      show();
      at(`${name}-panel`).showModal();
    });
  }
  for (const panel of document.querySelectorAll("dialog")) {
    panel.querySelector(".close").addEventListener("click", () => panel.close());
    panel.addEventListener("click", ({ target }) => target === panel && panel.close()); // outside of it
  }
  at("open-player").addEventListener("click", openPlayer);
  at("rates").addEventListener("change", ({ target }) => setRate(Number(target.value)));
  at("times").addEventListener("change", ({ target }) => setTimer(target.value));
  at("new-length").addEventListener("input", showNewLength);
  at("levels").addEventListener("change", ({ target }) => setBed(target.value, keep.bed));
  at("change").addEventListener("click", () => change(keep.length));
  put("rate", rateText(recall("rate") ?? 1));
}

function showSteps() {
  const { plan, parts, said, index } = player.now();
  let phase = null;
  const items = parts.flatMap((part, number) => {
    const { step } = part;
    if (!step) return [];
    const head = step.phase === phase ? [] : [fit(tag("li", { class: "phase-head fits", lang: plan.language }, step.phase))];
    phase = step.phase;
    const button = tag("button", { type: "button", class: "step-button" }, lineOf(plan, step, said), time(part.start));
    if (number === index) button.setAttribute("aria-current", "step");
    button.addEventListener("click", () => {
      const now = player.partOf(part.key);
      if (!now) return showSteps(); // a change of the length left it out
      at("steps-panel").close();
      player.seek(now.start);
    });
    return [...head, tag("li", {}, button)];
  });
  at("steps-all").replaceChildren(...items);
  requestAnimationFrame(() => at("steps-all").querySelector("[aria-current]")?.scrollIntoView({ block: "center" }));
}

function showRates() {
  const { rate } = player.now();
  at("rates-list").replaceChildren(...RATES.map((one) => choice("rate", one, rateText(one), one === rate)));
}

/** Show the button for the bed's volume where a session has a bed. */
export function offerBed() {
  const { routine, bed } = player.choices();
  at("open-bed").hidden = !bedLevels().length || !hasBed(routineNamed(routine) ?? {}, bed);
}

function showBed() {
  const level = player.choices().balance || "usual";
  at("levels-list").replaceChildren(...bedLevels().map((one) => choice("level", one, percent(one), one === level)));
  put("bed-told", "");
}

async function setBed(level, keep) {
  const routine = player.routine();
  put("bed-told", page.say("mixing"));
  try {
    await changeBed(level);
    keep(routine, level);
    put("bed-told", page.say("mixed", { level: percent(level) }));
  } catch (refusal) {
    if (refusal.name !== "AbortError") put("bed-told", refusal.message);
  }
}

const rateText = (rate) => `${page.number(rate)}×`;

function setRate(rate) {
  player.setRate(rate);
  put("rate", rateText(rate));
}

function showTimes() {
  const { parts, index } = player.now();
  const inStep = parts[index].step ? ["step", "phase"] : [];
  const names = { step: page.say("endOfStep"), phase: page.say("endOfPhase") };
  at("times-list").replaceChildren(
    choice("time", "off", page.say("timerOff"), !timer.isSet),
    ...inStep.map((name) => choice("time", name, names[name])),
    ...MINUTES.map((minutes) => choice("time", minutes, page.brief(minutes * 60))),
  );
}

function setTimer(value) {
  const { parts, index, position, plan } = player.now();
  const { key } = parts[index];
  const chapter = plan.chapters.findIndex((one) => one.start <= position && one.end > position);
  const whole = () => player.now().plan;
  if (value === "off") timer.clear();
  else if (value === "step") timer.atPosition(() => player.partOf(key)?.end ?? whole().length, "pausesAfterStep");
  else if (value === "phase") timer.atPosition(() => whole().chapters[chapter]?.end ?? whole().length, "pausesAfterPhase");
  else timer.afterMinutes(Number(value));
  player.tellTimer();
  at("timer-panel").close();
}

function choice(name, value, text, checked = false) {
  const radio = tag("input", { type: "radio", name, value });
  radio.checked = checked;
  return tag("label", {}, radio, tag("span", {}, text));
}

async function showLengths() {
  const mine = (looks += 1);
  at("change").disabled = true;
  at("new-lengths").hidden = true;
  put("change-told", "");
  try {
    const possible = await whatIsPossible();
    if (mine !== looks || !player.isOpen()) return;
    const { minutes } = possible;
    const { shortest, longest } = inwards(possible);
    stops = minutes.length > 1 ? minutes.map((one) => one * 60) : [...new Set([shortest, ...minutes.map((one) => one * 60), longest])];
    at("new-length").max = stops.length - 1;
    at("new-length").value = nearest(stops, player.now().plan.length);
    at("new-lengths").hidden = false;
    at("change").disabled = false;
    showNewLength();
  } catch (refusal) {
    if (mine === looks) put("change-told", refusal.message);
  }
}

function showNewLength() {
  const length = stops[at("new-length").valueAsNumber];
  const { position } = player.now();
  at("new-length").setAttribute("aria-valuetext", page.duration(length));
  at("new-length").style.setProperty("--done", stops.length > 1 ? at("new-length").value / (stops.length - 1) : 0);
  put("new-length-shown", page.duration(length));
  put("from-here", page.say("fromHere", { time: clock(length - position) }));
}

async function change(keep) {
  const length = stops[at("new-length").valueAsNumber];
  const [mine, routine] = [looks, player.routine()];
  at("change").disabled = true;
  put("change-told", page.say("changing"));
  try {
    const plan = await changeTo(length);
    keep(routine, length);
    if (mine !== looks) return; // the window was opened anew since
    put("change-told", page.say("changed", { length: page.duration(plan.length) }));
    at("length-panel").close();
  } catch (refusal) {
    if (mine !== looks) return;
    put("change-told", refusal.name === "AbortError" ? "" : refusal.message);
    at("change").disabled = false;
  }
}
