/** The buttons under a message. */

import { h, icon } from "../dom.js";
import { linkTo } from "../links.js";
import { toast } from "../popups.js";

const STYLES = new Set(["primary", "success", "danger"]);

/** Returns the rows of an inline keyboard. */
export function keyboard(message, context) {
  return h(
    "div",
    { class: "keyboard", role: "group", "aria-label": "Buttons" },
    message.buttons.map((row) => h("div", { class: "keyboard-row" }, row.map((key) => keyOf(key, message, context)))),
  );
}

function keyOf(key, message, context) {
  const style = STYLES.has(key.style) ? ` ${key.style}` : "";
  if (key.url) return linkTo(key.url, [key.text, icon("link")], { class: `key${style}` });
  const click = key.copy_text === undefined ? press(key, message, context) : copy(key);
  const children = [h("bdi", {}, key.text), key.copy_text !== undefined && icon("copy")];
  return h("button", { type: "button", class: `key${style}`, data: { key: key.data ?? key.text }, on: { click } }, children);
}

const press = (key, message, context) => (event) => context.press(message, key, event.currentTarget);

const copy = (key) => async () => {
  try {
    await navigator.clipboard.writeText(key.copy_text);
    toast("Copied to the clipboard.");
  } catch {
    toast("This browser did not allow copying.");
  }
};
