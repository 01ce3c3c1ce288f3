/** What can be made to go wrong, and the bot's own life. */

import { h } from "../dom.js";
import { toast } from "../popups.js";
import { ask } from "../server.js";
import { t } from "../words.js";

const GROUPS = ["provider", "telegram"];
const ACTIONS = ["kill", "stop", "start"];

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
    this.#actions = ACTIONS.map((action) =>
      h(
        "button",
        { type: "button", class: action === "kill" ? "button danger" : "button", data: { action }, on: { click: () => this.#act(action) } },
        t(`act-${action}`),
      ),
    );
    this.element = h(
      "section",
      { class: "switches", "aria-label": t("switches") },
      h("h3", {}, t("what-goes-wrong")),
      this.#groups,
      h("div", { class: "bot-life" }, this.#state, h("span", { class: "bot-actions" }, this.#actions)),
    );
    store.on("state", () => this.#drawAll());
    store.on("language", () => this.#drawBot());
    store.on("entry", ({ source, entry }) => {
      if (source !== "page") return;
      if (entry.event === "switch") this.#mark();
      if (entry.event === "bot") this.#drawBot();
    });
  }

  #drawAll() {
    this.#groups.replaceChildren(
      ...GROUPS.map((where) =>
        h(
          "fieldset",
          {},
          h("legend", {}, t(`where-${where}`)),
          this.#store.switches.filter((each) => each.where === where).map((each) => this.#switch(each)),
        ),
      ),
    );
    this.#mark();
    this.#drawBot();
  }

  #switch({ name }) {
    const click = (event) => this.#turn(name, event.currentTarget.getAttribute("aria-checked") !== "true");
    return h("button", { type: "button", role: "switch", class: "switch", title: t(`hint-${name}`), data: { name }, on: { click } }, t(`switch-${name}`));
  }

  #mark() {
    for (const { name, on } of this.#store.switches) {
      this.#groups.querySelector(`[data-name="${name}"]`)?.setAttribute("aria-checked", String(on));
    }
  }

  #drawBot() {
    const { state } = this.#store.bot;
    this.#state.textContent = t(`bot-${state}`);
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
