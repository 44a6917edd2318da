/** The thread at the side: its first message, the replies, and a composer of its own. */

import { Composer } from "./composer.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList } from "./list.js";
import { channelName, on, state, threadOf } from "./state.js";
import { followMessages } from "./toolbar.js";

export class ThreadPane {
  constructor({ inspect, onclose }) {
    this.at = null;
    this.list = new MessageList("Thread", { wants: (message) => this.holds(message) });
    followMessages(this.list.list, () => this.at?.channel, { inspect });
    this.composer = new Composer(
      () => ({ channel: this.at.channel, thread_ts: this.at.ts }),
      () => this.list.toEnd(),
    );
    this.title = h("span", { class: "topic" });
    const close = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close the thread", onclick: onclose },
      icon("close"),
    );
    this.root = h(
      "aside",
      { class: "side thread", "aria-label": "Thread", hidden: true },
      h("header", { class: "side-head" }, h("h2", {}, "Thread"), this.title, close),
      this.list.root,
      this.composer.root,
    );
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || document.querySelector(":popover-open, dialog[open]")) return;
      onclose();
    });
    on("message", (push) => this.take(push));
    on("message_changed", (push) => this.take(push));
    on("message_deleted", ({ channel, ts }) => channel === this.at?.channel && this.list.drop(ts));
  }

  /** Show a thread, or nothing. */
  show(at, { focus = false } = {}) {
    const same = this.at?.ts === at?.ts && this.at?.channel === at?.channel;
    this.at = at;
    this.root.hidden = !at;
    if (!at || (same && !focus)) return;
    this.title.textContent = channelName(state.channels.get(at.channel));
    this.redraw();
    this.composer.moved("Reply…");
    if (focus) this.composer.focus();
  }

  redraw() {
    if (this.at) this.list.draw(threadOf(this.at.channel, this.at.ts));
  }

  take({ channel, message }) {
    if (channel === this.at?.channel && this.holds(message)) this.list.put(message);
  }

  holds(message) {
    return message.ts === this.at?.ts || message.thread_ts === this.at?.ts;
  }
}
