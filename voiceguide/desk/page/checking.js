// The check of each change, the findings below the text, and the line that the cursor is on.

import { Refusal, post } from "./api.js";
import { ask } from "./dialog.js";
import * as editor from "./editor.js";
import { body, byLine, on, script, tell } from "./state.js";
import { at, beginning, button, coded, colon, language, say, tag } from "./tags.js";

let waiting = null;
let running = null;
let listed = ""; // the text whose findings are listed
let shown = new Map(); // the findings of a line -> its item in the list

/** Check the text once what changes it is done: first its marks, then its cures, which take longer. A check of an older
 * text is given up. */
export function check() {
  clearTimeout(waiting);
  waiting = setTimeout(look);
}

async function look() {
  running?.abort();
  running = new AbortController();
  const text = script.text;
  try {
    for (const [at_once, kind] of [[true, "marked"], [false, "checked"]]) {
      const checked = await post("check.json", body({ language, at_once }), running.signal);
      if (text !== script.text) return;
      script.checked = checked;
      at("text").lang = checked.language;
      tell(kind);
      performance.mark(kind);
    }
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) return; // another check has begun
    at("findings-count").textContent = refusal.message;
  }
}

/** Show the title, and how much there is to mend. */
function count() {
  at("desk-title").textContent = script.checked.title;
  at("desk-title").lang = script.checked.language;
  const { findings } = script.checked;
  const told = findings.filter((one) => one.severity !== "note");
  const errors = told.filter((one) => one.severity === "error").length;
  const words = errors ? say("errors", { number: errors }) : told.length ? say("warnings", { number: told.length }) : say("no_findings");
  if (at("findings-count").textContent !== words) at("findings-count").textContent = words;
  here();
}

/** Show the findings and their cures. */
function show() {
  count();
  const { findings, sure } = script.checked;
  at("mend").hidden = !sure;
  at("check").hidden = at("to-findings").hidden = !findings.length;
  listed = script.text;
  const worst = (found) => found.every((one) => one.severity === "note");
  items([...byLine(findings).values()].sort((one, other) => worst(one) - worst(other)));
  listMeanings();
}

/** List the findings of each line. The items of lines that have the same ones stay. */
function items(lines) {
  const written = script.text.split("\n");
  const before = shown;
  shown = new Map();
  for (const found of lines) {
    const key = JSON.stringify([found, found.map((one) => one.fix && written.slice(one.fix.line - 1, one.fix.end_line))]);
    shown.set(key, before.get(key) ?? item(found));
  }
  const list = at("findings");
  [...shown.values()].forEach((one, index) => list.children[index] !== one && list.insertBefore(one, list.children[index] ?? null));
  while (list.children.length > shown.size) list.lastChild.remove();
}

/** The findings of one line as an item: each message, and each cure once. */
function item(found) {
  const [first] = found;
  const go = tag("button", { type: "button", class: "go", onclick: () => editor.goTo(first.line, first.column) }, say("line", { number: first.line }));
  const told = found.flatMap((one) => {
    const kind = { error: say("error"), warning: say("warning"), note: say("note") }[one.severity];
    const parts = [tag("p", {}, tag("span", { class: `kind ${one.severity}` }, kind, colon), tag("span", { lang: one.language }, ...coded(one.message)))];
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
  return button(label, () => listed === script.text && editor.apply(fix), { class: "quiet-button cure" });
}

/** The meanings and the examples, as lists that may be opened. */
function listMeanings() {
  if (!at("understood").open && !at("help").open) return;
  const lines = script.text.split("\n");
  const known = script.checked.lines.filter((one) => one.kind !== "note").sort((one, other) => one.line - other.line);
  at("understood-list").replaceChildren(
    ...known.map((one) => {
      const words = beginning(lines[one.line - 1] ?? "", 80);
      return tag("li", {}, tag("span", { lang: script.checked.language }, words), " – ", tag("strong", {}, one.text));
    }),
  );
  const labels = { for: "ex_time", range: "ex_range", times: "ex_times", pace: "ex_pace", sets: "ex_sets", breaths: "ex_breaths", side: "ex_side", leg: "ex_leg", rounds: "ex_rounds", needs: "ex_needs", optional: "ex_optional", wait: "ex_wait", cues: "ex_cues" };
  const { examples } = script.checked;
  at("examples").replaceChildren(
    ...Object.entries(labels).filter(([key]) => examples[key]).map(([key, label]) => tag("div", { class: key },
      tag("dt", {}, say(label)),
      tag("dd", { lang: script.checked.language }, ...(key === "cues" ? coded(examples[key]) : [insert(examples[key])])),
    )),
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
  const told = text ? `${say("line", { number })}${colon}${text}` : "";
  if (at("here").dataset.told === told) return;
  at("here").dataset.told = told;
  at("here").replaceChildren(...coded(told));
}

/** Show what mending would change, and change it if the writer wants it. */
async function mend() {
  const { name, text } = script;
  const mended = await post("mend.json", body());
  if (script.name !== name) return;
  if (script.text !== text) {
    await mend(); // of what was written meanwhile
    return;
  }
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
  if (wanted === "yes" && script.name === name && script.text === text) editor.replaceAll(mended.text);
}

/** Listen to the text and the buttons. */
export function listen(complain) {
  on("text", check);
  on("opened", check);
  on("marked", count);
  on("checked", show);
  for (const id of ["understood", "help"]) at(id).addEventListener("toggle", () => script.checked && listMeanings());
  at("mend").addEventListener("click", () => mend().catch(complain));
  at("to-findings").addEventListener("click", () => {
    at("findings-title").scrollIntoView();
    at("findings-title").focus({ preventScroll: true });
  });
}
