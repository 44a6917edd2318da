/** Faces: the app's bell, and people's initials on a colour of their own. */

import { h } from "./dom.js";
import { bell } from "./icons.js";
import { nameOf, personOf, state } from "./state.js";

const COLOURS = 8;

/** A square with somebody's face. */
export function face(id, className = "") {
  if (id === state.bot.user) return h("span", { class: `face ${className}` }, bell());
  const words = nameOf(id).split(/\s+/);
  const initials = (words.length > 1 ? [words[0], words.at(-1)] : words).map((word) => [...word][0] ?? "").join("");
  const colour = Math.max(0, [...state.people.keys()].indexOf(id)) % COLOURS;
  return h(
    "span",
    { class: `face face-${id === "USLACKBOT" ? "slackbot" : colour} ${className}`, "aria-hidden": "true" },
    initials.toUpperCase(),
  );
}

/** What is said beside a name: an app, a guest, somebody of another workspace. */
export function badge(id) {
  const person = personOf(id);
  if (id === state.bot.user || person.is_bot) return h("span", { class: "badge" }, "APP");
  if (person.is_stranger) return h("span", { class: "badge" }, "EXTERNAL");
  if (person.is_restricted) return h("span", { class: "badge" }, "GUEST");
  return null;
}
