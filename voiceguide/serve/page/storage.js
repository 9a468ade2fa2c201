// Storage on this device.

const PREFIX = "voiceguide.";

/** The value stored under a name, or null if there is none or storage is disabled. */
export function recall(name, storage = "localStorage") {
  try {
    return JSON.parse(window[storage].getItem(PREFIX + name));
  } catch {
    return null;
  }
}

/** Store a value under a name; null removes it. Does nothing if storage is full or disabled. */
export function remember(name, value, storage = "localStorage") {
  try {
    if (value === null) window[storage].removeItem(PREFIX + name);
    else window[storage].setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    return;
  }
}
