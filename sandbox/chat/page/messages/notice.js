/** What Telegram itself says in a chat: who has come and gone, topics, pins. */

import { h } from "../dom.js";
import { t } from "../words.js";

const WORDS = {
  new_chat_members: ({ new_chat_members: all }, by) => t("notice-added", { by, who: all.map((each) => each.first_name).join(", ") }),
  left_chat_member: ({ left_chat_member: who }, by) => t("notice-removed", { by, who: who.first_name }),
  forum_topic_created: ({ forum_topic_created: topic }, by) => t("notice-topic", { by, topic: topic.name }),
  forum_topic_closed: (_, by) => t("notice-closed", { by }),
  forum_topic_reopened: (_, by) => t("notice-reopened", { by }),
  migrate_to_chat_id: () => t("notice-upgraded"),
  migrate_from_chat_id: () => t("notice-upgraded"),
};

/** Returns a service message in words. */
export function noticeWords(message) {
  const words = WORDS[message.text];
  return words ? words(message.service, message.from_name) : message.text.replaceAll("_", " ");
}

/** Returns a service message. */
export function notice(message) {
  return h("div", { class: "message notice", data: { id: message.message_id } }, h("span", {}, noticeWords(message)));
}
