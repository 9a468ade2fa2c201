// The earlier versions of a script, to look at and to go back to.

import { Refusal, get } from "./api.js";
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
  const { name } = script;
  let text = null;
  const shown = tag("div");
  const list = tag("select", { size: Math.min(6, Math.max(2, found.length)), onchange: () => (looked = look()) });
  list.append(...found.map(({ version, at: when }) => tag("option", { value: version }, moment(when, "medium"))));
  async function look() {
    const version = list.value;
    text = null;
    try {
      const then = await get("version.json", { name, version });
      if (version !== list.value) return; // another one was chosen meanwhile
      ({ text } = then);
      shown.replaceChildren(sideBySide([say("then_title"), text], [say("now_title"), script.text]));
      showDifference(at("dialog"));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (version === list.value) shown.replaceChildren(tag("p", { class: "fault", role: "alert" }, refusal.message));
    }
  }
  list.selectedIndex = 0;
  let looked = look();
  await looked;
  const body = [tag("label", {}, say("versions_label"), " ", list), shown];
  const wanted = await ask(say("versions"), body, [["back", say("versions_go")], ["no", say("cancel")]]);
  if (wanted !== "back") return;
  await looked;
  if (text !== null && script.name === name) editor.replaceAll(text);
}

/** Listen to the button. */
export function listen(complain) {
  at("versions").addEventListener("click", () => show().catch(complain));
}
