/** Blocks as Slack draws them (docs.slack.dev/reference/block-kit/blocks). One that is not known is named, never dropped in silence. */

import { chart } from "./chart.js";
import { freshId, h, link } from "./dom.js";
import { element, image } from "./elements.js";
import { markdown } from "./markdown.js";
import { text } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./table.js";

/** All blocks of a message or a view. */
export function blocks(list, surface) {
  return list.map((block) => {
    const drawn = DRAW[block.type]?.(block, surface) ?? h("div", { class: "unknown" }, `(a block of type ${block.type})`);
    drawn.classList.add("block", `block-${block.type}`);
    drawn.dataset.blockId = block.block_id ?? "";
    return drawn;
  });
}

const DRAW = {
  header: (block, surface) => h(surface.kind === "home" ? "h2" : "h3", {}, text(block.text)),
  section,
  divider: () => h("hr"),
  context: (block) =>
    h(
      "div",
      {},
      block.elements.map((each) =>
        each.type === "image" ? image(each, "context-image") : h("span", { class: "context-text" }, text(each)),
      ),
    ),
  actions: (block, surface) =>
    h(
      "div",
      { class: "row" },
      block.elements.map((each) => element(each, block.block_id, surface)),
    ),
  context_actions: (block, surface) =>
    h(
      "div",
      { class: "row" },
      block.elements.map((each) => element(each, block.block_id, surface)),
    ),
  input,
  image: (block) => h("figure", {}, block.title && h("figcaption", {}, text(block.title)), image(block, "block-picture")),
  rich_text: (block) => richText(block),
  markdown: (block) => h("div", { class: "markdown" }, markdown(block.text)),
  table,
  data_table: dataTable,
  data_visualization: chart,
  alert: (block) => h("div", { class: `alert alert-${block.level ?? "default"}`, role: "status" }, text(block.text)),
  card,
  carousel: (block, surface) =>
    h(
      "div",
      { class: "row carousel" },
      block.elements.map((each) => card(each, surface)),
    ),
  container: (block, surface) =>
    h(
      "div",
      { class: "card" },
      block.title && h("strong", {}, text(block.title)),
      block.subtitle && h("small", {}, text(block.subtitle)),
      blocks(block.child_blocks, surface),
    ),
  file: (block) => h("div", { class: "file" }, `File ${block.external_id}`),
  video: (block) =>
    h(
      "figure",
      {},
      h("figcaption", {}, link(block.title_url ?? block.video_url, ...text(block.title))),
      image({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "block-picture"),
    ),
};

function section(block, surface) {
  const words = h(
    "div",
    { class: "section-words" },
    block.text && h("div", { class: "section-text" }, text(block.text)),
    block.fields &&
      h(
        "div",
        { class: "fields" },
        block.fields.map((field) => h("div", {}, text(field))),
      ),
  );
  const beside = block.accessory && h("div", { class: "accessory" }, element(block.accessory, block.block_id, surface));
  return h("div", {}, words, beside);
}

function input(block, surface) {
  const [label, hint, error] = [freshId("label"), freshId("hint"), freshId("error")];
  const wrong = surface.errors[block.block_id];
  const described = [wrong && error, block.hint && hint].filter(Boolean).join(" ") || null;
  const field = { label, words: block.label.text, describedBy: described, wrong: Boolean(wrong), required: !block.optional };
  const drawn = element(block.element, block.block_id, surface, { inInput: true, dispatch: Boolean(block.dispatch_action), field });
  const corrected = (event) => {
    event.currentTarget.classList.remove("wrong");
    event.currentTarget.querySelector(".input-error")?.remove();
  };
  return h(
    "div",
    { class: wrong ? "wrong" : "", oninput: corrected, onchange: corrected },
    h(
      "div",
      { id: label, class: "input-label" },
      text(block.label),
      block.optional && h("span", { class: "optional" }, " (optional)"),
    ),
    drawn,
    wrong && h("div", { id: error, class: "input-error" }, wrong),
    block.hint && h("div", { id: hint, class: "input-hint" }, text(block.hint)),
  );
}

function card(block, surface) {
  return h(
    "div",
    { class: "card" },
    block.hero_image && image(block.hero_image, "block-picture"),
    block.title && h("strong", {}, text(block.title)),
    block.subtitle && h("small", {}, text(block.subtitle)),
    block.body && h("div", {}, text(block.body)),
    block.subtext && h("small", {}, text(block.subtext)),
    block.actions?.length &&
      h(
        "div",
        { class: "row" },
        block.actions.map((each) => element(each, block.block_id, surface)),
      ),
  );
}
