// The player's screen: the step in large letters, the countdown, the next step, and the position.

import { tag } from "./lists.js";
import { isRest, saidAt } from "./parts.js";
import { draw } from "./picture.js";
import { SIDES, clock, count, words } from "./words.js";

const at = (id) => document.getElementById(id);
const put = (id, text) => {
  if (at(id).textContent !== text) at(id).textContent = text;
};

/** Show a plan's title and picture. */
export function setStage(plan) {
  for (const id of ["player-title", "phase", "step", "said"]) at(id).lang = plan.language;
  put("player-title", plan.title);
  at("position").max = Math.floor(plan.length);
  drawPicture(plan);
}

/** Redraw the picture, for example after a change of the window's size. */
export function drawPicture(plan) {
  draw(at("player-picture"), plan);
}

/** Show a part at its start. */
export function showPart(plan, parts, index) {
  const { step } = parts[index];
  const again = plan.steps.some((one) => one.phase === step?.phase && one.round > 1);
  put("phase", !step || step.phase === plan.title ? "" : step.phase);
  if (again) at("phase").append(tag("span", { lang: "en" }, ` · round ${step.round}`));
  const side = sideOf(plan, step);
  put("side", SIDES[side] ?? "");
  at("side").className = `side ${side}`;
  at("player").dataset.part = step ? "step" : "words";
  at("now").scrollTop = 0;
  put("step", step?.text ?? plan.title);
  const length = at("step").textContent.length;
  at("step").dataset.size = length < 40 ? "large" : length < 90 ? "middle" : "small";
  showNext(plan, parts, index);
}

function showNext(plan, parts, index) {
  const step = parts.slice(index + 1).find((part) => part.step)?.step;
  const text = tag("span", { lang: plan.language }, step?.text ?? "");
  const side = SIDES[sideOf(plan, step)];
  at("next").replaceChildren(step ? `Next: ${side ? `${side}. ` : ""}` : parts[index].step ? "The last one" : "", text);
}

/** The side shown with a step. Rests have none. */
function sideOf(plan, step) {
  return step?.side && !isRest(plan, step) ? step.side : "";
}

/** Show a position within a part. */
export function showPosition(plan, part, position) {
  put("said", saidAt(plan, position));
  showClock(plan, part.step, position);
  const slider = at("position");
  if (!slider.matches(".moving")) slider.value = position;
  slider.setAttribute("aria-valuetext", `${words(position)} of ${words(plan.length)}`);
  slider.style.setProperty("--done", position / plan.length);
  at("player-picture").style.setProperty("--done", position / plan.length);
  put("elapsed", clock(position));
  put("remaining", `−${clock(plan.length - position)}`);
}

function showClock(plan, step, position) {
  const hold = step?.hold;
  const state = !hold ? "none" : position < hold.start ? "coming" : "running";
  at("clock").dataset.state = state;
  if (!hold) return;
  const left = state === "coming" ? hold.seconds : Math.max(hold.end - position, 0);
  const shown = Math.ceil(left - 0.05);
  const few = shown < 100;
  put("count", few ? String(shown) : clock(shown));
  at("clock").dataset.unit = few ? "seconds" : "minutes";
  const unit = few ? count(shown, "second").replace(/^\d+ /, "") : "minutes";
  put("count-words", state === "running" ? unit : isRest(plan, step) ? `${unit} of rest` : "get ready");
  at("clock").dataset.rest = isRest(plan, step);
  at("ring").style.strokeDashoffset = state === "running" ? 1 - left / hold.seconds : 0;
}

/** Show the state playing or paused. */
export function showPlaying(playing) {
  const name = playing ? "Pause" : "Play";
  at("toggle").dataset.playing = playing;
  if (at("toggle").getAttribute("aria-label") !== name) at("toggle").setAttribute("aria-label", name);
}

/** Show the end of the session, unless its closing is shown. */
export function showEnd(plan) {
  at("next").textContent = saidAt(plan, plan.length) ? "" : "That was all.";
}

/** Show an error. An empty sentence hides it. */
export function showTrouble(sentence) {
  at("player-trouble").hidden = !sentence;
  put("player-fault", sentence);
}

/** Show a note at the bottom. */
export function note(sentence) {
  put("player-note", sentence);
}
