// Requests to the server, and its refusals.

/**
 * A refusal, as a sentence for the listener. `retryAfter`: seconds after which to try again. `ends`: the possible
 * lengths {shortest, longest}, if the requested one lies outside.
 */
export class Refusal extends Error {
  constructor(sentence, { retryAfter = null, ends = null } = {}) {
    super(sentence);
    Object.assign(this, { retryAfter, ends });
  }
}

const base = new URL(`${document.documentElement.dataset.base}/`, document.baseURI);

/** The address of `path` on the server, with a session's choices. */
export function address(path, choices = {}) {
  const url = new URL(path, base);
  for (const [name, value] of Object.entries(choices)) {
    for (const one of [value].flat()) {
      if (one !== "" && one !== null) url.searchParams.append(name, one);
    }
  }
  return url.href;
}

/** The response from an address. Throws Refusal. */
export async function ask(url, signal) {
  let answer;
  try {
    answer = await fetch(url, { signal });
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new Refusal("The server cannot be reached. Is it still running, and this device on the same network?");
  }
  if (answer.ok) return answer;
  throw await refusal(answer);
}

/** The body of a response, read with `how`: "json" or "blob". Throws Refusal, also for an incomplete body. */
export async function askWhole(url, how, signal) {
  const answer = await ask(url, signal);
  try {
    return await answer[how]();
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new Refusal("The connection was lost.");
  }
}

/** Let the server make the session for these choices. Errors show when its sound is requested. */
export async function prepare(choices) {
  await fetch(address("session.mp3", choices), { method: "HEAD" }).catch(() => null);
}

async function refusal(answer) {
  if (answer.status === 429 || answer.status === 503) {
    const seconds = Math.min(Math.max(Math.ceil(Number(answer.headers.get("Retry-After"))) || 5, 1), 120);
    return new Refusal(`The server is busy with other sessions. Try again in ${seconds} s.`, { retryAfter: seconds });
  }
  const said = await answer.json().catch(() => null); // a response without JSON has no message
  if (typeof said?.message !== "string") {
    return new Refusal(`The server failed with status ${answer.status}.`);
  }
  const hint = typeof said.hint === "string" && !said.hint.includes("--") ? said.hint : ""; // hints about command-line options do not help here
  const ends = Number.isFinite(said.shortest) && Number.isFinite(said.longest) ? said : null;
  return new Refusal([said.message, hint].filter(Boolean).map(sentence).join(" "), { ends });
}

function sentence(text) {
  const ended = /[.!?…]$/.test(text) ? text : `${text}.`;
  return ended[0].toUpperCase() + ended.slice(1);
}
