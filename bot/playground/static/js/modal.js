/** The modal on top of this person's stack. What was typed stays through updates; a view pushed on top begins its own. */

import { post } from "./api.js";
import { blocks } from "./blocks.js";
import { announce, focusMark, freshId, h, refocus } from "./dom.js";
import { face } from "./faces.js";
import { icon } from "./icons.js";
import { plain, text } from "./mrkdwn.js";
import { on, state } from "./state.js";
import { Surface } from "./surface.js";

const FIELDS = "input, textarea, .select";

export class Modal {
  constructor() {
    this.view = null;
    this.surfaces = new Map();
    const title = freshId("modal");
    this.title = h("h2", { id: title });
    this.body = h("div", { class: "modal-body" });
    this.trouble = h("div", { class: "modal-trouble", role: "alert" });
    this.foot = h("div", { class: "modal-foot" });
    const close = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => this.close({ all: true }) },
      icon("close"),
    );
    this.face = h("span");
    const form = h(
      "form",
      { class: "modal-form", novalidate: true, onsubmit: (event) => (event.preventDefault(), this.submit()) },
      h("header", { class: "modal-head" }, this.face, this.title, close),
      this.body,
      this.trouble,
      this.foot,
    );
    this.root = h("dialog", { class: "dialog modal", "aria-labelledby": title, oncancel: (event) => this.escaped(event) }, form);
    on("views", ({ why }) => this.draw(why));
    on("loaded", () => this.draw("opened"));
  }

  draw(why) {
    const view = state.views.at(-1);
    for (const id of this.surfaces.keys()) if (!state.views.some((each) => each.id === id)) this.surfaces.delete(id);
    if (!view) return this.gone();
    const same = this.view?.id === view.id && this.root.open;
    this.view = view;
    const surface = this.surfaceOf(view);
    const mark = same ? focusMark(this.body) : null;
    const at = same ? this.body.scrollTop : 0;
    this.face.replaceChildren(face(state.bot.user, "face-small"));
    this.title.replaceChildren(...text(view.title));
    this.body.replaceChildren(...blocks(view.blocks, surface));
    this.say(view.errors && Object.keys(view.errors).length ? "" : null);
    this.drawFoot(view);
    if (!this.root.open) this.root.showModal();
    this.body.scrollTop = at;
    this.focus(mark, why);
    return undefined;
  }

  surfaceOf(view) {
    const told = { where: { view_id: view.id }, errors: view.errors ?? {}, given: view.state?.values ?? {} };
    const surface = this.surfaces.get(view.id) ?? new Surface(told.where, { kind: "view" });
    this.surfaces.set(view.id, surface);
    surface.redraw(told);
    return surface;
  }

  drawFoot(view) {
    const back = view.previous_view_id ? "Back" : "Cancel";
    const close = h(
      "button",
      { type: "button", class: "button", onclick: () => this.close() },
      view.close ? text(view.close) : view.submit ? back : "Close",
    );
    this.submitter = view.submit ? h("button", { type: "submit", class: "button primary" }, text(view.submit)) : null;
    this.foot.replaceChildren(...[close, this.submitter].filter(Boolean));
  }

  focus(mark, why) {
    const wrong = this.body.querySelector(".wrong :is(input, textarea, button)");
    if (wrong && why !== "updated") wrong.focus();
    else if (!refocus(this.body, mark)) {
      const first =
        this.body.querySelector("[autofocus]") ??
        [...this.body.querySelectorAll(FIELDS)].find((field) => field.closest(".block-input"));
      (first ?? this.submitter ?? this.foot.firstChild).focus();
    }
    if (why !== "errors" && !mark) announce(plain(this.view.title.text).join(""));
  }

  async submit() {
    const { view, submitter } = this;
    if (!submitter || submitter.getAttribute("aria-busy") === "true") return;
    submitter.setAttribute("aria-busy", "true");
    const answer = await post("submit", { view_id: view.id, state: this.surfaces.get(view.id).state() });
    submitter.removeAttribute("aria-busy");
    if (answer.ok || this.view?.id !== view.id) return;
    if (answer.errors) {
      this.view = { ...view, errors: answer.errors };
      state.views[state.views.length - 1] = this.view;
      this.draw("errors");
    } else this.say(answer.message || "We had some trouble connecting. Try again?");
  }

  /** Words above the buttons: an error of the whole form. */
  say(words) {
    this.trouble.textContent = words ?? "";
  }

  close({ all = false } = {}) {
    if (this.view) post("close", { view_id: this.view.id, ...(all ? { all: true } : {}) });
  }

  escaped(event) {
    event.preventDefault();
    this.close();
  }

  gone() {
    this.view = null;
    if (this.root.open) this.root.close();
  }
}
