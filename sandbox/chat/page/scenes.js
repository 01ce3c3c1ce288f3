/** Scenes that play by themselves: a permalink begins one, captions tell what one sees. */

import { h, iconButton } from "./dom.js";
import { alertBox, openMenu, toast } from "./popups.js";
import { ask } from "./server.js";
import { t } from "./words.js";

const LINGERS = 6000;

export class Scenes {
  #store;
  #banner;
  #words;
  #title = null;
  #timer = 0;
  #isAsked = true;

  constructor(root, store) {
    this.#store = store;
    this.#words = h("p", {});
    const stop = iconButton("close", t("end-scene"), () => ask("DELETE", "/chat/scenes").catch(() => {}));
    this.#banner = h("div", { class: "scene", role: "status", hidden: true }, this.#words, stop);
    root.append(this.#banner);
    store.on("entry", ({ source, entry }) => {
      if (source === "page" && entry.event === "scene") this.#show(entry);
    });
    store.on("state", () => this.#fromAddress());
  }

  /** Returns the button that opens the programme. */
  button() {
    return iconButton("play", t("play-scene"), (event) => this.#menu(event.currentTarget), {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    });
  }

  #menu(at) {
    const items = this.#store.scenes.map((name) => ({ label: t(`scene-${name}`), act: () => this.#play(name) }));
    openMenu(at, t("scenes"), items);
  }

  async #fromAddress() {
    if (!this.#isAsked) return;
    this.#isAsked = false;
    const query = new URLSearchParams(location.search);
    const scene = this.#store.scenes.find((name) => name === query.get("scene"));
    if (!scene) return;
    // From another site's link, nothing happens without a press.
    const isWanted = !query.has("ask") || (await alertBox(t(`scene-${scene}`), { title: t("play-this"), button: t("play") }));
    if (isWanted) this.#play(scene);
  }

  async #play(name) {
    try {
      const { begun } = await ask("POST", `/chat/scenes/${name}`);
      if (begun) history.replaceState(null, "", `?scene=${name}`);
      else toast(t("scene-plays"));
    } catch (refusal) {
      toast(refusal.message);
    }
  }

  #show(entry) {
    clearTimeout(this.#timer);
    this.#banner.hidden = false;
    if (entry.name) this.#title = t(`scene-${entry.name}`);
    if (entry.state === "begins") this.#say(null);
    if (entry.caption) this.#say(t(`caption-${entry.caption}`));
    if (entry.error) this.#say(t("scene-stopped", { why: entry.error }));
    if (entry.person_id) this.#store.speakAs(entry.person_id);
    if (entry.chat_id) this.#store.open({ chatId: entry.chat_id, thread: null });
    if (entry.state === "ends") this.#timer = setTimeout(() => (this.#banner.hidden = true), LINGERS);
  }

  #say(caption) {
    this.#words.replaceChildren(h("strong", {}, this.#title), h("span", {}, caption));
  }
}
