// The picture of a session: time from left to right, a field for each phase, a bar for each hold. Bars of the left side
// are at the top, of the right side at the bottom, others over the full height, so that no colour is needed.

import { shape } from "./svg.js";

const GAP = 6; // pixels between the edge of a field and its bars
const LEAST = 2.5; // pixels of the narrowest bar

/** Draw a plan into an SVG element, at its size on the page. */
export function draw(svg, plan) {
  const { clientWidth: width, clientHeight: height } = svg;
  if (!width || !height) return; // hidden at the moment
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const across = (seconds) => (seconds / plan.length) * width;
  const head = height > 80 ? 20 : 0; // space for the phase numbers
  svg.replaceChildren(
    ...plan.chapters.flatMap((chapter, index) => field(chapter, index, across, height, head)),
    shape("rect", { class: "line", x: 0, y: (height + head) / 2 - 1, width, height: 2, rx: 1 }),
    ...plan.steps.filter((step) => step.hold).map((step) => bar(step, across, height, head)),
  );
}

function field(chapter, index, across, height, head) {
  const [left, right] = [across(chapter.start) + 1, across(chapter.end) - 1];
  const size = { x: left, y: head, width: Math.max(1, right - left), height: height - head, rx: 8 };
  const drawn = [shape("rect", { class: "field", ...size })];
  if (head && right - left > 14) {
    drawn.push(shape("text", { x: left + 4, y: head - 6 }, String(index + 1)));
  }
  return drawn;
}

function bar(step, across, height, head) {
  const lane = (height - head - 2 * GAP - 4) / 2;
  const [top, low] = [head + GAP, head + GAP + lane + 4];
  const left = across(step.hold.start);
  const width = Math.max(LEAST, across(step.hold.end) - left - 1);
  const size = {
    x: left,
    y: step.side === "right" ? low : top,
    width,
    height: step.side ? lane : 2 * lane + 4,
    rx: Math.min(4, width / 2),
  };
  return shape("rect", { class: `bar ${step.rest ? "rest" : step.side ?? "neither"}`, ...size });
}
