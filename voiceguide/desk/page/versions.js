// The earlier versions of a script, to look at and to go back to.

import { get } from "./api.js";
import { ask, showDifference, sideBySide } from "./dialog.js";
import * as editor from "./editor.js";
import * as saving from "./saving.js";
import { script } from "./state.js";
import { at, moment, say, tag } from "./tags.js";

async function show() {
  await saving.save();
  const found = await get("versions.json", { name: script.name });
  if (!found.length) {
    await ask(say("versions"), [tag("p", {}, say("versions_none"))], [["close", say("close")]]);
    return;
  }
  let text = "";
  const shown = tag("div");
  const list = tag("select", { size: Math.min(6, Math.max(2, found.length)), onchange: () => look() });
  list.append(...found.map(({ version, at: when }) => tag("option", { value: version }, moment(when, "medium"))));
  async function look() {
    ({ text } = await get("version.json", { name: script.name, version: list.value }));
    shown.replaceChildren(sideBySide([say("then_title"), text], [say("now_title"), script.text]));
    showDifference(at("dialog"));
  }
  list.selectedIndex = 0;
  await look();
  const body = [tag("label", {}, say("versions_label"), " ", list), shown];
  const wanted = await ask(say("versions"), body, [["back", say("versions_go")], ["no", say("cancel")]]);
  if (wanted === "back") editor.replaceAll(text);
}

/** Listen to the button. */
export function listen(complain) {
  at("versions").addEventListener("click", () => show().catch(complain));
}
