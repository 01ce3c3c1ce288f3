/** What can be made to go wrong, and the bot's own life. */

import { h } from "../dom.js";
import { toast } from "../popups.js";
import { ask } from "../server.js";

const GROUPS = { provider: "The provider", telegram: "Telegram" };
const ACTIONS = { kill: "kill −9", stop: "Stop", start: "Start" };
const STATES = {
  ready: "The bot runs.",
  starting: "The bot is starting …",
  killed: "The bot is dead, and comes back in a moment.",
  stopped: "The bot is stopped.",
  ended: "The bot has ended by itself.",
};

export class Switches {
  #store;
  #groups;
  #state;
  #actions;
  element;

  constructor(store) {
    this.#store = store;
    this.#groups = h("div", { class: "switch-groups" });
    this.#state = h("span", { role: "status" });
    this.#actions = Object.entries(ACTIONS).map(([action, label]) =>
      h(
        "button",
        { type: "button", class: action === "kill" ? "button danger" : "button", data: { action }, on: { click: () => this.#act(action) } },
        label,
      ),
    );
    this.element = h(
      "section",
      { class: "switches", "aria-label": "Switches" },
      h("h3", {}, "What goes wrong"),
      this.#groups,
      h("div", { class: "bot-life" }, this.#state, h("span", { class: "bot-actions" }, this.#actions)),
    );
    store.on("state", () => this.#drawAll());
    store.on("entry", ({ source, entry }) => {
      if (source !== "page") return;
      if (entry.event === "switch") this.#mark();
      if (entry.event === "bot") this.#drawBot();
    });
  }

  #drawAll() {
    this.#groups.replaceChildren(
      ...Object.entries(GROUPS).map(([where, title]) =>
        h(
          "fieldset",
          {},
          h("legend", {}, title),
          this.#store.switches.filter((each) => each.where === where).map((each) => this.#switch(each)),
        ),
      ),
    );
    this.#mark();
    this.#drawBot();
  }

  #switch({ name, label, hint }) {
    const click = (event) => this.#turn(name, event.currentTarget.getAttribute("aria-checked") !== "true");
    return h("button", { type: "button", role: "switch", class: "switch", title: hint, data: { name }, on: { click } }, label);
  }

  #mark() {
    for (const { name, on } of this.#store.switches) {
      this.#groups.querySelector(`[data-name="${name}"]`)?.setAttribute("aria-checked", String(on));
    }
  }

  #drawBot() {
    const { state } = this.#store.bot;
    this.#state.textContent = STATES[state] ?? state;
    const possible = { ready: ["kill", "stop"], starting: ["stop"], stopped: ["start"], ended: ["start"], killed: ["start", "stop"] }[state] ?? [];
    for (const button of this.#actions) button.disabled = !possible.includes(button.dataset.action);
  }

  async #turn(name, on) {
    await ask("PUT", `/chat/switches/${name}`, { body: { on } }).catch((refusal) => toast(refusal.message));
  }

  async #act(action) {
    await ask("POST", `/chat/bot/${action}`).catch((refusal) => toast(refusal.message));
  }
}
