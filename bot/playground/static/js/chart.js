/** The `data_visualization` block as a drawing: bar, line, area and pie, with the figures as a table for those who cannot see it. */

import { freshId, h, svg } from "./dom.js";

const WIDTH = 600;
const HEIGHT = 260;
const BOX = { left: 46, right: 12, top: 12, bottom: 30 };
const number = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });

/** A chart with its title, legend and figures. */
export function chart(block) {
  const drawing = block.chart.type === "pie" ? pie(block.chart) : cartesian(block.chart);
  const title = freshId("chart");
  return h(
    "figure",
    { class: "chart", "aria-labelledby": title },
    h("figcaption", { id: title }, block.title),
    drawing.picture,
    drawing.legend.length > 1 &&
      h(
        "ul",
        { class: "legend" },
        drawing.legend.map((name, at) => h("li", {}, h("span", { class: `key series-${at % 12}` }), name)),
      ),
    h(
      "details",
      { class: "figures" },
      h("summary", {}, "Show the figures"),
      h("div", { class: "grid-holder" }, figures(drawing.head, drawing.rows)),
    ),
  );
}

function figures(head, rows) {
  const row = (tag) => (cells) =>
    h(
      "tr",
      {},
      cells.map((cell, at) => h(tag, { class: at ? "align-right" : "align-left" }, cell)),
    );
  return h("table", { class: "grid" }, h("thead", {}, row("th")(head)), h("tbody", {}, rows.map(row("td"))));
}

function canvas(...children) {
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "canvas", "aria-hidden": "true" }, ...children);
}

/** Bars, lines and areas over categories. */
function cartesian({ type, series, axis_config: axis = {} }) {
  const categories = axis.categories ?? series[0].data.map((point) => point.label);
  const values = series.map(({ data }) => categories.map((label) => data.find((point) => point.label === label)?.value ?? null));
  const ticks = scale(values.flat().filter((value) => value !== null));
  const [low, high] = [ticks[0], ticks.at(-1)];
  const left = BOX.left + (axis.y_label ? 16 : 0);
  const bottom = HEIGHT - BOX.bottom - (axis.x_label ? 18 : 0);
  const step = (WIDTH - left - BOX.right) / categories.length;
  const y = (value) => bottom - ((value - low) / (high - low)) * (bottom - BOX.top);
  const x = (at) => left + (at + 0.5) * step;
  const draw = { bar: bars, line: lines, area: areas }[type];
  const every = Math.ceil(
    categories.length / Math.floor((WIDTH - left) / (9 + 6.4 * Math.max(...categories.map((label) => label.length)))),
  );
  const picture = canvas(
    ticks.map((tick) =>
      svg(
        "g",
        {},
        svg("line", { x1: left, x2: WIDTH - BOX.right, y1: y(tick), y2: y(tick), class: tick === 0 ? "axis" : "rule" }),
        svg("text", { x: left - 8, y: y(tick) + 4, class: "tick tick-y" }, number.format(tick)),
      ),
    ),
    categories.map((label, at) => at % every === 0 && svg("text", { x: x(at), y: bottom + 18, class: "tick tick-x" }, label)),
    values.map((each, at) =>
      draw(each, { at, of: series.length, x, y, step, floor: y(Math.max(low, 0)), name: series[at].name, categories }),
    ),
    axis.x_label && svg("text", { x: (left + WIDTH) / 2, y: HEIGHT - 6, class: "tick tick-x" }, axis.x_label),
    axis.y_label &&
      svg(
        "text",
        { x: 12, y: (bottom + BOX.top) / 2, class: "tick tick-x", transform: `rotate(-90 12 ${(bottom + BOX.top) / 2})` },
        axis.y_label,
      ),
  );
  const rows = categories.map((label, at) => [label, ...values.map((each) => (each[at] === null ? "–" : number.format(each[at])))]);
  return { picture, legend: series.map(({ name }) => name), head: [axis.x_label ?? "", ...series.map(({ name }) => name)], rows };
}

function bars(values, { at, of, x, y, step, floor, name, categories }) {
  const width = Math.min(48, (step * 0.72) / of);
  return values.map((value, category) => {
    if (value === null) return null;
    const top = Math.min(y(value), floor);
    const left = x(category) + (at - of / 2) * width;
    const box = {
      x: left,
      y: top,
      width: Math.max(1, width - 1.5),
      height: Math.max(1, Math.abs(floor - y(value))),
      rx: Math.min(3, width / 4),
      class: `series-${at % 12}`,
    };
    return svg("rect", box, svg("title", {}, `${name}, ${categories[category]}: ${number.format(value)}`));
  });
}

function lines(values, { at, x, y, name, categories }) {
  const points = pieces(values).map((piece) =>
    svg("polyline", { points: piece.map(([where, value]) => `${x(where)},${y(value)}`).join(" "), class: `stroke-${at % 12}` }),
  );
  const dots = values.map(
    (value, where) =>
      value !== null &&
      svg(
        "circle",
        { cx: x(where), cy: y(value), r: 3, class: `series-${at % 12}` },
        svg("title", {}, `${name}, ${categories[where]}: ${number.format(value)}`),
      ),
  );
  return [points, dots];
}

function areas(values, context) {
  const { at, x, y, floor } = context;
  const under = pieces(values).map((piece) =>
    svg("polygon", {
      points: [
        `${x(piece[0][0])},${floor}`,
        ...piece.map(([where, value]) => `${x(where)},${y(value)}`),
        `${x(piece.at(-1)[0])},${floor}`,
      ].join(" "),
      class: `area series-${at % 12}`,
    }),
  );
  return [under, lines(values, context)];
}

/** Runs of known values: an unknown one is a gap, never a zero. */
function pieces(values) {
  const runs = [[]];
  values.forEach((value, at) => (value === null ? runs.push([]) : runs.at(-1).push([at, value])));
  return runs.filter((run) => run.length);
}

/** Round marks from the lowest (or zero) to the highest value. */
function scale(values) {
  const high = Math.max(0, ...values);
  const low = Math.min(0, ...values);
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough - 1e-9);
  const from = Math.floor(low / step);
  const to = Math.max(from + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: to - from + 1 }, (_, at) => (from + at) * step);
}

function pie({ segments }) {
  const total = segments.reduce((sum, { value }) => sum + value, 0) || 1;
  const [middle, centre, radius] = [WIDTH / 2, HEIGHT / 2, HEIGHT / 2 - 14];
  const at = (share) => [middle + radius * Math.sin(2 * Math.PI * share), centre - radius * Math.cos(2 * Math.PI * share)];
  let from = 0;
  const slices = segments.map(({ label, value }, index) => {
    const to = from + value / total;
    const [[x1, y1], [x2, y2]] = [at(from), at(to)];
    const whole = to - from > 0.9999;
    const shape = whole
      ? svg("circle", { cx: middle, cy: centre, r: radius, class: `slice series-${index % 12}` })
      : svg("path", {
          d: `M${middle} ${centre}L${x1} ${y1}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${x2} ${y2}z`,
          class: `slice series-${index % 12}`,
        });
    shape.append(svg("title", {}, `${label}: ${number.format(value)} (${percent(value / total)})`));
    from = to;
    return shape;
  });
  const rows = segments.map(({ label, value }) => [label, number.format(value), percent(value / total)]);
  return {
    picture: canvas(slices),
    legend: segments.map(({ label, value }) => `${label} ${percent(value / total)}`),
    head: ["", "Value", "Share"],
    rows,
  };
}

const percent = (share) => `${Math.round(share * 100)} %`;
