/** One message: who and when, its blocks or text, files, reactions and the way to its thread. */

import { post } from "./api.js";
import { blocks } from "./blocks.js";
import { ago, clock, wholeMoment } from "./dates.js";
import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { badge, face } from "./faces.js";
import { fileCard } from "./files.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { nameOf, state } from "./state.js";
import { Surface } from "./surface.js";

const surfaces = new Map();

/** `grouped`: it follows one of the same person and goes without the head. `opens(ts)` shows the thread; without it there is none to show. */
export function drawMessage(message, { grouped = false, opens } = {}) {
  const id = `m${message.ts.replace(".", "-")}-${opens ? "c" : "t"}`;
  const content = h("div", { class: "content" }, body(message));
  const head = grouped
    ? null
    : h(
        "div",
        { class: "message-head" },
        h("span", { class: "author" }, nameOf(message.user)),
        badge(message.user),
        h("time", { class: "stamp", title: wholeMoment(message.ts) }, clock(message.ts)),
      );
  return h(
    "div",
    {
      class: classes(message, grouped),
      role: "article",
      tabindex: "-1",
      "aria-labelledby": id,
      dataset: { ts: message.ts },
    },
    h(
      "div",
      { class: "gutter" },
      grouped ? h("time", { class: "stamp stamp-side", title: wholeMoment(message.ts) }, clock(message.ts)) : face(message.user),
    ),
    h(
      "div",
      { class: "message-body", id },
      message.ephemeral && h("div", { class: "private-note" }, icon("eye"), "Only visible to you"),
      message.broadcast && opens && h("div", { class: "private-note" }, "replied to a thread"),
      head,
      content,
      message.files?.map(fileCard),
      reactions(message),
      opens && message.reply_count > 0 && summary(message, opens),
    ),
  );
}

function classes(message, grouped) {
  return ["message", grouped && "grouped", message.ephemeral && "ephemeral", message.system && "system"].filter(Boolean).join(" ");
}

function body(message) {
  const surface = surfaceOf(message);
  if (message.blocks?.length) return blocks(message.blocks, surface);
  const edited = message.edited && !message.bot_id ? h("span", { class: "edited" }, " (edited)") : null;
  return [
    message.text ? h("div", { class: "text" }, mrkdwn(message.text), edited) : null,
    message.attachments?.map((each) => attachment(each, surface)),
  ];
}

function attachment(each, surface) {
  const inside = each.blocks?.length
    ? blocks(each.blocks, surface)
    : [
        each.title && h("strong", {}, each.title_link ? link(each.title_link, each.title) : each.title),
        h("div", {}, mrkdwn(each.text ?? each.fallback ?? "")),
      ];
  return h("div", { class: "attachment" }, inside);
}

/** The surface outlives a redrawing, so that what was chosen in a message stays chosen when it changes. */
function surfaceOf(message) {
  const key = `${message.channel}/${message.ts}`;
  const surface = surfaces.get(key) ?? new Surface({ channel: message.channel, ts: message.ts }, { kind: "message" });
  surfaces.set(key, surface);
  surface.redraw({});
  return surface;
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  const buttons = message.reactions.map(({ name, users, count }) => {
    const mine = users.includes(state.me);
    const toggle = () => post("react", { channel: message.channel, ts: message.ts, name, remove: mine });
    const label = `${name.replaceAll("_", " ")}: ${users.map(nameOf).join(", ")}`;
    return h(
      "button",
      { type: "button", class: "reaction", "aria-pressed": String(mine), "aria-label": label, title: label, onclick: toggle },
      emoji(name) ?? `:${name}:`,
      h("span", {}, count),
    );
  });
  return h("div", { class: "reactions" }, buttons);
}

function summary(message, opens) {
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const people = (message.reply_users ?? []).slice(0, 3).map((id) => face(id, "face-small"));
  const last = message.latest_reply && h("span", { class: "muted" }, `Last reply ${ago(Number.parseFloat(message.latest_reply))}`);
  return h(
    "button",
    { type: "button", class: "thread-summary", onclick: () => opens(message.ts) },
    people,
    h("span", { class: "thread-count" }, count),
    last,
  );
}
