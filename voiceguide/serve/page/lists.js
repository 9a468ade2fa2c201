// The picture in words: the phases with their lengths, and every step.

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

/** Fill the list of steps, phase by phase. */
export function listSteps(box, plan) {
  box.replaceChildren(
    ...plan.chapters.flatMap((chapter) => {
      const steps = plan.steps.filter((step) => step.start >= chapter.start && step.start < chapter.end);
      const items = steps.map((step) => item(plan, step));
      return [tag("h3", { lang: plan.language }, chapter.title), tag("ol", {}, ...items)];
    }),
  );
}

/** What fitting did, in a sentence; empty where nothing was changed. */
export function changesOf(plan) {
  const lines = (what) => new Set(plan.changes.filter((one) => one.what === what).map((one) => one.line)).size;
  const told = [
    ["shortened", "shortened", "hold"],
    ["lengthened", "lengthened", "hold"],
    ["dropped", "left out", "step"],
    ["round added", "repeated", "phase"],
    ["round dropped", "repeated less often", "phase"],
  ];
  const parts = told.map(([what, word, noun]) => [lines(what), word, noun]).filter(([number]) => number);
  return parts.length ? `To fit: ${parts.map(([n, word, noun]) => `${count(n, noun)} ${word}`).join(", ")}.` : "";
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

/** An element with attributes and children; texts are put in as text. */
export function tag(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
