/** Presses on buttons under messages, and what the bot answers: nothing, a toast or an alert. */

import { alertBox, toast } from "./popups.js";
import { ask } from "./server.js";

const PATIENCE = 15_000;
const KEPT = 50;

export class Presses {
  #store;
  #waiting = new Map();
  #early = new Map();

  constructor(store) {
    this.#store = store;
    store.on("entry", ({ source, entry }) => {
      if (source === "telegram" && entry.event === "answer") this.#answer(entry);
    });
  }

  /** Presses a button; it shows that it waits until the bot has answered. */
  async press(message, key, button) {
    button.classList.add("waiting");
    button.setAttribute("aria-busy", "true");
    const done = () => {
      button.classList.remove("waiting");
      button.removeAttribute("aria-busy");
    };
    try {
      const path = `/sandbox/chats/${message.chat_id}/messages/${message.message_id}/presses`;
      const body = { data: key.data, made_up: false, inaccessible: false };
      const { id } = await ask("POST", path, { body, query: { person: this.#store.me } });
      const timer = setTimeout(done, PATIENCE);
      this.#waiting.set(id, () => {
        clearTimeout(timer);
        done();
      });
      if (this.#early.has(id)) this.#answer(this.#early.get(id));
    } catch (refusal) {
      done();
      toast(refusal.message);
    }
  }

  #answer(entry) {
    const done = this.#waiting.get(entry.callback_query_id);
    if (!done) {
      // It may overtake the answer to the request that made the press; those of other windows are never asked for.
      this.#early.set(entry.callback_query_id, entry);
      if (this.#early.size > KEPT) this.#early.delete(this.#early.keys().next().value);
      return;
    }
    this.#waiting.delete(entry.callback_query_id);
    done();
    if (!entry.text) return;
    if (entry.alert) alertBox(entry.text);
    else toast(entry.text);
  }
}
