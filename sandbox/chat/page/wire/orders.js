/** The orders on their way, as the wire shows them: announced, with the provider, called back, delivered. */

import { h } from "../dom.js";
import { t } from "../words.js";
import { verdict } from "./entries.js";

const STEPS = ["announced", "submitted", "called-back", "told"];
const MOST = 8;
const JOB = /\/callback\/([^./?]+)\./;
const ENDED = new Set(["finished", "exception"]);
const TELLS = new Set(["editMessageMedia", "sendPhoto", "sendDocument", "editMessageText", "editMessageCaption"]);

export class Orders {
  #orders = new Map();
  #list;
  #frame = 0;
  element;

  constructor(store) {
    this.#list = h("ul", { class: "orders" });
    this.element = h("section", { "aria-label": t("orders") }, h("h3", {}, t("orders")), this.#list);
    this.#draw();
    store.on("entry", ({ source, entry }) => this.#take(source, entry));
  }

  #take(source, entry) {
    if (source === "provider" && entry.event === "submit") this.#submitted(entry);
    else if (source === "provider" && entry.event === "callback") this.#calledBack(entry);
    else if (source === "provider" && entry.event === "query") this.#asked(entry);
    else if (source === "telegram" && entry.event === "call" && entry.ok) this.#told(entry);
    else return;
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #submitted(entry) {
    const job = JOB.exec(entry.notify_url ?? "")?.[1];
    if (!job) return;
    const known = this.#orders.get(job) ?? { kind: entry.kind, words: entry.params?.text ?? "" };
    const isTaken = entry.uid !== null;
    const note = isTaken ? t("painting") : t("not-taken", { status: entry.status ?? t("cut-off") });
    this.#orders.set(job, { ...known, uid: entry.uid, step: isTaken ? 2 : 1, note });
    if (this.#orders.size > MOST) this.#orders.delete(this.#orders.keys().next().value);
  }

  #calledBack(entry) {
    const order = this.#orders.get(JOB.exec(entry.url)?.[1]);
    if (!order) return;
    const said = verdict(entry.body);
    if (!entry.ok) order.note = t("not-heard", { attempt: entry.attempt });
    else if (!order.verdict) Object.assign(order, { step: Math.max(order.step, 3), note: said, verdict: said });
    else if (String(said) !== String(order.verdict)) order.note = t("ignored", { first: order.verdict, second: said });
    else order.note = t("told-twice", { said });
  }

  #asked({ uid, status }) {
    const order = [...this.#orders.values()].find((each) => each.uid === uid);
    if (order?.step === 2 && ENDED.has(status)) Object.assign(order, { step: 3, note: t("bot-asked", { status }) });
  }

  #told(entry) {
    if (!TELLS.has(entry.method)) return;
    const keys = (entry.params?.reply_markup?.inline_keyboard ?? []).flat().map((key) => key.callback_data ?? "");
    for (const [job, order] of this.#orders) {
      // What is told may overtake the callback's own entry, which is written once it is answered.
      if (order.step >= 2 && keys.some((data) => data.includes(job))) order.step = 4;
    }
  }

  #draw() {
    this.#frame = 0;
    const rows = [...this.#orders.values()].reverse().map(({ kind, words, step, note }) =>
      h(
        "li",
        { class: "order" },
        h("span", { class: "order-words" }, h("strong", {}, kind), " ", h("bdi", {}, words)),
        h(
          "ol",
          { class: "steps", "aria-label": t("step", { step, steps: STEPS.length, name: t(`step-${STEPS[step - 1]}`) }) },
          STEPS.map((name, index) => h("li", { class: index < step ? "done" : "" }, t(`step-${name}`))),
        ),
        h("span", { class: "note" }, note),
      ),
    );
    this.#list.replaceChildren(...(rows.length ? rows : [h("li", { class: "note" }, t("no-orders"))]));
  }
}
