/** Photos and files: chosen, pasted, dropped or taken from the samples, then looked at once more and sent. */

import { h, iconButton, sizeInWords } from "./dom.js";
import { prepared } from "./pictures.js";
import { dialog, openMenu, toast } from "./popups.js";
import { ask } from "./server.js";

const MOST_BYTES = 50e6;
const MOST_FILES = 10;

export class Attachments {
  #store;
  #chooser;
  composer = null;

  constructor(store) {
    this.#store = store;
    this.#chooser = h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files to send", tabindex: "-1" });
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
    return iconButton("clip", "Attach a photo or file", (event) => this.#menu(event.currentTarget), {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    });
  }

  /** Shows what will be sent, one after the other. */
  async offer(files) {
    if (files.length > MOST_FILES) toast(`Only the first ${MOST_FILES} files are taken.`);
    for (const file of files.slice(0, MOST_FILES)) {
      if (file.size > MOST_BYTES) toast(`${file.name} has ${sizeInWords(file.size)}; Telegram takes 50 MB from here.`);
      else if (!file.size) toast(`${file.name} is empty.`);
      else if (!(await this.#preview(file))) return;
    }
  }

  #menu(at) {
    const samples = this.#store.samples.map(({ name, label }) => ({
      label,
      picture: `/chat/samples/${name}`,
      act: () => this.#sample(name),
    }));
    openMenu(at, "Attach", [{ label: "Choose a photo or file …", act: () => this.#chooser.click() }, ...samples]);
  }

  async #sample(name) {
    try {
      const response = await fetch(`/chat/samples/${name}`);
      if (response.ok) await this.offer([new File([await response.blob()], `${name}.jpg`, { type: "image/jpeg" })]);
    } catch {
      toast("The sandbox does not answer.");
    }
  }

  #paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.offer(files);
  }

  #listenToDrops() {
    const cover = h("div", { class: "drop", hidden: true, "aria-hidden": "true" }, "Drop it here to send it");
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
      placeholder: "Caption – a command like /remix or /hd goes here",
      "aria-label": "Caption",
      dir: "auto",
      autofocus: true,
    });
    const spoiler = h("input", { type: "checkbox" });
    const asFile = h("input", { type: "checkbox" });
    const close = h("button", { type: "button", class: "button" }, "Cancel");
    const send = h("button", { type: "submit", class: "button primary" }, "Send");
    const form = h(
      "form",
      { method: "dialog" },
      h("h2", {}, picture ? "Send a photo" : "Send a file"),
      address ? h("img", { class: "preview", src: address, alt: "What will be sent" }) : h("p", { class: "file-name" }, h("bdi", {}, file.name), ` (${sizeInWords(file.size)})`),
      caption,
      picture && h("label", {}, spoiler, " Cover it by a spoiler"),
      picture && h("label", {}, asFile, " Send as a file, unchanged"),
      h("div", { class: "dialog-buttons" }, close, send),
    );
    const box = dialog("send", { "aria-label": picture ? "Send a photo" : "Send a file" }, [form]);
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
      toast(`Not sent: ${refusal.message}`);
    }
  }
}
