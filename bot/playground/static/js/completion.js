/** What the composer offers while one types: commands after "/", people after "@", channels after "#", emoji after ":". */

import { freshId, h } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { face } from "./faces.js";
import { channelName, nameOf, state } from "./state.js";

const MOST = 8;

const KINDS = [
  { begins: /^\/(\S*)$/, offers: commands },
  { begins: /(?:^|\s)@([\w.-]*)$/, offers: people },
  { begins: /(?:^|\s)#([\w-]*)$/, offers: channels },
  { begins: /(?:^|\s):([a-z0-9_+-]{2,})$/, offers: signs },
];

/** A listbox that belongs to a text field. `onchange` is called when something was put in. */
export class Completion {
  constructor(field, onchange) {
    Object.assign(this, { field, onchange, offers: [], active: 0, from: 0 });
    this.list = h("div", {
      id: freshId("completion"),
      class: "completion",
      role: "listbox",
      "aria-label": "Suggestions",
      hidden: true,
    });
    field.setAttribute("aria-controls", this.list.id);
    field.setAttribute("aria-autocomplete", "list");
  }

  get open() {
    return !this.list.hidden;
  }

  /** Look at what stands before the caret. */
  update() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const kind = KINDS.find(({ begins }) => begins.test(before));
    const typed = kind?.begins.exec(before)[1] ?? "";
    this.offers = kind ? kind.offers(typed.toLowerCase()).slice(0, MOST) : [];
    this.from = before.length - typed.length - 1;
    this.active = 0;
    this.draw();
  }

  close() {
    this.offers = [];
    this.draw();
  }

  /** Keys while the list is open; true when the key was used up. */
  key(event) {
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.active = (this.active + step + this.offers.length) % this.offers.length;
    else if (event.key === "Escape") this.offers = [];
    else if (event.key === "Tab" || (event.key === "Enter" && !this.whole())) return this.take(this.offers[this.active]);
    else return false;
    this.draw();
    return true;
  }

  /** Whether what is offered already stands there: then Enter sends. */
  whole() {
    return this.field.value === this.offers[this.active].put.trim();
  }

  take(offer) {
    const rest = this.field.value.slice(this.field.selectionStart);
    const put = this.field.value.slice(0, this.from) + offer.put;
    this.field.value = put + rest.trimStart();
    this.field.setSelectionRange(put.length, put.length);
    this.close();
    this.field.focus();
    this.onchange();
    return true;
  }

  draw() {
    this.list.hidden = !this.offers.length;
    const rows = this.offers.map((offer, at) =>
      h(
        "div",
        {
          id: `${this.list.id}-${at}`,
          role: "option",
          class: at === this.active ? "option active" : "option",
          "aria-selected": String(at === this.active),
          // On press, not on click: the field must not lose the focus.
          onpointerdown: (event) => {
            event.preventDefault();
            this.take(offer);
          },
        },
        offer.picture,
        h(
          "span",
          { class: "option-words" },
          h("span", {}, h("strong", {}, offer.title), offer.more && h("span", { class: "usage" }, ` ${offer.more}`)),
          offer.detail && h("small", {}, offer.detail),
        ),
      ),
    );
    this.list.replaceChildren(...rows);
    if (this.open) this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
    else this.field.removeAttribute("aria-activedescendant");
  }
}

function commands(typed) {
  return state.commands
    .filter(({ command }) => command.slice(1).startsWith(typed))
    .map(({ command, usage_hint: hint, description }) => ({
      put: `${command} `,
      title: command,
      more: hint && `[${hint}]`,
      detail: description,
      picture: face(state.bot.user, "face-small"),
    }));
}

function people(typed) {
  const ids = [
    state.bot.user,
    ...[...state.people.values()].filter((person) => person.id !== state.bot.user).map((person) => person.id),
  ];
  const handle = (id) => (id === state.bot.user ? state.bot.name : state.people.get(id).name);
  return ids
    .filter((id) =>
      `${handle(id)} ${nameOf(id)}`
        .toLowerCase()
        .split(" ")
        .some((word) => word.startsWith(typed)),
    )
    .map((id) => ({ put: `@${handle(id)} `, title: nameOf(id), more: `@${handle(id)}`, picture: face(id, "face-small") }));
}

function channels(typed) {
  return [...state.channels.values()]
    .filter((channel) => channel.kind !== "im" && channel.name.startsWith(typed))
    .map((channel) => ({ put: `#${channel.name} `, title: channelName(channel), detail: channel.topic }));
}

function signs(typed) {
  return [...EMOJI]
    .filter(([name]) => name.startsWith(typed))
    .map(([name, sign]) => ({ put: `:${name}: `, title: sign, more: `:${name}:` }));
}
