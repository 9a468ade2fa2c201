// Elements of a drawing.

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element with attributes and a text. */
export function shape(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}
