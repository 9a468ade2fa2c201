// Elements, and the words of the page in the writer's language.

const words = JSON.parse(document.documentElement.dataset.words);

/** The language of the page. */
export const language = document.documentElement.lang;

/** The sign between a name and what it names, as the language writes it. */
export const colon = language === "fr" ? "\u00a0: " : ": ";

/** The element with an id. */
export const at = (id) => document.getElementById(id);

/** The words of a key, with `{slots}` filled. */
export function say(key, slots = {}) {
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => slots[name] ?? whole);
}

/** An element with attributes and children. Strings become text, functions listeners: `onclick`. */
export function tag(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** A quiet button. */
export function button(text, onclick, attributes = {}) {
  return tag("button", { type: "button", class: "quiet-button", onclick, ...attributes }, text);
}

/** The first words of a line without its marks, up to about so many letters. */
export function beginning(line, most) {
  const words = line.replace(/^[\s#>]*(?:[-*+]|\d+[.)])?\s*/, "");
  return words.length > most ? `${words.slice(0, most).replace(/\s+\S*$/, "")} …` : words;
}

/** Seconds as on a clock: 3:20, 1:02:05. */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** Seconds in words: "4 minutes 45 seconds", in the language of the page. */
export function spoken(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [];
  if (whole >= 60) parts.push(unit(Math.floor(whole / 60), "minute"));
  if (whole % 60 || !parts.length) parts.push(unit(whole % 60, "second"));
  return parts.join(" ");
}

function unit(number, name) {
  return new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long" }).format(number);
}

/** A number with one decimal, as the writer's language writes it. */
export function decimal(number) {
  return new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(number);
}

/** A moment, as the writer's language writes it. */
export function moment(seconds, timeStyle = "short") {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle }).format(seconds * 1000);
}

/** Text with `code` between backticks as elements. */
export function coded(text) {
  return text.split(/(`[^`]*`)/).map((part) => (/^`.+`$/.test(part) ? tag("code", {}, part.slice(1, -1)) : part));
}
