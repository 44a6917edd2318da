/** The `rich_text` block: text that already is a tree, so nothing in it is parsed. */

import { slackDate } from "./dates.js";
import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { channel, person } from "./mrkdwn.js";

const STYLES = [
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["code", "code"],
  ["underline", "u"],
];

/** A whole rich_text block. */
export function richText(block) {
  return h("div", { class: "rich-text" }, block.elements.map(part));
}

function part(element) {
  switch (element.type) {
    case "rich_text_section":
      return h("div", {}, element.elements.map(piece));
    case "rich_text_list":
      return list(element);
    case "rich_text_quote":
      return h("blockquote", {}, element.elements.map(piece));
    case "rich_text_preformatted":
      return h("pre", { class: "preformatted" }, element.elements.map(piece));
    default:
      return null;
  }
}

function list(element) {
  const tag = element.style === "ordered" ? "ol" : "ul";
  const start = element.style === "ordered" && element.offset ? element.offset + 1 : null;
  return h(
    tag,
    { class: `indent-${element.indent ?? 0}`, start },
    element.elements.map((item) => h("li", {}, item.elements.map(piece))),
  );
}

function piece(element) {
  switch (element.type) {
    case "text":
      return styled(element.text, element.style);
    case "link":
      return styled(link(element.url, element.text ?? element.url), element.style);
    case "emoji":
      return emoji(element.name) ?? `:${element.name}:`;
    case "user":
      return person(element.user_id);
    case "channel":
      return channel(element.channel_id);
    case "usergroup":
      return h("span", { class: "mention" }, `@${element.usergroup_id}`);
    case "broadcast":
      return h("span", { class: "mention mention-me" }, `@${element.range}`);
    case "date": {
      const shown = slackDate(element.timestamp, element.format) ?? element.fallback ?? "";
      return h("time", {}, element.url ? link(element.url, shown) : shown);
    }
    case "color":
      return h("code", {}, element.value);
    default:
      return null;
  }
}

function styled(node, style = {}) {
  return STYLES.reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}
