// The player: plays a session step by step, handles buttons, keys, the lock screen and long pauses, saves the place.

import * as lockscreen from "./lockscreen.js";
import { goOnAt, isQuiet, partAt, partsOf } from "./parts.js";
import { recall, remember } from "./place.js";
import { address } from "./server.js";
import { Sound } from "./sound.js";
import * as stage from "./stage.js";
import { SIDES } from "./words.js";

const LONG_PAUSE = 30_000; // milliseconds after which the instruction is repeated
const INTO_STEP = 3; // seconds; up to here in a step, "previous step" goes to the one before
const SAVE_EVERY = 2; // seconds
const BARELY = 5; // seconds; a place before this is not worth resuming

let choices = null;
let plan = null;
let parts = [];
let shown = -1;
let pausedAt = null;
let saved = 0;

const sound = new Sound(document.getElementById("sound"), {
  changed: (what) => plan && changed(what),
  failed: (fault) => stage.showTrouble(fault.message),
});

/** Start the sound, within the event of a key press or tap. `since`: the time when it was paused, or null. */
export function begin(chosen, position = 0, since = null) {
  [choices, plan, pausedAt] = [chosen, null, since];
  stage.showTrouble("");
  sound.open(address("session.mp3", chosen), position);
}

/** Continue with the plan of the started session. */
export function open(its) {
  [plan, parts, shown] = [its, partsOf(its), -1];
  stage.setStage(plan);
  comeBack();
  show();
  tellOfScreen();
}

/** Leave the session and save the place. */
export function close() {
  save();
  sound.close();
  lockscreen.keepAwake(false);
  lockscreen.clear();
  plan = null;
}

/** Play or pause. */
export function toggle() {
  if (sound.isPlaying) sound.pause();
  else play();
}

function play() {
  comeBack();
  if (sound.hasEnded) shown = -1;
  sound.play();
}

/** Go to a position, in seconds. */
export function seek(position) {
  if (pausedAt !== null) pausedAt = Date.now(); // a listener who picks a position needs no repetition
  sound.seek(Math.min(Math.max(position, 0), plan.length - 0.1));
}

/** Go to the next step. */
export function next() {
  const following = parts[partAt(parts, sound.position) + 1];
  if (following) seek(following.start);
}

/** Go to the start of this step, or, right after its start, to the previous step. */
export function previous() {
  const index = partAt(parts, sound.position);
  const into = sound.position - parts[index].start;
  seek(parts[into < INTO_STEP ? Math.max(index - 1, 0) : index].start);
}

/** Try again after a failure. */
export function again() {
  stage.showTrouble("");
  sound.open(address("session.mp3", choices), sound.position);
}

/** Redraw the picture. */
export function redraw() {
  if (plan) stage.drawPicture(plan);
}

/**
 * The saved place with its choices, position, title and length; null if there is none or it is barely after the start.
 */
export function placeLeft() {
  const place = recall("place");
  const whole = place && [place.position, place.length, place.at].every(Number.isFinite) && place.choices?.routine;
  return whole && place.position > BARELY ? place : null;
}

function changed(what) {
  if (what === "pause" && !sound.hasEnded) pausedAt = Date.now();
  if (what === "play") comeBack();
  if (what === "ended") return finish();
  if (what === "whole") tellOfScreen();
  if (what === "timeupdate" && mayTurn()) sound.swap();
  if (what === "play" || what === "pause") lockscreen.keepAwake(sound.isPlaying);
  return show(what);
}

/** True if playback can switch to memory now without being noticed. */
function mayTurn() {
  return sound.isWhole && document.visibilityState === "visible" && isQuiet(plan, sound.position, 2);
}

/** After a long pause, go back to the last instruction. */
function comeBack() {
  const long = pausedAt !== null && Date.now() - pausedAt >= LONG_PAUSE;
  pausedAt = null;
  if (long) sound.seek(goOnAt(plan, parts, sound.position));
}

function show(what) {
  const position = Math.min(sound.position, plan.length);
  const index = partAt(parts, position);
  if (index !== shown) {
    shown = index;
    stage.showPart(plan, parts, index);
    const { step } = parts[index];
    const title = step ? [step.side && SIDES[step.side], step.text].filter(Boolean).join(": ") : plan.title;
    lockscreen.showStep(title, step?.phase ?? "", plan.title, address("cover.jpg", choices));
  }
  stage.showPosition(plan, parts[index], position);
  stage.showPlaying(sound.isPlaying);
  if (what !== "timeupdate") lockscreen.showPosition(plan.length, position, sound.isPlaying);
  if (what !== "timeupdate" || Math.abs(position - saved) >= SAVE_EVERY) save();
}

function finish() {
  stage.showPosition(plan, parts.at(-1), plan.length);
  stage.showPlaying(false);
  stage.showEnd(plan);
  lockscreen.showPosition(plan.length, plan.length, false);
  lockscreen.keepAwake(false);
  remember("place", null);
}

function save() {
  if (!plan || sound.hasEnded) return;
  saved = sound.position;
  remember("place", { choices, position: saved, title: plan.title, length: plan.length, at: pausedAt ?? Date.now() });
}

function tellOfScreen() {
  const told = [];
  if (sound.isWhole) told.push("It plays on without the network.");
  if (!lockscreen.canKeepAwake) told.push("The screen may go dark; the sound goes on.");
  stage.note(told.join(" "));
}

lockscreen.takeButtons({
  play: () => plan && play(),
  pause: () => sound.pause(),
  previoustrack: () => plan && previous(),
  nexttrack: () => plan && next(),
  seekto: ({ seekTime }) => plan && seek(seekTime),
});
addEventListener("pagehide", save);
