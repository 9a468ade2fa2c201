// The script on the desk, and those who want to know of its changes.

/** `name`, `text`, `version` of the script; `recordings`: the voices that came with it; `checked`: the last answer of
 * the check. */
export const script = { name: "", text: "", version: "", recordings: [], checked: null };

const listeners = { text: [], marked: [], checked: [], opened: [], left: [], choices: [], moved: [] };

/** Call `listener` after each change of this kind: `text`, `marked` (its first check), `checked`, `opened`, `left`, `choices`, `moved` (to another line). */
export function on(kind, listener) {
  listeners[kind].push(listener);
}

/** Tell all listeners of a change. */
export function tell(kind) {
  for (const listener of listeners[kind]) listener(script);
}

/** Findings by their lines. */
export function byLine(findings) {
  const found = new Map();
  for (const one of findings) found.set(one.line, [...(found.get(one.line) ?? []), one]);
  return found;
}

/** What the server needs to know to read, plan or speak the script. */
export function body(more = {}) {
  return { name: script.name, text: script.text, ...more };
}
