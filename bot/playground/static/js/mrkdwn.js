/**
 * Slack's mrkdwn as elements (docs.slack.dev/messaging/formatting-message-text): bold, italic, strike, code, quotes, lists, links,
 * mentions, dates and emoji. Everything else is text. Only `&amp; &lt; &gt;` are decoded, and only into text.
 */

import { slackDate } from "./dates.js";
import { h, link, safeUrl } from "./dom.js";
import { emoji } from "./emoji.js";
import { nameOf, state } from "./state.js";

const MARKS = { "*": "strong", _: "em", "~": "s" };
const SPACE = /[\s\u200b]/;
const WORD = /[\p{L}\p{N}]/u;
const EMOJI = /^:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/;
const ADDRESS = /^https?:\/\/[^\s<>*_~`]*[^\s<>*_~`.,;:!?)'"\]]/;

/** A text object of a block, `plain_text` or `mrkdwn`. */
export function text(object) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, { verbatim: object.verbatim });
  return plain(object.text, object.emoji !== false);
}

/** Text that is not parsed; emoji only where they are wanted. */
export function plain(words, withEmoji = true) {
  if (!withEmoji || !words.includes(":")) return [words];
  return words.split(/(:[a-z0-9_+'-]+(?:::skin-tone-\d)?:)/).map((part) => (EMOJI.test(part) && emoji(part.slice(1, -1))) || part);
}

/** mrkdwn as nodes. `verbatim`: a bare address stays text. */
export function mrkdwn(source, { verbatim = false } = {}) {
  const nodes = [];
  source.split(/```\n?([\s\S]*?)```\n?/).forEach((part, at) => {
    if (at % 2) nodes.push(h("pre", { class: "preformatted" }, decoded(part.replace(/\n$/, ""))));
    else if (part) nodes.push(...lines(part, verbatim));
  });
  return nodes;
}

/** What a message says without its marks, for a screen reader, a title or a notification. */
export function spoken(source) {
  const holder = h("div", {}, mrkdwn(source));
  return holder.textContent.replaceAll("\u200b", "");
}

function lines(source, verbatim) {
  const nodes = [];
  let quote = null;
  source.split("\n").forEach((line, at, all) => {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      if (quote) quote.append(h("br"));
      else nodes.push((quote = h("blockquote")));
      quote.append(...inline(quoted[1], verbatim));
      return;
    }
    if (at && !quote) nodes.push(h("br"));
    quote = null;
    if (at === all.length - 1 && !line) return;
    nodes.push(...inline(line, verbatim));
  });
  return nodes;
}

function inline(source, verbatim) {
  const nodes = [];
  let words = "";
  const push = (node, length) => {
    if (words) nodes.push(decoded(words));
    words = "";
    nodes.push(node);
    return length;
  };
  for (let at = 0; at < source.length;) {
    const found = special(source, at, verbatim);
    if (found) at += push(found.node, found.length);
    else words += source[at++];
  }
  if (words) nodes.push(decoded(words));
  return nodes;
}

/** The special sequence that begins here, if one does: what it is drawn as and how long it is in the source. */
function special(source, at, verbatim) {
  const mark = source[at];
  if (mark === "<") {
    const end = source.indexOf(">", at);
    return end > at + 1 ? { node: reference(source.slice(at + 1, end)), length: end + 1 - at } : null;
  }
  if (mark === "`") {
    const end = source.indexOf("`", at + 1);
    return end > at + 1 ? { node: h("code", {}, decoded(source.slice(at + 1, end))), length: end + 1 - at } : null;
  }
  if (mark in MARKS) {
    const end = opens(source, at) ? closing(source, at) : -1;
    return end < 0 ? null : { node: h(MARKS[mark], {}, inline(source.slice(at + 1, end), verbatim)), length: end + 1 - at };
  }
  if (mark === ":") {
    const [whole, name] = EMOJI.exec(source.slice(at, at + 60)) ?? [];
    const sign = name && emoji(name);
    return sign
      ? { node: h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " ") }, sign), length: whole.length }
      : null;
  }
  if (mark === "h" && !verbatim && !WORD.test(source[at - 1] ?? " ")) {
    const [address] = ADDRESS.exec(source.slice(at)) ?? [];
    return address ? { node: link(decoded(address), decoded(address)), length: address.length } : null;
  }
  return null;
}

/** A mark opens where no word ends before it and no blank follows. */
function opens(source, at) {
  return (
    !WORD.test(source[at - 1] ?? " ") && at + 1 < source.length && !SPACE.test(source[at + 1]) && source[at + 1] !== source[at]
  );
}

/** Where a mark that opened is closed: after something other than a blank, before something other than a word. */
function closing(source, from) {
  for (let at = from + 1; at < source.length; at += 1) {
    if (source[at] === "<") at = Math.max(at, source.indexOf(">", at));
    else if (source[at] === "`") at = Math.max(at, source.indexOf("`", at + 1));
    else if (source[at] === source[from] && at > from + 1 && !SPACE.test(source[at - 1]) && !WORD.test(source[at + 1] ?? " "))
      return at;
  }
  return -1;
}

/** What stands in `<…>`. */
function reference(inside) {
  const [target, label] = halves(inside);
  if (target.startsWith("@")) return person(target.slice(1), label);
  if (target.startsWith("#")) return channel(target.slice(1), label);
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label || `@${target.slice(9)}`);
  if (target.startsWith("!")) return h("span", { class: "mention mention-me" }, `@${label || target.slice(1)}`);
  if (!safeUrl(decoded(target))) return decoded(`<${inside}>`);
  return link(decoded(target), decoded(label || target.replace(/^(mailto|tel):/, "")));
}

/** A person mentioned, as they are called. */
export function person(id, label) {
  return h(
    "span",
    { class: id === state.me ? "mention mention-me" : "mention", dataset: { user: id } },
    `@${state.people.has(id) || id === state.bot.user ? nameOf(id) : label || id}`,
  );
}

/** A channel mentioned; one that this person cannot see is private. */
export function channel(id, label) {
  const name = state.channels.get(id)?.name ?? label;
  return name ? h("a", { class: "mention", href: `#${id}` }, `#${name}`) : h("span", { class: "mention" }, "#private channel");
}

/** A moment in the reader's zone, or the fallback. */
export function date(target, fallback) {
  const [, seconds, pattern = "", address] = target.split("^");
  const shown = slackDate(seconds, pattern) ?? decoded(fallback ?? "");
  return h("time", { title: decoded(fallback ?? "") }, address ? link(decoded(address), shown) : shown);
}

function halves(inside) {
  const bar = inside.indexOf("|");
  return bar < 0 ? [inside, ""] : [inside.slice(0, bar), inside.slice(bar + 1)];
}

function decoded(source) {
  return source.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);
}
