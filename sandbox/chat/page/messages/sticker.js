/** A sticker: drawn if it stands still, named if it moves. */

import { h } from "../dom.js";
import { t } from "../words.js";

/** Returns the sticker. */
export function sticker(message) {
  return h("img", { class: "sticker", src: `/chat/files/${message.file_id}`, alt: t("kind-sticker"), width: 160, height: 160 });
}
