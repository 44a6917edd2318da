/** The select elements: where each takes its options from, and how what was chosen is written. */

import { plain } from "./mrkdwn.js";
import { known, selectMenu } from "./select.js";
import { channelName, nameOf, state } from "./state.js";

/** How each kind writes its choice, and which options it offers. */
const KINDS = {
  static: { write: "selected_option", groups: (spec) => spec.option_groups ?? [{ options: spec.options ?? [] }] },
  external: { write: "selected_option" },
  users: { write: "selected_user", groups: () => [{ options: people() }] },
  conversations: {
    write: "selected_conversation",
    groups: (spec) => [{ options: channels(spec.filter?.include ?? ["im", "private", "public"]) }],
  },
  channels: { write: "selected_channel", groups: () => [{ options: channels(["public"]) }] },
};

/** A select menu, or null where the element is something else. */
export function select(spec, { blockId, surface, change, field }) {
  const multiple = spec.type.startsWith("multi_");
  const kind = KINDS[/^(?:multi_)?(\w+)_select$/.exec(spec.type)?.[1]];
  if (!kind) return null;
  const name = multiple ? `${kind.write}s` : kind.write;
  const whole = kind.write === "selected_option";
  const value = surface.begin(blockId, spec, { [name]: initial(spec, kind, multiple) });
  const chosen = [value[name] ?? []].flat().map((each) => (whole ? each : option(each)));
  const written = (options) => {
    const values = whole ? options : options.map((each) => each.value);
    return { [name]: multiple ? values : (values[0] ?? null) };
  };
  return selectMenu({
    source: kind.groups ? known(kind.groups(spec)) : (typed) => surface.suggest(blockId, spec, typed),
    chosen,
    multiple,
    most: spec.max_selected_items,
    remote: !kind.groups,
    least: kind.groups ? 0 : (spec.min_query_length ?? 3),
    placeholder: spec.placeholder ? plain(spec.placeholder.text) : multiple ? "Choose some" : "Choose one",
    label: field.words ?? spec.placeholder?.text,
    onchoose: (options) => change(written(options)),
  });
}

function initial(spec, kind, multiple) {
  const own = kind.write.replace("selected_", "initial_");
  return multiple ? (spec[`${own}s`] ?? []) : (spec[own] ?? null);
}

function option(id) {
  const channel = state.channels.get(id);
  return { text: { type: "plain_text", text: channel ? channelName(channel) : nameOf(id), emoji: false }, value: id };
}

const people = () => [...state.people.values()].map((each) => option(each.id));

function channels(include) {
  const kinds = { channel: "public", private: "private", im: "im" };
  return [...state.channels.values()].filter((each) => include.includes(kinds[each.kind])).map((each) => option(each.id));
}
