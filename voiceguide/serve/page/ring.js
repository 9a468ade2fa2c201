// The ring of a session, as on its cover: time runs clockwise from the top, a band for each phase, a bar for each hold.
// Bars of the left side lie inside, of the right side outside, others in the middle. See voiceguide/export/cover.py.

import { shape } from "./svg.js";
import { page } from "./words.js";

const GROUNDS = ["#1d2a3a", "#20332f", "#33283a", "#2b2d42", "#3a2b2a", "#1f3540"];
const PHASES = ["#6fc2b4", "#f0b867", "#e58f7f", "#a9a0dd", "#9dc583", "#7fb4e6", "#e5a3c2", "#cfc07a"];
const PAPER = "#f5efe3";
const MIDDLE = 296; // thousandths of the cover's width, as the lanes
const LANES = { band: [-47, 47], left: [-37, -4], right: [4, 37], across: [-19, 19], line: [-3, 3] };
const [GAP, BETWEEN, LEAST] = [2, 0.35, 0.6]; // degrees
const MOST_BARS = 1000;
const SIZE = 720; // the width of the drawing
const NUMBERS = { long: 132, short: 200 }; // sizes of the number

/** Draw the ring of a plan into an SVG element, with its length in the middle. */
export function drawRing(svg, plan) {
  const [number, ...unit] = page.brief(plan.length).split(" ");
  const ground = GROUNDS[crc32(plan.title) % GROUNDS.length];
  svg.setAttribute("viewBox", `${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}`);
  const size = number.length > 3 ? NUMBERS.long : NUMBERS.short;
  svg.replaceChildren(
    shape("rect", { x: -SIZE / 2, y: -SIZE / 2, width: SIZE, height: SIZE, rx: 90, fill: ground }),
    ...arcs(plan),
    shape("text", { y: size * 0.16, fill: PAPER, "font-size": size, "text-anchor": "middle" }, number),
    shape("text", { y: size * 0.16 + 80, fill: PAPER, "font-size": 64, "text-anchor": "middle", opacity: 0.8 }, unit.join(" ")),
  );
}

function arcs(plan) {
  const turn = (seconds) => GAP + (360 - 2 * GAP) * (seconds / plan.length);
  const first = plan.chapters[0]?.start ?? plan.length;
  const holds = plan.steps.filter((step) => step.hold).slice(0, MOST_BARS);
  const drawn = [arc(turn(0) + BETWEEN, turn(first) - BETWEEN, LANES.line, PAPER, 0.4)];
  plan.chapters.forEach((chapter, index) => {
    const colour = PHASES[index % PHASES.length];
    drawn.push(arc(turn(chapter.start) + BETWEEN, turn(chapter.end) - BETWEEN, LANES.band, colour, 0.36));
    for (const { side, start, hold } of holds) {
      if (start < chapter.start || start >= chapter.end) continue;
      drawn.push(arc(turn(hold.start), turn(hold.end), LANES[side] ?? LANES.across, colour, 1));
    }
  });
  return drawn;
}

function arc(start, end, [inner, outer], stroke, opacity) {
  const last = Math.max(end, start + LEAST);
  const radius = MIDDLE + (inner + outer) / 2;
  const point = (degrees) => {
    const angle = (degrees * Math.PI) / 180;
    return `${(radius * Math.sin(angle)).toFixed(1)} ${(-radius * Math.cos(angle)).toFixed(1)}`;
  };
  const large = last - start > 180 ? 1 : 0;
  const d = `M${point(start)}A${radius} ${radius} 0 ${large} 1 ${point(last)}`;
  return shape("path", { d, fill: "none", stroke, opacity, "stroke-width": outer - inner });
}

function crc32(text) {
  let sum = ~0;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
