// The beginning: a paste, a file, a blank page, a routine that comes along, or a script that is there.

import { get, post, send } from "./api.js";
import { onDrop } from "./dragging.js";
import { at, button, colon, language, moment, say, tag } from "./tags.js";

let openScript = null;
let complain = null;
let looks = 0; // how often the lists were asked for
let asked = 0; // how often a script was asked for
const making = new Set(); // what scripts are being made of

/** Show the lists of scripts. */
export async function show() {
  const mine = (looks += 1);
  const { folder, scripts, bin } = await get("scripts.json");
  if (mine !== looks) return;
  at("folder").textContent = folder;
  at("yours-none").hidden = scripts.length > 0;
  at("yours").replaceChildren(...scripts.map(({ name, changed }) => entry(name, changed && moment(changed), () => load(name))));
  at("bin").hidden = !bin.length;
  at("bin-list").replaceChildren(
    ...bin.map(({ entry: place, name, at: when }) => {
      const back = button(say("bring_back"), () => bringBack(place).catch(complain), { "aria-label": `${say("bring_back")}${colon}${name}` });
      return tag("li", { class: "entry" }, tag("span", {}, name), tag("span", { class: "quiet" }, when ? moment(when) : ""), back);
    }),
  );
  if (!at("bundled").children.length) showBundled().catch(complain);
}

async function showBundled() {
  const bundled = await get("bundled.json", { language });
  at("bundled").replaceChildren(
    ...bundled.map(({ name, title, description, language: code }) =>
      entry(title, null, () => create({ from: name, title }), description, code),
    ),
  );
}

function entry(title, beside, onclick, description, lang) {
  const open = tag("button", { type: "button", class: "open", lang, onclick: () => Promise.resolve(onclick()).catch(complain) }, title);
  const parts = [open];
  if (beside) parts.push(tag("span", { class: "quiet" }, beside));
  if (description) parts.push(tag("p", { class: "quiet", lang }, description));
  return tag("li", { class: "entry" }, ...parts);
}

/** True if a script was asked for. */
export const isAsked = () => asked > 0;

/** Open the script that `bring` fetches, unless another one was asked for meanwhile. */
async function openNext(bring) {
  const mine = (asked += 1);
  const found = await bring();
  if (mine === asked) await openScript(found);
}

/** Open the script that `bring` makes of something. Asked for again while it is being made, it is not made twice. */
async function make(of, bring) {
  const key = JSON.stringify(of);
  if (making.has(key)) return;
  making.add(key);
  at("begin-working").textContent = say("make_working");
  try {
    await openNext(bring);
    if (!at("begin").hidden) await show(); // another script was asked for meanwhile, and left
  } finally {
    making.delete(key);
    if (!making.size) at("begin-working").textContent = "";
  }
}

/** Open a script by its name. */
export function load(name) {
  return openNext(() => get("script.json", { name }));
}

function create(body) {
  return make(body, () => post("create.json", { language, ...body }));
}

function bringBack(place) {
  return make(place, async () => get("script.json", { name: (await post("bring-back.json", { entry: place })).name }));
}

async function paste() {
  const text = at("paste").value;
  if (!text.trim()) {
    at("paste").focus();
    return;
  }
  await make(text, async () => {
    const found = await send("import.json", new TextEncoder().encode(text), {});
    if (at("paste").value === text) at("paste").value = "";
    return found;
  });
}

/** Begin from a file that was dropped or chosen. */
export function takeFile(file) {
  const path = file.name.toLowerCase().endsWith(".zip") ? "unpack.json" : "import.json";
  return make([file.name, file.size, file.lastModified], () => send(path, file, { name: file.name }));
}

/** Take what is dropped anywhere on the beginning: a file, or words, which go into the field for a paste. */
function drop() {
  const wanted = ({ dataTransfer, target }) => {
    const types = at("begin").hidden ? [] : (dataTransfer?.types ?? []);
    return types.includes("Files") || (types.includes("text/plain") && target !== at("paste"));
  };
  const over = (yes) => at("paste-tile").classList.toggle("over", yes);
  onDrop(wanted, over, ({ dataTransfer }) => {
    const [file] = dataTransfer.files;
    if (file) takeFile(file).catch(complain);
    else {
      at("paste").value = dataTransfer.getData("text/plain");
      at("paste-go").focus();
    }
  });
}

/** Listen to the screen. `open` is given each script, `tell` each refusal. */
export function listen(open, tell) {
  openScript = open;
  complain = tell;
  at("paste-go").addEventListener("click", () => paste().catch(complain));
  at("blank-go").addEventListener("click", () => create({ from: "blank" }).catch(complain));
  at("file").addEventListener("change", () => {
    const [file] = at("file").files;
    at("file").value = "";
    if (file) takeFile(file).catch(complain);
  });
  drop();
}
