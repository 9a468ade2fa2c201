// Elements of the document.

const LONGEST = 20; // letters

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
  if (at(id).textContent === text) return;
  at(id).textContent = text;
  if (at(id).matches(".fits")) fit(at(id));
}

/** Tell the style sheet the letters of the longest word, so that it fits on a line. Longer words are hyphenated. */
export function fit(element) {
  const words = element.textContent.split(/[\s-]+/);
  element.style.setProperty("--letters", Math.min(LONGEST, Math.max(...words.map((word) => word.length))));
  return element;
}

/** Have an element contain these children. Those in their place are not moved: they keep the focus, and a press. */
export function arrange(box, children) {
  for (const old of [...box.children]) if (!children.includes(old)) old.remove();
  children.forEach((one, index) => box.children[index] !== one && box.insertBefore(one, box.children[index] ?? null));
  return box;
}
