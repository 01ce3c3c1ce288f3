/** What moves, and whatever else this page does not show: what it is, in words. */

import { h, icon } from "../dom.js";

const NAMES = { video: "Video", animation: "GIF" };

/** Returns words for a message's content. */
export function clip(message) {
  return h("div", { class: "file" }, h("span", { class: "file-preview" }, icon("film")), NAMES[message.kind] ?? message.kind);
}
