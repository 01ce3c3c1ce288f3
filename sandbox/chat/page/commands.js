/** The menu of commands that comes up behind a slash: what the bot has published for this chat, person and language. */

import { h } from "./dom.js";
import { ask } from "./server.js";
import { t } from "./words.js";

export class Commands {
  #store;
  #field = null;
  #list;
  #send = () => {};
  #known = [];
  #shown = [];
  #at = 0;

  constructor(store) {
    this.#store = store;
    this.#list = h("ul", { class: "commands", id: "commands", role: "listbox", "aria-label": t("commands"), hidden: true });
    store.on("me", () => this.changed());
    store.on("entry", ({ entry }) => {
      if (entry.event === "call" && /MyCommands$/i.test(entry.method ?? "") && entry.ok) this.changed();
    });
  }

  /** Belongs to a text field from now on. */
  attach(field, form, send) {
    this.#field = field;
    this.#send = send;
    form.prepend(this.#list);
    field.setAttribute("aria-controls", "commands");
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("input", () => this.look());
    field.addEventListener("blur", () => setTimeout(() => document.activeElement === field || this.#hide(), 150));
  }

  /** Reads them anew: the chat, the person or their language is another one. */
  async changed() {
    const { place, person } = this.#store;
    if (!place || !person) return;
    const query = { language_code: person.language_code, chat_id: place.chatId, person_id: person.id };
    this.#known = await ask("GET", "/sandbox/commands", { query }).catch(() => []);
    if (document.activeElement === this.#field) this.look();
  }

  /** Shows those that begin with what is typed. */
  look() {
    const typed = /^\/(\w*)$/.exec(this.#field.value);
    this.#shown = typed ? this.#known.filter(({ command }) => command.startsWith(typed[1].toLowerCase())) : [];
    this.#at = 0;
    if (!this.#shown.length) {
      this.#hide();
      return;
    }
    this.#list.hidden = false;
    this.#list.replaceChildren(
      ...this.#shown.map(({ command, description }, index) =>
        h(
          "li",
          {
            id: `command-${index}`,
            role: "option",
            "aria-selected": "false",
            on: { pointerdown: (event) => event.preventDefault(), click: () => this.#choose(command) },
          },
          h("span", { class: "command-name" }, `/${command}`),
          h("span", { class: "command-words", lang: this.#store.person.language_code, dir: "auto" }, description),
        ),
      ),
    );
    this.#mark(0);
  }

  /** Handles a key; says whether it was for this menu. */
  take(event) {
    if (this.#list.hidden) return false;
    const { command } = this.#shown[this.#at];
    switch (event.key) {
      case "ArrowDown":
        this.#mark(this.#at + 1);
        break;
      case "ArrowUp":
        this.#mark(this.#at - 1);
        break;
      case "Tab":
        this.#field.value = `/${command} `;
        this.#hide();
        break;
      case "Enter":
        this.#choose(command);
        break;
      case "Escape":
        this.#hide();
        break;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #choose(command) {
    const isGroup = this.#store.chat.type !== "private";
    this.#hide();
    this.#send(isGroup ? `/${command}@${this.#store.bot.username}` : `/${command}`);
    this.#field.focus();
  }

  #mark(index) {
    this.#at = (index + this.#shown.length) % this.#shown.length;
    [...this.#list.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === this.#at)));
    this.#field.setAttribute("aria-activedescendant", `command-${this.#at}`);
    this.#list.children[this.#at].scrollIntoView({ block: "nearest" });
  }

  #hide() {
    this.#list.hidden = true;
    this.#field.removeAttribute("aria-activedescendant");
  }
}
