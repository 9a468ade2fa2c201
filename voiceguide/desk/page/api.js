// Requests to the desk's server, and its refusals.

import { language, say } from "./tags.js";

/** A refusal: a sentence for the writer, the status, and the body of the answer. */
export class Refusal extends Error {
  constructor(sentence, status = 0, body = {}) {
    super(sentence);
    Object.assign(this, { status, body });
  }
}

/** The address of `path`, with parameters. */
export function address(path, parameters = {}) {
  const url = new URL(path, import.meta.url);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** The JSON at a path. What it tells is in the language of the page. Throws Refusal. */
export async function get(path, parameters, signal) {
  return json(await ask(address(path, parameters), { signal }));
}

/** The JSON answer to a posted object. Throws Refusal. */
export async function post(path, body, signal) {
  return json(await posted(path, body, signal));
}

/** The answer to a posted object, as it is. Throws Refusal. */
export function posted(path, body, signal) {
  const headers = { "Content-Type": "application/json" };
  return ask(address(path), { method: "POST", headers, body: JSON.stringify(body), signal });
}

/** The JSON answer to posted bytes. Throws Refusal. */
export async function send(path, bytes, parameters) {
  const headers = { "Content-Type": "application/octet-stream" };
  return json(await ask(address(path, parameters), { method: "POST", headers, body: bytes }));
}

/** The JSON of an answer. Throws Refusal where the connection is cut in the middle of it. */
async function json(answer) {
  try {
    return await answer.json();
  } catch (fault) {
    if (fault.name === "AbortError" || fault instanceof SyntaxError) throw fault;
    throw new Refusal(say("gone"));
  }
}

async function ask(url, options) {
  let answer;
  try {
    answer = await fetch(url, { ...options, headers: { ...options.headers, "Accept-Language": language } });
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new Refusal(say("gone"));
  }
  if (answer.ok) return answer;
  const body = await answer.json().catch(() => ({})); // a refusal of the server itself has no JSON
  const told = [body.message ?? say("failed"), body.hint].filter(Boolean).map(sentence);
  throw new Refusal(told.join(" "), answer.status, body);
}

function sentence(text) {
  const ended = /[.!?…:]$/.test(text) ? text : `${text}.`;
  return ended[0].toUpperCase() + ended.slice(1);
}
