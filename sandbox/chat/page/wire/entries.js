/** One line for each thing that is said between the bot, Telegram and the provider. */

const TELEGRAM = {
  update: ({ update, queued }) => ({
    from: "Telegram",
    to: "bot",
    what: updateWords(update),
    outcome: queued ? "" : "not asked for",
  }),
  call: (entry) => {
    if (entry.method === "getUpdates") return null;
    return {
      from: "bot",
      to: "Telegram",
      what: entry.method + words(textOf(entry.params)),
      outcome: entry.ok && entry.status === 200 ? "✓" : `${entry.status ?? "cut off"} ${entry.description ?? ""}`,
      isBad: !entry.ok,
    };
  },
  fetch: ({ status, error }) => ({
    from: "Telegram",
    to: "provider",
    what: "GET the picture",
    outcome: error ?? String(status),
    isBad: status !== 200,
  }),
  delete: ({ by_bot: byBot }) => (byBot ? null : { from: "person", to: "Telegram", what: "deletes a message" }),
};

const PROVIDER = {
  submit: ({ path, params, status, fault }) => ({
    from: "bot",
    to: "provider",
    what: `POST ${path}${words(params?.text)}`,
    outcome: `${status ?? "cut off"}${fault ? ` (${fault})` : ""}`,
    isBad: status !== 200,
  }),
  photo: ({ status }) => ({ from: "provider", to: "bot", what: "GET the photo", outcome: String(status ?? ""), isBad: status !== 200 }),
  callback: ({ body, status, attempt, ok }) => ({
    from: "provider",
    to: "bot",
    what: `callback: ${verdict(body)}${attempt > 1 ? `, attempt ${attempt}` : ""}`,
    outcome: String(status ?? "no answer"),
    isBad: !ok,
  }),
  query: ({ status }) => ({ from: "bot", to: "provider", what: "query-image", outcome: status }),
  cdn: ({ status }) => ({ from: "bot", to: "provider", what: "GET the picture", outcome: String(status ?? "") }),
};

const PAGE = {
  bot: ({ state, seconds, code }) => ({
    from: "bot",
    what: { killed: "killed with SIGKILL", ended: `ended by itself, code ${code}`, ready: `ready after ${seconds} s` }[state] ?? state,
    isBad: state === "killed" || state === "ended",
    outcome: state === "ready" ? "✓" : state,
  }),
  switch: ({ label, on }) => ({ from: "person", what: `switch: ${label}`, outcome: on ? "on" : "off" }),
};

const TABLES = { telegram: TELEGRAM, provider: PROVIDER, page: PAGE };

/** Returns `{from, to, what, outcome, isBad}` of what is worth a line, or null. */
export function described(source, entry) {
  return TABLES[source][entry.event]?.(entry) ?? null;
}

/** Returns what a callback says of an order, in a word. */
export function verdict(body) {
  const data = body?.data;
  if (!data) return "unreadable";
  if (["pending", "working"].includes(data.status)) return data.status;
  if (body.success === false || data.status === "exception") return "failed";
  if (!data.safe) return data.reason ? `refused (${data.reason})` : "refused";
  return data.cdn || data.cos ? "picture" : "empty";
}

function updateWords(update) {
  const kind = Object.keys(update).find((name) => name !== "update_id");
  const content = update[kind] ?? {};
  if (kind === "callback_query") return `press${words(content.data)}`;
  return kind + words(textOf(content));
}

const textOf = (holder) => holder?.text ?? holder?.caption ?? holder?.media?.caption;

const words = (text) => {
  if (typeof text !== "string" || !text) return "";
  const line = text.replace(/<[^>]*>/g, "").replace(/\s+/g, " ");
  return ` “${line.length > 60 ? `${line.slice(0, 59)}…` : line}”`;
};
