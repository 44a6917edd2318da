/** Light or dark: the system's choice until the person makes their own. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "frontdesk-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

const now = () => document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light");

/** A button that changes it. */
export function themeButton() {
  const button = h("button", { type: "button", class: "top-button", onclick: () => set(now() === "dark" ? "light" : "dark") });
  const draw = () => {
    const other = now() === "dark" ? "light" : "dark";
    button.setAttribute("aria-label", `Switch to ${other}`);
    button.title = `Switch to ${other}`;
    button.replaceChildren(icon(other === "dark" ? "moon" : "sun"));
  };
  const set = (theme) => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(KEY, theme);
    draw();
  };
  const kept = localStorage.getItem(KEY);
  if (kept) document.documentElement.dataset.theme = kept;
  system.addEventListener("change", draw);
  draw();
  return button;
}
