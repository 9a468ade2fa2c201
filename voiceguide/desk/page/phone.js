// The page for phones: started and stopped here.

import { get, post } from "./api.js";
import * as saving from "./saving.js";
import { at, say } from "./tags.js";

function show({ addresses, code }) {
  const runs = addresses.length > 0;
  at("phone-go").textContent = runs ? say("phone_stop") : say("phone_start");
  at("phone-go").dataset.runs = runs ? "yes" : "";
  at("phone-shown").hidden = !runs;
  if (!runs) return;
  at("phone-code").src = code;
  at("phone-address").href = addresses[0];
  at("phone-address").textContent = addresses[0];
}

async function turn() {
  await saving.save();
  at("phone-go").disabled = true;
  try {
    show(await post(at("phone-go").dataset.runs ? "phone-stop.json" : "phone-start.json", {}));
  } finally {
    at("phone-go").disabled = false;
  }
}

/** Listen to the button. */
export function listen(complain) {
  at("phone-go").addEventListener("click", () => turn().catch(complain));
  at("phone").addEventListener("toggle", () => at("phone").open && get("phone.json").then(show).catch(complain));
}
