// What is remembered on this device: the last choices, and the place in a session that was not finished.

/** What was kept under a name, or null: nothing, or storage is switched off. */
export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(`voiceguide.${name}`));
  } catch {
    return null;
  }
}

/** Keep a value under a name; null forgets it. Where storage is full or switched off, nothing is remembered. */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(`voiceguide.${name}`);
    else localStorage.setItem(`voiceguide.${name}`, JSON.stringify(value));
  } catch {
    return;
  }
}
