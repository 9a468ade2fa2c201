// The buttons and keys of the player, on the page, on the lock screen and on a headset.

import { takeButtons } from "./lockscreen.js";
import * as player from "./player.js";
import { at } from "./tag.js";
import { leavePlayer, showsPlayer } from "./view.js";

const LEAP = 15; // seconds
const whenOpen = (act) => (details) => player.isOpen() && act(details);
const KEYS = { " ": player.toggle, ArrowRight: whenOpen(player.next), ArrowLeft: whenOpen(player.previous) };

/** Take the buttons. `restart` plays the session from its beginning; `closed` is called after it was closed. */
export function listenToButtons({ restart, closed }) {
  const acts = {
    toggle: player.toggle,
    previous: whenOpen(player.previous),
    following: whenOpen(player.next),
    back15: whenOpen(() => player.leap(-LEAP)),
    on15: whenOpen(() => player.leap(LEAP)),
    again: player.again,
    leave: leavePlayer,
    ready: whenOpen(player.goOn),
    "mini-toggle": player.toggle,
    "mini-close": () => closed(player.close()),
    "once-more": restart,
    "to-routines": leavePlayer,
  };
  for (const [id, act] of Object.entries(acts)) at(id).addEventListener("click", () => act());
  listenToPosition();
  document.addEventListener("keydown", onKey);
  takeButtons({
    play: whenOpen(player.play),
    pause: player.pause,
    previoustrack: whenOpen(player.previous),
    nexttrack: whenOpen(player.next),
    seekto: whenOpen(({ seekTime }) => player.seek(seekTime)),
  });
}

function listenToPosition() {
  at("position").addEventListener("input", () => at("position").classList.add("moving"));
  at("position").addEventListener("change", () => {
    at("position").classList.remove("moving");
    if (player.isOpen()) player.seek(at("position").valueAsNumber);
  });
  new ResizeObserver(player.redraw).observe(at("player-picture"));
}

function onKey(event) {
  const { key, target } = event;
  const modified = event.altKey || event.ctrlKey || event.metaKey;
  if (!showsPlayer() || event.defaultPrevented || event.repeat || modified) return;
  if (document.querySelector("dialog[open]")) return;
  const busy = target.closest?.("a, button, input, select, textarea, summary");
  const act = key === "Escape" ? leavePlayer : !busy && KEYS[key];
  if (!act) return;
  event.preventDefault();
  act();
}
