/** What this page knows: who is there, which chats, which one is open and as whom, and what is unread. */

import { ask, EventStream } from "./server.js";
import { speak } from "./words.js";

export const GENERAL = 1;

const CHANGES_PLACES = new Set(["group", "migration", "member", "bot"]);

/** Returns the name of a place in maps. */
export const keyOf = (place) => `${place.chatId}:${place.thread ?? ""}`;

/**
 * Emits `state` (everything anew), `place`, `me`, `language`, `message` (with `isNew`), `deleted`, `unread`, `entry`, `lost`, `back`.
 */
export class Store extends EventTarget {
  bot = {};
  people = new Map();
  chats = new Map();
  unread = new Map();
  switches = [];
  scenes = [];
  samples = [];
  me = null;
  place = null;
  #stream;
  #newest = new Map();
  #reload = 0;

  constructor() {
    super();
    this.#stream = new EventStream({
      event: (told) => this.#hear(told),
      lost: () => this.#emit("lost"),
      back: () => this.#emit("back"),
      reset: () => this.load(),
    });
  }

  /** Calls a function with what is emitted under a name. */
  on(name, listener) {
    this.addEventListener(name, (event) => listener(event.detail));
  }

  /** Reads everything anew, and listens to what happens from then on. */
  async load() {
    try {
      this.#stream.start(await this.#read());
    } catch {
      this.#emit("lost");
      setTimeout(() => this.load(), 1000);
    }
  }

  get person() {
    return this.people.get(this.me);
  }

  get chat() {
    return this.chats.get(this.place?.chatId);
  }

  get topic() {
    return this.chat?.topics.find((topic) => topic.thread === this.place.thread);
  }

  /** The chats that the person one speaks as can see: the private one first. */
  get visibleChats() {
    const all = [...this.chats.values()];
    const own = all.filter((chat) => chat.id === this.me);
    return [...own, ...all.filter((chat) => chat.type !== "private" && chat.members.includes(this.me))];
  }

  /** Returns where a message is. */
  placeOf(message) {
    const isForum = this.chats.get(message.chat_id)?.is_forum;
    return { chatId: message.chat_id, thread: isForum ? (message.thread_id ?? GENERAL) : null };
  }

  /** Says whether a message is in the open chat. */
  isOpen(message) {
    return this.place !== null && keyOf(this.placeOf(message)) === keyOf(this.place);
  }

  /** Speaks as somebody else; the private chat becomes theirs. */
  speakAs(personId) {
    if (personId === this.me || !this.people.has(personId)) return;
    const before = this.me;
    this.me = personId;
    remember("me", personId);
    this.#becomes();
    if (this.place?.chatId === before) this.open({ chatId: personId, thread: null });
    else if (this.place) this.open(this.place);
  }

  /** Changes the language of the person one speaks as. */
  async speakIn(languageCode) {
    await ask("PATCH", `/sandbox/people/${this.me}`, { body: { language_code: languageCode } });
  }

  /** Opens a chat, or a topic of a forum. */
  open(place) {
    const unread = this.unread.get(keyOf(place)) ?? 0;
    this.place = place;
    this.unread.delete(keyOf(place));
    this.#emit("place", { unread });
    this.#emit("unread");
  }

  async #read() {
    const state = await ask("GET", "/chat/state");
    this.bot = state.bot;
    this.people = new Map(state.people.map((person) => [person.id, person]));
    this.chats = new Map(state.chats.map((chat) => [chat.id, chat]));
    Object.assign(this, { switches: state.switches, scenes: state.scenes, samples: state.samples });
    for (const chat of state.chats) {
      for (const { last } of [chat, ...chat.topics]) if (last) this.#isNew(last);
    }
    if (!this.people.has(this.me)) {
      const before = Number(recall("me"));
      this.me = this.people.has(before) ? before : state.people[0].id;
    }
    if (!this.chats.has(this.place?.chatId)) this.place = { chatId: this.me, thread: null };
    await speak(this.person.language_code);
    this.#emit("state");
    this.#emit("place", { unread: 0 });
    return state.after;
  }

  #hear({ source, entry, message, deleted }) {
    if (message) this.#take(message);
    if (deleted) this.#emit("deleted", deleted);
    if (source === "page" && entry.event === "bot") this.bot.state = entry.state;
    if (source === "page" && entry.event === "switch") {
      for (const each of this.switches) if (each.name === entry.name) each.on = entry.on;
    }
    if (source === "telegram" && entry.event === "person" && this.people.has(entry.id)) {
      Object.assign(this.people.get(entry.id), { language_code: entry.language_code });
      this.#becomes();
    }
    if (source === "telegram" && CHANGES_PLACES.has(entry.event)) {
      clearTimeout(this.#reload);
      this.#reload = setTimeout(() => this.load(), 50);
    }
    this.#emit("entry", { source, entry });
  }

  async #becomes() {
    this.#emit("me");
    await speak(this.person.language_code).catch(() => {}); // the connection is lost: the page says so
    this.#emit("language");
  }

  #take(message) {
    const isNew = this.#isNew(message);
    const chat = this.chats.get(message.chat_id);
    const topic = chat?.topics.find(({ thread }) => thread === (message.thread_id ?? GENERAL));
    for (const holder of [chat, topic]) {
      if (holder && (!holder.last || holder.last.message_id <= message.message_id)) holder.last = message;
    }
    const key = keyOf(this.placeOf(message));
    const isSeen = this.isOpen(message) && !document.hidden;
    if (isNew && !isSeen && message.from_id !== this.me && message.kind !== "service") {
      this.unread.set(key, (this.unread.get(key) ?? 0) + 1);
    }
    this.#emit("message", { message, isNew });
    this.#emit("unread");
  }

  #isNew(message) {
    const newest = this.#newest.get(message.chat_id) ?? 0;
    this.#newest.set(message.chat_id, Math.max(newest, message.message_id));
    return message.message_id > newest;
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** Keeps a small choice of this browser's; without storage it is forgotten. */
export function remember(name, value) {
  try {
    localStorage.setItem(`huabot-${name}`, value);
  } catch {
    // private windows may have none
  }
}

/** Returns a choice that was kept. */
export function recall(name) {
  try {
    return localStorage.getItem(`huabot-${name}`);
  } catch {
    return null;
  }
}
