// The end of a session: that it is done, and how often it was done lately.

import { routineNamed } from "./catalog.js";
import { drawDots } from "./history.js";
import { saidAt } from "./session_parts.js";
import { drawRing } from "./ring.js";
import { at, put } from "./tag.js";

/** Show the end in place of the steps. */
export function show(plan, said) {
  at("player").dataset.part = "finish";
  at("finish").hidden = false;
  at("finish").lang = said.language;
  put("finish-title", said.say("done"));
  put("finish-words", said.say("doneIn", { title: plan.title, length: said.duration(plan.length) }));
  at("finish-said").lang = plan.language;
  put("finish-said", saidAt(plan, plan.length));
  drawRing(at("finish-ring"), plan);
  drawDots(at("finish-dots"), routineNamed(plan.routine) ?? { name: plan.routine });
  if (!at("player").hidden) scrollTo(0, 0);
}

/** Hide it. */
export function hide() {
  at("finish").hidden = true;
}
