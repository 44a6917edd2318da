/** For developers: every call between Slack and the app, and the JSON of one message. */

import { post } from "./api.js";
import { h, toast } from "./dom.js";
import { icon } from "./icons.js";
import { on, state } from "./state.js";

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi;

export class DeveloperPane {
  constructor({ onclose }) {
    this.message = null;
    this.typed = "";
    this.calls = h("ol", { class: "calls" });
    this.json = h(
      "div",
      { class: "json-view" },
      h("p", { class: "muted nothing" }, "Point at a message and press { } to see its JSON."),
    );
    const filter = h("input", {
      type: "search",
      class: "data-filter",
      placeholder: "Filter calls",
      "aria-label": "Filter calls",
      oninput: (event) => this.filter(event.target.value),
    });
    this.panels = {
      calls: h(
        "div",
        { class: "dev-panel", role: "tabpanel", "aria-label": "Calls" },
        h("div", { class: "dev-tools" }, filter, ...troubles()),
        this.calls,
      ),
      json: h("div", { class: "dev-panel", role: "tabpanel", "aria-label": "Message" }, this.json),
    };
    this.tabs = { calls: this.tab("calls", "Calls"), json: this.tab("json", "Message JSON") };
    const close = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close the developer panel", onclick: onclose },
      icon("close"),
    );
    this.root = h(
      "aside",
      { class: "side developer", "aria-label": "Developer panel", hidden: true },
      h(
        "header",
        { class: "side-head" },
        h("div", { role: "tablist", class: "tabs", onkeydown: (event) => this.steer(event) }, this.tabs.calls, this.tabs.json),
        close,
      ),
      this.panels.calls,
      this.panels.json,
    );
    on("loaded", () => this.redraw());
    on("call", ({ call }) => this.open && this.calls.prepend(this.row(call)));
    on("message_changed", ({ message }) => message.ts === this.message?.ts && this.show(message));
    this.select("calls");
  }

  get open() {
    return !this.root.hidden;
  }

  toggle(open = !this.open) {
    this.root.hidden = !open;
    this.redraw();
  }

  /** The JSON of a message. */
  inspect(message) {
    this.toggle(true);
    this.select("json");
    this.show(message);
    this.tabs.json.focus();
  }

  show(message) {
    this.message = message;
    this.json.replaceChildren(block("Message", message));
  }

  redraw() {
    if (this.open) this.calls.replaceChildren(...state.calls.toReversed().map((call) => this.row(call)));
  }

  filter(typed) {
    this.typed = typed.trim().toLowerCase();
    for (const row of this.calls.children) row.hidden = !row.dataset.words.includes(this.typed);
  }

  row(call) {
    const words = `${call.name} ${call.kind} ${call.error ?? ""}`.toLowerCase();
    const line = h(
      "summary",
      {},
      h(
        "span",
        { class: `way ${call.direction}`, title: call.direction === "from_bot" ? "The app called Slack" : "Slack called the app" },
        call.direction === "from_bot" ? "app →" : "→ app",
      ),
      h("span", { class: "call-name" }, call.name, call.attempt ? h("small", {}, ` retry ${call.attempt}`) : null),
      h("span", { class: call.ok ? "call-ok" : "call-wrong" }, call.ok ? "ok" : (call.error ?? String(call.status ?? "failed"))),
      h("span", { class: "call-ms" }, `${Math.round(call.ms)} ms`),
    );
    const details = h("details", {}, line);
    // Bodies are long and seldom looked at: they are drawn when a call is opened.
    details.addEventListener(
      "toggle",
      () =>
        details.open &&
        details.children.length === 1 &&
        details.append(block("Request", call.request), block("Response", call.response)),
    );
    return h("li", { dataset: { words }, hidden: !words.includes(this.typed) }, details);
  }

  tab(name, words) {
    return h("button", { type: "button", role: "tab", class: "tab", onclick: () => this.select(name) }, words);
  }

  select(name) {
    for (const each of Object.keys(this.tabs)) {
      this.tabs[each].setAttribute("aria-selected", String(each === name));
      this.tabs[each].tabIndex = each === name ? 0 : -1;
      this.panels[each].hidden = each !== name;
    }
  }

  steer(event) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = event.target === this.tabs.calls ? "json" : "calls";
    this.select(other);
    this.tabs[other].focus();
  }
}

/** What goes wrong with the real Slack now and then, at the press of a button. */
function troubles() {
  const make = (words, said, body) =>
    h(
      "button",
      {
        type: "button",
        class: "button small",
        onclick: async () => toast((await post("trouble", body)).ok ? said : "That did not work."),
      },
      words,
    );
  return [
    make("Rate limit", "The next chat.postMessage is answered 429.", {
      rate_limit: { method: "chat.postMessage", times: 1, retry_after: 2 },
    }),
    make("Reconnect", "All sockets were asked to reconnect.", { refresh: true }),
  ];
}

function block(title, value) {
  const written = JSON.stringify(value, null, 2) ?? "null";
  const copy = async () => {
    await navigator.clipboard.writeText(written);
    toast("Copied.");
  };
  return h(
    "div",
    { class: "json" },
    h("div", { class: "json-head" }, title, h("button", { type: "button", class: "link-button", onclick: copy }, "Copy")),
    h("pre", { tabindex: "0" }, coloured(written)),
  );
}

function coloured(written) {
  const nodes = [];
  let from = 0;
  for (const found of written.matchAll(TOKEN)) {
    nodes.push(written.slice(from, found.index));
    const [whole, string, colon, word] = found;
    const kind = string ? (colon ? "json-key" : "json-text") : word ? "json-word" : "json-number";
    nodes.push(h("span", { class: kind }, string ?? whole), colon ?? "");
    from = found.index + whole.length;
  }
  return [...nodes, written.slice(from)];
}
