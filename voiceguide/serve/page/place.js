// The place in an unfinished session: one for each routine, so that two windows do not overwrite each other's.

import { recall, remember } from "./storage.js";

const BARELY = 5; // seconds; a place before this is not worth resuming

const nameOf = (routine) => `place.${routine}`;

/** The place left in a routine, with its choices, position, length and time; null if there is none. */
export function placeIn(routine) {
  const place = recall(nameOf(routine));
  const whole = place && [place.position, place.length, place.at].every(Number.isFinite) && place.choices?.routine;
  return whole === routine && place.position > BARELY ? place : null;
}

/** Save the place in a routine. */
export function savePlace(place) {
  remember(nameOf(place.choices.routine), { ...place, at: place.at ?? Date.now() });
}

/** Forget the place in a routine. */
export function forgetPlace(routine) {
  remember(nameOf(routine), null);
}
