// What the phone shows and offers while its screen is locked, and headsets send; and the screen kept on meanwhile.

const session = navigator.mediaSession;
let lock = null;
let wanted = false;

/** Take the lock screen's buttons: `actions` has play, pause, previoustrack, nexttrack and seekto. */
export function takeButtons(actions) {
  for (const [name, act] of Object.entries(actions)) {
    try {
      session?.setActionHandler(name, act);
    } catch {
      continue; // a button that this browser does not know
    }
  }
}

/** Show a step there. */
export function showStep(title, phase, routine, artwork) {
  if (!session) return;
  session.metadata = new MediaMetadata({ title, artist: phase, album: routine, artwork: [{ src: artwork }] });
}

/** Show how far it is, and whether it plays. */
export function showPosition(duration, position, playing) {
  if (!session) return;
  session.playbackState = playing ? "playing" : "paused";
  session.setPositionState?.({ duration, position: Math.min(Math.max(position, 0), duration), playbackRate: 1 });
}

/** Show nothing any more. */
export function clear() {
  if (!session) return;
  session.metadata = null;
  session.playbackState = "none";
  session.setPositionState?.();
}

/** Whether this browser can keep the screen on, here: over plain http from another machine none does. */
export const canKeepAwake = "wakeLock" in navigator;

/** Keep the screen on, or let it go dark again. */
export async function keepAwake(on) {
  wanted = on;
  if (!canKeepAwake) return;
  if (!on) {
    await lock?.release();
    lock = null;
  } else if ((!lock || lock.released) && document.visibilityState === "visible") {
    lock = await navigator.wakeLock.request("screen").catch(() => null); // refused to save power
    if (!wanted) await keepAwake(false);
  }
}

document.addEventListener("visibilitychange", () => wanted && keepAwake(true));
