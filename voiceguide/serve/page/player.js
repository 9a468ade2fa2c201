// The player: plays a session step by step, handles buttons, keys, the lock screen and long pauses, saves the place.

import { keepAwake } from "./awake.js";
import { routineNamed } from "./catalog.js";
import { hasBed } from "./cue_settings.js";
import * as finish from "./finish.js";
import { record } from "./history.js";
import * as lockscreen from "./lockscreen.js";
import { goOnAt, isQuiet, partAt, partsOf, waitAt } from "./session_parts.js";
import { forgetPlace, savePlace } from "./place.js";
import { heardSafety } from "./safety.js";
import { address, isMade } from "./server.js";
import { Sound } from "./sound.js";
import * as stage from "./stage.js";
import { recall, remember } from "./storage.js";
import { at } from "./tag.js";
import { timer } from "./timer.js";
import { page } from "./words.js";

const LONG_PAUSE = 30_000; // milliseconds after which the instruction is repeated
const INTO_STEP = 3; // seconds; up to here in a step, "previous step" goes to the one before
const OPENING = 30; // seconds; up to here in a session, its opening is enough to begin with
const SAVE_EVERY = 2; // seconds
const SLOW = 600; // milliseconds without sound until the page says so

let chosen = null;
let plan = null;
let said = null; // the words of the routine's language
let parts = [];
let shown = -1;
let pausedAt = null;
let saved = null;
let started = 0; // the time at which it began
let waiting = null; // the step that waits for the listener, and since when
let slow = null;
let whenWaited = () => null;
let whenClosed = () => null;

const sound = new Sound(at("sound"), {
  changed: (what) => plan && changed(what),
  failed: (fault) => stage.showTrouble(fault.message),
});

/** True if a session is open. */
export const isOpen = () => plan !== null;

export const choices = () => chosen;

export const routine = () => chosen?.routine;

export const title = () => plan?.title ?? "";

/** The open session: its plan, its parts, the words of its language, the position, the current part's index. */
export function now() {
  return { plan, parts, said, position: sound.position, index: partAt(parts, sound.position), rate: sound.rate };
}

/**
 * Start the sound, within the event of a key press or tap. `since`: the time when it was paused, or null. The session is
 * open once `open` has its plan.
 */
export function begin(its, position = 0, since = null) {
  close();
  [chosen, pausedAt, started] = [its, since, Date.now()];
  sound.rate = recall("rate") ?? 1;
  openSound(its, position);
}

function openSound(its, position) {
  stage.showTrouble("");
  const { bed, leadIn = "auto" } = routineNamed(its.routine) ?? {};
  const mixes = hasBed({ bed }, its.bed) && !isMade(its) && position < OPENING; // the whole takes the server some seconds
  sound.open(address("session.mp3", its), position, {
    opening: mixes ? address("opening.mp3", its) : null,
    leadIn: (its["lead-in"] || leadIn) === "on", // a page cannot know if the loudspeaker is one for Bluetooth
  });
}

/** Continue with the plan of the started session, and the words of its language. */
export function open(its, words) {
  [plan, said, parts, shown, saved] = [its, words, partsOf(its), -1, null];
  finish.hide();
  stage.setStage(plan, said);
  comeBack();
  show();
  keepAwake(sound.isPlaying); // it may have begun before its plan came
  tellOfSound();
  tellOfWaiting();
}

/** Leave the session and save the place. */
export function close() {
  if (plan) {
    save();
    recordIt(sound.hasEnded);
  }
  whenClosed();
  sound.close();
  timer.clear();
  keepAwake(false);
  lockscreen.clear();
  [plan, waiting] = [null, null];
  stage.showMini(null);
}

/** Play or pause; go on where the session waits for the listener. */
export function toggle() {
  if (waiting) goOn();
  else if (sound.isPlaying) sound.pause();
  else play();
}

/** Play, or go on where the session waits. */
export function play() {
  if (waiting) return goOn();
  comeBack();
  if (sound.hasEnded) [shown, started] = [-1, Date.now()];
  finish.hide();
  return sound.play();
}

/** Go to a position, in seconds. */
export function seek(position) {
  if (pausedAt !== null) pausedAt = Date.now(); // a listener who picks a position needs no repetition
  stopWaiting();
  finish.hide();
  sound.seek(Math.min(Math.max(position, 0), plan.length - 0.1));
}

/** Go to the start of a part. */
export function jump(index) {
  seek(parts[index].start);
}

/** The part with a key, also one from before a change of the plan; undefined if it is left out by now. */
export const partOf = (key) => parts.find((part) => part.key === key);

/** Pause. */
export const pause = () => sound.pause();

/** Go some seconds back or on. */
export const leap = (seconds) => seek(sound.position + seconds);

/** Go to the next step. */
export function next() {
  const following = parts[partAt(parts, sound.position) + 1];
  if (following) seek(following.start);
}

/** Go to the start of this step, or, right after its start, to the previous step. */
export function previous() {
  const index = partAt(parts, sound.position);
  const into = sound.position - parts[index].start;
  jump(into < INTO_STEP ? Math.max(index - 1, 0) : index);
}

/** Show the sleep timer that was set. */
export const tellTimer = () => stage.showTimer(timer.told(sound.position));

/** Set the speed. */
export function setRate(rate) {
  sound.rate = rate;
  remember("rate", rate);
  show("rate");
}

/**
 * Continue with another plan of the session, once its sound is here. Both are the same up to `plan.same_until`. Throws
 * Refusal.
 */
export async function exchange(its, other, signal) {
  const same = other.same_until ?? 0;
  await sound.exchange(address("session.mp3", its), (position) => Math.min(position, same), signal);
  [chosen, plan, parts, shown, saved] = [its, other, partsOf(other), -1, null];
  stage.setStage(plan, said);
  show();
  tellOfSound();
}

/** Try again after a failure. */
export function again() {
  openSound(chosen, sound.position);
}

/** Redraw the picture. */
export function redraw() {
  if (plan) stage.drawPicture(plan);
}

function changed(what) {
  if (what === "pause" && !sound.hasEnded && !waiting) pausedAt = Date.now();
  if (what === "play") comeBack();
  if (what === "ended") return end();
  if (what === "whole" || what === "progress") tellOfSound();
  if (what === "timeupdate") tick();
  if (what === "play" || what === "pause") keepAwake(sound.isPlaying);
  tellOfWaiting();
  return show(what);
}

/** Look after what depends on the time: the copy in memory, the sleep timer, a step that waits. */
function tick() {
  if (mayTurn()) sound.turn();
  const { position } = sound;
  sound.volume = timer.volume(position);
  if (sound.isPlaying && timer.isOver(position)) {
    timer.clear();
    sound.pause();
    sound.volume = 1;
  }
  const step = sound.isPlaying && !waiting ? waitAt(parts, position, sound.rate) : null;
  if (step) wait(step);
}

/** True if playback can switch to memory now without being noticed. */
function mayTurn() {
  return sound.isWhole && document.visibilityState === "visible" && isQuiet(plan, sound.position, 2);
}

/** Stop until the listener is ready. */
function wait(step) {
  waiting = { step, since: Date.now() };
  sound.pause();
  keepAwake(true);
}

/** Go on after a step that waited, or has its listener ready before its time is over. */
export function goOn() {
  const { step, since } = waiting ?? { step: parts[partAt(parts, sound.position)].step, since: null };
  const late = since === null ? sound.position - step.hold.end : (Date.now() - since) / 1000;
  waiting = null;
  pausedAt = null;
  sound.seek(step.hold.end);
  sound.play();
  whenWaited(step.hold.end, late);
}

function stopWaiting() {
  waiting = null;
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
    stage.showPart(plan, parts, index, said);
    const { step } = parts[index];
    lockscreen.showStep(stage.titleOf(plan, step, said), step?.phase ?? "", plan.title, address("cover.jpg", chosen));
  }
  stage.showPosition(plan, parts[index], position, { said, rate: sound.rate, waiting: waiting !== null });
  stage.showPlaying(sound.isPlaying, waiting !== null);
  stage.showMini(plan, stage.titleOf(plan, parts[index].step, said), sound.isPlaying);
  tellTimer();
  if (what !== "timeupdate") lockscreen.showPosition(plan.length, position, sound.isPlaying, sound.rate);
  if (what !== "timeupdate" || Math.abs(position - saved) >= SAVE_EVERY) save();
}

function end() {
  const { length } = plan;
  stage.showPosition(plan, parts.at(-1), length, { said, rate: sound.rate, waiting: false });
  stage.showPlaying(false, false);
  stage.showMini(plan, page.say("done"), false);
  lockscreen.showPosition(length, length, false, sound.rate);
  keepAwake(false);
  recordIt(true);
  forgetPlace(chosen.routine);
  finish.show(plan, said);
}

/** Note the session in the history, once. */
function recordIt(finished) {
  if (!started) return;
  const heard = finished ? plan.length : sound.position;
  record({ routine: chosen.routine, length: plan.length, heard, finished, side: chosen.side || null });
  started = 0;
}

/** Save the place, if it has changed: a window that stands still does not overwrite another's. */
function save() {
  if (!plan || sound.hasEnded || sound.position === saved) return;
  saved = sound.position;
  heardSafety(chosen, { time: saved, steps: plan.steps });
  savePlace({ choices: chosen, position: saved, length: plan.length, at: pausedAt ?? Date.now() });
}

/** Say that the sound is on its way, if it is not there after a moment. */
function tellOfWaiting() {
  clearTimeout(slow);
  if (!sound.isWaiting) return stage.showFetching(false);
  slow = setTimeout(() => stage.showFetching(plan && sound.isWaiting), SLOW);
  return slow;
}

function tellOfSound() {
  stage.note(sound.isWhole ? "kept" : "fetched", sound.loaded);
}

/** Call `act(position, late)` after a step that waited: the end of its time, and the seconds it took longer. */
export function onWait(act) {
  whenWaited = act;
}

/** Call `act` when the session is closed, also to begin another. */
export function onClose(act) {
  whenClosed = act;
}

addEventListener("pagehide", save);
