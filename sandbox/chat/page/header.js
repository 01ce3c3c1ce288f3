/** The top of the conversation: which chat it is, whether the bot is there, and what else the page can do. */

import { h, iconButton } from "./dom.js";
import { avatar, botAvatar } from "./chats.js";
import { nextTheme, theme } from "./theme.js";
import { t, Words } from "./words.js";

export class Header {
  #store;
  #title;
  #state;
  #sign;

  constructor(root, store, { back, scenes, wire }) {
    this.#store = store;
    this.#sign = h("span");
    this.#title = h("h1", {});
    this.#state = h("p", { class: "state" });
    let chosen = theme();
    const name = new Words(() => t(`theme-${chosen}`).toString());
    const themes = iconButton("theme", name, () => {
      chosen = nextTheme();
      themes.title = name;
      themes.setAttribute("aria-label", name);
    });
    root.append(
      h(
        "header",
        { class: "top" },
        iconButton("back", t("back"), back, { class: "icon-button back" }),
        this.#sign,
        h("div", { class: "top-words" }, this.#title, this.#state),
        scenes,
        themes,
        wire,
      ),
    );
    store.on("state", () => this.#draw());
    store.on("place", () => this.#draw());
    store.on("language", () => this.#draw());
    store.on("entry", ({ entry }) => entry.event === "bot" && this.#draw());
  }

  #draw() {
    const { bot, chat, topic, people } = this.#store;
    if (!chat) return;
    const isPrivate = chat.type === "private";
    this.#sign.replaceChildren(isPrivate ? botAvatar() : avatar(chat.title));
    this.#title.textContent = isPrivate ? bot.name : topic ? `${chat.title} › ${topic.name}` : chat.title;
    const names = chat.members.map((id) => people.get(id)?.name).filter(Boolean);
    const isAway = bot.state !== "ready";
    this.#state.textContent = isPrivate || isAway ? t(`header-${bot.state}`) : t("and-the-bot", { names: names.join(", ") });
    this.#state.classList.toggle("away", isAway);
  }
}
