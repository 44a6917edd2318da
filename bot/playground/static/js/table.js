/** The `table` block, and `data_table`, which sorts, filters and pages on the client. */

import { element } from "./elements.js";
import { freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { richText } from "./richtext.js";

const PAGE = 5;

/** A table: the first row is its head. */
export function table(block, surface) {
  const settings = block.column_settings ?? [];
  const looks = (column) => `align-${settings[column]?.align ?? "left"}${settings[column]?.is_wrapped ? " wrapped" : ""}`;
  const [head = [], ...rows] = block.rows;
  const cells = (tag, row) =>
    h(
      "tr",
      {},
      row.map((cell, column) =>
        h(tag, { class: looks(column), scope: tag === "th" ? "col" : null }, content(cell, block, surface)),
      ),
    );
  const body = rows.map((row) => cells("td", row));
  return holder(h("table", { class: "grid" }, h("thead", {}, cells("th", head)), h("tbody", {}, body)), "Table");
}

/** A table of data: press a head to sort, type to filter, page by page. What was chosen stays while the message stays. */
export function dataTable(block, surface) {
  const [head, ...rows] = block.rows;
  const size = block.page_size ?? PAGE;
  const rowHead = block.row_header_column_index ?? 0;
  const numeric = head.map(
    (_, column) =>
      rows.some((row) => row[column]?.type === "raw_number") &&
      rows.every((row) => row[column]?.type === "raw_number" || !words(row[column])),
  );
  const seen = { column: null, down: false, typed: "", page: 0 };
  const caption = freshId("caption");
  const body = h("tbody");
  const foot = h("div", { class: "data-foot" });
  const heads = head.map((cell, column) =>
    h(
      "th",
      { scope: "col", class: numeric[column] ? "align-right" : "align-left" },
      h(
        "button",
        { type: "button", class: "sort", onclick: () => sort(column) },
        words(cell),
        h("span", { class: "sort-sign", "aria-hidden": "true" }),
      ),
    ),
  );
  const filter = h("input", {
    type: "search",
    class: "data-filter",
    "aria-label": `Filter ${block.caption}`,
    placeholder: "Filter",
    oninput: (event) => {
      Object.assign(seen, { typed: event.target.value, page: 0 });
      draw();
    },
  });
  draw();
  return h(
    "div",
    { class: "data-table" },
    h("div", { class: "data-head" }, h("span", { id: caption, class: "data-caption" }, block.caption), filter),
    holder(h("table", { class: "grid", "aria-labelledby": caption }, h("thead", {}, h("tr", {}, heads)), body), block.caption),
    foot,
  );

  function sort(column) {
    const again = seen.column === column;
    Object.assign(seen, again && seen.down ? { column: null, down: false } : { column, down: again }, { page: 0 });
    draw();
  }

  function draw() {
    const found = sorted(
      rows.filter((row) => row.some((cell) => words(cell).toLowerCase().includes(seen.typed.trim().toLowerCase()))),
    );
    const pages = Math.max(1, Math.ceil(found.length / size));
    const shown = found.slice(seen.page * size, (seen.page + 1) * size);
    body.replaceChildren(...shown.map((row) => h("tr", {}, row.map(cellOf))));
    if (!shown.length) body.append(h("tr", {}, h("td", { colspan: head.length, class: "nothing" }, "Nothing matches.")));
    heads.forEach((each, column) => {
      const order = seen.column === column ? (seen.down ? "descending" : "ascending") : "none";
      each.setAttribute("aria-sort", order);
    });
    const first = found.length ? seen.page * size + 1 : 0;
    foot.replaceChildren(
      h("span", { role: "status" }, `${first}–${Math.min(found.length, (seen.page + 1) * size)} of ${found.length}`),
      ...(pages > 1
        ? [pager("left", "Previous rows", seen.page > 0, -1), pager("right", "Next rows", seen.page < pages - 1, 1)]
        : []),
    );
  }

  function cellOf(cell, column) {
    const tag = column === rowHead ? "th" : "td";
    return h(
      tag,
      { scope: tag === "th" ? "row" : null, class: numeric[column] ? "align-right" : "align-left" },
      content(cell, block, surface),
    );
  }

  function sorted(found) {
    if (seen.column === null) return found;
    const side = seen.down ? -1 : 1;
    return found.toSorted((one, other) => side * compare(one[seen.column], other[seen.column]));
  }

  function pager(sign, label, possible, step) {
    const turn = () => {
      seen.page += step;
      draw();
      (foot.querySelector(`[aria-label="${label}"]:enabled`) ?? foot.querySelector("button:enabled"))?.focus();
    };
    return h(
      "button",
      { type: "button", class: "icon-button", "aria-label": label, disabled: !possible, onclick: turn },
      icon(sign),
    );
  }
}

function holder(grid, label) {
  return h("div", { class: "grid-holder", role: "region", "aria-label": label, tabindex: "0" }, grid);
}

function content(cell, block, surface) {
  if (cell.type === "rich_text") return richText(cell);
  if (cell.type === "action") return element(cell.element, block.block_id, surface);
  return words(cell);
}

/** What a cell says. */
function words(cell) {
  if (!cell) return "";
  if (cell.type === "rich_text") return richText(cell).textContent;
  if (cell.type === "action") return cell.element.text.text;
  return cell.text ?? String(cell.value ?? "");
}

function compare(one, other) {
  if (one?.type === "raw_number" && other?.type === "raw_number") return one.value - other.value;
  return words(one).localeCompare(words(other), "en", { numeric: true, sensitivity: "base" });
}
