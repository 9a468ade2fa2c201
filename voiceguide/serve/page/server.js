// Requests to the server, and its refusals.

import { inwards } from "./lengths.js";
import { page, wordsOf } from "./words.js";

const BASE = new URL(`${document.documentElement.dataset.base ?? ""}/`, document.baseURI);

/**
 * A refusal, as a sentence for the listener. `retryAfter`: seconds after which to try again. `ends`: the possible
 * lengths {shortest, longest}, if the requested one lies outside. `passes`: true if it can be otherwise in a moment.
 */
export class Refusal extends Error {
  constructor(sentence, { retryAfter = null, ends = null, passes = retryAfter !== null } = {}) {
    super(sentence);
    Object.assign(this, { retryAfter, ends, passes });
  }
}

/** The things that this server can do besides: its M4B files, its history, and the choices that it offers. */
export const SERVER = JSON.parse(document.getElementById("choices").dataset.server);

/** The routines as the page came with them. */
export const ROUTINES = JSON.parse(document.getElementById("catalog").dataset.routines);

/** True for plain files without a server. */
export const PUBLISHED = "published" in document.documentElement.dataset;

/** The address of `path` on the server, with a session's choices. Choices without a value are left out. */
export function address(path, choices = {}) {
  const folder = PUBLISHED && path ? folderOf(choices) : "";
  if (folder && path !== "feed.xml") return new URL(`${folder}/${path}`, BASE).href;
  if (PUBLISHED && path) return new URL(path, BASE).href;
  const url = new URL(path, BASE);
  for (const [name, value] of Object.entries(choices)) {
    for (const one of [value].flat()) {
      if (one !== "" && one !== null && one !== undefined) url.searchParams.append(name, one);
    }
  }
  return url.href;
}

/** The folder of a published session: the nearest in length; empty without a routine. */
function folderOf({ routine, length = null }) {
  const sessions = ROUTINES.find(({ name }) => name === routine)?.sessions ?? [];
  const off = (one) => (length === null ? !one.natural : Math.abs(one.length - length));
  return [...sessions].sort((one, other) => off(one) - off(other))[0]?.folder ?? "";
}

/** The response from an address. Throws Refusal. */
export async function ask(url, signal) {
  let answer;
  try {
    answer = await fetch(url, { signal });
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw unreachable();
  }
  if (answer.ok) return answer;
  throw await refusal(answer);
}

/** The words of a routine's language. Throws Refusal. */
export function wordsFor(language) {
  return wordsOf(language).catch(() => {
    throw unreachable();
  });
}

const unreachable = () => new Refusal(page.say("unreachable"), { passes: true });

/** The JSON at an address. Throws Refusal, also for an incomplete body. */
export async function askJson(url, signal) {
  const answer = await ask(url, signal);
  return whole(answer.json());
}

/**
 * The complete file at an address. `progress` is told of the part that is there, from 0 to 1. Throws Refusal, also for
 * an incomplete file.
 */
export async function askFile(url, signal, progress) {
  const answer = await ask(url, signal);
  const size = Number(answer.headers.get("Content-Length"));
  const reader = answer.body.getReader();
  const pieces = [];
  let here = 0;
  for (;;) {
    const { done, value } = await whole(reader.read());
    if (done) break;
    pieces.push(value);
    here += value.length;
    if (size) progress(Math.min(here / size, 1));
  }
  return new Blob(pieces, { type: answer.headers.get("Content-Type") });
}

const made = new Set();

/** Let the server make the session for these choices. Errors show when its sound is requested. */
export async function prepare(choices) {
  const url = address("session.mp3", choices);
  const answer = await fetch(url, { method: "HEAD" }).catch(() => null);
  if (answer?.ok) made.add(url);
}

/** True if the server has made the session for these choices. */
export const isMade = (choices) => PUBLISHED || made.has(address("session.mp3", choices));

async function whole(reading) {
  try {
    return await reading;
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new Refusal(page.say("lost"), { passes: true });
  }
}

async function refusal(answer) {
  const { status } = answer;
  if (status === 429 || (status === 503 && answer.headers.has("Retry-After"))) {
    const n = Math.min(Math.max(Math.ceil(Number(answer.headers.get("Retry-After"))) || 5, 1), 120);
    return new Refusal(page.say("busy", { n }), { retryAfter: n });
  }
  const said = await answer.json().catch(() => null); // a response without JSON has no message
  const ends = Number.isFinite(said?.shortest) && Number.isFinite(said?.longest) ? said : null;
  return new Refusal(sentenceOf(status, said, ends), { ends });
}

/** The reason of a refusal: in the server's words, where it has them in this language. */
function sentenceOf(status, said, ends) {
  if (ends) {
    const { shortest, longest } = inwards(ends);
    const told = (end) => page.duration(longest - shortest < 1 ? (shortest + longest) / 2 : end);
    return page.say("between", { shortest: told(shortest), longest: told(longest) });
  }
  if (said?.language === page.language) return [said.message, said.hint].filter(Boolean).map(sentence).join(" ");
  const known = { 404: "gone", 422: "impossible", 503: "notMade" }[status];
  return known ? page.say(known) : page.say("failed", { status: String(status) });
}

function sentence(text) {
  const ended = /[.!?…]$/.test(text) ? text : `${text}.`;
  return ended[0].toUpperCase() + ended.slice(1);
}
