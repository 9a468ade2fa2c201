// Durations and counts as text. The page is in English; words of a script stay in the script's language.

/** Seconds as on a clock: 3:20, 1:02:05. */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** Seconds in words: "10 minutes", "4 minutes 45 seconds". */
export function words(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  const parts = [];
  if (minutes) parts.push(count(minutes, "minute"));
  if (rest || !minutes) parts.push(count(rest, "second"));
  return parts.join(" ");
}

/** A count with its noun: "1 hold", "2 holds". */
export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

export const SIDES = { left: "Left", right: "Right" };
