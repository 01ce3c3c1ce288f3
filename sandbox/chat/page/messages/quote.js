/** What a message answers, in two lines above its content. */

import { h } from "../dom.js";
import { joined, t, Words } from "../words.js";

const KINDS = new Set(["photo", "document", "sticker", "video", "animation"]);

/** Returns what a message is, if it is not only text. */
export const kindOf = (message) => (KINDS.has(message.kind) ? t(`kind-${message.kind}`) : null);

/** Returns the text that a message has. */
export const wordsOf = (message) => (message.kind === "text" ? message.text : message.caption ?? message.text) ?? "";

/** Returns a message's content in one line, without its formatting. */
export function inOneLine(message) {
  const kind = kindOf(message);
  return joined(kind && new Words(() => `[${kind}]`), wordsOf(message).replace(/\s+/g, " "));
}

/** Returns the quote, which leads to the message. */
export function quote(message, context) {
  const { quoted } = message;
  const words = quoted.is_deleted ? t("deleted-message") : inOneLine(quoted);
  return h(
    "button",
    {
      type: "button",
      class: "quote",
      "aria-label": t("in-reply-to", { name: quoted.from_name, words }),
      on: { click: () => context.goTo(message.reply_to_message_id) },
    },
    h("span", { class: "quote-name" }, h("bdi", {}, quoted.from_name)),
    h("span", { class: "quote-text", dir: "auto" }, words),
  );
}
