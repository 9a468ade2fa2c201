// The lengths that a session can have: stops of the slider, and the chips.

export const CHIPS = [5, 10, 15, 20, 30]; // minutes
const FEW = 6; // from this number of whole minutes on, the slider has no stops between them
const NEAR = 5; // the smallest distance in seconds of a stop from another

/**
 * The shortest and the longest session in whole seconds, so that each is possible as it is told; the exact ones where no
 * whole second lies between them.
 */
export function inwards({ shortest, longest }) {
  const [least, most] = [Math.ceil(shortest), Math.floor(longest)];
  return least <= most ? { shortest: least, longest: most } : { shortest, longest };
}

/** The stops of the slider, in seconds: whole minutes, the natural length, and, where these are few, half minutes. */
export function stopsOf({ natural, sessions, ...ends }) {
  if (sessions) return sessions.map(({ length }) => length).sort((one, other) => one - other);
  const { shortest, longest } = inwards(ends);
  const least = Math.ceil(shortest / 60);
  const most = Math.floor(longest / 60);
  const whole = most - least + 1 >= FEW;
  const step = whole ? 60 : 30;
  const found = whole ? [] : [shortest, longest];
  for (let at = Math.ceil(shortest / step) * step; at <= longest; at += step) {
    if (whole || found.every((one) => Math.abs(one - at) > NEAR)) found.push(at);
  }
  const others = found.filter((one) => Math.abs(one - natural) > (whole ? 1 : NEAR));
  return [...others, natural].sort((one, other) => one - other);
}

/** The chips of a routine, in minutes: those that are possible. */
export function chipsOf({ shortest, longest, sessions, minutes }) {
  if (sessions) return minutes;
  return CHIPS.filter((minutes) => minutes * 60 >= shortest && minutes * 60 <= longest);
}

/** The index of the stop nearest to a length. */
export function nearest(stops, length) {
  const distance = (at) => Math.abs(stops[at] - length);
  return stops.reduce((best, _, at) => (distance(at) < distance(best) ? at : best), 0);
}
