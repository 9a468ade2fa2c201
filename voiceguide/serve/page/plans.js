// Plans from the server, kept, so that the slider moves without waiting for what was seen before.

import { address, askWhole } from "./server.js";

const KEPT = 100;
const plans = new Map();

/** The plan for these choices, from memory or from the server. Throws Refusal. */
export function planFor(choices) {
  const url = address("plan.json", choices);
  if (!plans.has(url)) {
    const asked = askWhole(url, "json");
    asked.catch(() => plans.delete(url));
    plans.set(url, asked);
    if (plans.size > KEPT) plans.delete(plans.keys().next().value);
  }
  return plans.get(url);
}

/** Whether the plan was asked for before. */
export function isKept(choices) {
  return plans.has(address("plan.json", choices));
}

/** Ask anew for whatever is wanted from now on. */
export function forget() {
  plans.clear();
}
