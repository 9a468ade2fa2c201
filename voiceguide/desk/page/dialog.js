// A window over the page that asks something.

import { at, tag } from "./tags.js";

/**
 * Show a window with a title, a body of elements and buttons `[value, words]`; the first one is the main one. Returns
 * the value of the pressed button, or the last one's for Escape.
 */
export function ask(title, body, buttons) {
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
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue || buttons.at(-1)[0]), { once: true });
  });
}

/** Ask for a line of text. Returns null if it was not wanted. */
export async function askText(title, label, value, yes, no) {
  const field = tag("input", { type: "text", value, maxlength: 100 });
  const answer = ask(title, [tag("label", {}, label, " ", field)], [["yes", yes], ["no", no]]);
  field.select();
  return (await answer) === "yes" && field.value.trim() ? field.value.trim() : null;
}
