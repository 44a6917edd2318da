/** The page's few signs, drawn with one pen. They say nothing to a screen reader: the button that holds one has the words. */

import { svg } from "./dom.js";

const PATHS = {
  hash: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h14M2.5 12.5h14",
  lock: "M5.5 9V6.5a4.5 4.5 0 0 1 9 0V9M4 9h12v8H4z",
  home: "M3 9.5 10 3.5l7 6V17h-4.5v-4.5h-5V17H3z",
  eye: "M1.8 10S4.8 4.5 10 4.5 18.2 10 18.2 10 15.2 15.5 10 15.5 1.8 10 1.8 10zM10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
  close: "M5 5l10 10M15 5 5 15",
  down: "M5.5 8 10 12.5 14.5 8",
  up: "M5.5 12.5 10 8l4.5 4.5",
  left: "M12.5 5 7.5 10l5 5",
  right: "M7.5 5l5 5-5 5",
  send: "M3 3.5 17.5 10 3 16.5l2-6.5zM5 10h6",
  plus: "M10 4v12M4 10h12",
  clip: "M15.5 9.5 9.8 15.2a3.6 3.6 0 0 1-5.1-5.1l6.6-6.6a2.4 2.4 0 0 1 3.4 3.4l-6.4 6.4a1.2 1.2 0 0 1-1.7-1.7l5.4-5.4",
  bolt: "M11.5 2.5 4.5 11.5h5l-1 6 7-9h-5z",
  reply: "M3.5 4.5h13v9H9L5.5 17v-3.5h-2zM7 8h6M7 10.8h4",
  smile: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM7.3 8v.4M12.7 8v.4M6.8 11.8a3.8 3.8 0 0 0 6.4 0",
  braces:
    "M7.5 3.5c-2.5 0-2 2-2 3.5S4.5 10 3.5 10c1 0 2 1.5 2 3s-.5 3.5 2 3.5M12.5 3.5c2.5 0 2 2 2 3.5s1 3 2 3c-1 0-2 1.5-2 3s.5 3.5-2 3.5",
  code: "M7 6 3 10l4 4M13 6l4 4-4 4",
  sun: "M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM10 1.8v2M10 16.2v2M1.8 10h2M16.2 10h2M4.2 4.2l1.4 1.4M14.4 14.4l1.4 1.4M4.2 15.8l1.4-1.4M14.4 5.6l1.4-1.4",
  moon: "M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7z",
  check: "M4 10.5 8.2 14.5 16 5.8",
  warning: "M10 3 18 16.5H2zM10 8v4M10 14.3v.2",
  file: "M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15",
  people:
    "M7 9.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM1.8 16.5c0-3 2.3-4.8 5.2-4.8s5.2 1.8 5.2 4.8M13 4.2a2.6 2.6 0 0 1 0 5.1M14.5 11.9c2.2.5 3.7 2.2 3.7 4.6",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  search: "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12zM13.5 13.5 17.5 17.5",
};

const DOTS = [5, 10, 15];

/** A sign of 20 by 20, in the colour of the text beside it. */
export function icon(name) {
  const box = { viewBox: "0 0 20 20", class: `icon icon-${name}`, "aria-hidden": "true" };
  if (name === "more")
    return svg(
      "svg",
      box,
      DOTS.map((y) => svg("circle", { cx: 10, cy: y, r: 1.5, fill: "currentColor" })),
    );
  return svg("svg", box, svg("path", { d: PATHS[name], class: "pen" }));
}

/** Frontdesk's face: a desk bell. */
export function bell() {
  return svg(
    "svg",
    { viewBox: "0 0 36 36", class: "bell", "aria-hidden": "true" },
    svg("rect", { width: 36, height: 36, class: "bell-back" }),
    svg("path", { d: "M8 24a10 10 0 0 1 20 0z", class: "bell-dome" }),
    svg("path", { d: "M6.5 26.5h23M18 14v-3M15.5 10.5h5", class: "bell-line" }),
  );
}
