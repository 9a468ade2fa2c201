// The player's screen: the step in large letters, the countdown, the next step, and the position.

import { canKeepAwake } from "./awake.js";
import { isWait, numberOf, saidAt } from "./session_parts.js";
import { photo } from "./photos.js";
import { draw } from "./picture.js";
import { at, fit, put, tag } from "./tag.js";
import { clock, page } from "./words.js";

/** Show a plan's title and picture. `said` are the words of the routine's language. */
export function setStage(plan, said) {
  for (const id of ["player-title", "phase", "step", "said", "mini-title", "mini-step"]) at(id).lang = plan.language;
  for (const id of ["side", "count-words", "next"]) at(id).lang = said.language;
  put("player-title", plan.title);
  put("mini-title", plan.title);
  at("position").max = Math.floor(plan.length);
  drawPicture(plan);
}

/** Redraw the picture, for example after a change of the window's size. */
export function drawPicture(plan) {
  draw(at("player-picture"), plan);
}

/** A step as a title: its side and its text. */
export function titleOf(plan, step, said) {
  const side = sideOf(step);
  return step ? [side && said.say(side), step.text].filter(Boolean).join(": ") : plan.title;
}

/** Show a part at its start. */
export function showPart(plan, parts, index, said) {
  const { step } = parts[index];
  const again = plan.steps.some((one) => one.phase === step?.phase && one.round > 1);
  put("phase", !step || step.phase === plan.title ? "" : step.phase);
  fit(at("phase"));
  if (again) at("phase").append(tag("span", { lang: said.language }, ` · ${said.say("round", { n: step.round })}`));
  const side = sideOf(step);
  put("side", side && said.say(side));
  at("side").className = `side ${side}`;
  at("player").dataset.part = step ? "step" : "words";
  put("step", step?.text ?? plan.title);
  const { length } = at("step").textContent;
  at("step").dataset.size = length < 40 ? "large" : length < 90 ? "middle" : length < 160 ? "small" : "least";
  at("photo").replaceChildren(...(step?.picture ? [photo(step.picture)] : []));
  put("step-of", step ? page.say("stepOf", numberOf(plan, parts, index)) : page.say("steps"));
  showNext(plan, parts, index, said);
}

function showNext(plan, parts, index, said) {
  const step = parts.slice(index + 1).find((part) => part.step)?.step;
  const side = sideOf(step);
  const text = step ? said.say("next", { step: (side ? `${said.say(side)}. ` : "") + step.text }) : "";
  put("next", text || (parts[index].step ? said.say("lastStep") : ""));
}

/** The side shown with a step. Rests have none. */
function sideOf(step) {
  return step?.side && !step.rest ? step.side : "";
}

/** Show a position within a part. */
export function showPosition(plan, part, position, { said, rate, waiting }) {
  put("said", saidAt(plan, position));
  showClock(plan, part.step, position, said, waiting);
  const slider = at("position");
  if (!slider.matches(".moving")) slider.value = position;
  const told = { position: page.duration(position), length: page.duration(plan.length) };
  slider.setAttribute("aria-valuetext", page.say("of", told));
  slider.style.setProperty("--done", position / plan.length);
  at("player-picture").style.setProperty("--done", position / plan.length);
  const left = plan.length - position;
  put("elapsed", clock(position));
  put("remaining", `−${clock(left)}`);
  put("ends-at", page.say("endsAt", { time: page.timeOfDay(Date.now() + (left / rate) * 1000) }));
}

function showClock(plan, step, position, said, waiting) {
  const hold = step?.hold;
  const asks = isWait(step) && position >= hold.start - 0.5 && position < hold.end;
  at("ready").hidden = !asks;
  const state = !hold || waiting ? "none" : position < hold.start ? "coming" : "running";
  at("clock").dataset.state = state;
  if (waiting) put("said", said.say("waiting"));
  if (!hold) return;
  const left = state === "coming" ? hold.seconds : Math.max(hold.end - position, 0);
  const n = Math.ceil(left - 0.05);
  const few = n < 100;
  put("count", few ? said.number(n) : clock(n));
  at("clock").dataset.unit = few ? "seconds" : "minutes";
  const unit = few ? said.say("second", { n }) : said.say("minutes");
  const coming = step.rest ? said.say("ofRest", { unit }) : said.say("getReady");
  put("count-words", state === "running" ? unit : coming);
  at("clock").dataset.rest = step.rest;
  at("ring").style.strokeDashoffset = state === "running" ? 1 - left / hold.seconds : 0;
}

/** Show the state playing or paused. A session that waits for its listener is not paused. */
export function showPlaying(playing, waiting) {
  const name = page.say(playing ? "pause" : "play");
  for (const id of ["toggle", "mini-toggle"]) {
    at(id).dataset.playing = playing;
    if (at(id).getAttribute("aria-label") !== name) at(id).setAttribute("aria-label", name);
  }
  at("player").dataset.waiting = waiting;
}

/** Show the small player beside the list; null hides it. */
export function showMini(plan, step = "", playing = false) {
  at("mini").hidden = !plan;
  document.body.classList.toggle("has-mini", Boolean(plan));
  if (!plan) return;
  put("mini-step", step === plan.title ? "" : step);
  at("mini").dataset.playing = playing;
}

/** Show that the sound is being fetched. */
export function showFetching(fetching) {
  at("player").classList.toggle("fetching", Boolean(fetching));
  put("fetching", fetching ? page.say("fetching") : "");
}

/** Show the sentence of the sleep timer. */
export function showTimer(sentence) {
  put("timer-told", sentence);
}

/** Show an error. An empty sentence hides it. */
export function showTrouble(sentence) {
  at("player-trouble").hidden = !sentence;
  put("player-fault", sentence);
  if (sentence) put("mini-step", sentence);
}

/** Show a note at the bottom: the sound that is loaded, from 0 to 1, and if the screen may go dark. */
export function note(name, loaded) {
  const told = [];
  at("player").dataset.kept = loaded === 1;
  if (loaded) told.push(page.say(name, { percent: page.number(loaded, { style: "percent" }) }));
  if (!canKeepAwake) told.push(page.say("dark"));
  put("player-note", told.join(" "));
}
