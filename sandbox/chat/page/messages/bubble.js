/** A message: who, what it answers, its content by kind, its time and its buttons. */

import { clockTime, h, iconButton } from "../dom.js";
import { formatted } from "../entities.js";
import { clip } from "./clip.js";
import { file } from "./file.js";
import { keyboard } from "./keyboard.js";
import { photo } from "./photo.js";
import { quote } from "./quote.js";
import { notice } from "./notice.js";
import { sticker } from "./sticker.js";
import { t } from "../words.js";

const CONTENT = { text: () => null, photo, document: file, sticker, video: clip, animation: clip };

/**
 * Returns the element of a message.
 *
 * @param {object} message - As the sandbox shows it.
 * @param {object} context - `me`, `isGroup`, and what can be done: `press`, `menu`, `command`, `goTo`.
 */
export function bubble(message, context) {
  if (message.kind === "service") return notice(message);
  const isOwn = message.from_id === context.me && !message.from_bot;
  const content = (CONTENT[message.kind] ?? clip)(message, context);
  const words = message.kind === "text" ? message.text : message.caption;
  const text = words && h("div", { class: "text", dir: "auto" }, formatted(words, message.entities, context));
  const menu = iconButton("dots", t("what-to-do"), (event) => context.menu(message, event.currentTarget), {
    class: "icon-button message-menu",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
  });
  const body = h(
    "div",
    { class: content ? `bubble with-${message.kind}` : "bubble" },
    context.isGroup && !isOwn && h("div", { class: "author", style: { "--hue": hueOf(message.from_name) } }, h("bdi", {}, message.from_name)),
    message.quoted && quote(message, context),
    content,
    text,
    h("div", { class: "meta" }, message.edit_date && !message.from_bot && h("span", {}, t("edited"), " "), clockTime(message.date)),
    menu,
  );
  const element = h(
    "article",
    {
      class: `message ${isOwn ? "own" : "theirs"}`,
      "aria-label": isOwn ? t("you") : message.from_name,
      data: { id: message.message_id },
    },
    body,
    message.buttons.length > 0 && keyboard(message, context),
  );
  element.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a, img, button:not(.message-menu)")) return;
    event.preventDefault();
    context.menu(message, menu);
  });
  return element;
}

/** Returns a colour that stands for a name. */
export function hueOf(name) {
  let sum = 7;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 360;
  return String(sum);
}
