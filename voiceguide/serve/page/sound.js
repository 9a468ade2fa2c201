// The session's sound. It starts from the server at once, with its opening alone if the rest is still being mixed.
// Once it sounds, the complete file is loaded into memory, so that playback continues without the network. Before that, on
// a slow network, it would take the time of the first word.

import { stop, wake } from "./leadin.js";
import { askFile } from "./server.js";
import { page } from "./words.js";

const TRIES = 5;
const FADE = 0.1; // seconds
const FADE_STEPS = 10;
const HAS_SOUND = 3; // HTMLMediaElement.HAVE_FUTURE_DATA

/**
 * An audio element that plays a session. Calls `changed(what)` for each event and `failed(refusal)` for a fatal error.
 */
export class Sound {
  #audio;
  #url = null;
  #opening = null; // the address of its opening, while that is what plays
  #isOver = false; // true where the opening has ended and the whole is awaited
  #leadIn = false;
  #starting = null;
  #whole = null;
  #fetching = null;
  #isDue = false; // true while the complete file waits for the first sound
  #refusal = null;
  #target = null;
  #wanted = false;
  #loaded = 0;
  #volume = 1;
  #share = 1; // of the volume, lower while the sound is switched
  #fading = null;

  constructor(audio, { changed, failed }) {
    this.#audio = audio;
    this.changed = changed;
    this.failed = failed;
    for (const name of ["timeupdate", "seeked", "playing", "canplay"]) audio.addEventListener(name, () => changed(name));
    audio.addEventListener("ended", () => (this.#opening ? this.#awaitWhole(audio.currentTime) : changed("ended")));
    audio.addEventListener("playing", () => this.#isDue && this.#fetch(this.#url));
    audio.addEventListener("play", () => audio.paused || this.#turned(true));
    audio.addEventListener("pause", () => this.#paused());
    audio.addEventListener("loadedmetadata", () => this.#arrive());
    audio.addEventListener("error", () => this.#lost());
    audio.addEventListener("stalled", () => this.swap());
    audio.addEventListener("waiting", () => this.swap() || changed("waiting"));
  }

  /** Seconds from the start. */
  get position() {
    return this.#target ?? this.#audio.currentTime;
  }

  get isPlaying() {
    return this.#wanted;
  }

  /** True if it should play and has no sound yet. */
  get isWaiting() {
    const { ended, error, readyState } = this.#audio;
    return this.#wanted && (this.#isOver || (!ended && readyState < HAS_SOUND && !error));
  }

  /** The part of the file that is in memory, from 0 to 1. */
  get loaded() {
    return this.#whole ? 1 : this.#loaded;
  }

  get rate() {
    return this.#audio.defaultPlaybackRate;
  }

  set rate(rate) {
    this.#audio.defaultPlaybackRate = rate;
    this.#audio.playbackRate = rate;
  }

  set volume(volume) {
    this.#volume = volume;
    this.#audio.volume = volume * this.#share;
  }

  /** True if the complete file is in memory. */
  get isWhole() {
    return this.#whole !== null;
  }

  get hasEnded() {
    return this.#audio.ended && !this.#opening;
  }

  /**
   * Open the session at an address and play it from a position. Call it within the event of a key press or tap.
   * `opening` is the address of its first minute, to begin with; `leadIn` asks for near-silence beside it.
   */
  open(url, position, { opening = null, leadIn = false } = {}) {
    this.close();
    this.#url = url;
    this.#wanted = true;
    this.#leadIn = leadIn;
    this.#load(opening ?? url, position);
    this.#opening = opening;
    this.#isDue = true;
  }

  /** Close the session. */
  close() {
    this.#fetching?.abort();
    if (this.#whole) URL.revokeObjectURL(this.#whole);
    [this.#url, this.#whole, this.#fetching, this.#refusal, this.#target] = [null, null, null, null, null];
    [this.#opening, this.#isOver, this.#isDue] = [null, false, false];
    this.#wanted = false;
    this.#loaded = 0;
    this.#stop();
    this.#calm();
    this.volume = 1;
    this.#audio.removeAttribute("src");
    this.#audio.load();
  }

  play() {
    this.#wanted = true;
    if (this.#isOver) return this.changed("play");
    const wait = this.#leadIn ? wake() : 0;
    clearTimeout(this.#starting);
    if (!wait) return this.#start();
    this.changed("play");
    this.#starting = setTimeout(() => this.#start(), wait);
  }

  #start() {
    this.#starting = null;
    this.#audio.play().catch((fault) => this.#refused(fault));
  }

  pause() {
    const waits = this.#wanted && this.#audio.paused;
    this.#wanted = false;
    this.#stop();
    this.#audio.pause();
    this.#calm();
    if (waits) this.changed("pause"); // the element tells nothing of a sound that has not begun
  }

  /** Switch as `swap` does. The sound fades out and in: a bed would click. */
  turn() {
    if (this.#audio.paused) this.swap();
    if (this.#fading || !this.#whole || this.#audio.src === this.#whole) return;
    this.#fade(0, () => {
      this.#audio.addEventListener("playing", () => this.#fade(1), { once: true });
      if (!this.swap()) this.#fade(1);
    });
  }

  #fade(share, done = () => null) {
    clearInterval(this.#fading);
    this.#fading = setInterval(() => {
      const left = share - this.#share;
      this.#share += Math.sign(left) * Math.min(Math.abs(left), 1 / FADE_STEPS);
      this.volume = this.#volume;
      if (this.#share !== share) return;
      clearInterval(this.#fading);
      this.#fading = null;
      done();
    }, (FADE * 1000) / FADE_STEPS);
  }

  /** Fade no more. */
  #calm() {
    clearInterval(this.#fading);
    this.#fading = null;
    this.#share = 1;
    this.volume = this.#volume;
  }

  #stop() {
    clearTimeout(this.#starting);
    this.#starting = null;
    stop();
  }

  /** Go to a position. */
  seek(position) {
    if (this.swap(position)) return;
    if (this.#opening && (this.#isOver || position >= this.#audio.duration)) return this.#awaitWhole(position);
    this.#target = this.#audio.readyState === 0 ? position : null;
    this.#audio.currentTime = position;
    this.changed("seeking");
  }

  /** Switch to the copy in memory, if it is complete and not in use. Returns true if it did. */
  swap(position = this.position) {
    if (!this.#whole || this.#audio.src === this.#whole) return false;
    this.#load(this.#whole, position);
    return true;
  }

  /**
   * Continue with another sound, once it is complete. `position` gives the place in it for the place in this one.
   * Throws Refusal, and AbortError after the signal.
   */
  async exchange(url, position, signal) {
    const file = await askFile(url, signal, () => null);
    signal.throwIfAborted();
    this.#fetching?.abort();
    const old = this.#whole;
    [this.#url, this.#fetching, this.#refusal, this.#isDue] = [url, null, null, false];
    this.#whole = URL.createObjectURL(file);
    this.#load(this.#whole, position(this.position));
    if (old) URL.revokeObjectURL(old);
  }

  /** Wait for the whole session, to go on at a position of it. */
  #awaitWhole(position) {
    if (this.swap(position)) return;
    this.#isOver = true;
    this.#target = position;
    this.#audio.pause();
    if (!this.#fetching) this.#fetch(this.#url);
    this.changed("waiting");
  }

  #load(source, position) {
    [this.#opening, this.#isOver] = [null, false];
    this.#audio.src = source;
    this.#target = position;
    this.#audio.currentTime = position;
    if (this.#wanted) this.play();
    this.changed("seeking");
  }

  #arrive() {
    if (this.#opening && this.#target >= this.#audio.duration) return this.#awaitWhole(this.#target);
    if (this.#target !== null && Math.abs(this.#audio.currentTime - this.#target) > 0.2) {
      this.#audio.currentTime = this.#target; // some browsers forget a position set before the length is known
    }
    this.#target = null;
  }

  #paused() {
    if (!this.#audio.paused || this.#starting) return; // it was started again since
    this.#calm();
    const goesOn = this.#opening && (this.#isOver || this.#audio.ended);
    if (!goesOn) this.#turned(false);
  }

  #turned(on) {
    this.#wanted = on;
    if (!on) this.#stop();
    this.changed(on ? "play" : "pause");
  }

  async #fetch(url) {
    const fetching = new AbortController();
    this.#fetching = fetching;
    this.#isDue = false;
    for (let tries = 1; this.#fetching === fetching; tries += 1) {
      try {
        this.#keep(await askFile(url, fetching.signal, (part) => this.#progress(fetching, part)));
      } catch (fault) {
        if (fetching.signal.aborted) return;
        if (this.#audio.error || !fault.retryAfter || tries === TRIES) this.#fetching = null; // playback continues
        this.#refusal = fault;
        if (this.#audio.error || (this.#isOver && !this.#fetching)) this.#fail(fault);
        else if (this.#fetching) await new Promise((resolve) => setTimeout(resolve, fault.retryAfter * 1000));
      }
    }
  }

  #progress(fetching, part) {
    if (this.#fetching !== fetching || part - this.#loaded < 0.01) return;
    this.#loaded = part;
    this.changed("progress");
  }

  #keep(whole) {
    this.#fetching = null;
    this.#whole = URL.createObjectURL(whole);
    if (this.#audio.error || this.#isOver) this.swap();
    this.changed("whole");
  }

  /** Handle a failed source: switch to the copy in memory or, if loading that fails too, report the reason. */
  #lost() {
    if (!this.#url || this.swap()) return;
    if (this.#whole) this.#fail(new Error(page.say("notPlayed")));
    else if (this.#refusal) this.#fail(this.#refusal);
    else if (!this.#fetching) this.#fetch(this.#url);
  }

  #fail(fault) {
    this.#fetching?.abort();
    this.#fetching = null;
    this.#wanted = false;
    this.#stop();
    this.failed(fault);
  }

  #refused(fault) {
    if (fault.name === "AbortError" || this.#audio.error) return; // another source was opened, or `error` reports it
    this.#wanted = false;
    this.#stop();
    this.changed("pause");
    if (fault.name !== "NotAllowedError") this.failed(fault); // otherwise the browser waits for a tap
  }
}
