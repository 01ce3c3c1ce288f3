/** The list of chats, and above it who one is: the person one speaks as, and their language. */

import { clockTime, h } from "./dom.js";
import { hueOf } from "./messages/bubble.js";
import { noticeWords } from "./messages/notice.js";
import { inOneLine } from "./messages/quote.js";
import { toast } from "./popups.js";
import { keyOf } from "./store.js";
import { joined, t } from "./words.js";

const LANGUAGES = { en: "English", es: "Español", ru: "Русский", "zh-hans": "简体中文", "zh-hant": "繁體中文" };

export class ChatList {
  #store;
  #people;
  #language;
  #list;
  #drawn = 0;

  constructor(root, store, opened) {
    this.#store = store;
    this.#people = h("div", { class: "people", role: "radiogroup", "aria-label": t("you-speak-as") });
    this.#language = h(
      "select",
      { "aria-label": t("your-language"), on: { change: () => this.#speakIn() } },
      Object.entries(LANGUAGES).map(([code, name]) => h("option", { value: code, lang: code }, name)),
    );
    this.#list = h("ul", { class: "chats" });
    this.#list.addEventListener("click", (event) => {
      const row = event.target.closest("button");
      if (!row) return;
      store.open({ chatId: Number(row.dataset.chat), thread: row.dataset.thread ? Number(row.dataset.thread) : null });
      opened();
    });
    root.append(
      h("div", { class: "brand" }, h("img", { src: "/page/seal.svg", alt: "", width: 34, height: 34 }), h("h1", {}, "Huabot"), h("span", { class: "tag" }, t("tag"))),
      h("div", { class: "me" }, h("span", { class: "me-label" }, t("you-are")), this.#people, this.#language),
      this.#list,
      h("p", { class: "note" }, t("note")),
    );
    store.on("state", () => this.#drawAll());
    store.on("me", () => this.#drawAll());
    store.on("place", () => this.#draw());
    store.on("unread", () => this.#drawSoon());
    store.on("language", () => this.#draw());
  }

  #drawAll() {
    const store = this.#store;
    this.#people.replaceChildren(
      ...[...store.people.values()].map((person) =>
        h(
          "label",
          { class: "person", title: person.name },
          h("input", {
            type: "radio",
            name: "person",
            value: person.id,
            checked: person.id === store.me,
            on: { change: () => store.speakAs(person.id) },
          }),
          h("bdi", {}, person.name),
        ),
      ),
    );
    this.#language.value = store.person.language_code;
    this.#draw();
  }

  async #speakIn() {
    try {
      await this.#store.speakIn(this.#language.value);
    } catch (refusal) {
      toast(refusal.message);
    }
  }

  #drawSoon() {
    cancelAnimationFrame(this.#drawn);
    this.#drawn = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    const focused = this.#list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    this.#list.replaceChildren(...this.#store.visibleChats.map((chat) => this.#item(chat)));
    if (focused) this.#list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    const unread = [...this.#store.unread.values()].reduce((sum, each) => sum + each, 0);
    document.title = joined(unread && `(${unread})`, t("title"));
  }

  #item(chat) {
    if (!chat.is_forum) return h("li", {}, this.#row(chat, chat, null));
    return h(
      "li",
      { class: "forum" },
      h("div", { class: "forum-title" }, avatar(chat.title), h("bdi", {}, chat.title)),
      h(
        "ul",
        { "aria-label": t("topics-of", { title: chat.title }) },
        chat.topics.map((topic) => h("li", {}, this.#row(chat, topic, topic.thread))),
      ),
    );
  }

  #row(chat, { last, name }, thread) {
    const store = this.#store;
    const key = keyOf({ chatId: chat.id, thread });
    const isPrivate = chat.type === "private";
    const unread = store.unread.get(key) ?? 0;
    const title = name ?? (isPrivate ? store.bot.name : chat.title);
    const isOpen = store.place !== null && keyOf(store.place) === key;
    return h(
      "button",
      {
        type: "button",
        class: "chat",
        "aria-current": isOpen ? "true" : null,
        data: { chat: chat.id, thread: thread ?? "", key },
      },
      thread === null && (isPrivate ? botAvatar() : avatar(chat.title)),
      h(
        "span",
        { class: "chat-words" },
        h("span", { class: "chat-title" }, thread !== null && "# ", h("bdi", {}, title)),
        h("span", { class: "chat-last", dir: "auto" }, last ? preview(last, store, isPrivate) : t("no-messages")),
      ),
      h(
        "span",
        { class: "chat-side" },
        last && clockTime(last.date),
        unread > 0 && h("span", { class: "unread" }, String(unread), h("span", { class: "for-ears" }, " ", t("unread"))),
      ),
    );
  }
}

function preview(message, store, isPrivate) {
  if (message.kind === "service") return noticeWords(message);
  const isOwn = message.from_id === store.me;
  if (isPrivate && !isOwn) return inOneLine(message);
  return [isOwn ? t("you") : h("bdi", {}, message.from_name), ": ", inOneLine(message)];
}

/** Returns a round sign for a name. */
export function avatar(name) {
  return h("span", { class: "avatar", "aria-hidden": "true", style: { "--hue": hueOf(name) } }, [...name][0] ?? "?");
}

/** Returns the bot's own sign. */
export function botAvatar() {
  return h("img", { class: "avatar", src: "/page/seal.svg", alt: "", width: 44, height: 44 });
}
