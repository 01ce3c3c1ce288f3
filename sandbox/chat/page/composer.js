/** Where one writes: text, what it answers or changes, and what is attached. */

import { h, icon, iconButton } from "./dom.js";
import { inOneLine } from "./messages/quote.js";
import { toast } from "./popups.js";
import { ask } from "./server.js";
import { GENERAL, keyOf } from "./store.js";
import { t, Words } from "./words.js";

const HIGHEST = 180;

export class Composer {
  #store;
  #field;
  #bar;
  #commands;
  #drafts = new Map();
  #questions = new Map();
  #key = "";
  #about = null;
  #sent = Promise.resolve();
  #placeholder = new Words(() => String(this.#about?.placeholder || t("message")));
  lastOwn = () => undefined;
  sending = () => () => {};

  /**
   * @param {Element} root - Where it is put.
   * @param {object} store - What is known.
   * @param {object} parts - `commands`, the menu of commands, and `attachments`, which asks for files.
   */
  constructor(root, store, { commands, attachments }) {
    this.#store = store;
    this.#commands = commands;
    this.#field = h("textarea", {
      rows: "1",
      placeholder: this.#placeholder,
      "aria-label": t("message"),
      dir: "auto",
      enterkeyhint: "send",
      maxlength: "4096",
      autocomplete: "off",
    });
    this.#bar = h("div", { class: "about", hidden: true });
    const form = h(
      "form",
      { class: "composer" },
      this.#bar,
      h(
        "div",
        { class: "composer-row" },
        iconButton("slash", t("commands"), () => this.#showCommands()),
        attachments.button(),
        this.#field,
        h("button", { type: "submit", class: "icon-button send", "aria-label": t("send"), title: t("send") }, icon("send")),
      ),
    );
    commands.attach(this.#field, form, (text) => this.send(text));
    root.append(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(this.#field.value);
    });
    this.#field.addEventListener("keydown", (event) => this.#type(event));
    this.#field.addEventListener("input", () => this.#grow());
    store.on("place", () => this.#change());
    store.on("deleted", ({ message_id: messageId }) => {
      if (this.#about?.message.message_id === messageId) this.#leave();
    });
  }

  /** Gives it the keyboard. */
  focus() {
    this.#field.focus({ preventScroll: true });
  }

  /** What is attached goes where a message would go. */
  get where() {
    const { place, me } = this.#store;
    return {
      person: me,
      thread: place.thread && place.thread !== GENERAL ? place.thread : null,
      reply_to: this.#about?.kind === "reply" ? this.#about.message.message_id : null,
    };
  }

  /** Answers a message. */
  reply(message, placeholder) {
    this.#be("reply", message, placeholder);
  }

  /** Changes one's own message. */
  edit(message) {
    this.#be("edit", message);
    this.#field.value = (message.kind === "text" ? message.text : message.caption) ?? "";
    this.#grow();
  }

  /** Opens a reply if a message asks the person one speaks as for it. */
  asked(message) {
    const question = message.force_reply;
    if (question && (question.asks === null || question.asks.includes(this.#store.me))) {
      if (message.from_id !== this.#store.me) this.reply(message, question.placeholder);
    }
  }

  /** Sends a text, or puts it in the place of what is edited. */
  async send(text) {
    if (!text.trim()) return;
    const { place, me } = this.#store;
    const { where } = this;
    const before = this.#field.value;
    const about = this.#about;
    this.#empty();
    const isEdit = about?.kind === "edit";
    const settle = isEdit ? () => {} : this.sending(text.trim());
    const path = `/sandbox/chats/${place.chatId}/messages`;
    const asking = this.#sent.then(() =>
      isEdit
        ? ask("PATCH", `${path}/${about.message.message_id}`, { body: { text }, query: { person: me } })
        : ask("POST", path, { body: { text }, query: where }),
    );
    this.#sent = asking.catch(() => {}); // what is written next comes after it
    try {
      settle((await asking).message_id);
    } catch (refusal) {
      settle();
      toast(t("not-sent", { why: refusal.message }));
      if (!this.#field.value) this.#field.value = before;
      if (about) this.#be(about.kind, about.message, about.placeholder);
      this.#grow();
    }
  }

  /** Forgets what it answers, once that is done. */
  done() {
    this.#leave();
  }

  #showCommands() {
    if (!this.#field.value.startsWith("/")) this.#field.value = "/";
    this.focus();
    this.#commands.look();
  }

  #type(event) {
    if (event.isComposing || this.#commands.take(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send(this.#field.value);
    } else if (event.key === "Escape" && this.#about) {
      event.stopPropagation();
      if (this.#about.kind === "edit") this.#field.value = "";
      this.#leave();
    } else if (event.key === "ArrowUp" && !this.#field.value && !this.#about) {
      const own = this.lastOwn();
      if (own) {
        event.preventDefault();
        this.edit(own);
      }
    }
  }

  #be(kind, message, placeholder) {
    this.#about = { kind, message, placeholder };
    const words = kind === "edit" ? t("edit-message") : t("reply-to", { name: message.from_name });
    this.#bar.replaceChildren(
      icon("reply"),
      h("span", { class: "about-words" }, h("strong", {}, words), h("span", { dir: "auto" }, inOneLine(message))),
      iconButton("close", t(kind === "edit" ? "do-not-edit" : "do-not-reply"), () => {
        if (kind === "edit") this.#field.value = "";
        this.#leave();
        this.focus();
      }),
    );
    this.#bar.hidden = false;
    this.#field.placeholder = this.#placeholder;
    if (matchMedia("(pointer: fine)").matches || document.activeElement?.closest(".menu")) this.focus();
  }

  #leave() {
    this.#about = null;
    this.#bar.hidden = true;
    this.#bar.replaceChildren();
    this.#field.placeholder = this.#placeholder;
    this.#grow();
  }

  #empty() {
    this.#field.value = "";
    this.#leave();
    this.#commands.look();
  }

  #change() {
    if (this.#key) {
      this.#drafts.set(this.#key, this.#about?.kind === "edit" ? "" : this.#field.value);
      this.#questions.set(this.#key, this.#about?.kind === "reply" ? this.#about : null);
    }
    this.#key = `${this.#store.me}/${keyOf(this.#store.place)}`;
    this.#leave();
    this.#field.value = this.#drafts.get(this.#key) ?? "";
    const question = this.#questions.get(this.#key);
    if (question) this.#be(question.kind, question.message, question.placeholder);
    this.#grow();
    this.#commands.changed();
    if (matchMedia("(pointer: fine)").matches) this.focus();
  }

  #grow() {
    this.#field.style.height = "auto";
    const height = Math.min(this.#field.scrollHeight, HIGHEST);
    if (height > 0) this.#field.style.height = `${height}px`; // it has none while a phone shows the list of chats
  }
}
