// The page's words in the browser's language, those of a session in the routine's, numbers and times as it writes them.

const KNOWN = ["en", "de", "nl", "fr", "es", "it", "pt"];
const loaded = new Map();

/** The words of one language, and its way of writing numbers and times. */
export class Words {
  #texts;

  constructor(locale, texts) {
    this.locale = locale;
    this.language = locale.split("-")[0];
    this.#texts = texts;
    this.#plural = new Intl.PluralRules(locale);
  }

  #plural;
  #formats = new Map();

  /** The text of a name, with its values filled in. With forms, `values.n` chooses the form. */
  say(name, values = {}) {
    const text = this.#texts[name];
    const form = typeof text === "string" ? text : (text[this.#plural.select(values.n)] ?? text.other);
    return form.replace(/\{(\w+)\}/g, (whole, key) => {
      const value = values[key] ?? whole;
      return typeof value === "number" ? this.number(value) : value;
    });
  }

  /** A number as the language writes it. */
  number(value, options = {}) {
    return this.#format(Intl.NumberFormat, options).format(value);
  }

  /** Seconds in words: "10 minutes", "4 minutes 45 seconds". */
  duration(seconds, display = "long") {
    const whole = Math.max(0, Math.round(seconds));
    const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
    const parts = [];
    if (minutes) parts.push(this.#unit(minutes, "minute", display));
    if (rest || !minutes) parts.push(this.#unit(rest, "second", display));
    return parts.join(" ");
  }

  /** Seconds as on a label: "10 min", "4:45 min". */
  brief(seconds) {
    const whole = Math.max(0, Math.round(seconds));
    if (whole < 60) return this.#unit(whole, "second", "short");
    if (whole % 60 === 0) return this.#unit(whole / 60, "minute", "short");
    const unit = this.#unitOf("minute", "short").formatToParts(2).find((part) => part.type === "unit");
    return `${clock(whole)} ${unit.value}`;
  }

  /** The time of day. */
  timeOfDay(date) {
    return this.#format(Intl.DateTimeFormat, { hour: "numeric", minute: "2-digit" }).format(date);
  }

  /** The day: "Saturday, 28 November". */
  day(date) {
    return this.#format(Intl.DateTimeFormat, { weekday: "long", day: "numeric", month: "long" }).format(date);
  }

  /** The name of a language in this one. */
  languageName(language) {
    const name = this.#format(Intl.DisplayNames, { type: "language" }).of(language);
    return name[0].toLocaleUpperCase(this.locale) + name.slice(1);
  }

  #unit(value, unit, display) {
    return this.#unitOf(unit, display).format(value);
  }

  #unitOf(unit, unitDisplay) {
    return this.#format(Intl.NumberFormat, { style: "unit", unit, unitDisplay });
  }

  /** A formatter of the browser, made once: making one takes a hundred times as long as using it. */
  #format(Kind, options) {
    const key = Kind.name + JSON.stringify(options);
    if (!this.#formats.has(key)) this.#formats.set(key, new Kind(this.locale, options));
    return this.#formats.get(key);
  }
}

/** Seconds as on a clock: 3:20, 1:02:05. */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** The words for a language such as `de` or `de-AT`; English ones for a language that is not known. */
export function wordsOf(locale) {
  const language = locale.toLowerCase().split("-")[0];
  const known = KNOWN.includes(language) ? locale : "en";
  if (!loaded.has(known)) {
    loaded.set(known, load(known));
    loaded.get(known).catch(() => loaded.delete(known)); // to be asked for again
  }
  return loaded.get(known);
}

async function load(locale) {
  const { default: texts } = await import(`./words/${locale.toLowerCase().split("-")[0]}.js`);
  return new Words(locale, texts);
}

function preferred() {
  const wanted = navigator.languages?.length ? navigator.languages : [navigator.language ?? "en"];
  return wanted.find((one) => KNOWN.includes(one.toLowerCase().split("-")[0])) ?? "en";
}

/** The words of the page. */
export const page = await wordsOf(preferred());

/** Write the page's words into the document: `data-words` is the text's name, `data-label` that of an unseen label. */
export function translate(root = document) {
  document.documentElement.lang = page.language;
  for (const one of root.querySelectorAll("[data-words]")) one.textContent = page.say(one.dataset.words);
  for (const one of root.querySelectorAll("[data-label]")) one.setAttribute("aria-label", page.say(one.dataset.label));
}
