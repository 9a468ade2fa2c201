// The lock screen and the headset buttons.

const session = navigator.mediaSession;

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
export function showPosition(duration, position, playing, playbackRate) {
  if (!session) return;
  session.playbackState = playing ? "playing" : "paused";
  session.setPositionState?.({ duration, position: Math.min(Math.max(position, 0), duration), playbackRate });
}

/** Clear the lock screen. */
export function clear() {
  if (!session) return;
  session.metadata = null;
  session.playbackState = "none";
  session.setPositionState?.();
}
