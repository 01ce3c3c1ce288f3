/** One's own message while it is being sent: it stands at once, and gives way to what the sandbox has made of it. */

import { clockTime, h } from "../dom.js";

/** Returns the element of a text under way. A screen reader hears the message itself, which comes right after it. */
export function underWay(text) {
  const meta = h("div", { class: "meta" }, clockTime(Date.now() / 1000));
  const body = h("div", { class: "bubble" }, h("div", { class: "text", dir: "auto" }, text), meta);
  return h("article", { class: "message own under-way", "aria-hidden": "true" }, body);
}
