/** Speaks to the sandbox: acts by requests, and hears by one event stream. */

import { t } from "./words.js";

/** What the sandbox has refused, in its words. */
class Refusal extends Error {}

/**
 * Sends a request.
 *
 * @param {string} method - The HTTP method.
 * @param {string} path - Where to.
 * @param {object} [given] - `body` (sent as JSON), `data` (sent as it is), `query` (null and undefined are left out).
 * @throws {Refusal} It was refused, or the server is away.
 */
export async function ask(method, path, { body, data, query = {} } = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const address = given.length ? `${path}?${new URLSearchParams(given)}` : path;
  const headers = body === undefined ? {} : { "Content-Type": "application/json" };
  let response;
  try {
    response = await fetch(address, { method, headers, body: body === undefined ? data : JSON.stringify(body) });
  } catch {
    throw new Refusal(t("no-answer"));
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(inWords(answer.error) || t("answered", { status: response.status }));
  return answer;
}

function inWords(error) {
  return String(error ?? "").replace(/^\w+: /, "").replace(/^Bad Request: /, "");
}

const RETRY_FIRST = 300;
const RETRY_LAST = 3000;

/**
 * Hears what happens, and goes on where it was after every break.
 *
 * @param {object} heard - `event(told)`, `lost()`, `back()`, and `reset()` where the server is another one.
 */
export class EventStream {
  #heard;
  #source = null;
  #after = "";
  #wait = RETRY_FIRST;
  #timer = 0;

  constructor(heard) {
    this.#heard = heard;
  }

  /** Listens from an event on. */
  start(after) {
    this.#after = after;
    this.#open();
  }

  #open() {
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = new EventSource(`/chat/events?after=${encodeURIComponent(this.#after)}`);
    this.#source = source;
    source.onopen = () => {
      this.#wait = RETRY_FIRST;
      this.#heard.back();
    };
    source.onmessage = (message) => {
      this.#after = message.lastEventId;
      this.#heard.event(JSON.parse(message.data));
    };
    source.addEventListener("reset", () => {
      source.close();
      this.#heard.reset();
    });
    source.onerror = () => this.#lost();
  }

  #lost() {
    this.#source?.close();
    this.#heard.lost();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, RETRY_LAST);
  }
}
