/** The page: what is shown where, and how the address (`#C…`, `#C…/thread`, `#home`) says which. */

import { connect, post } from "./api.js";
import { ChannelPane, channelHead } from "./channel.js";
import { DeveloperPane } from "./developer.js";
import { h, toast } from "./dom.js";
import { HomePane } from "./home.js";
import { icon } from "./icons.js";
import { Modal } from "./modal.js";
import { Sidebar } from "./sidebar.js";
import { messageAt, nameOf, on, state } from "./state.js";
import { themeButton } from "./theme.js";
import { ThreadPane } from "./thread.js";

const place = { id: null, thread: null };

const developer = new DeveloperPane({ onclose: () => developer.toggle(false) });
const inspect = (message) => developer.inspect(message);
const opens = (ts) => go(place.id, ts);
const channel = new ChannelPane({ opens, inspect });
const thread = new ThreadPane({ inspect, onclose: () => go(place.id) });
const home = new HomePane();
const modal = new Modal();
const sidebar = new Sidebar({ current: () => place.id, talk });
const head = h("header", { class: "head" });
const lost = h("div", { class: "lost", role: "status", hidden: true }, "The playground does not answer. Trying again…");
const bot = h("span", { class: "bot-state" });

document.getElementById("page").append(
  h(
    "header",
    { class: "top" },
    h(
      "button",
      {
        type: "button",
        class: "top-button only-narrow",
        "aria-label": "Channels",
        onclick: () => document.body.classList.toggle("sidebar-open"),
      },
      icon("menu"),
    ),
    h("span", { class: "top-title" }, "Frontdesk playground"),
    bot,
    h(
      "button",
      {
        type: "button",
        class: "top-button",
        "aria-label": "Developer panel",
        title: "Developer panel",
        onclick: () => developer.toggle(),
      },
      icon("code"),
    ),
    themeButton(),
  ),
  sidebar.root,
  h("main", { class: "main" }, lost, head, h("div", { class: "panes" }, channel.root, home.root)),
  thread.root,
  developer.root,
  modal.root,
);

function go(id, ts) {
  location.hash = ts ? `${id}/${ts}` : id;
}

async function talk(user) {
  const answer = await post("open_dm", { user });
  if (answer.ok) go(answer.channel);
  else toast(answer.message || "That did not work.");
}

/** Show what the address names; somewhere sensible where it names nothing. */
function route({ again = false } = {}) {
  const [wanted, named] = decodeURIComponent(location.hash.slice(1)).split("/");
  // A permalink writes the timestamp as `p` and its digits.
  const ts = named?.replace(/^p(\d+)(\d{6})$/, "$1.$2");
  const id = state.channels.has(wanted) || wanted === "home" ? wanted : first();
  const moved = again || id !== place.id;
  Object.assign(place, { id, thread: ts ?? null });
  document.body.classList.remove("sidebar-open");
  channel.root.hidden = id === "home";
  home.root.hidden = id !== "home";
  if (moved && id === "home") home.show();
  else if (moved) channel.show(id);
  const message = ts && messageAt(id, ts);
  thread.show(message ? { channel: id, ts: message.thread_ts ?? ts } : null, { focus: Boolean(message) && !again });
  if (!message && moved && id !== "home" && !matchMedia("(pointer: coarse)").matches) channel.composer.focus();
  drawHead();
  sidebar.draw();
}

const first = () =>
  [...state.channels.values()].find(({ kind, is_member: member }) => kind !== "im" && member)?.id ??
  state.channels.keys().next().value;

function drawHead() {
  const app = [...state.channels.values()].find(({ kind, user }) => kind === "im" && user === state.bot.user);
  const shown = place.id === "home" ? app : state.channels.get(place.id);
  const title = shown ? channelHead(shown) : [h("h1", {}, nameOf(state.bot.user))];
  const isApp = place.id === "home" || shown?.id === app?.id;
  head.replaceChildren(h("div", { class: "head-row" }, ...title.filter(Boolean)), ...(isApp ? [tabs(app)] : []));
  document.title = `${shown?.kind === "im" || !shown ? nameOf(state.bot.user) : `#${shown.name}`} · Frontdesk playground`;
}

function tabs(app) {
  const tab = (href, words) => h("a", { href, class: "tab", "aria-current": href === `#${place.id}` ? "page" : null }, words);
  return h(
    "nav",
    { class: "tabs", "aria-label": "The app" },
    state.bot.home_tab && tab("#home", "Home"),
    app && tab(`#${app.id}`, "Messages"),
  );
}

function drawBot() {
  const words = state.bot.connected ? `${nameOf(state.bot.user)} is connected` : `${nameOf(state.bot.user)} is not connected`;
  bot.className = state.bot.connected ? "bot-state on" : "bot-state off";
  bot.textContent = words;
}

on("loaded", () => {
  history.replaceState(null, "", `?${new URLSearchParams({ as: state.me })}${location.hash}`);
  document.body.classList.add("ready");
  drawBot();
  thread.redraw();
  route({ again: true });
});
on("bot", drawBot);
on("channel", drawHead);
window.addEventListener("hashchange", () => route());
connect((away) => (lost.hidden = !away));
