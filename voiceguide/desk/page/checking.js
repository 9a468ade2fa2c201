// The check of each change, the findings below the text, and the line that the cursor is on.

import { Refusal, post } from "./api.js";
import { ask } from "./dialog.js";
import * as editor from "./editor.js";
import { body, on, script, tell } from "./state.js";
import { at, button, coded, language, say, tag } from "./tags.js";

const PAUSE = 12; // milliseconds without a key before the check
let waiting = null;
let running = null;

/** Check the text now, or soon. A check of an older text is given up. */
export function check(pause = PAUSE) {
  clearTimeout(waiting);
  waiting = setTimeout(look, pause);
}

async function look() {
  running?.abort();
  running = new AbortController();
  const text = script.text;
  try {
    const checked = await post("check.json", body({ language }), running.signal);
    if (text !== script.text) return;
    script.checked = checked;
    at("text").lang = checked.language;
    tell("checked");
    performance.mark("checked");
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) return; // another check has begun
    at("findings-count").textContent = refusal.message;
  }
}

function show() {
  at("desk-title").textContent = script.checked.title;
  at("desk-title").lang = script.checked.language;
  const { findings, sure } = script.checked;
  const told = findings.filter((one) => one.severity !== "note");
  const errors = told.filter((one) => one.severity === "error").length;
  const count = errors ? say("errors", { number: errors }) : told.length ? say("warnings", { number: told.length }) : say("no_findings");
  if (at("findings-count").textContent !== count) at("findings-count").textContent = count;
  at("mend").hidden = !sure;
  const lines = new Map();
  for (const one of findings) lines.set(one.line, [...(lines.get(one.line) ?? []), one]);
  const worst = (found) => found.every((one) => one.severity === "note");
  at("findings").replaceChildren(...[...lines.values()].sort((one, other) => worst(one) - worst(other)).map(item));
  listMeanings();
  here();
}

/** The findings of one line as an item: each message, and each cure once. */
function item(found) {
  const [first] = found;
  const go = tag("button", { type: "button", class: "go", onclick: () => editor.goTo(first.line, first.column) }, say("line", { number: first.line }));
  const told = found.flatMap((one) => {
    const kind = { error: say("error"), warning: say("warning"), note: say("note") }[one.severity];
    const parts = [tag("p", {}, tag("span", { class: `kind ${one.severity}` }, kind, ": "), tag("span", { lang: one.language }, ...coded(one.message)))];
    if (one.hint) parts.push(tag("p", { class: "quiet", lang: one.hint_language }, ...coded(one.hint)));
    return parts;
  });
  const cures = new Map(found.filter((one) => one.fix).map((one) => [JSON.stringify(one.fix), cure(one.fix)]));
  return tag("li", {}, go, ...told, ...cures.values());
}

/** The button that cures a finding; it shows the lines that will stand there. */
function cure(fix) {
  const lines = script.text.split("\n").slice(fix.line - 1, fix.end_line);
  const cut = (text, start, end) => [...text].slice(start, end).join("");
  const changed = cut(lines[0] ?? "", 0, fix.column - 1) + fix.text + cut(lines.at(-1) ?? "", fix.end_column - 1);
  const shown = changed.split("\n").map((text) => text.replace(/^[\s>]*([-*+]|\d+[.)])?\s+/, "").trim());
  const words = shown.filter(Boolean).join(" ⏎ ");
  const label = words ? say("cure", { words: words.length > 140 ? `${words.slice(0, 140)}…` : words }) : say("cure_away");
  return button(label, () => editor.apply(fix), { class: "quiet-button cure" });
}

function listMeanings() {
  const lines = script.text.split("\n");
  const known = script.checked.lines.filter((one) => one.kind !== "note").sort((one, other) => one.line - other.line);
  at("understood-list").replaceChildren(
    ...known.map((one) => {
      const words = (lines[one.line - 1] ?? "").replace(/^[\s#>*-]+/, "").slice(0, 80);
      return tag("li", {}, tag("span", { lang: script.checked.language }, words), ": ", tag("strong", {}, one.text));
    }),
  );
  const labels = { for: "ex_time", range: "ex_range", times: "ex_times", pace: "ex_pace", sets: "ex_sets", breaths: "ex_breaths", side: "ex_side", leg: "ex_leg", rounds: "ex_rounds", needs: "ex_needs", optional: "ex_optional", wait: "ex_wait", cues: "ex_cues" };
  const { examples } = script.checked;
  at("examples").replaceChildren(
    ...Object.entries(labels).filter(([key]) => examples[key]).flatMap(([key, label]) => [
      tag("dt", {}, say(label)),
      tag("dd", { lang: script.checked.language }, ...(key === "cues" ? coded(examples[key]) : [insert(examples[key])])),
    ]),
  );
}

function insert(words) {
  return button(words, () => editor.append(words), { "aria-label": say("insert", { words }) });
}

/** Tell what the cursor's line means, or what is wrong with it. */
export function here() {
  if (!script.checked) return;
  const number = editor.line();
  const fault = script.checked.findings.find((one) => one.line === number && one.severity !== "note");
  const meaning = script.checked.lines.find((one) => one.line === number);
  const text = fault ? fault.message : meaning?.text ?? "";
  const told = text ? `${say("line", { number })}: ${text}` : "";
  if (at("here").textContent !== told) at("here").textContent = told;
}

/** Show what mending would change, and change it if the writer wants it. */
async function mend() {
  const mended = await post("mend.json", body());
  const shown = mended.changes.map((change) =>
    tag("div", { class: "change" },
      tag("p", {}, say("line", { number: change.line })),
      tag("pre", { class: "old", "aria-label": say("before") }, change.old.join("\n")),
      tag("pre", { class: "new", "aria-label": say("after") }, change.new.join("\n")),
    ),
  );
  const wanted = await ask(say("mend_title", { number: mended.count }), shown, [
    ["yes", say("mend_go")],
    ["no", say("cancel")],
  ]);
  if (wanted === "yes") editor.replaceAll(mended.text);
}

/** Listen to the text and the buttons. */
export function listen(complain) {
  on("text", () => check());
  on("opened", () => check(0));
  on("checked", show);
  at("mend").addEventListener("click", () => mend().catch(complain));
}
