/** A picture, as large as the window allows. */

import { h, icon, iconButton } from "./dom.js";
import { dialog } from "./popups.js";
import { t } from "./words.js";

/** Opens a picture. */
export function openPicture(address, caption, name) {
  const close = iconButton("close", t("close"), () => box.close(), { autofocus: true });
  const box = dialog("lightbox", { "aria-label": t("picture") }, [
    h(
      "div",
      { class: "lightbox-bar" },
      h("a", { class: "icon-button", href: `${address}?download`, download: name, "aria-label": t("download"), title: t("download") }, icon("down")),
      close,
    ),
    h("img", { src: address, alt: caption || t("picture") }),
    caption && h("p", { dir: "auto" }, caption),
  ]);
  box.querySelector("img").addEventListener("click", () => box.close());
  box.showModal();
}
