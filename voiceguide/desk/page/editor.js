// The text field. It stays a plain one: its marks are drawn behind it and beside it.

import { byLine, on, script, tell } from "./state.js";
import { at, coded, tag } from "./tags.js";

const field = at("text");
const mirror = at("mirror");
const margin = at("margin");

/** Put a text into the field, as at the opening of a script: it cannot be undone. */
export function open(text) {
  field.value = text;
  field.setSelectionRange(0, 0);
  draw();
}

/** Replace a part of the text, so that the browser's own undo takes it back. */
export function replace(start, end, text) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  if (field.value.slice(start, end) === text) return;
  const done = document.execCommand(text ? "insertText" : "delete", false, text);
  if (!done) {
    field.setRangeText(text, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** Replace the whole text: only the part that differs, so that the cursor and the undo stay useful. */
export function replaceAll(text) {
  const { start, end, words } = difference(field.value, text);
  replace(start, end, words);
}

/** The part of a text that another one has other words for. */
function difference(old, text) {
  let start = 0;
  while (start < Math.min(old.length, text.length) && old[start] === text[start]) start += 1;
  let same = 0;
  while (same < Math.min(old.length, text.length) - start && old.at(-1 - same) === text.at(-1 - same)) same += 1;
  return { start, end: old.length - same, words: text.slice(start, text.length - same) };
}

/** Make the change from one text to another, of one line (from 1), in what the first has become meanwhile. The cursor
 * stays in its place. Returns false, and changes nothing, if the line was changed, too. */
export function carryOver(old, text, line) {
  const [wanted, written] = [difference(old, text), difference(old, field.value)];
  const isAfter = written.start >= wanted.end;
  if (!isAfter && written.end > wanted.start) return carryLine(old, text, line); // more was written on both sides of it
  const moved = isAfter ? 0 : written.words.length - (written.end - written.start);
  put(wanted.start + moved, wanted.end + moved, wanted.words);
  return true;
}

/** Find the line as it was, and write what has become of it. */
function carryLine(old, text, line) {
  const [before, now] = [old.split("\n"), field.value.split("\n")];
  const words = before[line - 1];
  const same = (lines) => lines.flatMap((one, index) => (one === words ? [index] : []));
  const [places, found] = [same(before), same(now)];
  if (places.length !== found.length) return false; // of equal lines, nobody can tell which one is gone
  const start = offset(found[places.indexOf(line - 1)] + 1);
  const change = difference(words, become(old, text, line));
  put(start + change.start, start + change.end, change.words);
  return true;
}

/** The line or lines that one line of a text has become in another. */
export function become(old, text, line) {
  const [before, after] = [old.split("\n"), text.split("\n")];
  return after.slice(line - 1, after.length - (before.length - line)).join("\n");
}

/** Replace a part of the text, and leave the cursor in its place. */
function put(start, end, words) {
  const longer = words.length - (end - start);
  const cursor = [field.selectionStart, field.selectionEnd].map((place) => (place > start ? place + longer : place));
  replace(start, end, words);
  field.setSelectionRange(...cursor);
}

/** The place of a line and a column (from 1) in the text. */
export function offset(line, column = 1) {
  const lines = field.value.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const found = lines[line - 1] ?? "";
  return before + Math.min([...found].slice(0, column - 1).join("").length, found.length);
}

/** Apply a fix of the check. */
export function apply(fix) {
  replace(offset(fix.line, fix.column), offset(fix.end_line, fix.end_column), fix.text);
}

/** The line that the cursor is on, from 1. */
export function line() {
  return field.value.slice(0, field.selectionStart).split("\n").length;
}

/** Move the cursor to a line and show it. */
export function goTo(number, column = 1) {
  const place = offset(number, column);
  field.focus({ preventScroll: true });
  field.setSelectionRange(place, place);
  mirror.children[number - 1]?.scrollIntoView({ block: "center" });
  marked();
}

/** Insert words at the end of the cursor's line. */
export function append(words) {
  const end = offset(line(), Infinity);
  const before = field.value.slice(0, end);
  replace(end, end, (/(^|\s)$/.test(before) ? "" : /^[(,]/.test(words) ? " " : ", ") + words);
}

/** Draw the marks anew: the lines of the text behind the field, and their meanings beside it. */
export function draw() {
  const lines = field.value.split("\n");
  const findings = byLine(told());
  while (mirror.children.length > lines.length) mirror.lastChild.remove();
  lines.forEach((text, index) => {
    const faults = findings.get(index + 1) ?? [];
    const key = JSON.stringify([text, faults.map((one) => [one.column, one.severity])]);
    const made = mirror.children[index] ?? mirror.appendChild(tag("div", { class: "written" }));
    if (made.dataset.key === key) return;
    made.dataset.key = key;
    made.replaceChildren(...pieces(text, faults));
  });
  field.style.height = `${mirror.offsetHeight}px`;
  beside();
  marked();
}

function told() {
  return (script.checked?.findings ?? []).filter((one) => one.severity !== "note");
}

/** A line with its faults underlined: from each column to the end of the word, or as far as its fix goes. */
function pieces(text, faults) {
  if (!faults.length || !text) return [text || "\u200b"];
  const letters = [...text];
  const fault = faults.find((one) => one.severity === "error") ?? faults[0];
  const start = Math.min(fault.column - 1, letters.length - 1);
  const fixed = fault.fix && fault.fix.line === fault.fix.end_line ? fault.fix.end_column - 1 : 0;
  const end = fixed > start ? fixed : letters.length;
  const cut = [letters.slice(0, start), letters.slice(start, end), letters.slice(end)].map((part) => part.join(""));
  return [cut[0], tag("mark", { class: fault.severity }, cut[1]), cut[2]];
}

/** The meanings beside the lines; where a line has a fault, its fault. */
function beside() {
  const known = new Map((script.checked?.lines ?? []).map((one) => [one.line, { kind: one.kind, text: one.text }]));
  for (const one of told()) {
    const before = known.get(one.line);
    if (before?.kind !== "error") known.set(one.line, { kind: one.severity, text: one.message });
  }
  const shown = [...known].filter(([number]) => mirror.children[number - 1]);
  const tops = shown.map(([number]) => `${mirror.children[number - 1].offsetTop}px`);
  const row = parseFloat(getComputedStyle(field).lineHeight);
  const rows = shown.map(([number]) => Math.round(mirror.children[number - 1].offsetHeight / row));
  while (margin.children.length > shown.length) margin.lastChild.remove();
  shown.forEach(([, { kind, text }], index) => {
    const made = margin.children[index] ?? margin.appendChild(tag("p"));
    if (made.style.top !== tops[index]) made.style.top = tops[index];
    if (made.dataset.rows !== `${rows[index]}`) made.style.setProperty("--rows", (made.dataset.rows = rows[index]));
    made.classList.toggle("tall", rows[index] > 1);
    if (made.title === text && made.classList.contains(kind)) return;
    made.className = `meaning ${kind}${rows[index] > 1 ? " tall" : ""}`;
    made.title = text;
    made.replaceChildren(...coded(text));
  });
}

/** Mark the line that the cursor is on. */
function marked() {
  const now = mirror.children[line() - 1];
  if (now?.classList.contains("at")) return;
  for (const old of mirror.querySelectorAll(".at")) old.classList.remove("at");
  now?.classList.add("at");
}

/** Listen to the field. `moved` is called when the cursor comes to another line. */
export function listen(moved) {
  let last = 0;
  field.addEventListener("input", () => {
    script.text = field.value;
    draw();
    tell("text");
  });
  document.addEventListener("selectionchange", () => {
    if (document.activeElement !== field || line() === last) return;
    last = line();
    marked();
    moved(last);
  });
  on("marked", draw);
  new ResizeObserver(draw).observe(at("paper"));
}
