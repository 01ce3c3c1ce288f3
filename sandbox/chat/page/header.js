/** The top of the conversation: which chat it is, whether the bot is there, and what else the page can do. */

import { h, iconButton } from "./dom.js";
import { avatar, botAvatar } from "./chats.js";
import { nextTheme, theme } from "./theme.js";

const STATES = {
  ready: "bot",
  starting: "the bot is starting …",
  killed: "the bot was killed, and comes back",
  stopped: "the bot is stopped",
  ended: "the bot has ended",
};

export class Header {
  #store;
  #title;
  #state;
  #sign;

  constructor(root, store, { back, scenes, wire }) {
    this.#store = store;
    this.#sign = h("span", { class: "sign" });
    this.#title = h("h1", {});
    this.#state = h("p", { class: "state" });
    const themes = iconButton("theme", `Theme: ${theme()}`, () => {
      const label = `Theme: ${nextTheme()}`;
      themes.title = label;
      themes.setAttribute("aria-label", label);
    });
    root.append(
      h(
        "header",
        { class: "top" },
        iconButton("back", "Back to the chats", back, { class: "icon-button back" }),
        this.#sign,
        h("div", { class: "top-words" }, this.#title, this.#state),
        scenes,
        themes,
        wire,
      ),
    );
    store.on("state", () => this.#draw());
    store.on("place", () => this.#draw());
    store.on("me", () => this.#draw());
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
    this.#state.textContent = isPrivate || isAway ? STATES[bot.state] : `${names.join(", ")} and the bot`;
    this.#state.classList.toggle("away", isAway);
  }
}
