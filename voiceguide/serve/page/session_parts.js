// The plan as the player shows it: the opening, one part for each step instance, the closing.

const SOUNDS = ["bell", "tick", "count", "breath"];
const SAID_FOR = 3; // seconds that spoken words stay on the screen
const BEFORE_END = 0.35; // seconds before the end of its time at which a session waits for its listener

/**
 * The parts of a plan. A part is shown from `from`, and its instruction starts at `start`. Between them lie
 * announcements, such as the phase's title. `step` is null for the opening and the closing. `key` stays the same when the
 * length is changed; each set, way and round of a step has its own.
 */
export function partsOf(plan) {
  const first = Math.min(plan.steps[0]?.start ?? plan.length, plan.chapters[0]?.start ?? plan.length);
  const parts = [{ from: 0, start: 0, end: first, step: null }];
  const times = new Map();
  for (const step of plan.steps) {
    const { line, side, round, way } = step;
    const name = [line, side, round, way].join(" ");
    times.set(name, (times.get(name) ?? 0) + 1);
    const key = `${name} ${times.get(name)}`;
    parts.push({ from: parts.at(-1).end, start: step.start, end: step.end, step, key });
  }
  const last = parts.at(-1).end;
  const outro = plan.cues.find((cue) => cue.start >= last - 0.001 && !SOUNDS.includes(cue.kind));
  return [...parts, { from: last, start: outro?.start ?? last, end: plan.length, step: null }];
}

/** The index of the part at a position. */
export function partAt(parts, position) {
  return Math.max(0, parts.findLastIndex((part) => part.from <= position + 0.001));
}

/** The position to resume at after a long pause: the step's instruction, or the last words outside of steps. */
export function goOnAt(plan, parts, position) {
  const part = parts[partAt(parts, position)];
  if (part.step && position >= part.start) return part.start;
  const cue = plan.cues.findLast((one) => one.start <= position + 0.001);
  return Math.max(part.from, cue?.start ?? 0);
}

/** The words to show at a position, besides those of the step. */
export function saidAt(plan, position) {
  const cue = plan.cues.findLast((one) => one.start <= position && !SOUNDS.includes(one.kind));
  return cue && cue.kind !== "instruction" && position < cue.end + SAID_FOR ? cue.text : "";
}

/** True if the next `seconds` from a position are silent. */
export function isQuiet(plan, position, seconds) {
  return !plan.cues.some((cue) => cue.start < position + seconds && cue.end > position);
}

/** The step whose time is nearly over at a position and that waits for the listener; else null. */
export function waitAt(parts, position, rate = 1) {
  const { step } = parts[partAt(parts, position)];
  return isWait(step) && !step.ready.limit && position >= step.hold.end - BEFORE_END * rate && position < step.hold.end
    ? step
    : null;
}

/** True if a step lasts until the listener is ready. */
export function isWait(step) {
  return Boolean(step?.hold && step.ready);
}

/** The number of a part's step, and of all steps; rests are not counted. */
export function numberOf(plan, parts, index) {
  const counted = plan.steps.filter((step) => !step.rest);
  const before = parts.slice(0, index + 1).filter(({ step }) => step && !step.rest).length;
  return { n: Math.max(before, 1), all: counted.length };
}
