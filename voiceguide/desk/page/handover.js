// Files to hand over: made by the server in the background, with a bar, and downloaded.

import { Refusal, get, post } from "./api.js";
import * as saving from "./saving.js";
import { choices, refresh } from "./session.js";
import { body } from "./state.js";
import { at, button, clock, coded, colon, say, tag } from "./tags.js";

const LOOK = 400; // milliseconds between two looks at a job
const TRIES = 5; // looks after one that failed, each after twice the time of the one before

/** Wait until a job has ended. `told` is given each state of it. Throws Refusal if it failed. */
export async function follow(job, told) {
  while (job.state === "waiting" || job.state === "working") {
    told(job);
    job = await look(job.id);
  }
  told(job);
  if (job.state === "failed") throw new Refusal([job.message, job.hint].filter(Boolean).join(" "));
  return job;
}

/** The state of a job, a moment later. Throws Refusal after several looks that failed. */
async function look(id, tried = 0) {
  await new Promise((resolve) => setTimeout(resolve, LOOK * 2 ** tried));
  try {
    return await get("job.json", { id });
  } catch (fault) {
    if (tried === TRIES || !mayPass(fault)) throw fault;
    return look(id, tried + 1);
  }
}

/** True for a refusal that may pass: the server gave no answer, or was busy. */
const mayPass = (fault) => fault instanceof Refusal && (fault.status === 0 || fault.status === 429 || fault.status >= 500);

/** Make a file of a kind, and return its address. `told` is given the parts done and in all. */
export async function make(kind, told) {
  const job = await follow(await post("make.json", body({ kind, ...choices() })), ({ done, total }) => told(done, total));
  if (job.state !== "done") throw new Refusal(say("make_stopped"));
  return `made?id=${job.id}`;
}

/** Show a job as an item with a bar, a button to stop it, and at last a link. */
export async function showJob(list, title, begin, told = () => null) {
  const state = tag("p", { role: "status" }, say("make_waiting"));
  const bar = tag("progress", { max: 1, value: 0, "aria-label": title });
  const item = tag("li", {}, tag("p", {}, tag("strong", {}, title)), bar, state);
  list.prepend(item);
  let stop = null;
  try {
    const begun = await begin();
    stop = button(say("stop"), () => post("stop.json", { id: begun.id }).catch(() => null));
    item.append(stop);
    const job = await follow(begun, ({ state: now, done, total }) => {
      bar.value = done / total;
      if (now === "working" && state.textContent !== say("make_working")) state.textContent = say("make_working");
    });
    stop.remove();
    bar.remove();
    state.textContent = job.state === "done" ? (job.length ? clock(job.length) : "") : say("make_stopped");
    if (job.state === "done") {
      item.append(tag("a", { class: "quiet-button", href: `made?id=${job.id}`, download: job.file }, `${say("make_done")}${colon}${job.file}`));
      told(item, job);
      refresh(0); // with the true lengths of what was spoken
    }
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    bar.remove();
    stop?.remove();
    state.textContent = refusal.message;
    state.className = "fault";
  }
}

async function clients() {
  await saving.save();
  const table = at("clients-text").value;
  const rows = await post("clients.json", { table });
  const columns = ["client", "length", "side", "without", "note"];
  const shown = tag("table", {},
    tag("tbody", {}, ...rows.flatMap((row) => [
      tag("tr", {}, ...columns.map((name) => tag("td", {}, row.cells[name] ?? ""))),
      row.fault ? tag("tr", {}, tag("td", { class: "fault-cell", colspan: columns.length }, ...coded(row.fault))) : "",
    ])),
  );
  const list = tag("ul", { class: "plain-list" });
  at("clients-made").replaceChildren(tag("div", { class: "scrolls", tabindex: 0, role: "region", "aria-label": say("clients_label") }, shown), list);
  if (rows.every((row) => row.fault)) return;
  const begin = () => post("make.json", body({ kind: "clients", table, ...choices() }));
  await showJob(list, say("clients_title"), begin, (item, job) => {
    item.append(tag("p", {}, say("clients_done", { number: job.made })), ...job.faults.map((fault) => tag("p", { class: "fault" }, ...coded(fault))));
  });
}

/** Listen to the buttons. */
export function listen(complain) {
  for (const one of document.querySelectorAll("[data-make]")) {
    one.addEventListener("click", async () => {
      await saving.save();
      const kind = one.dataset.make;
      showJob(at("made"), one.textContent, () => post("make.json", body({ kind, ...choices() }))).catch(complain);
    });
  }
  at("clients-go").addEventListener("click", () => clients().catch(complain));
}
