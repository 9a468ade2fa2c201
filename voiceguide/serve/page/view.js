// The two views of the page: choosing, and the player. Leaving the player lets the session play on.

import { at } from "./tag.js";

const changed = [];
let isLeaving = false; // true until the browser has gone back

/** True if the player is shown. */
export const showsPlayer = () => !at("player").hidden;

/** Call `act` after each change of the view. */
export function onView(act) {
  changed.push(act);
}

/** Show the player, as a page of its own for the browser's Back. */
export function openPlayer() {
  if (showsPlayer()) return;
  if (history.state !== "player") history.pushState("player", "");
  turn(true);
}

/** Leave the player. */
export function leavePlayer() {
  if (isLeaving) return; // a second step back would leave the page
  isLeaving = history.state === "player";
  if (isLeaving) history.back();
  else turn(false);
}

/** Follow the browser's Back and Forward. `canPlay` tells if there is a session to show. */
export function followHistory(canPlay) {
  history.replaceState("choose", ""); // a reload closes the player
  addEventListener("popstate", () => {
    const panel = document.querySelector("dialog[open]");
    panel?.close();
    if (panel && !isLeaving && history.state === "choose") return history.forward(); // Back closes it, and the player stays
    isLeaving = false;
    return turn(history.state === "player" && canPlay());
  });
}

function turn(toPlayer) {
  if (toPlayer === showsPlayer()) return;
  at("choose").hidden = toPlayer;
  at("player").hidden = !toPlayer;
  for (const act of changed) act();
  at(toPlayer ? "player-title" : "choose-title").focus({ preventScroll: true });
  scrollTo(0, 0);
}
