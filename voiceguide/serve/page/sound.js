// The session's sound. It begins from the server's address at once; meanwhile the whole of it is fetched into memory,
// and from there it plays on when the network is gone.

import { askWhole } from "./server.js";

const TRIES = 5;

/** An audio element with a session in it. Tells `changed(what)` of all, `failed(refusal)` of what ends it. */
export class Sound {
  #audio;
  #url = null;
  #whole = null;
  #fetching = null;
  #refusal = null;
  #target = null;
  #wanted = false;

  constructor(audio, { changed, failed }) {
    this.#audio = audio;
    this.changed = changed;
    this.failed = failed;
    for (const name of ["timeupdate", "seeked", "playing", "ended"]) audio.addEventListener(name, () => changed(name));
    audio.addEventListener("play", () => this.#turned(true));
    audio.addEventListener("pause", () => this.#turned(false));
    audio.addEventListener("loadedmetadata", () => this.#arrive());
    audio.addEventListener("error", () => this.#lost());
    audio.addEventListener("stalled", () => this.swap());
    audio.addEventListener("waiting", () => this.swap());
  }

  /** Seconds from the start. */
  get position() {
    return this.#target ?? this.#audio.currentTime;
  }

  get isPlaying() {
    return this.#wanted;
  }

  /** Whether all of it is in memory. */
  get isWhole() {
    return this.#whole !== null;
  }

  get hasEnded() {
    return this.#audio.ended;
  }

  /** Take up the session at an address, and play it from a position. To be called while a press is being handled. */
  open(url, position) {
    this.close();
    this.#url = url;
    this.#wanted = true;
    this.#load(url, position);
    this.#fetch(url);
  }

  /** Let go of the session. */
  close() {
    this.#fetching?.abort();
    if (this.#whole) URL.revokeObjectURL(this.#whole);
    [this.#url, this.#whole, this.#fetching, this.#refusal, this.#target] = [null, null, null, null, null];
    this.#wanted = false;
    this.#audio.removeAttribute("src");
    this.#audio.load();
  }

  play() {
    this.#wanted = true;
    this.#audio.play().catch((fault) => this.#refused(fault));
  }

  pause() {
    this.#wanted = false;
    this.#audio.pause();
  }

  /** Go to a position. */
  seek(position) {
    if (this.swap(position)) return;
    if (this.#audio.readyState === 0) this.#target = position;
    this.#audio.currentTime = position;
    this.changed("seeking");
  }

  /** Play on from memory, if the whole is there and was not yet turned to. Whether it was done. */
  swap(position = this.position) {
    if (!this.#whole || this.#audio.src === this.#whole) return false;
    this.#load(this.#whole, position);
    return true;
  }

  #load(source, position) {
    this.#audio.src = source;
    this.#target = position;
    this.#audio.currentTime = position;
    if (this.#wanted) this.play();
    this.changed("seeking");
  }

  #arrive() {
    if (this.#target !== null && Math.abs(this.#audio.currentTime - this.#target) > 0.2) {
      this.#audio.currentTime = this.#target; // a browser that forgot what it was told before it knew the length
    }
    this.#target = null;
  }

  #turned(on) {
    this.#wanted = on;
    this.changed(on ? "play" : "pause");
  }

  async #fetch(url) {
    const fetching = new AbortController();
    this.#fetching = fetching;
    for (let tries = 1; this.#fetching === fetching; tries += 1) {
      try {
        this.#keep(await askWhole(url, "blob", fetching.signal));
      } catch (fault) {
        if (fetching.signal.aborted) return;
        if (this.#audio.error || !fault.retryAfter || tries === TRIES) this.#fetching = null; // what plays, plays on
        this.#refusal = fault;
        if (this.#audio.error) this.#fail(fault);
        else if (this.#fetching) await new Promise((resolve) => setTimeout(resolve, fault.retryAfter * 1000));
      }
    }
  }

  #keep(whole) {
    this.#fetching = null;
    this.#whole = URL.createObjectURL(whole);
    if (this.#audio.error) this.swap();
    this.changed("whole");
  }

  /** The source failed: turn to the whole; or, where the fetch of it fails as well, say why it did. */
  #lost() {
    if (!this.#url || this.swap()) return;
    if (this.#whole) this.#fail(new Error("This browser cannot play the sound."));
    else if (this.#refusal) this.#fail(this.#refusal);
    else if (!this.#fetching) this.#fetch(this.#url);
  }

  #fail(fault) {
    this.#fetching?.abort();
    this.#fetching = null;
    this.#wanted = false;
    this.failed(fault);
  }

  #refused(fault) {
    if (fault.name === "AbortError" || this.#audio.error) return; // another source was taken up, or `error` tells
    this.#wanted = false;
    this.changed("pause");
    if (fault.name !== "NotAllowedError") this.failed(fault); // else the browser waits for a press of its button
  }
}
