/** What opens beside a button: menus and lists. The browser closes it on Escape and on a click elsewhere. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

const GAP = 4;

/** Open `content` beside `anchor`; returns what closes it. The focus goes back to the anchor unless it went elsewhere. */
export function openPopover(anchor, content, { onclose, label, wide = false } = {}) {
  const box = h("div", { class: "popover", popover: "auto", "aria-label": label }, content);
  (anchor.closest("dialog") ?? document.body).append(box);
  anchor.setAttribute("aria-expanded", "true");
  box.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    anchor.setAttribute("aria-expanded", "false");
    const lost = !document.activeElement || document.activeElement === document.body || box.contains(document.activeElement);
    box.remove();
    if (lost && anchor.isConnected) anchor.focus({ preventScroll: true });
    onclose?.();
  });
  box.showPopover();
  if (wide) box.style.minWidth = `${anchor.offsetWidth}px`;
  // Its content may come later and need more room.
  new ResizeObserver(() => place(box, anchor.getBoundingClientRect())).observe(box);
  place(box, anchor.getBoundingClientRect());
  return () => box.matches(":popover-open") && box.hidePopover();
}

/** Under the anchor, above it where there is no room, and always inside the window. */
function place(box, anchor) {
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = anchor.bottom + GAP;
  const top = below + height <= innerHeight - GAP || anchor.top < height ? below : anchor.top - GAP - height;
  const left = Math.min(anchor.left, innerWidth - width - 2 * GAP);
  box.style.top = `${Math.max(GAP, Math.min(top, innerHeight - height - GAP))}px`;
  box.style.left = `${Math.max(GAP, left)}px`;
}

/**
 * A menu: arrow keys, Home, End and letters move, Enter chooses.
 * `items` are `{label, detail?, run, danger?, checked?}` or the string "-" for a line across.
 */
export function openMenu(anchor, items, label) {
  const buttons = items.map((item) => (item === "-" ? h("hr", { role: "separator" }) : menuItem(item, () => close())));
  const menu = h("div", { role: "menu", class: "menu", "aria-label": label, onkeydown: moveInMenu }, buttons);
  const close = openPopover(anchor, menu, { label });
  (menu.querySelector('[aria-checked="true"]') ?? menu.querySelector('[role^="menuitem"]'))?.focus();
  return close;
}

function menuItem(item, close) {
  const run = () => {
    close();
    item.run();
  };
  const checkable = item.checked !== undefined;
  return h(
    "button",
    {
      type: "button",
      role: checkable ? "menuitemradio" : "menuitem",
      "aria-checked": checkable ? String(item.checked) : null,
      class: item.danger ? "menu-item danger" : "menu-item",
      tabindex: "-1",
      onclick: run,
    },
    item.picture,
    h("span", { class: "menu-words" }, h("span", {}, item.label), item.detail && h("small", {}, item.detail)),
    item.checked && icon("check"),
  );
}

function moveInMenu(event) {
  const items = [...event.currentTarget.querySelectorAll('[role^="menuitem"]')];
  const at = items.indexOf(document.activeElement);
  const letter = event.key.length === 1 && event.key !== " " ? event.key.toLowerCase() : null;
  const to = letter
    ? [...items.slice(at + 1), ...items.slice(0, at + 1)].find((item) => item.textContent.trim().toLowerCase().startsWith(letter))
    : {
        ArrowDown: items[(at + 1) % items.length],
        ArrowUp: items[(at - 1 + items.length) % items.length],
        Home: items[0],
        End: items.at(-1),
      }[event.key];
  if (!to) return;
  event.preventDefault();
  to.focus();
}
