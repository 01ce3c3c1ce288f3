/** The open chat: its messages, as far back as one scrolls, and what is done with them. */

import { h, iconButton } from "./dom.js";
import { bubble } from "./messages/bubble.js";
import { wordsOf } from "./messages/quote.js";
import { underWay } from "./messages/underway.js";
import { copy, openMenu, toast } from "./popups.js";
import { ask } from "./server.js";
import { keyOf } from "./store.js";
import { t } from "./words.js";

const NEAR = 80;
const AHEAD = 600;
const MOST = 300;
const KEPT = 150;
const BATCH = 5;

export class Conversation {
  #store;
  #acts;
  #log;
  #list;
  #top;
  #down;
  #elements = new Map();
  #changed = new Map();
  #frame = 0;
  #isAtEnd = true;
  #hasOlder = false;
  #loading = null;
  #opening = 0;
  #newest = 0;
  #underWay = [];

  /**
   * @param {Element} root - Where it is put.
   * @param {object} store - What is known.
   * @param {object} acts - `press`, `reply`, `edit`, `command`, `asked`, and `start`, what an empty chat shows.
   */
  constructor(root, store, acts) {
    this.#store = store;
    this.#acts = acts;
    this.#top = h("div");
    this.#list = h("div", { class: "messages" });
    this.#log = h("div", { class: "log", role: "log", tabindex: "0", "aria-label": t("messages") }, this.#top, this.#list);
    this.#down = iconButton("down", t("to-newest"), () => this.#toEnd(), { class: "icon-button to-end", hidden: true });
    root.append(h("div", { class: "log-frame" }, this.#log, this.#down));
    this.#log.addEventListener("scroll", () => this.#see(), { passive: true });
    new ResizeObserver(() => this.#keepAtEnd()).observe(this.#list);
    new ResizeObserver(() => this.#keepAtEnd()).observe(this.#log);
    store.on("place", ({ unread }) => this.#open(unread));
    store.on("me", () => this.#log.setAttribute("lang", store.person.language_code));
    store.on("message", ({ message, isNew }) => this.#take(message, isNew));
    store.on("deleted", (gone) => this.#lose(gone));
  }

  /** Returns one's own newest message, to be edited. */
  get lastOwn() {
    return [...this.#elements.values()].findLast(({ message }) => this.#isOwn(message) && message.kind === "text")?.message;
  }

  /** Shows a text that is being sent; returns what to call with its message's id, or with nothing if it was not sent. */
  sending(text) {
    const sent = { element: underWay(text), messageId: null };
    this.#underWay.push(sent);
    this.#append(sent.element);
    this.#toEnd();
    return (messageId) => {
      sent.messageId = messageId;
      if (messageId !== undefined && !this.#elements.has(messageId)) return; // its message will take its place
      sent.element.remove();
      this.#underWay = this.#underWay.filter((other) => other !== sent);
    };
  }

  async #open(unread) {
    const opening = ++this.#opening;
    const { place } = this.#store;
    this.#changed.clear();
    this.#elements.clear();
    this.#underWay = [];
    this.#hasOlder = false;
    this.#log.setAttribute("aria-busy", "true");
    let page;
    try {
      page = await this.#page();
    } catch (refusal) {
      toast(refusal.message);
      return;
    }
    if (opening !== this.#opening || keyOf(place) !== keyOf(this.#store.place)) return;
    const late = [...this.#changed.values()];
    this.#changed.clear();
    const rows = page.messages.map((message) => this.#element(message));
    if (unread > 0 && unread < rows.length) rows.splice(rows.length - unread, 0, divider(t("unread-messages")));
    this.#underWay = this.#underWay.filter(({ messageId }) => !this.#elements.has(messageId));
    this.#list.replaceChildren(...batches([...rows, ...this.#underWay.map(({ element }) => element)]));
    this.#newest = page.messages.at(-1)?.message_id ?? 0;
    this.#hasOlder = page.more;
    for (const message of late) this.#put(message);
    this.#showStart();
    this.#toEnd();
    this.#see();
    this.#log.setAttribute("lang", this.#store.person.language_code);
    this.#log.removeAttribute("aria-busy");
    const newest = page.messages.at(-1);
    if (newest) this.#acts.asked(newest);
  }

  #page(before) {
    const { chatId, thread } = this.#store.place;
    return ask("GET", `/chat/messages/${chatId}`, { query: { thread, before } });
  }

  async #older() {
    const first = this.#list.querySelector("[data-id]");
    if (!this.#hasOlder || this.#loading || !first) return;
    const opening = this.#opening;
    try {
      this.#loading = this.#page(Number(first.dataset.id));
      const page = await this.#loading;
      if (opening !== this.#opening) return;
      const height = this.#log.scrollHeight - this.#log.scrollTop;
      this.#list.prepend(h("div", { class: "page" }, batches(page.messages.map((message) => this.#element(message)))));
      this.#log.scrollTop = this.#log.scrollHeight - height;
      this.#hasOlder = page.more;
    } catch (refusal) {
      toast(refusal.message);
      return; // until somebody scrolls again
    } finally {
      this.#loading = null;
    }
    this.#see();
  }

  #take(message, isNew) {
    if (!this.#store.isOpen(message)) return;
    if (isNew) this.#acts.asked(message);
    this.#changed.set(message.message_id, message);
    if (this.#log.hasAttribute("aria-busy")) return;
    if (document.hidden) setTimeout(() => this.#draw());
    else if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#frame = 0;
    const messages = [...this.#changed.values()];
    this.#changed.clear();
    for (const message of messages) this.#put(message);
    if (this.#isAtEnd && this.#elements.size > MOST) this.#forgetOldest();
    this.#showStart();
    this.#keepAtEnd();
    if (!this.#isAtEnd) this.#down.classList.add("has-news");
  }

  #put(message) {
    const known = this.#elements.get(message.message_id);
    if (known) {
      if (known.message.version <= message.version) this.#replace(known.element, message);
      return;
    }
    if (message.message_id < this.#newest) return; // an old one, further up than what is shown
    this.#newest = message.message_id;
    if (this.#isOwn(message)) this.#underWay.shift()?.element.remove();
    this.#append(this.#element(message));
  }

  #append(element) {
    const last = this.#list.lastChild;
    if (last?.classList.contains("batch") && last.children.length < BATCH) last.append(element);
    else this.#list.append(batch([element]));
  }

  #replace(element, message) {
    const focused = element.contains(document.activeElement) ? document.activeElement : null;
    const fresh = this.#element(message);
    element.replaceWith(fresh);
    if (!focused) return;
    const same = [...fresh.querySelectorAll("button, a")].find(
      (each) => each.dataset.key === focused.dataset.key && each.className.split(" ")[0] === focused.className.split(" ")[0],
    );
    (same ?? this.#log).focus({ preventScroll: true });
  }

  #lose({ chat_id: chatId, message_id: messageId }) {
    if (chatId !== this.#store.place?.chatId) return;
    this.#changed.delete(messageId);
    const known = this.#elements.get(messageId);
    if (!known) return;
    this.#elements.delete(messageId);
    if (known.element.contains(document.activeElement)) this.#log.focus({ preventScroll: true });
    known.element.classList.add("leaving");
    known.element.setAttribute("aria-hidden", "true");
    setTimeout(() => {
      takeOut(known.element);
      this.#showStart();
    }, 200);
  }

  #forgetOldest() {
    for (const [messageId, { element }] of this.#elements) {
      if (this.#elements.size <= KEPT) break;
      takeOut(element);
      this.#elements.delete(messageId);
    }
    this.#hasOlder = true;
  }

  #element(message) {
    const element = bubble(message, {
      me: this.#store.me,
      isGroup: this.#store.chat.type !== "private",
      press: this.#acts.press,
      command: this.#acts.command,
      menu: (about, at) => this.#menu(about, at),
      goTo: (messageId) => this.#goTo(messageId),
    });
    this.#elements.set(message.message_id, { element, message });
    return element;
  }

  #menu(message, at) {
    const items = [{ label: t("reply"), act: () => this.#acts.reply(message) }];
    const words = wordsOf(message);
    if (words) items.push({ label: t("copy-text"), act: () => copy(words) });
    if (this.#isOwn(message)) items.push({ label: t("edit"), act: () => this.#acts.edit(message) });
    items.push({ label: t("delete"), danger: true, act: () => this.#delete(message) });
    openMenu(at, t("what-to-do"), items);
  }

  async #delete(message) {
    try {
      await ask("DELETE", `/sandbox/chats/${message.chat_id}/messages/${message.message_id}`);
    } catch (refusal) {
      toast(refusal.message);
    }
  }

  #goTo(messageId) {
    const known = this.#elements.get(messageId);
    if (!known) {
      toast(t("further-up"));
      return;
    }
    known.element.scrollIntoView({ block: "center" });
    known.element.classList.remove("found");
    requestAnimationFrame(() => known.element.classList.add("found"));
  }

  #isOwn(message) {
    return message.from_id === this.#store.me && !message.from_bot && message.kind !== "service";
  }

  #showStart() {
    const isEmpty = !this.#list.querySelector("article");
    const start = this.#top.firstChild;
    if (isEmpty && !start) this.#top.append(this.#acts.start());
    else if (!isEmpty && start) start.remove();
  }

  #see() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    this.#down.hidden = this.#isAtEnd;
    if (this.#isAtEnd) this.#down.classList.remove("has-news");
    if (scrollTop < AHEAD) this.#older();
  }

  #keepAtEnd() {
    if (this.#isAtEnd) this.#log.scrollTop = this.#log.scrollHeight;
  }

  #toEnd() {
    this.#isAtEnd = true;
    this.#keepAtEnd();
  }
}

function batch(elements) {
  return h("div", { class: "batch" }, elements);
}

function batches(elements) {
  const made = [];
  for (let first = 0; first < elements.length; first += BATCH) made.push(batch(elements.slice(first, first + BATCH)));
  return made;
}

/** Removes a message's element, and what then holds nothing. */
function takeOut(element) {
  const holder = element.parentElement;
  element.remove();
  if (holder && !holder.children.length && !holder.classList.contains("messages")) takeOut(holder);
}

function divider(words) {
  return h("div", { class: "message divider" }, h("span", {}, words));
}
