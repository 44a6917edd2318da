/** The interactive elements of blocks: what a person can press, choose or fill in (docs.slack.dev/reference/block-kit/block-elements). */

import { freshId, h, safeUrl } from "./dom.js";
import { icon } from "./icons.js";
import { INPUTS } from "./inputs.js";
import { text } from "./mrkdwn.js";
import { openMenu } from "./popover.js";
import { select } from "./selects.js";

/**
 * Draw an element. `change(value, press)` remembers a value and, unless the element stands in an input that keeps it until the
 * form is sent, presses it. `field` is what an input block adds: the ids of its label, hint and error.
 */
export function element(spec, blockId, surface, { inInput = false, dispatch = false, field = {} } = {}) {
  const change = (value, { press = !inInput || dispatch } = {}) => {
    surface.choose(blockId, spec, value);
    return press ? surface.press(blockId, spec, value) : Promise.resolve(true);
  };
  const drawn = draw(spec, { blockId, surface, change, field, dispatch });
  if (drawn && spec.action_id) Object.assign(drawn.dataset, { blockId, actionId: spec.action_id });
  return drawn;
}

function draw(spec, context) {
  switch (spec.type) {
    case "button":
    case "workflow_button":
      return button(spec, context);
    case "overflow":
      return overflow(spec, context);
    case "checkboxes":
    case "radio_buttons":
      return choices(spec, context);
    case "feedback_buttons":
      return h(
        "span",
        { class: "feedback" },
        feedback(spec, spec.positive_button, "👍", context),
        feedback(spec, spec.negative_button, "👎", context),
      );
    case "icon_button":
      return h(
        "button",
        { type: "button", class: "icon-button", title: spec.text.text, onclick: () => context.change({ value: spec.value }) },
        "🗑",
      );
    case "image":
      return image(spec);
    default:
      return select(spec, context) ?? INPUTS[spec.type]?.(spec, context) ?? h("span", { class: "unknown" }, `(${spec.type})`);
  }
}

function button(spec, { blockId, surface }) {
  const properties = { class: `button ${spec.style ?? ""}`, "aria-label": spec.accessibility_label };
  const press = async (event) => {
    const pressed = event.currentTarget;
    if (pressed.getAttribute("aria-busy") === "true") return;
    pressed.setAttribute("aria-busy", "true");
    await surface.press(blockId, spec, {});
    pressed.removeAttribute("aria-busy");
  };
  const href = spec.url && safeUrl(spec.url);
  if (href)
    return h(
      "a",
      { ...properties, href, target: "_blank", rel: "noopener noreferrer", role: "button", onclick: press },
      text(spec.text),
    );
  return h("button", { type: "button", ...properties, onclick: press }, text(spec.text));
}

function overflow(spec, { blockId, surface }) {
  const items = spec.options.map((option) => ({
    label: text(option.text),
    detail: option.description && text(option.description),
    run: () => {
      if (option.url && safeUrl(option.url)) window.open(safeUrl(option.url), "_blank", "noopener");
      return surface.press(blockId, spec, { selected_option: option });
    },
  }));
  return h(
    "button",
    {
      type: "button",
      class: "button overflow",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": "More actions",
      onclick: (event) => openMenu(event.currentTarget, items, "More actions"),
    },
    icon("more"),
  );
}

function choices(spec, { blockId, surface, change, field }) {
  const one = spec.type === "radio_buttons";
  const initial = one ? { selected_option: spec.initial_option ?? null } : { selected_options: spec.initial_options ?? [] };
  const value = surface.begin(blockId, spec, initial);
  let chosen = one ? [value.selected_option].filter(Boolean) : value.selected_options;
  const name = freshId("choice");
  const onchange = (option) => (event) => {
    const others = one ? [] : chosen.filter((each) => each.value !== option.value);
    chosen = event.target.checked ? [...others, option] : others;
    change(one ? { selected_option: option } : { selected_options: chosen });
  };
  const rows = spec.options.map((option) =>
    h(
      "label",
      { class: "choice" },
      h("input", {
        type: one ? "radio" : "checkbox",
        name,
        checked: chosen.some((each) => each.value === option.value),
        onchange: onchange(option),
      }),
      h("span", {}, text(option.text), option.description && h("small", {}, text(option.description))),
    ),
  );
  return h(
    "div",
    { class: "choices", role: one ? "radiogroup" : "group", "aria-labelledby": field.label, "aria-describedby": field.describedBy },
    rows,
  );
}

function feedback(spec, half, sign, { change }) {
  const properties = {
    type: "button",
    class: "button",
    "aria-label": half.accessibility_label,
    onclick: () => change({ value: half.value }),
  };
  return h("button", properties, `${sign} `, text(half.text));
}

/** An image by an https address; nothing else is loaded. */
export function image(spec, className = "element-image") {
  const address = spec.image_url ?? spec.slack_file?.url;
  const src = address && safeUrl(address);
  return src
    ? h("img", { src, alt: spec.alt_text, class: className, loading: "lazy" })
    : h("span", { class: "unknown" }, spec.alt_text);
}
