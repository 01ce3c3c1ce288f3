/** The page's own words, in the language of the person one speaks as; what is shown changes with it. */

import english from "./texts/en.js";

let table = english;
let wanted = "";
const shown = new WeakMap();

/** Words that read differently in another language. */
export class Words {
  #read;

  constructor(read) {
    this.#read = read;
  }

  toString() {
    return this.#read();
  }
}

/** Returns what a key stands for; a name in braces is what is given under it. */
export const t = (key, given = {}) => new Words(() => table[key].replace(/\{(\w+)\}/g, (_, name) => String(given[name])));

/** Returns pieces one behind the other, without those that are empty. */
export const joined = (...pieces) => new Words(() => pieces.map((piece) => String(piece || "")).filter(Boolean).join(" "));

/** Puts words where they are shown, and again in every other language. */
export function keep(element, put) {
  element.dataset.said = "";
  shown.set(element, [...(shown.get(element) ?? []), put]);
  put();
}

/** Speaks another language from now on, once its words are here. */
export async function speak(language) {
  if (language === wanted) return;
  wanted = language;
  const found = await import(`./texts/${language}.js`).catch(() => null);
  if (language !== wanted) return;
  if (!found) {
    wanted = ""; // asked for again the next time
    return;
  }
  table = found.default;
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-said]")) for (const put of shown.get(element)) put();
}
