/** A photo, perhaps under a cover. */

import { h } from "../dom.js";
import { openPicture } from "../lightbox.js";
import { t } from "../words.js";

const WIDEST = 360;
const HIGHEST = 420;

/** Returns the photo, which opens large when it is pressed. */
export function photo(message) {
  const address = `/chat/files/${message.file_id}`;
  const scale = Math.min(WIDEST / message.width, HIGHEST / message.height, 1);
  const caption = message.caption ?? "";
  const first = caption.split("\n")[0];
  const image = h("img", {
    src: address,
    alt: first || t("kind-photo"),
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
      "aria-label": first ? t("open-photo-of", { caption: first }) : t("open-photo"),
      on: { click: () => openPicture(address, caption, `photo-${message.message_id}.jpg`) },
    },
    image,
  );
  return message.spoiler ? covered(open) : open;
}

function covered(open) {
  const cover = h("button", { type: "button", class: "photo cover", "aria-label": t("covered") });
  const inside = open.firstChild;
  inside.alt = "";
  cover.append(inside, h("span", { class: "cover-words", "aria-hidden": "true" }, t("spoiler")));
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
