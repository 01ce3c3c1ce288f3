/** Builds elements. Text is set as text, here and everywhere: no module of this page parses HTML. */

import { keep, Words } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes an element.
 *
 * @param {string} tag - Its name.
 * @param {object} attributes - `class`, `on` (event → handler), `data` (dataset), `style` (custom properties), or any
 *   attribute; true sets an empty one, false, null and undefined leave it out.
 * @param {...(Node|Words|string|null|undefined|false|Array)} children - Texts and elements.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    } else if (name === "data") {
      Object.assign(element.dataset, value);
    } else if (name === "style") {
      for (const [property, set] of Object.entries(value)) element.style.setProperty(property, set);
    } else if (value instanceof Words) {
      keep(element, () => element.setAttribute(name, value));
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  put(element, ...children);
  return element;
}

/** Appends texts and elements, leaving out what is not there. */
export function put(element, ...children) {
  const there = children.flat(Infinity).filter((child) => child || child === 0 || child === "");
  element.append(...there.map((child) => (child instanceof Words ? spoken(element, child) : child)));
}

function spoken(element, words) {
  const text = document.createTextNode("");
  keep(element, () => (text.data = words));
  return text;
}

const ICONS = {
  send: "M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4",
  clip: "m20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 4.8 4.8l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4L14.5 7.3",
  slash: "M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM13.5 8l-3 8",
  close: "M6 6l12 12M18 6 6 18",
  back: "M15 5l-7 7 7 7",
  theme: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  wire: "M3 8h14l-4-4M21 16H7l4 4",
  play: "M7 4.5v15l12-7.5z",
  dots: "M5 12h.01M12 12h.01M19 12h.01",
  down: "M12 5v14M6 13l6 6 6-6",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  reply: "M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6",
  film: "M4 5h16v14H4zM8 5v14M16 5v14M4 12h16",
  link: "M10 14 21 3M15 3h6v6M19 14v6H4V5h6",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
};

/** Returns one of the page's icons; it says nothing to a screen reader. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Returns a button that shows an icon and is called by a name. */
export function iconButton(name, label, click, attributes = {}) {
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click }, ...attributes },
    icon(name),
  );
}

/** Returns a time of day, as people of this browser write it. */
export function clockTime(seconds) {
  const date = new Date(seconds * 1000);
  return h("time", { datetime: date.toISOString() }, date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
}

/** Returns a size in words. */
export function sizeInWords(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
