/** The wire beside the chat: what can go wrong, the orders on their way, and everything that is said, as it is said. */

import { h, iconButton } from "../dom.js";
import { recall, remember } from "../store.js";
import { t } from "../words.js";
import { described } from "./entries.js";
import { Orders } from "./orders.js";
import { Switches } from "./switches.js";

const MOST = 150;
const WIDE = "(min-width: 1200px)";

export class WirePanel {
  #root;
  #list;
  #button;
  #waiting = [];
  #frame = 0;

  constructor(root, store) {
    this.#root = root;
    this.#list = h("ol", { class: "entries", tabindex: "0", "aria-label": t("newest-first") });
    const fold = iconButton("close", t("fold-away"), () => this.#toggle(false));
    root.append(
      h("div", { class: "wire-top" }, h("h2", {}, t("wire")), fold),
      new Switches(store).element,
      new Orders(store).element,
      h("h3", {}, t("traffic")),
      this.#list,
    );
    this.#button = iconButton("wire", t("wire"), () => this.#toggle(root.hidden), { "aria-controls": "wire" });
    store.on("entry", ({ source, entry }) => this.#take(source, entry));
    // Where it would cover the chat, it waits to be asked for.
    const wide = matchMedia(WIDE);
    const unfold = () => this.#toggle(wide.matches && recall("wire") !== "closed", false);
    wide.addEventListener("change", unfold);
    unfold();
  }

  /** Returns the button that folds it out and away. */
  button() {
    return this.#button;
  }

  #toggle(isOpen, isChosen = true) {
    this.#root.hidden = !isOpen;
    this.#button.setAttribute("aria-expanded", String(isOpen));
    if (isChosen) remember("wire", isOpen ? "open" : "closed");
    if (!isOpen && isChosen) this.#button.focus();
  }

  #take(source, entry) {
    const said = described(source, entry);
    if (!said) return;
    this.#waiting.push({ said, entry });
    if (this.#waiting.length > MOST) this.#waiting.shift();
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#frame = 0;
    this.#list.prepend(...this.#waiting.reverse().map(({ said, entry }) => row(said, entry)));
    this.#waiting = [];
    while (this.#list.children.length > MOST) this.#list.lastChild.remove();
  }
}

function row({ from, to, what, outcome, isBad }, entry) {
  const at = new Date(entry.at * 1000);
  const details = h("details", { class: "entry" });
  const party = (name) => h("span", { class: "party" }, t(`party-${name}`));
  const summary = h(
    "summary",
    {},
    h("time", { datetime: at.toISOString() }, at.toLocaleTimeString([], { hour12: false })),
    h("span", { class: "route" }, party(from), to && [" → ", party(to)]),
    h("span", { class: "what" }, what),
    outcome && h("span", { class: isBad ? "outcome bad" : "outcome" }, outcome),
  );
  details.append(summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) {
      details.append(h("pre", { tabindex: "0" }, JSON.stringify(entry, null, 2)));
    }
  });
  return h("li", {}, details);
}
