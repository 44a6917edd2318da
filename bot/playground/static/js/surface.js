/** What a block is drawn on: a message or a view. It knows how to press, to ask for options, and what was chosen so far. */

import { post, upload } from "./api.js";
import { confirmed } from "./dialog.js";
import { toast } from "./dom.js";

export class Surface {
  /** `where` names it for the server: `{channel, ts}` or `{view_id}`. `errors` are the words under inputs, by block id. */
  constructor(where, { kind, errors = {}, given = {} }) {
    this.where = where;
    this.kind = kind;
    this.errors = errors;
    this.given = given;
    this.values = new Map();
    this.before = new Map();
  }

  /** Draw again: what people chose stays where block and action are still there (docs.slack.dev/surfaces/modals). */
  redraw({ where = this.where, errors = {}, given = {} }) {
    Object.assign(this, { where, errors, given, before: this.values, values: new Map() });
  }

  /** The value an element begins with: what was chosen before, what the server holds, or its own initial one. */
  begin(blockId, element, initial) {
    const key = keyOf(blockId, element.action_id);
    const kept = this.before.get(key);
    const held = this.given?.[blockId]?.[element.action_id];
    const value = kept?.type === element.type ? kept : held?.type === element.type ? held : { type: element.type, ...initial };
    this.values.set(key, value);
    return value;
  }

  /** Remember a choice. */
  choose(blockId, element, value) {
    this.values.set(keyOf(blockId, element.action_id), { type: element.type, ...value });
  }

  /** Everything chosen, as Slack writes it: block → action → value. */
  state() {
    const values = {};
    for (const [key, value] of this.values) {
      const [blockId, actionId] = JSON.parse(key);
      (values[blockId] ??= {})[actionId] = value;
    }
    return { values };
  }

  /** Press an element; asks first where it wants to be confirmed. False: it was not pressed, or nobody answered. */
  async press(blockId, element, value = {}, confirm = element.confirm) {
    if (confirm && !(await confirmed(confirm))) return false;
    const body = { ...this.where, block_id: blockId, action_id: element.action_id, ...value, state: this.state() };
    const answer = await post("press", body);
    if (!answer.ok) toast(answer.message || "Something went wrong.");
    return answer.ok;
  }

  /** Options for what was typed, as groups. */
  async suggest(blockId, element, typed) {
    const answer = await post("suggest", { ...this.where, block_id: blockId, action_id: element.action_id, value: typed });
    if (!answer.ok) return { message: answer.message };
    return { groups: answer.option_groups ?? [{ options: answer.options ?? [] }] };
  }

  /** Keep a file that an input was given. */
  keep(file) {
    return upload(file);
  }
}

const keyOf = (blockId, actionId) => JSON.stringify([blockId, actionId]);
