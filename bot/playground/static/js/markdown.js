/** The `markdown` block: standard Markdown, the parts that Slack draws. HTML in it stays text. */

import { h, link } from "./dom.js";
import { plain } from "./mrkdwn.js";

const FENCE = /^\s*```/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const QUOTE = /^\s*> ?/;
const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const TASK = /^\[([ xX])\]\s+(.*)$/;
const TABLE = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/;
const BLOCK = [FENCE, HEADING, RULE, QUOTE, ITEM];

/** Markdown as nodes. */
export function markdown(source) {
  return blocks(source.replaceAll("\r\n", "\n").split("\n"));
}

function blocks(lines) {
  const nodes = [];
  while (lines.length) {
    const line = lines[0];
    if (!line.trim()) lines.shift();
    else if (FENCE.test(line)) nodes.push(fenced(lines));
    else if (HEADING.test(line)) nodes.push(heading(lines.shift()));
    else if (RULE.test(line)) nodes.push((lines.shift(), h("hr")));
    else if (QUOTE.test(line))
      nodes.push(h("blockquote", {}, blocks(taken(lines, (each) => QUOTE.test(each)).map((each) => each.replace(QUOTE, "")))));
    else if (ITEM.test(line)) nodes.push(list(lines));
    else if (line.includes("|") && TABLE.test(lines[1] ?? "")) nodes.push(table(lines));
    else
      nodes.push(
        h(
          "p",
          {},
          inline(taken(lines, (each, at) => each.trim() && (!at || !BLOCK.some((begins) => begins.test(each)))).join("\n")),
        ),
      );
  }
  return nodes;
}

function taken(lines, wanted) {
  let count = 0;
  while (count < lines.length && wanted(lines[count], count)) count += 1;
  return lines.splice(0, Math.max(count, 1));
}

function fenced(lines) {
  lines.shift();
  const code = lines.length && !FENCE.test(lines[0]) ? taken(lines, (each) => !FENCE.test(each)) : [];
  lines.shift();
  return h("pre", { class: "preformatted" }, code.join("\n"));
}

function heading(line) {
  const [, marks, words] = HEADING.exec(line);
  return h(
    "div",
    { class: `heading heading-${marks.length}`, role: "heading", "aria-level": Math.min(6, marks.length + 2) },
    inline(words),
  );
}

function list(lines) {
  const [, indent, sign] = ITEM.exec(lines[0]);
  const items = [];
  while (lines.length) {
    const found = ITEM.exec(lines[0]);
    if (found && found[1].length <= indent.length) {
      // Less deep, or another kind of sign: another list.
      if (found[1].length < indent.length || /\d/.test(found[2]) !== /\d/.test(sign)) break;
      items.push(item(found[3]));
      lines.shift();
    } else if (found) items.at(-1).append(list(lines));
    else if (lines[0].trim() && /^\s/.test(lines[0])) items.at(-1).append(" ", ...inline(lines.shift().trim()));
    else break;
  }
  return h(/\d/.test(sign) ? "ol" : "ul", { start: /\d/.test(sign) ? Number.parseInt(sign, 10) : null }, items);
}

function item(words) {
  const [, done, rest] = TASK.exec(words) ?? [];
  if (done === undefined) return h("li", {}, inline(words));
  return h("li", { class: "task" }, h("input", { type: "checkbox", checked: done !== " ", disabled: true }), inline(rest));
}

function table(lines) {
  const cells = (line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll("\\|", "|"));
  const head = cells(lines.shift());
  const sides = cells(lines.shift()).map((rule) => (/^:.*:$/.test(rule) ? "center" : rule.endsWith(":") ? "right" : "left"));
  const rows = taken(lines, (each) => each.includes("|")).map(cells);
  const row = (tag, texts) =>
    h(
      "tr",
      {},
      head.map((_, at) => h(tag, { class: `align-${sides[at] ?? "left"}` }, inline(texts[at] ?? ""))),
    );
  return h(
    "table",
    { class: "grid" },
    h("thead", {}, row("th", head)),
    h(
      "tbody",
      {},
      rows.map((texts) => row("td", texts)),
    ),
  );
}

const INLINE =
  /(\\[\\`*_~[\]()#+\-.!|>])|(`+)([\s\S]+?)\2(?!`)|!?\[([^\]]*)\]\((\S+?)(?:\s+"[^"]*")?\)|<(https?:[^\s<>]+)>|(https?:\/\/[^\s<>]*[^\s<>.,;:!?)'"\]])|(\*\*|__)(?=\S)([\s\S]*?\S)\8|(~~)(?=\S)([\s\S]*?\S)\10|(\*|\b_)(?=\S)([\s\S]*?\S)\12(?!\w)/;

function inline(source) {
  const nodes = [];
  for (let rest = source; rest;) {
    const found = INLINE.exec(rest);
    if (!found) {
      nodes.push(...plain(rest));
      break;
    }
    if (found.index) nodes.push(...plain(rest.slice(0, found.index)));
    nodes.push(inlined(found));
    rest = rest.slice(found.index + found[0].length);
  }
  return nodes;
}

function inlined([, escaped, , code, label, address, bracketed, bare, bold, strong, strike, struck, , slanted]) {
  if (escaped) return escaped[1];
  if (code !== undefined) return h("code", {}, code);
  if (address !== undefined) return link(address, ...inline(label || address));
  if (bracketed || bare) return link(bracketed || bare, bracketed || bare);
  if (bold) return h("strong", {}, inline(strong));
  if (strike) return h("s", {}, inline(struck));
  return h("em", {}, inline(slanted));
}
