/** What is typed or picked: texts, numbers, addresses, dates and times, files. The browser's own fields, so keyboards and readers know them. */

import { dayWords } from "./dates.js";
import { h } from "./dom.js";
import { picture } from "./files.js";
import { plain } from "./mrkdwn.js";

const MEGABYTE = 1_048_576;

export const INPUTS = {
  plain_text_input: (spec, context) =>
    typed(spec, context, spec.multiline ? "textarea" : "input", {
      type: "text",
      minlength: spec.min_length,
      maxlength: spec.max_length,
    }),
  email_text_input: (spec, context) => typed(spec, context, "input", { type: "email", autocomplete: "off" }),
  url_text_input: (spec, context) => typed(spec, context, "input", { type: "url", autocomplete: "off" }),
  number_input: (spec, context) =>
    typed(spec, context, "input", {
      type: "text",
      inputmode: spec.is_decimal_allowed ? "decimal" : "numeric",
      autocomplete: "off",
    }),
  rich_text_input: richText,
  datepicker: (spec, context) => picked(spec, context, { type: "date" }, "selected_date", spec.initial_date ?? null),
  timepicker: (spec, context) => picked(spec, context, { type: "time" }, "selected_time", spec.initial_time ?? null),
  datetimepicker: moment,
  file_input: files,
};

function named(spec, { field }) {
  return {
    class: "field",
    "aria-label": field.words ? null : spec.placeholder?.text,
    "aria-labelledby": field.label,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.wrong ? "true" : null,
    "aria-required": field.required ? "true" : null,
    placeholder: spec.placeholder ? plain(spec.placeholder.text).join("") : null,
    autofocus: spec.focus_on_load ? true : null,
  };
}

function typed(spec, context, tag, more) {
  const { blockId, surface, change, dispatch } = context;
  const value = surface.begin(blockId, spec, { value: spec.initial_value ?? null });
  const when = spec.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const now = (target) => ({ value: target.value === "" ? null : target.value });
  const field = h(tag, {
    ...named(spec, context),
    ...more,
    ...(tag === "textarea" ? { rows: 4, type: null } : {}),
    value: value.value ?? "",
    oninput: (event) => change(now(event.target), { press: dispatch && when.includes("on_character_entered") }),
    onkeydown: (event) => {
      if (event.key !== "Enter" || tag === "textarea" || event.isComposing) return;
      if (!dispatch || !when.includes("on_enter_pressed")) return;
      event.preventDefault();
      change(now(event.target), { press: true });
    },
  });
  return field;
}

/** A rich text input, filled as plain paragraphs. */
function richText(spec, context) {
  const { blockId, surface, change } = context;
  const value = surface.begin(blockId, spec, { rich_text_value: spec.initial_value ?? null });
  const words = (value.rich_text_value?.elements ?? [])
    .flatMap((part) => part.elements ?? [])
    .map((piece) => piece.text ?? "")
    .join("");
  const written = (content) =>
    content === ""
      ? null
      : { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: content }] }] };
  return h("textarea", {
    ...named(spec, context),
    rows: spec.min_lines ?? 4,
    value: words,
    oninput: (event) => change({ rich_text_value: written(event.target.value) }, { press: false }),
  });
}

/** A date or a time: written out, and the browser's own field with its picker where the focus is. */
function picked(spec, context, more, name, initial) {
  const { blockId, surface, change } = context;
  const value = surface.begin(blockId, spec, { [name]: initial });
  return writtenOut(spec, context, more, value[name] ?? "", (given) => change({ [name]: given || null }));
}

/** A moment as Slack writes it, whole seconds; shown and picked on this machine's clock. */
function moment(spec, context) {
  const { blockId, surface, change } = context;
  const value = surface.begin(blockId, spec, { selected_date_time: spec.initial_date_time ?? null });
  const local = (seconds) =>
    new Date(seconds * 1_000 - new Date(seconds * 1_000).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  const now = value.selected_date_time ? local(value.selected_date_time) : "";
  return writtenOut(spec, context, { type: "datetime-local" }, now, (given) =>
    change({ selected_date_time: given ? Math.floor(+new Date(given) / 1_000) : null }),
  );
}

function writtenOut(spec, context, more, value, onchange) {
  const names = named(spec, context);
  const empty = spec.placeholder ? plain(spec.placeholder.text).join("") : more.type === "time" ? "Choose a time" : "Choose a date";
  const words = h("span", { class: "picked-words", "aria-hidden": "true" });
  const draw = (given) => {
    words.textContent = given ? dayWords(given) : empty;
    words.classList.toggle("placeholder", !given);
  };
  draw(value);
  const input = h("input", {
    ...names,
    ...more,
    class: "field",
    "aria-label": names["aria-labelledby"] ? null : (names["aria-label"] ?? empty),
    value,
    onchange: (event) => {
      draw(event.target.value);
      onchange(event.target.value);
    },
    // The whole field opens the picker, as Slack's does.
    onclick: (event) => event.target.showPicker?.(),
  });
  return h("span", { class: "picked" }, words, input);
}

function files(spec, context) {
  const { blockId, surface, change } = context;
  const value = surface.begin(blockId, spec, { files: [] });
  let kept = value.files ?? [];
  const list = h("ul", { class: "kept-files" });
  const note = h("small", { role: "status" });
  const draw = () =>
    list.replaceChildren(
      ...kept.map((file) =>
        h(
          "li",
          {},
          picture(file),
          h("span", {}, file.name ?? file.id),
          h("button", { type: "button", class: "link-button", onclick: () => set(kept.filter((each) => each !== file)) }, "Remove"),
        ),
      ),
    );
  const set = (next) => {
    kept = next;
    draw();
    change({ files: kept }, { press: false });
  };
  draw();
  const accept = spec.filetypes?.map((kind) => `.${kind}`).join(",");
  const input = h("input", {
    ...named(spec, context),
    type: "file",
    accept,
    multiple: (spec.max_files ?? 10) > 1,
    onchange: async (event) => {
      const given = [...event.target.files].slice(0, (spec.max_files ?? 10) - kept.length);
      event.target.value = "";
      for (const file of given) {
        note.textContent = `Uploading ${file.name} (${(file.size / MEGABYTE).toFixed(1)} MB)…`;
        const answer = await surface.keep(file);
        note.textContent = answer.ok ? "" : answer.message;
        if (answer.ok) set([...kept, answer.file]);
      }
    },
  });
  return h("div", { class: "file-input" }, input, note, list);
}
