/** The app's Home tab. */

import { post } from "./api.js";
import { blocks } from "./blocks.js";
import { focusMark, h, refocus } from "./dom.js";
import { on, state } from "./state.js";
import { Surface } from "./surface.js";

export class HomePane {
  constructor() {
    this.surface = null;
    this.body = h("div", { class: "home-body" });
    this.root = h("section", { class: "home scroller", hidden: true, "aria-label": "Home" }, this.body);
    on("home", () => !this.root.hidden && this.draw());
  }

  /** Come in: the app is told, and may publish anew. */
  show() {
    this.draw();
    post("home", { tab: "home" });
  }

  draw() {
    const view = state.home;
    if (!view) {
      this.body.replaceChildren(h("p", { class: "muted nothing" }, "The app has not published its Home yet."));
      return;
    }
    const where = { view_id: view.id };
    this.surface ??= new Surface(where, { kind: "home" });
    this.surface.redraw({ where, given: view.state?.values });
    const mark = focusMark(this.body);
    this.body.replaceChildren(...blocks(view.blocks, this.surface));
    refocus(this.body, mark);
  }
}
