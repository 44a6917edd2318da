/** The side of the page: the workspace, its channels, direct messages and the app; and who one is. */

import { h } from "./dom.js";
import { badge, face } from "./faces.js";
import { icon } from "./icons.js";
import { openMenu } from "./popover.js";
import { channelName, nameOf, on, personOf, state } from "./state.js";

export class Sidebar {
  /** `current()` is the id of what is shown; `talk(user)` opens a direct message. */
  constructor({ current, talk }) {
    this.current = current;
    this.talk = talk;
    this.team = h("div", { class: "team" });
    this.nav = h("nav", { "aria-label": "Channels and messages" });
    this.me = h("div", { class: "me" });
    this.root = h("aside", { class: "sidebar", "aria-label": "Workspace" }, this.team, this.nav, this.me);
    for (const type of ["loaded", "channel", "message"]) on(type, () => this.draw());
  }

  draw() {
    const all = [...state.channels.values()];
    const focused = this.nav.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const app = all.find((channel) => channel.kind === "im" && channel.user === state.bot.user);
    const direct = all.filter((channel) => channel.kind === "im" && channel !== app);
    const others = [...state.people.values()].filter(
      (person) => person.playable && person.id !== state.me && !direct.some(({ user }) => user === person.id),
    );
    this.team.replaceChildren(h("strong", {}, state.team.name));
    this.nav.replaceChildren(
      section(
        "Channels",
        all
          .filter((channel) => channel.kind !== "im")
          .sort((one, other) => one.name.localeCompare(other.name))
          .map((channel) => this.row(channel)),
      ),
      section("Direct messages", [...direct.map((channel) => this.row(channel)), ...others.map((person) => this.stranger(person))]),
      section("Apps", app ? [this.row(app)] : [this.appHome()]),
    );
    if (focused) this.nav.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
    this.drawMe();
  }

  row(channel) {
    const app = channel.user === state.bot.user;
    const here = this.current() === channel.id || (app && this.current() === "home");
    const sign = channel.kind === "im" ? face(channel.user, "face-small") : icon(channel.kind === "private" ? "lock" : "hash");
    const unread = here ? 0 : channel.unread;
    return h(
      "a",
      {
        href: app && state.bot.home_tab && !unread ? "#home" : `#${channel.id}`,
        class: unread ? "place unread" : "place",
        "aria-current": here ? "page" : null,
      },
      sign,
      h("span", { class: "place-name" }, channel.kind === "im" ? channelName(channel) : channel.name),
      unread > 0 && h("span", { class: "count", "aria-label": `${unread} unread` }, channel.kind === "im" ? unread : ""),
    );
  }

  appHome() {
    return h(
      "a",
      { href: "#home", class: "place", "aria-current": this.current() === "home" ? "page" : null },
      face(state.bot.user, "face-small"),
      h("span", { class: "place-name" }, nameOf(state.bot.user)),
    );
  }

  stranger(person) {
    return h(
      "button",
      { type: "button", class: "place", onclick: () => this.talk(person.id) },
      face(person.id, "face-small"),
      h("span", { class: "place-name" }, nameOf(person.id)),
    );
  }

  drawMe() {
    const me = personOf(state.me);
    const people = [...state.people.values()].filter((person) => person.playable);
    const be = (id) => location.assign(`?${new URLSearchParams({ as: id })}${location.hash}`);
    const items = people.map((person) => ({
      label: h("span", {}, person.real_name, " ", badge(person.id)),
      detail: person.title,
      picture: face(person.id),
      checked: person.id === state.me,
      run: () => be(person.id),
    }));
    const open = (event) => openMenu(event.currentTarget, items, "Be somebody else");
    this.me.replaceChildren(
      h(
        "button",
        {
          type: "button",
          class: "me-button",
          "aria-haspopup": "menu",
          "aria-expanded": "false",
          onclick: open,
        },
        face(state.me),
        h("span", { class: "unseen" }, "You are "),
        h("span", { class: "me-words" }, h("strong", {}, me.real_name), h("small", {}, me.title ?? "")),
        h("span", { class: "unseen" }, ". Be somebody else"),
        icon("up"),
      ),
    );
  }
}

const section = (title, rows) =>
  rows.length > 0 &&
  h(
    "section",
    {},
    h("h2", {}, title),
    h(
      "ul",
      {},
      rows.map((row) => h("li", {}, row)),
    ),
  );
