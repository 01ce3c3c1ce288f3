/** The buttons under a message. */

import { h, icon } from "../dom.js";
import { linkTo } from "../links.js";
import { copy } from "../popups.js";
import { t } from "../words.js";

const STYLES = new Set(["primary", "success", "danger"]);

/** Returns the rows of an inline keyboard. */
export function keyboard(message, context) {
  return h(
    "div",
    { class: "keyboard", role: "group", "aria-label": t("buttons") },
    message.buttons.map((row) => h("div", { class: "keyboard-row" }, row.map((key) => keyOf(key, message, context)))),
  );
}

function keyOf(key, message, context) {
  const style = STYLES.has(key.style) ? ` ${key.style}` : "";
  if (key.url) return linkTo(key.url, [key.text, icon("link")], { class: `key${style}` });
  const click = (event) => (key.copy_text === undefined ? context.press(message, key, event.currentTarget) : copy(key.copy_text));
  const children = [h("bdi", {}, key.text), key.copy_text !== undefined && icon("copy")];
  return h("button", { type: "button", class: `key${style}`, data: { key: key.data ?? key.text }, on: { click } }, children);
}
