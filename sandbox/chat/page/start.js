/** What an empty chat shows: what the bot says of itself, and Start; a deep link offers Start too, with its word. */

import { h } from "./dom.js";
import { botAvatar } from "./chats.js";
import { ask } from "./server.js";
import { t } from "./words.js";

export class Start {
  #store;
  #send;
  #bar = null;

  constructor(store, send) {
    this.#store = store;
    this.#send = send;
    store.on("me", () => this.#words());
    store.on("place", () => this.#withdraw());
    store.on("entry", ({ entry }) => {
      if (entry.event === "call" && entry.method === "setMyDescription" && entry.ok) this.#words();
    });
  }

  /** Returns what stands in the empty chat. */
  shown() {
    if (this.#store.chat.type !== "private") {
      return h("div", { class: "empty" }, h("p", {}, t("empty-group", { username: this.#store.bot.username })));
    }
    const words = h("p", { class: "description", dir: "auto", lang: this.#store.person.language_code });
    this.#words();
    return h(
      "div",
      { class: "empty" },
      botAvatar(),
      h("h2", {}, t("what-can-it-do")),
      words,
      h("button", { type: "button", class: "button primary start", on: { click: () => this.#send("/start") } }, t("start")),
    );
  }

  /** Offers to start the bot with the word that a deep link carries. */
  offer(payload) {
    this.#withdraw();
    const text = payload ? `/start ${payload}` : "/start";
    const button = h("button", { type: "button", class: "button primary" }, payload ? t("start-with", { payload }) : t("start"));
    button.addEventListener("click", () => {
      this.#withdraw();
      this.#send(text);
    });
    this.#bar = h("div", { class: "start-bar" }, button);
    document.querySelector(".composer").before(this.#bar);
    button.focus();
  }

  #withdraw() {
    this.#bar?.remove();
    this.#bar = null;
  }

  async #words() {
    const query = { language_code: this.#store.person.language_code };
    const profile = await ask("GET", "/sandbox/profile", { query }).catch(() => ({}));
    const words = document.querySelector(".description");
    if (!words) return;
    words.textContent = profile.description ?? "";
    words.lang = this.#store.person.language_code;
  }
}
