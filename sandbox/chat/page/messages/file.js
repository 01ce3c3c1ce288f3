/** A document: its preview if it has one, its name and its size; it downloads when it is pressed. */

import { h, icon, sizeInWords } from "../dom.js";

/** Returns the document. */
export function file(message) {
  const name = message.file_name ?? "file";
  const preview = message.thumbnail_id
    ? h("img", { src: `/chat/files/${message.thumbnail_id}`, alt: "", decoding: "async" })
    : icon("file");
  return h(
    "a",
    { class: "file", href: `/chat/files/${message.file_id}?download`, download: name },
    h("span", { class: "file-preview" }, preview),
    h("span", { class: "file-words" }, h("bdi", { class: "file-name" }, name), h("span", {}, sizeInWords(message.file_size))),
  );
}
