/** What a message answers, in two lines above its content. */

import { h } from "../dom.js";

const KINDS = { photo: "Photo", document: "File", sticker: "Sticker", video: "Video", animation: "GIF" };

/** Returns a message's content in one line, without its formatting. */
export function inOneLine(message) {
  const words = message.kind === "text" ? message.text : message.caption ?? message.text;
  const kind = KINDS[message.kind];
  return [kind && `[${kind}]`, words].filter(Boolean).join(" ").replace(/\s+/g, " ");
}

/** Returns the quote, which leads to the message. */
export function quote(message, context) {
  const { quoted } = message;
  const words = quoted.is_deleted ? "Deleted message" : inOneLine(quoted) || "Message";
  return h(
    "button",
    {
      type: "button",
      class: "quote",
      "aria-label": `In reply to ${quoted.from_name}: ${words}`,
      on: { click: () => context.goTo(message.reply_to_message_id) },
    },
    h("span", { class: "quote-name" }, h("bdi", {}, quoted.from_name)),
    h("span", { class: "quote-text", dir: "auto" }, words),
  );
}
