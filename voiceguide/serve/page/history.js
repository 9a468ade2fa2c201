// The sessions that were done: kept on this device and, where the server keeps them, on its machine.

import { address, SERVER } from "./server.js";
import { recall, remember } from "./storage.js";
import { at, put, tag } from "./tag.js";
import { page } from "./words.js";

const DAYS = 14;
const MOST = 1000;
const LEAST = 60; // seconds; a session left before this is not kept
const HALF = 0.5; // a session left after this part of it was done

/** Keep a session: {routine, length, heard, finished, side}. */
export function record(session) {
  if (!session.finished && session.heard < LEAST) return;
  remember("history", [...all(), { ...session, at: Date.now() }].slice(-MOST));
  if (SERVER.history) tellServer(session);
}

/** Show when a routine was done: a dot for each of the last days, or for each time that its script asks for. */
export function showHistory({ name, often }) {
  const found = done(name);
  at("history").hidden = !found.length && !often;
  if (at("history").hidden) return;
  at("reminder").hidden = !often || !SERVER.history;
  at("reminder").href = address("reminder.ics", { routine: name });
  drawDots(at("dots"), { name, often });
  const days = new Set(found.map(({ at: time }) => dayOf(time)));
  const recent = lastDays().filter((day) => days.has(dayOf(day))).length;
  put("history-days", page.say("doneDays", { n: recent, days: page.number(DAYS) }));
  put("history-last", found.length ? page.say("lastTime", { day: page.day(found.at(-1).at) }) : "");
}

/**
 * Draw a row of dots, one for each of the last days: full if it was done as often as the script asks for, else half full.
 * Its text is for screen readers.
 */
export function drawDots(list, { name, often }) {
  const wanted = often?.every_days === 1 ? often.times : 1;
  const times = new Map();
  for (const { at: time } of done(name)) times.set(dayOf(time), (times.get(dayOf(time)) ?? 0) + 1);
  list.replaceChildren(
    ...lastDays().map((day) => {
      const n = times.get(dayOf(day)) ?? 0;
      const told = page.say("doneOn", { day: page.day(day), times: n ? page.say("times", { n }) : page.say("notDone") });
      const state = n === 0 ? "none" : n < wanted ? "part" : "full";
      return tag("li", { class: `dot ${state}` }, tag("span", { class: "unseen" }, told));
    }),
  );
}

function done(name) {
  return all().filter((one) => one.routine === name && (one.finished || one.heard > one.length * HALF));
}

function all() {
  const found = recall("history");
  return Array.isArray(found) ? found.filter((one) => one && Number.isFinite(one.at)) : [];
}

/** The last days, the latest at the end, each as a time within it. */
function lastDays() {
  const noon = new Date();
  noon.setHours(12, 0, 0, 0);
  return Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(noon);
    day.setDate(noon.getDate() - (DAYS - 1 - index));
    return day.getTime();
  });
}

const dayOf = (time) => new Date(time).toDateString();

function tellServer(session) {
  const body = JSON.stringify(session);
  const headers = { "Content-Type": "application/json" };
  fetch(address("history.json"), { method: "POST", body, headers, keepalive: true }).catch(() => null); // it is kept here
}
