// The lock screen and the headset buttons, and keeping the screen on.

const session = navigator.mediaSession;
let lock = null;
let wanted = false;

/** Handle the lock screen's buttons: `actions` has play, pause, previoustrack, nexttrack and seekto. */
export function takeButtons(actions) {
  for (const [name, act] of Object.entries(actions)) {
    try {
      session?.setActionHandler(name, act);
    } catch {
      continue; // a button unknown to this browser
    }
  }
}

/** Show a step on the lock screen. */
export function showStep(title, phase, routine, artwork) {
  if (!session) return;
  session.metadata = new MediaMetadata({ title, artist: phase, album: routine, artwork: [{ src: artwork }] });
}

/** Show the position, and the state playing or paused. */
export function showPosition(duration, position, playing) {
  if (!session) return;
  session.playbackState = playing ? "playing" : "paused";
  session.setPositionState?.({ duration, position: Math.min(Math.max(position, 0), duration), playbackRate: 1 });
}

/** Clear the lock screen. */
export function clear() {
  if (!session) return;
  session.metadata = null;
  session.playbackState = "none";
  session.setPositionState?.();
}

/** True if this browser can keep the screen on. Over plain http from another machine, none can. */
export const canKeepAwake = "wakeLock" in navigator;

/** Keep the screen on, or let it turn off again. */
export async function keepAwake(on) {
  wanted = on;
  if (!canKeepAwake) return;
  if (!on) {
    await lock?.release();
    lock = null;
  } else if ((!lock || lock.released) && document.visibilityState === "visible") {
    lock = await navigator.wakeLock.request("screen").catch(() => null); // refused by a power saving mode
    if (!wanted) await keepAwake(false);
  }
}

document.addEventListener("visibilitychange", () => wanted && keepAwake(true));
