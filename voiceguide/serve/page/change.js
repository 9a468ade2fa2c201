// A change of the length while the session plays: what is left of it is planned again.

import * as player from "./player.js";
import { planFor } from "./plans.js";
import { address, askJson } from "./server.js";

const MOST = 10; // changes that a session can have
const LATE = 1; // seconds; less than this is not made up for
let changing = new AbortController();

/** The lengths that the whole session can still have: {shortest, longest, minutes}. Throws Refusal. */
export function whatIsPossible() {
  return askJson(address("lengths-left.json", { ...player.choices(), at: player.now().position.toFixed(1) }));
}

/** Change the whole session's length from here on. Returns the new plan. Throws Refusal. */
export function changeTo(length, from = player.now().position) {
  changing.abort();
  changing = new AbortController();
  return exchange(length, from, changing.signal);
}

/** Change the volume of the bed: the same session, mixed anew. Throws Refusal. */
export async function changeBed(level) {
  changing.abort();
  changing = new AbortController();
  const [old, { signal }] = [player.choices(), changing];
  const choices = { ...old, balance: level };
  const { plan } = player.now();
  await player.exchange(choices, { ...plan, same_until: plan.length }, signal);
}

async function exchange(length, from, signal) {
  const old = player.choices();
  const change = [...[old.change ?? []].flat(), `${from.toFixed(1)}:${length.toFixed(1)}`];
  const choices = { ...old, change };
  const plan = await planFor(choices);
  if (!signal.aborted && player.choices() === old) await player.exchange(choices, plan, signal);
  return plan;
}

/** Keep the time of the end after a step that waited longer or less than written, where a length was asked for. */
player.onWait((position, late) => {
  const { plan } = player.now();
  const { length, change = [] } = player.choices();
  if (length === null || Math.abs(late) < LATE || change.length >= MOST) return;
  changeTo(Math.max(plan.length - late, position), position).catch(() => null); // it goes on as it was planned
});
