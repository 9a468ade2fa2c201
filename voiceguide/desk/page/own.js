// Lines recorded with the microphone. The server checks each take as `voiceguide record` does.

import { Refusal, address, post, posted, send } from "./api.js";
import { play, playAt } from "./hear.js";
import * as saving from "./saving.js";
import { listVoices } from "./session.js";
import { body, on } from "./state.js";
import { at, decimal, say, tag } from "./tags.js";

const MOST = 180; // seconds of one take

let lines = [];
let now = 0;
let taking = null;
let turns = 0; // how often the lines were asked for, or left
let isStarting = false;

const kit = () => at("own-kind").value === "kit";
const isBusy = () => isStarting || taking !== null;
const voice = () => at("own-name").value.trim() || say("own_usual");

async function show() {
  const mine = (turns += 1);
  at("own-record").disabled = true; // its line is not known yet
  const found = await post("own-lines.json", body({ as: voice(), kit: kit() })).finally(() => {
    if (mine === turns) at("own-record").disabled = false;
  });
  if (mine !== turns) return;
  lines = found.lines;
  at("own-words").lang = found.language;
  at("own-list").lang = found.language;
  const first = lines.findIndex((line) => !line.recorded);
  turnTo(first < 0 ? 0 : first);
  list();
}

function list() {
  const done = lines.filter((line) => line.recorded).length;
  at("own-count").textContent = say("own_count", { done, total: lines.length });
  at("own-list").replaceChildren(
    ...lines.map((line, index) => {
      const state = tag("span", { class: "quiet" }, line.recorded ? ` – ${say("own_done")}` : ` – ${say("own_open")}`);
      return tag("li", {}, tag("button", { type: "button", class: "go", disabled: isBusy(), onclick: () => turnTo(index) }, line.words), state);
    }),
  );
}

function turnTo(index) {
  now = index;
  at("own-now").hidden = !lines.length;
  at("own-words").textContent = lines[now]?.words ?? "";
  at("own-said").textContent = "";
  at("own-level").value = -60;
}

/** Begin to record, or end it and let the server check the take. */
async function record() {
  if (taking) await end();
  else if (!isStarting) {
    isStarting = true;
    others(true); // the line that is shown is the one that is recorded
    await start().finally(() => {
      isStarting = false;
      others(isBusy());
    });
  }
}

async function start() {
  const mine = turns;
  const about = { line: lines[now], kit: kit(), name: body().name, as: voice() };
  let stream;
  try {
    const audio = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    stream = await navigator.mediaDevices.getUserMedia({ audio });
  } catch {
    throw new Refusal(say("own_denied"));
  }
  const context = new AudioContext();
  try {
    await context.audioWorklet.addModule(address("recorder.js"));
  } catch {
    letGo({ stream, context });
    throw new Refusal(say("own_denied"));
  }
  if (mine !== turns) {
    letGo({ stream, context }); // the script was left while the browser asked for the microphone
    return;
  }
  const node = new AudioWorkletNode(context, "recorder", { numberOfOutputs: 0 });
  context.createMediaStreamSource(stream).connect(node);
  taking = { ...about, stream, context, blocks: [], count: 0 };
  node.port.onmessage = ({ data }) => hear(data);
  at("own-record").textContent = say("own_stop");
  at("own-said").textContent = "";
}

function hear(block) {
  if (!taking) return;
  taking.blocks.push(block);
  taking.count += block.length;
  const mean = block.reduce((sum, sample) => sum + sample * sample, 0) / block.length;
  at("own-level").value = Math.max(-60, 10 * Math.log10(mean + 1e-10));
  if (taking.count > MOST * taking.context.sampleRate) end().catch(() => null);
}

/** Let other lines wait while one is recorded. */
function others(wait) {
  for (const id of ["own-listen", "own-next", "own-name", "own-kind"]) at(id).disabled = wait;
  for (const one of at("own-list").querySelectorAll("button")) one.disabled = wait;
}

/** Let the microphone go. Returns the take. */
async function release() {
  const take = taking;
  taking = null;
  at("own-record").textContent = say("own_record");
  at("own-level").value = -60;
  others(false);
  await letGo(take);
  return take;
}

function letGo({ stream, context }) {
  for (const track of stream.getTracks()) track.stop();
  return context.close();
}

async function end() {
  const { context, line, kit: shared, name, as, blocks, count } = await release();
  const samples = new Int16Array(count);
  let place = 0;
  for (const block of blocks) {
    for (const sample of block) samples[place++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32767)));
  }
  await saving.save();
  const about = { name, as, words: line.words, rate: context.sampleRate, ...(shared ? { kit: 1 } : {}) };
  const { seconds } = await send("own-keep.json", samples.buffer, about);
  line.recorded = true;
  listVoices().catch(() => null); // a new voice is listed the next time
  if (!lines.includes(line)) return; // those of another voice or script are shown by now
  list();
  if (lines[now] !== line || isBusy()) return;
  at("own-said").textContent = say("own_kept", { seconds: decimal(seconds) });
  await playLine();
}

async function playLine() {
  const line = lines[now];
  playAt(at("own-now"));
  if (line) await play(await (await posted("own-hear.wav", body({ as: voice(), words: line.words }))).blob());
}

function next() {
  const after = lines.findIndex((line, index) => index > now && !line.recorded);
  const first = lines.findIndex((line) => !line.recorded);
  turnTo(after >= 0 ? after : first >= 0 ? first : (now + 1) % lines.length);
}

/** Listen to the buttons. */
export function listen(complain) {
  const tell = (refusal) => {
    if (!(refusal instanceof Refusal)) throw refusal;
    at("own-said").textContent = refusal.message;
  };
  at("own").addEventListener("toggle", () => {
    if (at("own").open && !isBusy()) show().catch(complain); // else its line is recorded
  });
  for (const id of ["own-kind", "own-name"]) at(id).addEventListener("change", () => show().catch(complain));
  at("own-record").addEventListener("click", () => record().catch(tell));
  at("own-listen").addEventListener("click", () => playLine().catch(tell));
  at("own-next").addEventListener("click", next);
  const leave = () => {
    turns += 1;
    at("own-record").disabled = false;
    if (taking) release(); // a line of another script
    others(false);
    at("own").open = false;
  };
  at("to-begin").addEventListener("click", leave);
  on("left", leave);
  on("opened", leave);
}
