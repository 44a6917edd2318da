/** Files in messages: a picture, the first lines of a text, or a card to open. */

import { fileUrl } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

const LINES = 8;
const SHOWN = /^image\/(png|jpeg|gif|webp)$/;

/** A file under a message. */
export function fileCard(file) {
  const name = file.title || file.name;
  const head = h(
    "a",
    { class: "file-head", href: fileUrl(file), download: file.name },
    picture(file),
    h(
      "span",
      { class: "file-words" },
      h("strong", {}, name),
      h("small", {}, `${(file.filetype || "file").toUpperCase()} · ${size(file.size)}`),
    ),
  );
  if (SHOWN.test(file.mimetype)) {
    return h(
      "figure",
      { class: "file" },
      h("figcaption", {}, name),
      h(
        "a",
        { href: fileUrl(file), target: "_blank", rel: "noopener" },
        h("img", { src: fileUrl(file), alt: name, class: "file-image", loading: "lazy" }),
      ),
    );
  }
  if (!file.preview) return h("div", { class: "file" }, head);
  const rows = file.preview.split(/\r?\n/);
  const body = file.filetype === "csv" ? sheet(rows.slice(0, LINES)) : h("pre", {}, rows.slice(0, LINES).join("\n"));
  return h(
    "div",
    { class: "file file-text" },
    head,
    body,
    rows.length > LINES && h("small", { class: "file-more" }, "Open the file to see all of it"),
  );
}

/** The sign of a file. */
export function picture(file) {
  return h("span", { class: `file-sign file-${file.filetype ?? "any"}` }, icon("file"));
}

function sheet(rows) {
  const cells = rows.filter(Boolean).map(csv);
  const row = (tag) => (texts) =>
    h(
      "tr",
      {},
      texts.map((words) => h(tag, {}, words)),
    );
  return h(
    "div",
    { class: "grid-holder" },
    h("table", { class: "grid" }, h("thead", {}, cells.slice(0, 1).map(row("th"))), h("tbody", {}, cells.slice(1).map(row("td")))),
  );
}

/** One line of comma-separated values; quotes may hold commas. */
function csv(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"?|([^,]*))/g)].map(([, quoted, bare]) =>
    quoted === undefined ? bare : quoted.replaceAll('""', '"'),
  );
}

function size(bytes) {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
