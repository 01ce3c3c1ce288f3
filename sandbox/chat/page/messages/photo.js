/** A photo, perhaps under a cover. */

import { h } from "../dom.js";
import { openPicture } from "../lightbox.js";

const WIDEST = 360;
const HIGHEST = 420;

/** Returns the photo, which opens large when it is pressed. */
export function photo(message) {
  const address = `/chat/files/${message.file_id}`;
  const scale = Math.min(WIDEST / message.width, HIGHEST / message.height, 1);
  const caption = message.caption ?? "";
  const image = h("img", {
    src: address,
    alt: caption.split("\n")[0] || "Photo",
    width: Math.round(message.width * scale),
    height: Math.round(message.height * scale),
    decoding: "async",
    draggable: "false",
  });
  const open = h(
    "button",
    {
      type: "button",
      class: "photo",
      "aria-label": caption ? `Open photo: ${caption.split("\n")[0]}` : "Open photo",
      on: { click: () => openPicture(address, caption, `photo-${message.message_id}.jpg`) },
    },
    image,
  );
  return message.spoiler ? covered(open) : open;
}

function covered(open) {
  const cover = h("button", { type: "button", class: "photo cover", "aria-label": "Covered photo: show it" });
  const inside = open.firstChild;
  inside.alt = "";
  cover.append(inside, h("span", { class: "cover-words", "aria-hidden": "true" }, "Spoiler"));
  cover.addEventListener(
    "click",
    () => {
      open.append(inside);
      cover.replaceWith(open);
      open.focus();
    },
    { once: true },
  );
  return cover;
}
