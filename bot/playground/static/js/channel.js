/** The middle of the page: a channel or a direct message, its head, its messages and the composer. */

import { post } from "./api.js";
import { Composer } from "./composer.js";
import { h } from "./dom.js";
import { face } from "./faces.js";
import { icon } from "./icons.js";
import { MessageList } from "./list.js";
import { plain } from "./mrkdwn.js";
import { openMenu } from "./popover.js";
import { channelName, inChannel, messagesOf, nameOf, on, state } from "./state.js";
import { followMessages } from "./toolbar.js";

export class ChannelPane {
  /** `opens(ts)` shows a thread, `inspect(message)` its JSON. */
  constructor({ opens, inspect }) {
    this.id = null;
    this.list = new MessageList("Messages", { wants: (message) => inChannel(message), opens });
    followMessages(this.list.list, () => this.id, { opens, inspect });
    this.composer = new Composer(
      () => ({ channel: this.id }),
      () => this.list.toEnd(),
    );
    this.join = h("div", { class: "join" });
    this.root = h("section", { class: "channel" }, this.list.root, this.join, this.composer.root);
    on("message", ({ channel, message }) => channel === this.id && this.came(message));
    on("message_changed", ({ channel, message }) => channel === this.id && this.list.put(message));
    on("message_deleted", ({ channel, ts }) => channel === this.id && this.list.drop(ts));
    on("channel", ({ channel }) => channel.id === this.id && this.drawFoot());
    document.addEventListener("visibilitychange", () => this.read());
  }

  get channel() {
    return state.channels.get(this.id);
  }

  /** Show a channel. */
  show(id) {
    this.id = id;
    const { channel } = this;
    const unreadFrom = channel.unread ? channel.last_read : null;
    this.list.draw(messagesOf(id), { label: `Messages in ${channelName(channel)}`, unreadFrom, intro: this.intro() });
    this.composer.moved(`Message ${channelName(channel)}`);
    this.drawFoot();
    this.read();
  }

  came(message) {
    this.list.put(message);
    this.read();
  }

  /** What is seen is read. */
  read() {
    if (this.id && !this.root.hidden && document.visibilityState === "visible" && this.channel?.unread) {
      this.channel.unread = 0;
      post("read", { channel: this.id });
    }
  }

  drawFoot() {
    const member = this.channel.is_member || this.channel.kind === "im";
    this.composer.root.hidden = !member;
    this.join.hidden = member;
    if (member) return;
    const join = () => post("member", { channel: this.id, user: state.me, in: true });
    this.join.replaceChildren(
      h("p", {}, "You are looking at ", h("strong", {}, channelName(this.channel))),
      h("button", { type: "button", class: "button primary", onclick: join }, "Join the channel"),
    );
  }

  intro() {
    const { channel } = this;
    if (channel.kind === "im") {
      return h(
        "div",
        { class: "intro" },
        face(channel.user, "face-large"),
        h("h2", {}, channelName(channel)),
        h("p", {}, `This conversation is between you and ${nameOf(channel.user)} alone.`),
      );
    }
    return h(
      "div",
      { class: "intro" },
      h("h2", {}, channelName(channel)),
      h("p", {}, channel.topic ? plain(channel.topic) : "The very beginning of this channel."),
    );
  }
}

/** The head of a channel: its name and topic, and who is in it. */
export function channelHead(channel) {
  const sign = channel.kind === "im" ? face(channel.user, "face-small") : icon(channel.kind === "private" ? "lock" : "hash");
  const title = h("h1", {}, sign, channel.kind === "im" ? channelName(channel) : channel.name);
  const topic =
    channel.topic && channel.kind !== "im" ? h("span", { class: "topic", title: channel.topic }, plain(channel.topic)) : null;
  return [
    title,
    topic,
    channel.is_ext_shared && h("span", { class: "badge" }, "SHARED"),
    channel.kind !== "im" && members(channel),
  ];
}

function members(channel) {
  const bot = nameOf(state.bot.user);
  const put = (inside) => post("member", { channel: channel.id, user: state.bot.user, in: inside });
  const people = channel.members
    .filter((id) => id !== state.bot.user)
    .map((id) => ({ label: nameOf(id), detail: state.people.get(id)?.title, picture: face(id, "face-small"), run: () => {} }));
  const app = channel.bot_is_member
    ? { label: `Remove ${bot} from the channel`, danger: true, run: () => put(false) }
    : { label: `Add ${bot} to the channel`, run: () => put(true) };
  const open = (event) => openMenu(event.currentTarget, [...people, "-", app], "Members");
  const label = `${channel.members.length} members`;
  return h(
    "button",
    {
      type: "button",
      class: "head-button",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": label,
      title: label,
      onclick: open,
    },
    icon("people"),
    channel.members.length,
  );
}
