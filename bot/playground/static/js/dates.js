/** Moments as the reader's wall shows them. A timestamp is Slack's: seconds, a dot, and a number that makes it unique. */

import { state } from "./state.js";

const LOCALE = "en-GB";

const zone = () => state.people.get(state.me)?.tz || undefined;
const formats = new Map();

function format(moment, options) {
  const key = `${zone()} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(LOCALE, { timeZone: zone(), ...options }));
  return formats.get(key).format(moment);
}

const momentOf = (ts) => new Date(Number.parseFloat(ts) * 1_000);

/** "09:05". */
export const clock = (ts) => format(momentOf(ts), { hour: "2-digit", minute: "2-digit" });

/** "Tuesday 24 November 2026 at 09:05:12", to point at. */
export const wholeMoment = (ts) => format(momentOf(ts), { dateStyle: "full", timeStyle: "medium" });

/** A day as a key that sorts: "2026-11-24". */
export function dayOf(ts) {
  const moment = momentOf(ts);
  return `${format(moment, { year: "numeric" })}-${format(moment, { month: "2-digit" })}-${format(moment, { day: "2-digit" })}`;
}

/** What is written above a day's messages: "Today", "Yesterday", "Tuesday 24 November". */
export function dayTitle(ts) {
  return nearDay(momentOf(ts)) ?? format(momentOf(ts), { weekday: "long", day: "numeric", month: "long" });
}

/** What a date or time field holds, written out: "Sat 28 Nov 2026", "10:15", or both. */
export function dayWords(value) {
  const [day, time] = value.includes("-") ? value.split("T") : [null, value];
  const options = { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
  const words = day && new Intl.DateTimeFormat(LOCALE, options).format(new Date(`${day}T00:00:00Z`)).replace(",", "");
  return [words, time].filter(Boolean).join(", ");
}

function nearDay(moment) {
  const day = (when) => dayOf(String(when / 1_000));
  const now = Date.now();
  if (day(+moment) === day(now)) return "Today";
  if (day(+moment) === day(now - 86_400_000)) return "Yesterday";
  if (day(+moment) === day(now + 86_400_000)) return "Tomorrow";
  return null;
}

/** "just now", "5 minutes ago", "in 2 hours". */
export function ago(seconds) {
  const past = Date.now() / 1_000 - seconds;
  const [size, unit] = [
    [86_400, "day"],
    [3_600, "hour"],
    [60, "minute"],
  ].find(([each]) => Math.abs(past) >= each) ?? [0, ""];
  if (!unit) return "just now";
  return new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" }).format(-Math.round(past / size), unit);
}

/** The tokens of `<!date^…>` (docs.slack.dev/messaging/formatting-message-text), in the reader's zone. */
const TOKENS = {
  date_num: (at) => `${format(at, { year: "numeric" })}-${format(at, { month: "2-digit" })}-${format(at, { day: "2-digit" })}`,
  date_slash: (at) => format(at, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date: (at) => format(at, { day: "numeric", month: "long", year: "numeric" }),
  date_short: (at) => format(at, { day: "numeric", month: "short", year: "numeric" }),
  date_long: (at) => format(at, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  date_pretty: (at) => nearDay(at)?.toLowerCase() ?? TOKENS.date(at),
  date_short_pretty: (at) => nearDay(at)?.toLowerCase() ?? TOKENS.date_short(at),
  date_long_pretty: (at) => nearDay(at)?.toLowerCase() ?? TOKENS.date_long(at),
  time: (at) => format(at, { hour: "2-digit", minute: "2-digit" }),
  time_secs: (at) => format(at, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago: (at) => ago(+at / 1_000),
};

/** A date in Slack's own format, or null where the format or the moment cannot be read: then the fallback is shown. */
export function slackDate(seconds, pattern) {
  const moment = new Date(Number(seconds) * 1_000);
  if (Number.isNaN(+moment) || !/\{\w+\}/.test(pattern)) return null;
  return pattern.replace(/\{(\w+)\}/g, (whole, token) => TOKENS[token]?.(moment) ?? whole);
}
