// The sleep timer: it pauses at a position of the session, or after some minutes, and lowers the sound before.

import { clock, page } from "./words.js";

const FADE = 8; // seconds
const BEFORE_END = 0.4; // seconds before the end of a step or a phase, where it is silent: browsers tell the time now and then

class Timer {
  #end = null; // tells the seconds into the session, which a change of its length moves
  #until = null; // milliseconds since the epoch
  #name = "";

  /** Pause at the position that `end` tells. `name` is that of the text that tells it. */
  atPosition(end, name) {
    [this.#end, this.#until, this.#name] = [end, null, name];
  }

  /** Pause after some minutes. */
  afterMinutes(minutes) {
    [this.#end, this.#until, this.#name] = [null, Date.now() + minutes * 60_000, "pausesIn"];
  }

  clear() {
    [this.#end, this.#until] = [null, null];
  }

  get isSet() {
    return this.#end !== null || this.#until !== null;
  }

  /** True if the time has come. */
  isOver(position) {
    return this.isSet && this.#left(position) <= (this.#end === null ? 0 : BEFORE_END);
  }

  /** The volume from 0 to 1. After minutes it falls; at the end of a step nothing is spoken over. */
  volume() {
    if (this.#until === null) return 1;
    return Math.min(Math.max(this.#left() / FADE, 0.05), 1);
  }

  /** The sentence that tells the time left; empty without a timer. */
  told(position) {
    if (!this.isSet) return "";
    return page.say(this.#name, { time: clock(this.#left(position)) });
  }

  #left(position) {
    return this.#end === null ? (this.#until - Date.now()) / 1000 : this.#end() - position;
  }
}

export const timer = new Timer();
