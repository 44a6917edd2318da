/** Select menus, of one or several, from any source: type to filter, arrow keys to move, Enter to choose, Escape to leave. */

import { freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { text } from "./mrkdwn.js";
import { openPopover } from "./popover.js";

const PAUSE = 200;

/**
 * A button that opens the list, with what is chosen on it.
 * `source(typed)` gives `{groups: [{label?, options}]}` or `{message}`, at once or later; an option is Slack's own object.
 * `onchoose(options)` gets what is chosen now. A `remote` source answers later, and from `least` letters on.
 */
export function selectMenu({
  source,
  chosen,
  multiple = false,
  most = Infinity,
  placeholder,
  label,
  onchoose,
  remote = false,
  least = 0,
}) {
  let options = chosen;
  const button = h("button", {
    type: "button",
    class: "select",
    role: "combobox",
    "aria-haspopup": "listbox",
    "aria-expanded": "false",
    "aria-label": label,
    onclick: () => openList(),
    onkeydown: (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        openList();
      } else if (multiple && event.key === "Backspace" && options.length) choose(options.slice(0, -1));
    },
  });
  const holder = h("span", { class: "select-holder" }, button);
  draw();
  return holder;

  function draw() {
    const shown = options.length
      ? multiple
        ? options.map(chip)
        : text(options[0].text)
      : h("span", { class: "placeholder" }, placeholder);
    button.replaceChildren(h("span", { class: "select-value" }, shown), icon("down"));
  }

  function chip(option) {
    return h("span", { class: "chip" }, text(option.text));
  }

  function choose(next) {
    options = next;
    draw();
    onchoose(options);
  }

  function openList() {
    const id = freshId("list");
    button.setAttribute("aria-controls", id);
    const list = h("div", {
      id,
      role: "listbox",
      class: "options",
      "aria-label": label,
      "aria-multiselectable": multiple ? "true" : null,
    });
    const search = h("input", {
      type: "text",
      class: "options-search",
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": id,
      "aria-autocomplete": "list",
      "aria-label": `Filter ${label || placeholder || "options"}`,
      placeholder: least ? `Type ${least === 1 ? "a letter" : `${least} letters`} or more` : "Type to filter",
      autocomplete: "off",
      oninput: () => later(),
      onkeydown: steer,
    });
    const close = openPopover(button, [h("div", { class: "options-head" }, icon("search"), search), list], {
      wide: true,
      label,
      onclose: closed,
    });
    let timer = 0;
    let turn = 0;
    let active = -1;
    search.focus();
    fill();

    function closed() {
      clearTimeout(timer);
      button.removeAttribute("aria-controls");
    }

    /** Known options are shown at once. Those of the app wait for a pause, and what stood there goes: Enter must not take it. */
    function later() {
      clearTimeout(timer);
      if (!remote) return fill();
      say("Loading…");
      timer = setTimeout(fill, PAUSE);
      return undefined;
    }

    async function fill() {
      const asked = ++turn;
      if (search.value.length < least) return say("");
      if (remote) say("Loading…");
      const { groups, message } = await source(search.value);
      if (asked !== turn) return;
      if (message) say(message);
      else if (!groups.some((group) => group.options.length)) say("Nothing matches.");
      else {
        list.replaceChildren(...groups.flatMap(groupOf));
        move(
          Math.max(
            0,
            rows().findIndex((row) => row.getAttribute("aria-selected") === "true"),
          ),
        );
      }
    }

    function say(words) {
      active = -1;
      search.removeAttribute("aria-activedescendant");
      list.replaceChildren(words && h("div", { class: "options-note", role: "status" }, words));
    }

    function groupOf({ label: title, options: some }) {
      const head = title ? [h("div", { class: "options-title", role: "presentation" }, text(title))] : [];
      return [...head, ...some.map(rowOf)];
    }

    function rowOf(option) {
      const taken = options.some((each) => each.value === option.value);
      return h(
        "div",
        {
          id: freshId("option"),
          role: "option",
          class: "option",
          "aria-selected": String(taken),
          onpointermove: (event) => move(rows().indexOf(event.currentTarget)),
          onclick: () => pick(option),
        },
        h("span", { class: "option-words" }, text(option.text), option.description && h("small", {}, text(option.description))),
        taken && icon("check"),
      );
    }

    function rows() {
      return [...list.querySelectorAll('[role="option"]')];
    }

    function move(to) {
      const all = rows();
      all[active]?.classList.remove("active");
      active = Math.max(0, Math.min(to, all.length - 1));
      all[active]?.classList.add("active");
      all[active]?.scrollIntoView({ block: "nearest" });
      if (all[active]) search.setAttribute("aria-activedescendant", all[active].id);
    }

    function steer(event) {
      const to = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + 8, PageUp: active - 8 }[event.key];
      if (to !== undefined) move(to);
      else if (event.key === "Enter") rows()[active]?.click();
      else if (event.key === "Tab") return close();
      else return undefined;
      return event.preventDefault();
    }

    function pick(option) {
      if (!multiple) {
        close();
        return choose([option]);
      }
      const without = options.filter((each) => each.value !== option.value);
      if (without.length === options.length && options.length >= most) return say(`At most ${most} can be chosen.`);
      choose(without.length === options.length ? [...options, option] : without);
      return fill();
    }
  }
}

/** A source over options that are all known. */
export function known(groups) {
  return (typed) => {
    const words = typed.trim().toLowerCase();
    const fits = (option) => `${option.text.text} ${option.description?.text ?? ""}`.toLowerCase().includes(words);
    return {
      groups: groups.map((group) => ({ ...group, options: group.options.filter(fits) })).filter((group) => group.options.length),
    };
  };
}
