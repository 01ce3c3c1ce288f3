/** What Telegram itself says in a chat: who has come and gone, topics, pins. */

import { h } from "../dom.js";

const WORDS = {
  new_chat_members: ({ new_chat_members: who }, by) => `${by} added ${who.map((each) => each.first_name).join(", ")}`,
  left_chat_member: ({ left_chat_member: who }, by) => `${by} removed ${who.first_name}`,
  forum_topic_created: ({ forum_topic_created: topic }, by) => `${by} created the topic “${topic.name}”`,
  forum_topic_closed: (_, by) => `${by} closed the topic`,
  forum_topic_reopened: (_, by) => `${by} reopened the topic`,
  migrate_to_chat_id: () => "The group was upgraded to a supergroup",
  migrate_from_chat_id: () => "The group was upgraded to a supergroup",
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
