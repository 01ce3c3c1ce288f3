/** A picture, as large as the window allows. */

import { h, icon, iconButton } from "./dom.js";
import { dialog } from "./popups.js";

/** Opens a picture. */
export function openPicture(address, caption, name) {
  const close = iconButton("close", "Close", () => box.close(), { autofocus: true });
  const box = dialog("lightbox", { "aria-label": "Picture" }, [
    h(
      "div",
      { class: "lightbox-bar" },
      h("a", { class: "icon-button", href: `${address}?download`, download: name, "aria-label": "Download", title: "Download" }, icon("down")),
      close,
    ),
    h("img", { src: address, alt: caption || "Picture" }),
    caption && h("p", { dir: "auto" }, caption),
  ]);
  box.querySelector("img").addEventListener("click", () => box.close());
  box.showModal();
}
