// Elements of the document.

/** The element with this id. */
export const at = (id) => document.getElementById(id);

/** An element with attributes and children. Strings become text nodes. An attribute that is null is left out. */
export function tag(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Set the text of an element, if it differs. */
export function put(id, text) {
  if (at(id).textContent !== text) at(id).textContent = text;
}
