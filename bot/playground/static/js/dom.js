/** Elements from plain values. Children become text nodes, so nothing that a guest or a vendor wrote can become markup. */

const SVG = "http://www.w3.org/2000/svg";
const PROPERTIES = new Set(["value", "checked", "selected", "disabled", "open", "multiple"]);

/** An element: `on…` properties listen, `dataset` is copied, the rest are attributes; `null`, `undefined` and `false` are left out. */
export function h(tag, properties = {}, ...children) {
  return filled(document.createElement(tag), properties, children);
}

/** The same for drawings. */
export function svg(tag, properties = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), properties, children);
}

function filled(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (PROPERTIES.has(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A whole address that may be followed: https, http, mailto or tel; anything else is null. */
export function safeUrl(address) {
  try {
    const url = new URL(address);
    return ["https:", "http:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens elsewhere, or only its words where the address is not one to follow. */
export function link(address, ...words) {
  const href = safeUrl(address);
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...words) : h("span", {}, ...words);
}

let counter = 0;

/** An id that no other element has. */
export const freshId = (prefix) => `${prefix}-${++counter}`;

/** Tell a screen reader. The second region is emptied first, so that the same words said twice are read twice. */
export function announce(words) {
  const region = document.getElementById("announcer");
  region.textContent = "";
  requestAnimationFrame(() => (region.textContent = words));
}

/** A short notice at the foot of the page. */
export function toast(words) {
  const region = document.getElementById("toasts");
  const notice = h("div", { class: "toast" }, words);
  region.append(notice);
  setTimeout(() => notice.remove(), 6_000);
}

/** Where the focus is, in words that survive a redrawing: the nearest block and action inside `root`. */
export function focusMark(root) {
  const active = document.activeElement;
  if (!active || !root.contains(active)) return null;
  const { blockId, actionId } = active.closest("[data-action-id]")?.dataset ?? {};
  return { blockId, actionId, start: active.selectionStart, end: active.selectionEnd };
}

/** Put the focus back on what `focusMark` saw; says whether it is still there. */
export function refocus(root, mark) {
  if (!mark?.actionId) return false;
  const same = [...root.querySelectorAll("[data-action-id]")].filter((element) => element.dataset.actionId === mark.actionId);
  const holder = same.find((element) => element.dataset.blockId === mark.blockId) ?? same[0];
  const target = holder?.matches("button, input, textarea, select")
    ? holder
    : holder?.querySelector("button, input, textarea, select");
  if (!target) return false;
  target.focus({ preventScroll: true });
  if (typeof mark.start === "number" && "setSelectionRange" in target && /^(text|search|)$/.test(target.type ?? "")) {
    target.setSelectionRange(mark.start, mark.end);
  }
  return true;
}
