// Storage on this device: the last choices, and the place in an unfinished session.

/** The value stored under a name, or null if there is none or storage is disabled. */
export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(`voiceguide.${name}`));
  } catch {
    return null;
  }
}

/** Store a value under a name; null removes it. Does nothing if storage is full or disabled. */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(`voiceguide.${name}`);
    else localStorage.setItem(`voiceguide.${name}`, JSON.stringify(value));
  } catch {
    return;
  }
}
