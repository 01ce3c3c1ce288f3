/** Light, dark, or as the system has it. */

import { recall, remember } from "./store.js";

const NEXT = { system: "light", light: "dark", dark: "system" };

/** Returns the theme that was chosen. */
export const theme = () => document.documentElement.dataset.theme ?? "system";

/** Takes over the theme that was chosen the last time. */
export function restoreTheme() {
  set(recall("theme"));
}

/** Chooses the next one, and returns it. */
export function nextTheme() {
  set(NEXT[theme()]);
  remember("theme", theme());
  return theme();
}

function set(name) {
  if (name === "light" || name === "dark") document.documentElement.dataset.theme = name;
  else delete document.documentElement.dataset.theme;
}
