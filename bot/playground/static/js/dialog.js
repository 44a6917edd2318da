/** Dialogs in front of everything: the browser keeps the focus in them and closes them on Escape. */

import { freshId, h } from "./dom.js";
import { text } from "./mrkdwn.js";

/** Ask before doing; true when agreed to. Denying sends the app nothing. */
export function confirmed(confirm) {
  return new Promise((resolve) => {
    const id = freshId("confirm");
    const agree = h(
      "button",
      { class: `button ${confirm.style === "danger" ? "danger" : "primary"}`, value: "yes" },
      text(confirm.confirm),
    );
    const deny = h("button", { class: "button", value: "", autofocus: true }, text(confirm.deny));
    const dialog = h(
      "dialog",
      { class: "dialog confirm", "aria-labelledby": id },
      h("h2", { id }, text(confirm.title)),
      h("div", { class: "dialog-text" }, text(confirm.text)),
      h("form", { method: "dialog", class: "dialog-buttons" }, deny, agree),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
