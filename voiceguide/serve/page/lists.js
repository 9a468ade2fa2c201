// The picture as text: the phases with their lengths, and all steps.

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

/**
 * Fill the list of steps, grouped by phase. `said` are the words of the routine's language. `whole` is the plan without
 * a step left out; null where none can be left out. Each step has a box to leave it out, and to bring it back.
 */
export function listSteps(box, plan, said, picture, whole) {
  const focused = box.contains(document.activeElement) ? document.activeElement.value : null;
  const phases = [...new Set((whole ?? plan).steps.map((step) => step.phase))];
  box.replaceChildren(
    ...phases.flatMap((phase) => {
      const items = withLeftOut(plan, whole, phase).map((step) => item(plan, step, said, picture, whole));
      return [fit(tag("h3", { lang: plan.language, class: "fits" }, phase)), tag("ol", {}, ...items)];
    }),
  );
  if (focused) box.querySelector(`input[value="${focused}"]`)?.focus();
}

/** The steps of a phase in their order, each that is left out once among them. */
function withLeftOut(plan, whole, phase) {
  const found = plan.steps.filter((step) => step.phase === phase);
  const kept = new Set(plan.steps.map((step) => step.line));
  const seen = new Set();
  for (const step of whole?.steps ?? []) {
    if (step.phase !== phase || step.rest || kept.has(step.line) || seen.has(step.line)) continue;
    seen.add(step.line);
    const place = found.findIndex((one) => one.line > step.line);
    found.splice(place < 0 ? found.length : place, 0, { ...step, side: null, round: 1, hold: null, isOut: true });
  }
  return found;
}

/**
 * The effects of fitting and of missing things, in sentences; empty if there are none. `natural` is the plan with the
 * same things at its natural length, `whole` that without a step left out.
 */
export function changesOf(plan, natural, whole) {
  const out = linesOf(natural, "dropped");
  const missing = linesOf(whole, "dropped");
  const chosen = out.filter((line) => !missing.includes(line));
  const lines = (what) => linesOf(plan, what).filter((line) => what !== "dropped" || !out.includes(line)).length;
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
  const asked = chosen.length && page.say("asChosen", { n: chosen.length });
  return [left, asked, changes && page.say("toFit", { changes })].filter(Boolean).join(" ");
}

/** A step as a line: its side, its text, its round. */
export function lineOf(plan, step, said) {
  const parts = [];
  const { language } = said;
  if (step.side && !step.rest) parts.push(tag("span", { class: `side ${step.side}`, lang: language }, said.say(step.side)), " ");
  parts.push(fit(tag("span", { lang: plan.language, class: "fits" }, step.text)));
  if (step.round > 1) parts.push(tag("span", { lang: language }, ` (${said.say("round", { n: step.round })})`));
  return tag("span", { class: "line-text" }, ...parts);
}

/** The lines of the script with a change of this kind. */
function linesOf(plan, what) {
  return [...new Set(plan.changes.filter((one) => one.what === what).map((one) => one.line))];
}

function item(plan, step, said, picture, whole) {
  const shown = step.picture && picture ? [picture(step.picture)] : [];
  const line = [...shown, lineOf(plan, step, said), step.hold ? time(step.hold.seconds) : ""];
  if (!whole || step.rest) return tag("li", {}, ...line);
  const box = tag("input", { type: "checkbox", name: "step", value: step.line });
  box.checked = !step.isOut;
  box.disabled = Boolean(step.needed) && !step.isOut;
  return tag("li", {}, tag("label", { class: step.isOut ? "step-choice out" : "step-choice" }, box, ...line));
}

/** A length as on a clock, spoken in words. */
export function time(seconds) {
  const shown = tag("span", { "aria-hidden": "true" }, clock(seconds));
  return tag("span", { class: "time" }, shown, tag("span", { class: "unseen" }, `, ${page.duration(seconds)}`));
}
