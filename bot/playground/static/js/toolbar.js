/** The row of buttons over the message that is pointed at or has the focus; there is one, and it moves. */

import { post } from "./api.js";
import { h, toast } from "./dom.js";
import { emoji, REACTIONS } from "./emoji.js";
import { icon } from "./icons.js";
import { openMenu, openPopover } from "./popover.js";
import { messageAt, state } from "./state.js";

/** Follow the pointer and the focus over a list. `opens(ts)` shows a thread, `inspect(message)` its JSON. */
export function followMessages(list, channelOf, { opens, inspect }) {
  let message = null;
  const act = (run) => (event) => run(message, event.currentTarget);
  const button = (name, label, run, more = {}) =>
    h(
      "button",
      { type: "button", class: "icon-button", "aria-label": label, title: label, onclick: act(run), ...more },
      icon(name),
    );
  const bar = h(
    "div",
    { class: "toolbar", role: "toolbar", "aria-label": "Message actions" },
    button("smile", "Add a reaction", react, { "aria-expanded": "false" }),
    opens && button("reply", "Reply in thread", (shown) => opens(shown.thread_ts ?? shown.ts)),
    button("braces", "Show the JSON of this message", inspect),
    button("more", "More actions for this message", more, { "aria-haspopup": "menu", "aria-expanded": "false" }),
  );

  const follow = (event) => {
    const element = event.target.closest?.(".message");
    if (!element || bar.parentElement === element || bar.querySelector('[aria-expanded="true"]')) return;
    message = messageAt(channelOf(), element.dataset.ts);
    if (!message) return;
    bar.classList.toggle("only-json", Boolean(message.ephemeral || message.system));
    element.append(bar);
  };
  list.addEventListener("pointerover", follow);
  list.addEventListener("focusin", follow);
}

function react(message, anchor) {
  const pick = (name) => {
    close();
    post("react", { channel: message.channel, ts: message.ts, name });
  };
  const signs = REACTIONS.map((name) =>
    h(
      "button",
      {
        type: "button",
        class: "icon-button emoji",
        "aria-label": name.replaceAll("_", " "),
        title: `:${name}:`,
        onclick: () => pick(name),
      },
      emoji(name),
    ),
  );
  const close = openPopover(anchor, h("div", { class: "reaction-picker" }, signs), { label: "Reactions" });
  signs[0].focus();
}

function more(message, anchor) {
  const where = { channel: message.channel, ts: message.ts };
  const shortcuts = state.shortcuts
    .filter(({ type }) => type === "message")
    .map(({ name, description, callback_id }) => ({
      label: name,
      detail: description,
      run: () => post("shortcut", { callback_id, ...where }),
    }));
  const copy = {
    label: "Copy link",
    run: async () => {
      await navigator.clipboard.writeText(message.permalink ?? `${location.origin}/#${message.channel}/${message.ts}`);
      toast("Link copied.");
    },
  };
  openMenu(anchor, shortcuts.length ? [...shortcuts, "-", copy] : [copy], "More actions for this message");
}
