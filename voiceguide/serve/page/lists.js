// The picture as text: the phases with their lengths, and all steps.

import { isRest } from "./parts.js";
import { SIDES, clock, count, words } from "./words.js";

/** Fill the list of phases. */
export function listPhases(list, plan) {
  list.replaceChildren(
    ...plan.chapters.map((chapter) =>
      tag("li", {}, tag("span", { lang: plan.language }, chapter.title), time(chapter.end - chapter.start)),
    ),
  );
}

/** Fill the list of steps, grouped by phase. */
export function listSteps(box, plan) {
  box.replaceChildren(
    ...plan.chapters.flatMap((chapter) => {
      const steps = plan.steps.filter((step) => step.start >= chapter.start && step.start < chapter.end);
      const items = steps.map((step) => item(plan, step));
      return [tag("h3", { lang: plan.language }, chapter.title), tag("ol", {}, ...items)];
    }),
  );
}

/**
 * The effects of fitting and of missing things, in sentences; empty if there are none. `natural` is the plan with the
 * same things at its natural length.
 */
export function changesOf(plan, natural) {
  const missing = linesOf(natural, "dropped");
  const lines = (what) => linesOf(plan, what).filter((line) => what !== "dropped" || !missing.includes(line)).length;
  const kinds = [
    ["shortened", "shortened", "hold"],
    ["lengthened", "lengthened", "hold"],
    ["dropped", "left out", "step"],
    ["round added", "repeated", "phase"],
    ["round dropped", "repeated less often", "phase"],
  ];
  const parts = kinds.map(([what, word, noun]) => [lines(what), word, noun]).filter(([number]) => number);
  const fitted = parts.map(([n, word, noun]) => `${count(n, noun)} ${word}`).join(", ");
  const left = missing.length && `Without these things: ${count(missing.length, "step")} left out.`;
  return [left, fitted && `To fit: ${fitted}.`].filter(Boolean).join(" ");
}

/** The lines of the script with a change of this kind. */
function linesOf(plan, what) {
  return [...new Set(plan.changes.filter((one) => one.what === what).map((one) => one.line))];
}

function item(plan, step) {
  const said = [];
  if (step.side && !isRest(plan, step)) said.push(tag("span", { class: `side ${step.side}` }, SIDES[step.side]), " ");
  said.push(tag("span", { lang: plan.language }, step.text));
  if (step.round > 1) said.push(` (round ${step.round})`);
  return tag("li", {}, tag("span", {}, ...said), step.hold ? time(step.hold.seconds) : "");
}

function time(seconds) {
  const shown = tag("span", { "aria-hidden": "true" }, clock(seconds));
  return tag("span", { class: "time" }, shown, tag("span", { class: "unseen" }, `, ${words(seconds)}`));
}

/** An element with attributes and children. Strings become text nodes. */
export function tag(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
