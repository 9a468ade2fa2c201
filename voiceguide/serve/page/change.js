// A change of the length while the session plays: what is left of it is planned again.

import * as player from "./player.js";
import { planFor } from "./plans.js";
import { address, askJson } from "./server.js";

const MOST = 10; // changes that a session can have
const LATE = 1; // seconds; less than this is not made up for
const waiting = new Map(); // the changes that are under way -> their kinds
let work = Promise.resolve(); // one change after the other: each begins with the choices that the one before left

/** The lengths that the whole session can still have: {shortest, longest, minutes}. Throws Refusal. */
export function whatIsPossible() {
  return askJson(address("lengths-left.json", { ...player.choices(), at: player.now().position.toFixed(1) }));
}

/**
 * Change the whole session's length from here on. Returns the new plan. Throws Refusal, and AbortError after a newer
 * change or at the end of the session.
 */
export function changeTo(length) {
  giveUp("length");
  return queue("length", (signal) => exchange(length, player.now().position, signal));
}

/** Change the volume of the bed: the same session, mixed anew. Throws as `changeTo` does. */
export function changeBed(level) {
  giveUp("bed");
  return queue("bed", async (signal) => {
    const { plan } = player.now();
    await player.exchange({ ...player.choices(), balance: level }, { ...plan, same_until: plan.length }, signal);
  });
}

function queue(kind, act) {
  const mine = new AbortController();
  waiting.set(mine, kind);
  const done = work.then(() => {
    mine.signal.throwIfAborted();
    return act(mine.signal);
  });
  work = done.catch(() => null).then(() => waiting.delete(mine));
  return done;
}

/** Give up the changes of a kind that are under way; without one, all. */
function giveUp(kind = null) {
  for (const [one, its] of waiting) if (kind === null || its === kind) one.abort();
}

async function exchange(length, from, signal) {
  const old = player.choices();
  const change = [...[old.change ?? []].flat(), `${from.toFixed(1)}:${length.toFixed(1)}`];
  const choices = { ...old, change };
  const plan = await Promise.race([planFor(choices), aborted(signal)]);
  signal.throwIfAborted();
  await player.exchange(choices, plan, signal);
  return plan;
}

/** Throws AbortError once the signal comes: a change that was given up keeps no other one waiting. */
function aborted(signal) {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** Keep the time of the end after a step that waited longer or less than written, where a length was asked for. */
player.onWait((position, late) => {
  if (Math.abs(late) < LATE) return;
  const act = async (signal) => {
    const { length, change = [] } = player.choices();
    if (length === null || change.length >= MOST) return;
    await exchange(Math.max(player.now().plan.length - late, position), position, signal);
  };
  queue("wait", act).catch(() => null); // it goes on as it was planned
});

player.onClose(() => {
  giveUp();
  work = Promise.resolve();
});
