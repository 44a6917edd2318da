/** What this person sees: the snapshot, kept current by pushes. Everything drawn is drawn from here. */

export const state = {
  me: null,
  seq: 0,
  team: {},
  bot: {},
  people: new Map(),
  channels: new Map(),
  messages: new Map(),
  commands: [],
  shortcuts: [],
  views: [],
  home: null,
  calls: [],
};

const CALLS = 500;
const listeners = new Map();

/** Call `listener` at every push of a type; "loaded" after a whole snapshot. */
export function on(type, listener) {
  listeners.set(type, [...(listeners.get(type) ?? []), listener]);
}

function emit(type, detail) {
  for (const listener of listeners.get(type) ?? []) listener(detail);
}

/** Begin again from a snapshot. */
export function load(snapshot) {
  Object.assign(state, {
    me: snapshot.me,
    seq: snapshot.seq,
    team: snapshot.team,
    bot: snapshot.bot,
    people: byId(snapshot.people),
    channels: byId(snapshot.channels),
    messages: new Map(Object.entries(snapshot.messages)),
    commands: snapshot.commands,
    shortcuts: snapshot.shortcuts,
    views: snapshot.views,
    home: snapshot.home,
    calls: snapshot.calls,
  });
  emit("loaded");
}

/** Take in one push; one that the snapshot already holds is left out. */
export function apply(push) {
  if (push.seq <= state.seq) return;
  state.seq = push.seq;
  CHANGES[push.type]?.(push);
  emit(push.type, push);
}

const CHANGES = {
  message(push) {
    insert(listOf(push.channel), push.message);
    if (typeof push.unread === "number" && state.channels.has(push.channel)) state.channels.get(push.channel).unread = push.unread;
  },
  message_changed(push) {
    const list = listOf(push.channel);
    const at = list.findIndex((message) => message.ts === push.message.ts);
    if (at < 0) insert(list, push.message);
    else list[at] = push.message;
  },
  message_deleted(push) {
    const list = listOf(push.channel);
    const at = list.findIndex((message) => message.ts === push.ts);
    if (at >= 0) list.splice(at, 1);
  },
  views(push) {
    state.views = push.views;
  },
  home(push) {
    state.home = push.view;
  },
  channel(push) {
    state.channels.set(push.channel.id, push.channel);
  },
  call(push) {
    state.calls.push(push.call);
    if (state.calls.length > CALLS) state.calls.shift();
  },
  bot(push) {
    state.bot.connected = push.connected;
  },
};

function insert(list, message) {
  let at = list.length;
  while (at > 0 && list[at - 1].ts > message.ts) at -= 1;
  list.splice(at, 0, message);
}

function listOf(channel) {
  if (!state.messages.has(channel)) state.messages.set(channel, []);
  return state.messages.get(channel);
}

const byId = (list) => new Map(list.map((each) => [each.id, each]));

/** The messages of a channel, oldest first; replies are among them. */
export const messagesOf = (channel) => state.messages.get(channel) ?? [];

/** One message, or undefined. */
export const messageAt = (channel, ts) => messagesOf(channel).find((message) => message.ts === ts);

/** A thread: its first message and the replies. */
export const threadOf = (channel, ts) => messagesOf(channel).filter((message) => message.ts === ts || message.thread_ts === ts);

/** A person, the app or Slackbot by id; somebody unknown keeps the id as a name. */
export function personOf(id) {
  if (id === "USLACKBOT") return { id, name: "slackbot", real_name: "Slackbot", is_bot: true };
  const known = state.people.get(id);
  if (known) return known;
  if (id === state.bot.user) return { id, name: state.bot.name, real_name: state.bot.name, is_bot: true };
  return { id, name: id, real_name: id };
}

/** The name shown for a person. */
export const nameOf = (id) => (id === state.bot.user ? botName() : personOf(id).real_name || personOf(id).name);

const botName = () => state.bot.name.charAt(0).toUpperCase() + state.bot.name.slice(1);

/** What a channel is called, with its sign; a direct message by the other person's name. */
export function channelName(channel) {
  return channel.kind === "im" ? nameOf(channel.user) : `#${channel.name}`;
}

/** Whether a message stands in the channel itself, not only in a thread. */
export const inChannel = (message) => !message.thread_ts || message.thread_ts === message.ts || Boolean(message.broadcast);
