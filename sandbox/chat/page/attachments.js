/** Photos and files: chosen, pasted, dropped or taken from the samples, then looked at once more and sent. */

import { h, iconButton, sizeInWords } from "./dom.js";
import { prepared } from "./pictures.js";
import { dialog, openMenu, toast } from "./popups.js";
import { ask } from "./server.js";
import { t } from "./words.js";

const MOST_BYTES = 50e6;
const MOST_FILES = 10;

export class Attachments {
  #store;
  #chooser;
  composer = null;

  constructor(store) {
    this.#store = store;
    this.#chooser = h("input", { type: "file", multiple: true, hidden: true, "aria-label": t("files-to-send"), tabindex: "-1" });
    this.#chooser.addEventListener("change", () => {
      this.offer([...this.#chooser.files]);
      this.#chooser.value = "";
    });
    document.body.append(this.#chooser);
    document.addEventListener("paste", (event) => this.#paste(event));
    this.#listenToDrops();
  }

  /** Returns the button that asks for files. */
  button() {
    return iconButton("clip", t("attach"), (event) => this.#menu(event.currentTarget), {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    });
  }

  /** Shows what will be sent, one after the other. */
  async offer(files) {
    if (files.length > MOST_FILES) toast(t("too-many-files", { most: MOST_FILES }));
    for (const file of files.slice(0, MOST_FILES)) {
      if (file.size > MOST_BYTES) toast(t("file-too-large", { name: file.name, size: sizeInWords(file.size) }));
      else if (!file.size) toast(t("file-empty", { name: file.name }));
      else if (!(await this.#preview(file))) return;
    }
  }

  #menu(at) {
    const samples = this.#store.samples.map((name) => ({
      label: t(`sample-${name}`),
      picture: `/chat/samples/${name}`,
      act: () => this.#sample(name),
    }));
    openMenu(at, t("attach"), [{ label: t("choose-file"), act: () => this.#chooser.click() }, ...samples]);
  }

  async #sample(name) {
    try {
      const response = await fetch(`/chat/samples/${name}`);
      if (response.ok) await this.offer([new File([await response.blob()], `${name}.jpg`, { type: "image/jpeg" })]);
    } catch {
      toast(t("no-answer"));
    }
  }

  #paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.offer(files);
  }

  #listenToDrops() {
    const cover = h("div", { class: "drop", hidden: true, "aria-hidden": "true" }, t("drop-here"));
    document.body.append(cover);
    let depth = 0;
    const isFiles = (event) => event.dataTransfer?.types.includes("Files");
    document.addEventListener("dragenter", (event) => {
      if (!isFiles(event)) return;
      depth += 1;
      cover.hidden = false;
    });
    document.addEventListener("dragleave", () => {
      depth = Math.max(0, depth - 1);
      cover.hidden = depth === 0;
    });
    document.addEventListener("dragover", (event) => isFiles(event) && event.preventDefault());
    document.addEventListener("drop", (event) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      depth = 0;
      cover.hidden = true;
      if (!document.querySelector("dialog[open]")) this.offer([...event.dataTransfer.files]);
    });
  }

  async #preview(file) {
    const picture = await prepared(file);
    const address = picture && URL.createObjectURL(picture);
    const caption = h("textarea", {
      rows: "2",
      maxlength: "1024",
      placeholder: t("caption-hint"),
      "aria-label": t("caption"),
      dir: "auto",
      autofocus: true,
    });
    const spoiler = h("input", { type: "checkbox" });
    const asFile = h("input", { type: "checkbox" });
    const close = h("button", { type: "button", class: "button" }, t("cancel"));
    const send = h("button", { type: "submit", class: "button primary" }, t("send"));
    const title = t(picture ? "send-photo" : "send-file");
    const form = h(
      "form",
      { method: "dialog" },
      h("h2", {}, title),
      address ? h("img", { class: "preview", src: address, alt: t("will-be-sent") }) : h("p", { class: "file-name" }, h("bdi", {}, file.name), ` (${sizeInWords(file.size)})`),
      caption,
      picture && h("label", {}, spoiler, " ", t("cover-it")),
      picture && h("label", {}, asFile, " ", t("as-file")),
      h("div", { class: "dialog-buttons" }, close, send),
    );
    const box = dialog("send", { "aria-label": title }, [form]);
    close.addEventListener("click", () => box.close());
    caption.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        form.requestSubmit(send);
      }
    });
    box.showModal();
    return new Promise((resolve) => {
      form.addEventListener("submit", () => {
        const isPhoto = picture !== null && !asFile.checked;
        this.#send(isPhoto ? picture : file, { isPhoto, name: file.name, caption: caption.value, spoiler: spoiler.checked });
        resolve(true);
      });
      box.addEventListener("close", () => {
        if (address) URL.revokeObjectURL(address);
        this.composer.focus();
        resolve(false);
      });
    });
  }

  async #send(data, { isPhoto, name, caption, spoiler }) {
    const { chatId } = this.#store.place;
    const query = { ...this.composer.where, caption: caption.trim() || null };
    if (isPhoto) query.spoiler = spoiler ? "yes" : null;
    else Object.assign(query, { name, mime_type: data.type || null });
    this.composer.done();
    try {
      await ask("POST", `/sandbox/chats/${chatId}/${isPhoto ? "photos" : "documents"}`, { data, query });
    } catch (refusal) {
      toast(t("not-sent", { why: refusal.message }));
    }
  }
}
