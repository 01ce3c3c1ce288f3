/** Where links lead: those to the bot stay on this page, others open beside it, and those of no known kind nowhere. */

import { h } from "./dom.js";

const OPENED = new Set(["http:", "https:", "mailto:"]);

/** Called with a deep link's `{start, startgroup}`; set once by the page. */
export const deepLinks = { username: "", open: () => {} };

/** Returns a link, or only its words where it is of a kind that is not opened. */
export function linkTo(url, children, attributes = {}) {
  const address = parse(url);
  if (!address) return h("span", attributes, children);
  const deep = deepLinkOf(address);
  const link = h("a", { href: address.href, target: "_blank", rel: "noopener noreferrer", ...attributes }, children);
  if (deep) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      deepLinks.open(deep);
    });
  }
  return link;
}

function parse(url) {
  try {
    const address = new URL(url);
    return OPENED.has(address.protocol) || address.protocol === "tg:" ? address : null;
  } catch {
    return null;
  }
}

/** Returns what a link asks of the bot, or null if it leads elsewhere. */
function deepLinkOf(address) {
  const query = address.searchParams;
  const isShort = ["t.me", "telegram.me"].includes(address.hostname);
  const name = isShort ? address.pathname.slice(1) : query.get("domain");
  if (!(isShort || address.protocol === "tg:") || name?.toLowerCase() !== deepLinks.username.toLowerCase()) return null;
  return { start: query.get("start") ?? "", startgroup: query.get("startgroup") };
}
