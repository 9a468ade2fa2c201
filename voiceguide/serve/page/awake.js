// Keeping the screen on.

let lock = null;
let wanted = false;

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
