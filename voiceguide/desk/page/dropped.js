// Pictures and sounds dropped on a line of the text.

import { Refusal, send } from "./api.js";
import { onDrop } from "./dragging.js";
import * as editor from "./editor.js";
import { playAt } from "./hear.js";
import * as saving from "./saving.js";
import { script } from "./state.js";
import { at, say } from "./tags.js";

const paper = at("paper");

/** The line of the text at a height on the screen. */
function lineAt(y) {
  const lines = [...at("mirror").children];
  const found = lines.findIndex((line) => y < line.getBoundingClientRect().bottom);
  return (found < 0 ? lines.length - 1 : found) + 1;
}

/** Take a file for a line. */
export async function take(file, line) {
  const { name, text } = await saving.alone(() => {
    if (!saving.isSaved()) throw new Refusal(say("not_saved")); // the file would be put into the text on the disk
    return { ...script };
  });
  const done = await send("drop.json", file, { name, file: file.name, line });
  if (script.name !== name) return;
  let told = say("drop_done", { name: done.file });
  if (script.text === text) {
    editor.replaceAll(done.text);
    editor.goTo(line);
  } else if (!editor.carryOver(text, done.text, line)) {
    const words = editor.become(text, done.text, line).split("\n").at(-1).trim();
    told = `${done.file} – ${say("cure", { words })}`; // its line was changed: the writer knows where it goes
  }
  playAt(at("here").parentElement);
  at("sound-state").textContent = told;
}

/** Listen to files that are dragged over the desk: a drop beside the text is for the cursor's line. Other things are
 * left to the text field. */
export function listen(complain) {
  const wanted = ({ dataTransfer }) => !at("desk").hidden && dataTransfer?.types.includes("Files");
  const over = (yes) => paper.classList.toggle("over", yes);
  onDrop(wanted, over, ({ dataTransfer, target, clientY }) => {
    at("trouble").textContent = "";
    const [file] = dataTransfer.files;
    if (file) take(file, paper.contains(target) ? lineAt(clientY) : editor.line()).catch(complain);
  });
  at("drop-file").addEventListener("change", () => {
    const [file] = at("drop-file").files;
    at("drop-file").value = "";
    if (file) take(file, editor.line()).catch(complain);
  });
}
