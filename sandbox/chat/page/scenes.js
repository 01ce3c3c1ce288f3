/** Scenes that play by themselves: a permalink begins one, captions tell what one sees. */

import { h, iconButton } from "./dom.js";
import { alertBox, openMenu, toast } from "./popups.js";
import { ask } from "./server.js";

const LINGERS = 6000;

export class Scenes {
  #store;
  #banner;
  #title;
  #caption;
  #timer = 0;
  #isAsked = true;

  constructor(root, store) {
    this.#store = store;
    this.#title = h("strong", {});
    this.#caption = h("span", {});
    const stop = iconButton("close", "End the scene", () => ask("DELETE", "/chat/scenes").catch(() => {}));
    this.#banner = h("div", { class: "scene", role: "status", hidden: true }, h("p", {}, this.#title, this.#caption), stop);
    root.append(this.#banner);
    store.on("entry", ({ source, entry }) => {
      if (source === "page" && entry.event === "scene") this.#show(entry);
    });
    store.on("state", () => this.#fromAddress());
  }

  /** Returns the button that opens the programme. */
  button() {
    return iconButton("play", "Play a scene", (event) => this.#menu(event.currentTarget), {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    });
  }

  #menu(at) {
    const items = this.#store.scenes.map(({ name, title }) => ({ label: title, act: () => this.#play(name) }));
    openMenu(at, "Scenes", items);
  }

  async #fromAddress() {
    if (!this.#isAsked) return;
    this.#isAsked = false;
    const query = new URLSearchParams(location.search);
    const scene = this.#store.scenes.find(({ name }) => name === query.get("scene"));
    if (!scene) return;
    // From another site's link, nothing happens without a press.
    const isWanted = !query.has("ask") || (await alertBox(scene.title, { title: "Play this scene?", button: "Play" }));
    if (isWanted) this.#play(scene.name);
  }

  async #play(name) {
    try {
      const { begun } = await ask("POST", `/chat/scenes/${name}`);
      if (begun) history.replaceState(null, "", `?scene=${name}`);
      else toast("Another scene is playing.");
    } catch (refusal) {
      toast(refusal.message);
    }
  }

  #show(entry) {
    clearTimeout(this.#timer);
    this.#banner.hidden = false;
    if (entry.title) this.#title.textContent = entry.title;
    if (entry.state === "begins") this.#caption.textContent = "";
    if (entry.caption) this.#caption.textContent = entry.caption;
    if (entry.person_id) this.#store.speakAs(entry.person_id);
    if (entry.chat_id) this.#store.open({ chatId: entry.chat_id, thread: null });
    if (entry.state === "ends") this.#timer = setTimeout(() => (this.#banner.hidden = true), LINGERS);
  }
}
