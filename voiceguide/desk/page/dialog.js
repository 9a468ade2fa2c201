// A window over the page that asks something.

import { at, tag } from "./tags.js";

let last = Promise.resolve();
let isReturning = false; // true until the browser is where it was before a move that closed the window

/**
 * Show a window with a title, a body of elements and buttons `[value, words]`; the first one is the main one. Returns
 * the value of the pressed button, or the last one's for Escape. It waits for the window before it to be closed.
 */
export function ask(...wanted) {
  last = last.then(() => show(...wanted));
  return last;
}

function show(title, body, buttons) {
  const dialog = at("dialog");
  at("dialog-title").textContent = title;
  at("dialog-body").replaceChildren(...body);
  at("dialog-buttons").replaceChildren(
    ...buttons.map(([value, words], index) =>
      tag("button", { value, class: index ? "quiet-button" : "main-button" }, words),
    ),
  );
  dialog.returnValue = "";
  dialog.showModal();
  showDifference(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue || buttons.at(-1)[0]), { once: true });
  });
}

/** Let a move in the browser's history close an open window, as Escape does, and undo the move. Returns true if it does. */
export function stays(steps) {
  if (isReturning) {
    isReturning = false;
    return true;
  }
  if (!at("dialog").open || !steps) return false;
  isReturning = true;
  at("dialog").close();
  history.go(-steps);
  return true;
}

/** Two texts side by side, each `[title, text]`. The lines that the other one does not have are marked. */
export function sideBySide(one, other) {
  return tag("div", { class: "side-by-side" }, side(...one, other[1]), side(...other, one[1]));
}

function side(title, text, other) {
  const others = new Set(other.split("\n"));
  const marked = text.split("\n").flatMap((line) => [others.has(line) ? line : tag("ins", {}, line), "\n"]);
  return tag("div", {}, tag("h3", {}, title), tag("pre", { tabindex: 0 }, ...marked));
}

/** Scroll the texts that stand side by side to the first line that differs. */
export function showDifference(area) {
  const texts = [...area.querySelectorAll(".side-by-side pre")];
  const places = texts.flatMap((text) => {
    const first = text.querySelector("ins");
    return first ? [text.scrollTop + first.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3] : [];
  });
  for (const text of texts) text.scrollTop = Math.min(...places);
}

/** Ask for a line of text. Returns null if it was not wanted. */
export async function askText(title, label, value, yes, no) {
  const field = tag("input", { type: "text", value, maxlength: 100, onfocus: () => field.select() });
  const answer = await ask(title, [tag("label", {}, label, " ", field)], [["yes", yes], ["no", no]]);
  return answer === "yes" && field.value.trim() ? field.value.trim() : null;
}
