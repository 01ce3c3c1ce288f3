/** What moves, and whatever else this page does not show: what it is, in words. */

import { h, icon } from "../dom.js";
import { t } from "../words.js";
import { kindOf } from "./quote.js";

/** Returns words for a message's content. */
export function clip(message) {
  return h("div", { class: "file" }, h("span", { class: "file-preview" }, icon("film")), kindOf(message) ?? t("kind-other"));
}
