/** Shows a text with its entities, as the sandbox has parsed them; offsets count UTF-16 units, as JavaScript does. */

import { h, put } from "./dom.js";
import { linkTo } from "./links.js";
import { t } from "./words.js";

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
  text_mention: "strong",
};

/**
 * Returns a text as elements.
 *
 * @param {string} text - The plain text.
 * @param {object[]} entities - The Bot API's `MessageEntity` objects.
 * @param {object} [acts] - `command(text)` is called when a command in the text is pressed.
 */
export function formatted(text, entities, acts = {}) {
  const top = entities
    .filter(({ offset, length }) => offset >= 0 && length > 0 && offset + length <= text.length)
    .sort((one, other) => one.offset - other.offset || other.length - one.length);
  return spread(text, 0, text.length, top, acts);
}

function spread(text, start, end, entities, acts) {
  const parts = [];
  let position = start;
  let left = entities;
  while (left.length) {
    const [entity, ...others] = left;
    const from = Math.max(entity.offset, position);
    const to = Math.min(entity.offset + entity.length, end);
    left = others;
    if (from >= to) continue;
    if (from > position) parts.push(text.slice(position, from));
    const inner = others.filter(({ offset }) => offset < to);
    left = others.filter(({ offset }) => offset >= to);
    parts.push(marked(entity, text.slice(from, to), spread(text, from, to, inner, acts), acts));
    position = to;
  }
  if (position < end) parts.push(text.slice(position, end));
  return parts;
}

function marked(entity, covered, children, acts) {
  switch (entity.type) {
    case "text_link":
      return linkTo(entity.url, children);
    case "url":
      return linkTo(/^[a-z]+:\/\//i.test(covered) ? covered : `https://${covered}`, children);
    case "spoiler":
      return spoiler(children);
    case "bot_command":
      if (!acts.command) return h("span", { class: "command" }, children);
      return h("button", { type: "button", class: "command", on: { click: () => acts.command(covered) } }, children);
    case "mention":
    case "hashtag":
      return h("span", { class: "command" }, children);
    default: {
      const tag = TAGS[entity.type];
      return tag ? h(tag, {}, children) : h("span", {}, children);
    }
  }
}

function spoiler(children) {
  const hidden = h("span", { class: "spoiler-text", "aria-hidden": "true" });
  put(hidden, children);
  const cover = h("button", { type: "button", class: "spoiler", "aria-label": t("hidden-text") }, hidden);
  cover.addEventListener("click", () => cover.replaceWith(h("span", { class: "spoiler-shown" }, children)), { once: true });
  return cover;
}
