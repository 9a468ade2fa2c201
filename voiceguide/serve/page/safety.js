// The safety lines that a listener has heard in full. Daily talk leaves them out only for those.

import { routineNamed } from "./catalog.js";
import { recall, remember } from "./storage.js";

/** The digest of the safety lines of a routine that were heard in full here; empty if none were. */
export const knownSafety = (name) => recall(`safety.${name}`) ?? "";

/** Remember the safety lines of a session that said them, once its first step has begun. */
export function heardSafety(choices, { time, steps }) {
  const { safety, talk } = routineNamed(choices.routine) ?? {};
  const level = choices.talk || talk;
  const inFull = ["full", "brief"].includes(level) || (level === "daily" && choices.knows !== safety);
  const begun = steps.some(({ start }) => start <= time);
  if (safety && inFull && begun && knownSafety(choices.routine) !== safety) remember(`safety.${choices.routine}`, safety);
}
