/** Where one writes: Enter sends, Shift+Enter begins a line, a text that begins with "/" is a command, files go along. */

import { post, upload } from "./api.js";
import { Completion } from "./completion.js";
import { h, toast } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./popover.js";
import { state } from "./state.js";

const drafts = new Map();
const sent = new Map();

export class Composer {
  /** `where()` is `{channel, thread_ts?}`; `onsend` is called when something goes out. */
  constructor(where, onsend) {
    Object.assign(this, { where, onsend });
    this.files = [];
    this.field = h("textarea", {
      class: "composer-field",
      rows: 1,
      autocomplete: "off",
      oninput: () => this.typed(),
      onkeydown: (event) => this.key(event),
      onblur: () => this.completion.close(),
      onpaste: (event) => this.pasted(event),
    });
    this.completion = new Completion(this.field, () => this.typed());
    this.hint = h("div", { class: "composer-hint", "aria-live": "polite" });
    this.kept = h("div", { class: "composer-files" });
    this.picker = h("input", {
      type: "file",
      multiple: true,
      hidden: true,
      onchange: (event) => this.attach([...event.target.files]),
    });
    this.button = h("button", { type: "submit", class: "send", "aria-label": "Send", disabled: true }, icon("send"));
    this.root = h(
      "form",
      {
        class: "composer",
        onsubmit: (event) => (event.preventDefault(), this.send()),
        ondragover: (event) => event.preventDefault(),
        ondrop: (event) => this.dropped(event),
      },
      this.completion.list,
      h(
        "div",
        { class: "composer-box" },
        this.field,
        this.kept,
        h(
          "div",
          { class: "composer-row" },
          this.tool("plus", "Attach a file", () => this.picker.click()),
          this.tool("bolt", "Commands and shortcuts", (event) => this.shortcuts(event.currentTarget), {
            "aria-haspopup": "menu",
            "aria-expanded": "false",
          }),
          this.hint,
          this.button,
        ),
        this.picker,
      ),
    );
  }

  /** Another channel or thread: its own draft and name. */
  moved(label) {
    this.field.placeholder = label;
    this.field.setAttribute("aria-label", label);
    this.field.value = drafts.get(this.draftKey()) ?? "";
    this.files = [];
    this.drawFiles();
    this.typed({ quiet: true });
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  /** Put a text in, for the person to send or to change. */
  fill(words) {
    this.field.value = words;
    this.field.setSelectionRange(words.length, words.length);
    this.typed({ quiet: true });
    this.focus();
  }

  draftKey() {
    const { channel, thread_ts: thread } = this.where();
    return `${channel}/${thread ?? ""}`;
  }

  typed({ quiet = false } = {}) {
    drafts.set(this.draftKey(), this.field.value);
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, innerHeight * 0.4)}px`;
    this.button.disabled = !this.field.value.trim() && !this.files.length;
    this.drawHint();
    if (quiet) this.completion.close();
    else this.completion.update();
  }

  drawHint() {
    const command = state.commands.find((each) => this.field.value.startsWith(`${each.command} `));
    const words =
      command && !this.field.value.slice(command.command.length).trim()
        ? `${command.description}, such as “${command.usage_hint}”`
        : "";
    if (this.hint.textContent !== words) this.hint.textContent = words;
  }

  key(event) {
    if (event.isComposing) return;
    if (this.completion.key(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      return this.send();
    }
    if (event.key === "ArrowUp" && !this.field.value && sent.has(this.draftKey())) {
      event.preventDefault();
      this.fill(sent.get(this.draftKey()));
    }
    return undefined;
  }

  async send() {
    const words = this.field.value.trim();
    const files = this.files;
    if (!words && !files.length) return;
    const key = this.draftKey();
    sent.set(key, words);
    this.onsend();
    this.files = [];
    this.drawFiles();
    this.field.value = "";
    this.typed({ quiet: true });
    const command = /^(\/\S+)\s*([\s\S]*)$/.exec(words);
    const answer = command
      ? await post("command", { ...this.where(), command: command[1], text: command[2] })
      : await post("say", { ...this.where(), text: words, ...(files.length ? { files: files.map(({ id }) => id) } : {}) });
    if (answer.ok || (command?.[1] && answer.error !== "no_server")) return;
    toast(answer.message || "The message was not sent.");
    if (key === this.draftKey() && !this.field.value) this.fill(words);
  }

  async attach(given) {
    this.picker.value = "";
    for (const file of given) {
      const answer = await upload(file);
      if (answer.ok) this.files.push(answer.file);
      else toast(answer.message || `${file.name} was not uploaded.`);
    }
    this.drawFiles();
    this.typed({ quiet: true });
    this.focus();
  }

  pasted(event) {
    const given = [...event.clipboardData.files];
    if (!given.length) return;
    event.preventDefault();
    this.attach(given);
  }

  dropped(event) {
    event.preventDefault();
    this.attach([...event.dataTransfer.files]);
  }

  drawFiles() {
    this.kept.replaceChildren(
      ...this.files.map((file) => {
        const remove = () => {
          this.files = this.files.filter((each) => each !== file);
          this.drawFiles();
          this.typed({ quiet: true });
        };
        return h(
          "span",
          { class: "chip" },
          icon("file"),
          file.name,
          h("button", { type: "button", class: "chip-close", "aria-label": `Remove ${file.name}`, onclick: remove }, icon("close")),
        );
      }),
    );
  }

  tool(name, label, run, more = {}) {
    return h(
      "button",
      { type: "button", class: "icon-button", "aria-label": label, title: label, onclick: run, ...more },
      icon(name),
    );
  }

  shortcuts(anchor) {
    const global = state.shortcuts
      .filter(({ type }) => type === "global")
      .map(({ name, description, callback_id }) => ({
        label: name,
        detail: description,
        run: () => post("shortcut", { callback_id, channel: this.where().channel }),
      }));
    const commands = state.commands.map(({ command, description }) => ({
      label: command,
      detail: description,
      run: () => this.fill(`${command} `),
    }));
    openMenu(
      anchor,
      global.length && commands.length ? [...global, "-", ...commands] : [...global, ...commands],
      "Commands and shortcuts",
    );
  }
}
