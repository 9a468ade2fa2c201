// Keeping the screen on. Without a certificate browsers have no wake lock; there, a small moving picture does it, drawn
// by this page: Chromium keeps the screen on while a visible video plays, and a drawn one may be small (its
// VideoWakeLock). Other browsers without a wake lock let the screen go dark.

import { at } from "./tag.js";

const FRAME = 1000; // milliseconds
const SIZE = 16; // pixels

const hasLock = "wakeLock" in navigator;
const hasPicture = "chrome" in window && "captureStream" in HTMLCanvasElement.prototype;
let lock = null;
let wanted = false;
let work = Promise.resolve(); // one request after the other: a lock that is forgotten stays

/** True if this browser can keep the screen on. */
export const canKeepAwake = hasLock || hasPicture;

/** Keep the screen on, or let it turn off again. */
export function keepAwake(on) {
  wanted = on;
  if (hasLock) work = work.then(useLock);
  else if (hasPicture) usePicture(on);
}

async function useLock() {
  if (!wanted) {
    await lock?.release();
    lock = null;
  } else if ((!lock || lock.released) && document.visibilityState === "visible") {
    lock = await navigator.wakeLock.request("screen").catch(() => null); // refused by a power saving mode
  }
}

function usePicture(on) {
  const video = at("awake");
  video.hidden = !on;
  if (!on) {
    video.pause();
    return;
  }
  video.srcObject ??= picture().captureStream(1);
  video.play().catch(() => null); // paused again before it began
}

/** A canvas that changes with each frame, so that its stream goes on. */
function picture() {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [SIZE, SIZE];
  const context = canvas.getContext("2d");
  let odd = false;
  const draw = () => {
    odd = !odd;
    context.fillStyle = odd ? "#12615c" : "#13625d";
    context.fillRect(0, 0, SIZE, SIZE);
  };
  draw();
  setInterval(draw, FRAME);
  return canvas;
}

document.addEventListener("visibilitychange", () => wanted && keepAwake(true));
