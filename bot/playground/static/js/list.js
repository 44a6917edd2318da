/** A list of messages: a channel's or a thread's. Changes touch only the message that changed. */

import { dayOf, dayTitle } from "./dates.js";
import { announce, focusMark, h, refocus } from "./dom.js";
import { drawMessage } from "./message.js";
import { spoken } from "./mrkdwn.js";
import { nameOf, state } from "./state.js";

const TOGETHER = 300;
const NEAR = 60;
const SAID = 300;

export class MessageList {
  /** `wants(message)`: whether it belongs here. `opens(ts)`: shows a thread. */
  constructor(label, { wants, opens }) {
    this.wants = wants;
    this.opens = opens;
    this.shown = [];
    this.elements = new Map();
    this.list = h("div", {
      class: "messages",
      role: "log",
      "aria-live": "off",
      "aria-label": label,
      onkeydown: (event) => this.walk(event),
    });
    this.scroller = h(
      "div",
      { class: "scroller", tabindex: "-1", onscroll: () => this.scrolled() },
      h("div", { class: "spring" }),
      this.list,
    );
    this.jump = h("button", { type: "button", class: "jump", hidden: true, onclick: () => this.toEnd() }, "New messages ↓");
    this.root = h("div", { class: "pane" }, this.scroller, this.jump);
    this.atEnd = true;
    this.top = 0;
    // Pictures load and far messages get their true height when they come near: whoever reads the end stays there.
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.list);
  }

  /** Draw everything anew. `unreadFrom`: above the first message after it a line says "New". */
  draw(messages, { label, unreadFrom, intro } = {}) {
    if (label) this.list.setAttribute("aria-label", label);
    this.shown = messages.filter(this.wants);
    this.elements.clear();
    const unread = unreadFrom && this.shown.find((message) => message.ts > unreadFrom && message.user !== state.me);
    const children = this.shown.flatMap((message, at) => {
      const line =
        message === unread && this.shown[0] !== message
          ? [h("div", { class: "new-line", role: "separator" }, h("span", {}, "New"))]
          : [];
      return [...this.divider(at), ...line, this.build(message, at)];
    });
    this.list.replaceChildren(...[intro].filter(Boolean), ...children);
    this.lastTab();
    this.toEnd();
  }

  /** A message came or changed. */
  put(message) {
    if (!this.wants(message)) return this.drop(message.ts);
    const old = this.elements.get(message.ts);
    const at = old ? this.shown.findIndex(({ ts }) => ts === message.ts) : this.placeOf(message);
    this.shown.splice(at, old ? 1 : 0, message);
    if (old) this.replace(old, message, at);
    else this.insert(message, at);
    return undefined;
  }

  /** A message went away. */
  drop(ts) {
    const at = this.shown.findIndex((message) => message.ts === ts);
    if (at < 0) return;
    const element = this.elements.get(ts);
    const focused = element.contains(document.activeElement);
    this.shown.splice(at, 1);
    this.elements.delete(ts);
    const day = element.previousElementSibling;
    element.remove();
    if (day?.matches(".day") && !day.nextElementSibling?.matches(".message")) day.remove();
    const next = this.shown[at];
    if (next) this.replace(this.elements.get(next.ts), next, at);
    this.lastTab();
    if (focused) (this.elements.get((next ?? this.shown.at(-1))?.ts) ?? this.scroller).focus();
  }

  /** Show one message and put the focus on it. */
  reveal(ts) {
    const element = this.elements.get(ts);
    if (!element) return;
    this.atEnd = false;
    element.scrollIntoView({ block: "center" });
    element.classList.add("revealed");
    element.focus({ preventScroll: true });
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.atEnd = true;
    this.jump.hidden = true;
  }

  insert(message, at) {
    const fresh = this.build(message, at);
    const before = this.elements.get(this.shown[at + 1]?.ts) ?? null;
    this.list.insertBefore(fresh, before);
    for (const day of this.divider(at)) this.list.insertBefore(day, fresh);
    this.lastTab();
    if (message.user === state.me && !before) this.toEnd();
    else if (!this.atEnd) this.jump.hidden = false;
    if (message.user !== state.me) announce(`${nameOf(message.user)}: ${spoken(message.text ?? "").slice(0, SAID)}`);
  }

  replace(old, message, at) {
    const mark = focusMark(old);
    const tab = old.tabIndex;
    const fresh = this.build(message, at);
    fresh.tabIndex = tab;
    old.replaceWith(fresh);
    if (mark && !refocus(fresh, mark)) fresh.focus({ preventScroll: true });
    if (mark) announce(spoken(message.text ?? "").slice(0, SAID));
  }

  build(message, at) {
    const element = drawMessage(message, { grouped: follows(this.shown[at - 1], message), opens: this.opens });
    this.elements.set(message.ts, element);
    return element;
  }

  /** The line with the day's name, where a day begins. */
  divider(at) {
    const [before, message] = [this.shown[at - 1], this.shown[at]];
    if (before && dayOf(before.ts) === dayOf(message.ts)) return [];
    return [h("div", { class: "day", role: "separator", "aria-label": dayTitle(message.ts) }, h("span", {}, dayTitle(message.ts)))];
  }

  placeOf(message) {
    let at = this.shown.length;
    while (at > 0 && this.shown[at - 1].ts > message.ts) at -= 1;
    return at;
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    // Only going up leaves the end: when the list grows under the reader, the end moves, not they.
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.atEnd = true;
    else if (scrollTop < this.top) this.atEnd = false;
    this.top = scrollTop;
    if (this.atEnd) this.jump.hidden = true;
  }

  /** One message can be reached by Tab, the last one had or else the newest; arrow keys go on from there. */
  lastTab() {
    if (this.list.querySelector('.message[tabindex="0"]')) return;
    const last = this.elements.get(this.shown.at(-1)?.ts);
    if (last) last.tabIndex = 0;
  }

  walk(event) {
    const here = event.target;
    if (!here.matches?.(".message")) return;
    const all = this.shown.map(({ ts }) => this.elements.get(ts));
    const at = all.indexOf(here);
    const to = { ArrowUp: all[at - 1], ArrowDown: all[at + 1], Home: all[0], End: all.at(-1) }[event.key];
    if (!to) return;
    event.preventDefault();
    here.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
    to.scrollIntoView({ block: "nearest" });
  }
}

/** Whether a message goes under the one before without a head of its own. */
function follows(before, message) {
  if (!before || before.user !== message.user || before.system || message.system || message.ephemeral || before.ephemeral)
    return false;
  const gap = Number.parseFloat(message.ts) - Number.parseFloat(before.ts);
  return gap < TOGETHER && dayOf(before.ts) === dayOf(message.ts) && !message.broadcast && !before.reply_count;
}
