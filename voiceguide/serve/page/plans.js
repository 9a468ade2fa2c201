// A cache of plans from the server, so that the slider moves without delay.

import { address, askJson } from "./server.js";

const KEPT = 100;
const plans = new Map();

/** The plan for these choices, from the cache or the server. Throws Refusal. */
export function planFor(choices) {
  const url = address("plan.json", choices);
  if (!plans.has(url)) {
    const asked = askJson(url);
    asked.catch(() => plans.delete(url));
    plans.set(url, asked);
    if (plans.size > KEPT) plans.delete(plans.keys().next().value);
  }
  return plans.get(url);
}

/** True if the plan is in the cache. */
export function isKept(choices) {
  return plans.has(address("plan.json", choices));
}

/** Empty the cache. */
export function forget() {
  plans.clear();
}
