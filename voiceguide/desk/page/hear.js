// The sound of a line, a step, a part, or the whole session.

import { Refusal, address, post, posted } from "./api.js";
import * as editor from "./editor.js";
import { make } from "./handover.js";
import { choices, refresh } from "./session.js";
import { body, on, script } from "./state.js";
import { at, say } from "./tags.js";

const PAUSE = 250; // milliseconds on a line before it is spoken ahead
const sound = at("sound");
let running = null;
let held = null;
let waiting = null;

/** Show the player, and what it tells, at the end of an element: where its user looks. */
export function playAt(place) {
  if (sound.parentElement !== place) place.append(at("sound-state"), sound);
}

/** Play the bytes of a sound, or the file at an address. */
export function play(source) {
  if (held) URL.revokeObjectURL(held);
  held = source instanceof Blob ? URL.createObjectURL(source) : null;
  sound.src = held ?? source;
  sound.hidden = false;
  at("sound-state").textContent = "";
  performance.mark("sounding");
  return sound.play().catch(() => null); // the controls are there to start it
}

/** Give up what is on its way, and be silent: another script is there. */
function leave() {
  running?.abort();
  running = null;
  sound.pause();
  at("sound-state").textContent = "";
}

async function hear(part) {
  running?.abort();
  running = new AbortController();
  playAt(at("here").parentElement);
  at("sound-state").textContent = say("speaking");
  try {
    const answer = await posted("hear.wav", body({ ...choices(), part, line: editor.line() }), running.signal);
    await play(await answer.blob());
  } catch (refusal) {
    if (refusal instanceof Refusal) at("sound-state").textContent = refusal.message;
  }
}

async function hearWhole() {
  running?.abort();
  const mine = (running = new AbortController());
  playAt(at("session-shown").parentElement);
  at("sound-state").textContent = say("speaking");
  const file = await make("mp3", (done, total) => {
    if (running === mine) at("sound-state").textContent = `${say("speaking")} ${Math.round((100 * done) / Math.max(total, 1))} %`;
  });
  refresh(0); // with the true lengths of what was spoken
  if (running === mine) await play(address(file));
}

/** Have the cursor's line spoken before it is asked for. */
function prepare() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (script.checked) post("prepare.json", body({ ...choices(), line: editor.line() })).catch(() => null); // hearing it tells what is wrong
  }, PAUSE);
}

/** Listen to the buttons, and to Ctrl+Enter in the text. */
export function listen(complain) {
  for (const one of document.querySelectorAll("[data-hear]")) {
    one.addEventListener("click", () => hear(one.dataset.hear));
  }
  at("hear-whole").addEventListener("click", () =>
    hearWhole().catch((refusal) => {
      at("sound-state").textContent = "";
      complain(refusal);
    }),
  );
  on("opened", leave);
  on("left", leave);
  on("checked", prepare);
  on("moved", prepare);
  on("choices", prepare);
  at("text").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    hear("line");
  });
}
