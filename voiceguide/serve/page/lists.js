// The picture as text: the phases with their lengths, and all steps.

import { isRest } from "./parts.js";
import { fit, tag } from "./tag.js";
import { clock, page } from "./words.js";

/** Fill the list of phases. */
export function listPhases(list, plan) {
  list.replaceChildren(
    ...plan.chapters.map((chapter) =>
      tag("li", {}, fit(tag("span", { lang: plan.language, class: "fits" }, chapter.title)), time(chapter.end - chapter.start)),
    ),
  );
}

/** Fill the list of steps, grouped by phase. `said` are the words of the routine's language. */
export function listSteps(box, plan, said, picture) {
  box.replaceChildren(
    ...plan.chapters.flatMap((chapter) => {
      const steps = plan.steps.filter((step) => step.start >= chapter.start && step.start < chapter.end);
      const items = steps.map((step) => item(plan, step, said, picture));
      return [fit(tag("h3", { lang: plan.language, class: "fits" }, chapter.title)), tag("ol", {}, ...items)];
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
    ["shortened", "shortened"],
    ["lengthened", "lengthened"],
    ["dropped", "leftOut"],
    ["round added", "repeated"],
    ["round dropped", "repeatedLess"],
  ];
  const parts = kinds.map(([what, word]) => [lines(what), word]).filter(([n]) => n);
  const changes = parts.map(([n, word]) => page.say(word, { n })).join(", ");
  const left = missing.length && page.say("without", { n: missing.length });
  return [left, changes && page.say("toFit", { changes })].filter(Boolean).join(" ");
}

/** A step as a line: its side, its text, its round. */
export function lineOf(plan, step, said) {
  const parts = [];
  const { language } = said;
  if (step.side && !isRest(plan, step)) parts.push(tag("span", { class: `side ${step.side}`, lang: language }, said.say(step.side)), " ");
  parts.push(fit(tag("span", { lang: plan.language, class: "fits" }, step.text)));
  if (step.round > 1) parts.push(tag("span", { lang: language }, ` (${said.say("round", { n: step.round })})`));
  return tag("span", { class: "line-text" }, ...parts);
}

/** The lines of the script with a change of this kind. */
function linesOf(plan, what) {
  return [...new Set(plan.changes.filter((one) => one.what === what).map((one) => one.line))];
}

function item(plan, step, said, picture) {
  const shown = step.picture && picture ? [picture(step.picture)] : [];
  return tag("li", {}, ...shown, lineOf(plan, step, said), step.hold ? time(step.hold.seconds) : "");
}

/** A length as on a clock, spoken in words. */
export function time(seconds) {
  const shown = tag("span", { "aria-hidden": "true" }, clock(seconds));
  return tag("span", { class: "time" }, shown, tag("span", { class: "unseen" }, `, ${page.duration(seconds)}`));
}
