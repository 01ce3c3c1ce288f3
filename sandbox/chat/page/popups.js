/** What comes up for a moment: toasts, alerts, and menus of a few choices. */

import { h } from "./dom.js";
import { t } from "./words.js";

const TOAST_SECONDS = 4;

/** Shows a line for a few seconds. */
export function toast(text) {
  const shown = h("div", { class: "toast" }, h("bdi", {}, text));
  document.getElementById("toasts").append(shown);
  setTimeout(() => shown.remove(), TOAST_SECONDS * 1000);
}

/** Copies a text, and says so. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("copied"));
  } catch {
    toast(t("not-copied"));
  }
}

/** Shows a text until it is acknowledged. */
export function alertBox(text, { title = "", button = t("ok") } = {}) {
  return new Promise((resolve) => {
    const close = h("button", { type: "button", class: "button primary", autofocus: true }, button);
    const words = h("p", { id: "alert-text", dir: "auto" }, text);
    const box = dialog("alert", { role: "alertdialog", "aria-label": title || "Huabot", "aria-describedby": "alert-text" }, [
      title && h("h2", {}, title),
      words,
      h("div", { class: "dialog-buttons" }, close),
    ]);
    close.addEventListener("click", () => box.close("ok"));
    box.addEventListener("close", () => resolve(box.returnValue === "ok"));
    box.showModal();
  });
}

/** Returns a dialog that is gone once it is closed, by Escape or by a press beside it too. */
export function dialog(kind, attributes, children) {
  const box = h("dialog", { class: `dialog ${kind}`, ...attributes }, h("div", { class: "dialog-body" }, children));
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  return box;
}

/**
 * Opens a menu at a button.
 *
 * @param {Element} at - What it belongs to; the focus returns there.
 * @param {string} label - What the menu is called.
 * @param {object[]} items - Each with `label`, `act()`, perhaps `picture` (an address) and `danger`.
 */
export function openMenu(at, label, items) {
  document.querySelector(".menu")?.remove();
  const rows = items.map(({ label: words, act, picture, danger }) =>
    h(
      "button",
      {
        type: "button",
        role: "menuitem",
        class: danger ? "menu-item danger" : "menu-item",
        tabindex: "-1",
        on: {
          click: () => {
            close();
            act();
          },
        },
      },
      picture && h("img", { src: picture, alt: "", loading: "lazy" }),
      words,
    ),
  );
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label }, rows);
  const outside = (event) => {
    if (!menu.contains(event.target)) close(false);
  };
  const close = (refocus = true) => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    at.setAttribute("aria-expanded", "false");
    if (refocus) at.focus();
  };
  menu.addEventListener("keydown", (event) => {
    const index = rows.indexOf(document.activeElement);
    const moves = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: rows.length - 1 };
    if (event.key in moves) rows.at(moves[event.key] % rows.length).focus();
    else if (event.key === "Escape" || event.key === "Tab") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.body.append(menu);
  at.setAttribute("aria-expanded", "true");
  place(menu, at.getBoundingClientRect());
  document.addEventListener("pointerdown", outside, true);
  rows[0]?.focus();
}

function place(menu, anchor) {
  const { width, height } = menu.getBoundingClientRect();
  const wanted = anchor.right < innerWidth / 2 ? anchor.left : anchor.right - width;
  const left = Math.min(wanted, innerWidth - width - 8);
  const below = anchor.bottom + 6;
  const top = below + height < innerHeight ? below : Math.max(8, anchor.top - height - 6);
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${top}px`;
}
