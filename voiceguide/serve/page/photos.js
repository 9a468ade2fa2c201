// Pictures of steps, from files beside the script.

import { address } from "./server.js";
import { tag } from "./tag.js";

/** The picture of a step, as an element. */
export function photo({ address: path, alt }, attributes = {}) {
  return tag("img", { src: address(path), alt, loading: "lazy", ...attributes });
}

/** A small picture for a list. The step's words stand beside it, so it needs none. */
export function smallPicture({ address: path }) {
  const url = new URL(address(path));
  url.searchParams.set("small", "1");
  return tag("img", { src: url.href, alt: "", loading: "lazy", class: "thumb" });
}
