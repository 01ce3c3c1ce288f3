/** One line for each thing that is said between the bot, Telegram and the provider. */

import { joined, t } from "../words.js";

const TELEGRAM = {
  update: ({ update, queued }) => ({
    from: "telegram",
    to: "bot",
    what: updateWords(update),
    outcome: queued ? "" : t("not-asked-for"),
  }),
  call: (entry) => {
    if (entry.method === "getUpdates") return null;
    return {
      from: "bot",
      to: "telegram",
      what: joined(entry.method, words(textOf(entry.params))),
      outcome: entry.ok && entry.status === 200 ? "✓" : joined(entry.status ?? t("cut-off"), entry.description),
      isBad: !entry.ok,
    };
  },
  fetch: ({ status, error }) => ({
    from: "telegram",
    to: "provider",
    what: t("get-picture"),
    outcome: error ?? String(status),
    isBad: status !== 200,
  }),
  delete: ({ by_bot: byBot }) => (byBot ? null : { from: "person", to: "telegram", what: t("deletes") }),
};

const PROVIDER = {
  submit: ({ path, params, status, fault }) => ({
    from: "bot",
    to: "provider",
    what: joined(`POST ${path}`, words(params?.text)),
    outcome: joined(status ?? t("cut-off"), fault && `(${fault})`),
    isBad: status !== 200,
  }),
  photo: ({ status }) => ({ from: "provider", to: "bot", what: t("get-photo"), outcome: String(status ?? ""), isBad: status !== 200 }),
  callback: ({ body, status, attempt, ok }) => ({
    from: "provider",
    to: "bot",
    what: t(attempt > 1 ? "callback-again" : "callback", { verdict: verdict(body), attempt }),
    outcome: String(status ?? t("unanswered")),
    isBad: !ok,
  }),
  query: ({ status }) => ({ from: "bot", to: "provider", what: "query-image", outcome: status }),
  cdn: ({ status }) => ({ from: "bot", to: "provider", what: t("get-picture"), outcome: String(status ?? "") }),
};

const PAGE = {
  bot: ({ state, seconds, code }) => ({
    from: "bot",
    what: t(`entry-${state}`, { code, seconds }),
    isBad: state === "killed" || state === "ended",
    outcome: state === "ready" ? "✓" : "",
  }),
  switch: ({ name, on }) => ({ from: "person", what: t("entry-switch", { label: t(`switch-${name}`) }), outcome: t(on ? "on" : "off") }),
};

const TABLES = { telegram: TELEGRAM, provider: PROVIDER, page: PAGE };

/** Returns `{from, to, what, outcome, isBad}` of what is worth a line, or null. */
export function described(source, entry) {
  return TABLES[source][entry.event]?.(entry) ?? null;
}

/** Returns what a callback says of an order, in a word. */
export function verdict(body) {
  const data = body?.data;
  if (!data) return t("verdict-unreadable");
  if (["pending", "working"].includes(data.status)) return t("verdict-under-way");
  if (body.success === false || data.status === "exception") return t("verdict-failed");
  if (!data.safe) return data.reason ? t("verdict-refused-for", { reason: data.reason }) : t("verdict-refused");
  return t(data.cdn || data.cos ? "verdict-picture" : "verdict-empty");
}

function updateWords(update) {
  const kind = Object.keys(update).find((name) => name !== "update_id");
  const content = update[kind] ?? {};
  if (kind === "callback_query") return joined(t("press"), words(content.data));
  return joined(kind, words(textOf(content)));
}

const textOf = (holder) => holder?.text ?? holder?.caption ?? holder?.media?.caption;

const words = (text) => {
  if (typeof text !== "string" || !text) return "";
  const line = text.replace(/<[^>]*>/g, "").replace(/\s+/g, " ").trim();
  return `“${line.length > 60 ? `${line.slice(0, 59)}…` : line}”`;
};
