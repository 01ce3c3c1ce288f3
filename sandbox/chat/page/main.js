/** Puts the page together. */

import { Attachments } from "./attachments.js";
import { ChatList } from "./chats.js";
import { Commands } from "./commands.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Header } from "./header.js";
import { deepLinks } from "./links.js";
import { Presses } from "./presses.js";
import { Scenes } from "./scenes.js";
import { Start } from "./start.js";
import { Store } from "./store.js";
import { restoreTheme } from "./theme.js";
import { WirePanel } from "./wire/panel.js";
import { keep, t } from "./words.js";

restoreTheme();
const app = document.getElementById("app");
const main = document.getElementById("conversation");
const store = new Store();
const presses = new Presses(store);
const attachments = new Attachments(store);
const wire = new WirePanel(document.getElementById("wire"), store);
const top = document.createElement("div");
const scenes = new Scenes(top, store);

new ChatList(document.getElementById("sidebar"), store, () => app.classList.add("in-chat"));
new Header(main, store, {
  back: () => {
    app.classList.remove("in-chat");
    document.querySelector(".chat[aria-current]")?.focus();
  },
  scenes: scenes.button(),
  wire: wire.button(),
});
main.append(top);
const start = new Start(store, (text) => composer.send(text));
const conversation = new Conversation(main, store, {
  press: (message, key, button) => presses.press(message, key, button),
  reply: (message) => composer.reply(message),
  edit: (message) => composer.edit(message),
  command: (text) => composer.send(text),
  asked: (message) => composer.asked(message),
  start: () => start.shown(),
});
const composer = new Composer(main, store, { commands: new Commands(store), attachments });
composer.lastOwn = () => conversation.lastOwn;
composer.sending = (text) => conversation.sending(text);
attachments.composer = composer;

deepLinks.open = ({ start: payload, startgroup }) => {
  const group = store.visibleChats.find((chat) => chat.type !== "private");
  const isGroup = startgroup !== null && startgroup !== undefined && group;
  store.open({ chatId: isGroup ? group.id : store.me, thread: null });
  app.classList.add("in-chat");
  start.offer(isGroup ? startgroup : payload);
};
store.on("state", () => (deepLinks.username = store.bot.username));
let payload = new URLSearchParams(location.search).get("start");
store.on("place", () => {
  if (payload !== null) start.offer(payload);
  payload = null;
});

for (const [id, label] of Object.entries({ sidebar: "chats", conversation: "conversation", wire: "wire" })) {
  const element = document.getElementById(id);
  keep(element, () => element.setAttribute("aria-label", t(label)));
}
const lost = document.getElementById("lost");
store.on("lost", () => {
  lost.textContent = t("lost");
  lost.hidden = false;
});
store.on("back", () => (lost.hidden = true));
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open], .menu")) composer.focus();
});
store.load();
