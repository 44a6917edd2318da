"""A text into a `Reading`: deterministic, from the words, the clock, the zone and the locale given, and nothing else."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.errors import NothingAsked, NotUnderstood
from bot.core.query import Query
from bot.core.reading import Reading, Span
from bot.core.states import Axis, Grain, Kind, Status
from bot.core.window import ONE_DAY, Window
from bot.language.compose import compose, cut_to_fit
from bot.language.doubts import MOST, date_doubts, word_doubts
from bot.language.explain import explain
from bot.language.foreign import with_foreign_day
from bot.language.grammar import Line
from bot.language.keys import Keyed, take_keys
from bot.language.lexer import lex
from bot.language.lexicon import Lexicon, lexicon
from bot.language.names import NO_NAMES, Names
from bot.language.pieces import Bounds
from bot.language.setting import Filter, Setting
from bot.language.tables import LANGUAGES, language_of, spoken
from bot.language.tokens import LONGEST_TEXT, MOST_WORDS, plain, tokenize

_PAST = frozenset({Axis.CREATED, Axis.MODIFIED, Axis.REDEEMED, Axis.REVENUE})
_HAPPENED = frozenset({Kind.REDEMPTION, Kind.PAYMENT, Kind.EMAIL, Kind.PUBLICATION, Kind.GOODS_SALE})
"""Kinds of which there is none yet on a day to come."""
_MONTH_FIRST = frozenset({"US", "PH", "PW", "FM", "MH"})
"""Countries that write 12/31 (the short dates of CLDR); in the others the day comes first."""

_EXAMPLES = ("arrivals tomorrow", "unpaid orders this week", "no-shows yesterday")
_ROOM_TO_SPARE = 120
"""A text no longer than this fits into a query whatever it says."""

_ALL = frozenset({"everything", "any_kind", "guest", "axis", "status", "stage", "balance"})
"""What asks for something even where it leaves the query empty: "bookings" are all of them."""

_CLOCK_CHANGE = timedelta(hours=3)


def read(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    locale: str = "en-GB",
    names: Names = NO_NAMES,
    zones: Collection[ZoneInfo] = (),
) -> Reading:
    """Read a text for a venue in `zone`. `zones` are other venues' zones, in which the same words may name other days.

    Args:
        text: what was typed; what stands after 3,000 characters or 120 words is left out, and the reading says so.
        now: an aware datetime; the reader never looks at a clock.
        zone: the venue's.
        locale: the venue's, such as "en-GB": it decides the language besides English, and the order of 03/04.
        names: the venues, vendors and accounts that exist here.
        zones: of the other venues asked.

    Raises:
        NothingAsked: there is no word in it.
        NotUnderstood: none of its words asks for anything.
        UnknownName: a key such as `venue:` with a value that does not exist here.
    """
    reading = _read(text, now, zone, locale, names)
    window = reading.query.window
    if not zones or window is None:
        return reading
    here = now.astimezone(zone).date()
    elsewhere: dict[str, Query] = {}
    for other in zones:
        same_day = window.grain is not Grain.INSTANT and now.astimezone(other).date() == here
        if same_day or other.key in elsewhere or other.key == zone.key:
            continue
        there = _read(text, now, other, locale, names).query
        if there.window != window.in_zone(other):
            elsewhere[other.key] = there
    return replace(reading, elsewhere=elsewhere) if elsewhere else reading


@lru_cache(maxsize=64)
def _order(locale: str) -> tuple[bool | None, bool, str]:
    """Whether the month comes first in 03/04 (unknown without a country), whether hours count to twelve, and the country."""
    parts = locale.replace("_", "-").split("-")
    country = parts[-1].upper() if len(parts) > 1 and len(parts[-1]) == 2 else ""
    english = language_of(locale) == "en"
    return (None if english else False) if not country else country in _MONTH_FIRST, english, country


def _read(text: str, now: datetime, zone: ZoneInfo, locale: str, names: Names) -> Reading:
    local = now.astimezone(zone)
    words = lexicon(locale)
    too_long = len(text) > LONGEST_TEXT
    text = text[:LONGEST_TEXT]
    made = plain(text)
    if not made.text or made.text.isspace():
        raise NothingAsked("There are no words to read. Try: " + ", ".join(_EXAMPLES) + ".")
    made, keyed = take_keys(text, made, words, names)
    month_first, afternoon, country = _order(locale)
    setting = Setting(
        local, zone, local.date(), month_first, afternoon, country, spoken(locale), text, made, tokenize(made.text), names
    )
    too_long = too_long or len(setting.tokens) == MOST_WORDS
    line = lex(setting, words, names)
    line = words.guards.read(line, setting)
    if keyed or not words.telling.isdisjoint(line.characters):
        _notice(setting, line, keyed)
    for step in words.dates:
        line = step.read(line, setting)
    if language_of(locale) not in LANGUAGES:
        line = with_foreign_day(setting, words, line, locale)
    return _reading(setting, words, words.filters.read(line, setting), keyed, locale, names, too_long)


def _notice(setting: Setting, line: Line, keyed: list[Keyed]) -> None:
    """What some words tell about the others: that dates lie in the past, that tonight is meant, that a state is asked for."""
    past = any(one.part == "axis" and one.value in _PAST for one in keyed)
    for values in line.values:
        past = past or values.get("axis") in _PAST or values.get("status") is Status.NO_SHOW or "new" in values
        past = past or values.get("kind") in _HAPPENED or "refund" in values
        setting.tonight = setting.tonight or "tonight" in values
        setting.dining = setting.dining or "dining" in values
    setting.lean = -1 if past else 0
    # "Is SUMMER10 expired" and "SUMMER10 est-il expiré" ask the same.
    setting.question = setting.question or any("question" in values for values in line.values[:2])


def _reading(
    setting: Setting, words: Lexicon, line: Line, keyed: list[Keyed], locale: str, names: Names, too_long: bool
) -> Reading:
    _ahead(setting, words, line)
    used, odd, left, unsure = -1, bool(setting.alternatives), [], False
    for place, character in enumerate(line.characters):
        if character in words.windows and used < 0:
            used = place
        elif character in words.left:
            left.append(setting.place(line.firsts[place], line.lasts[place]))
        elif character in words.windows:
            odd = True
            unsure = unsure or words.links.issuperset(line.characters[used + 1 : place])
        else:
            odd = odd or character in words.refused
    if unsure:
        # Two dates side by side that make no sense together: no day is better than a wrong one.
        used = -1
    window: Bounds | None = line.values[used]["bounds"] if used >= 0 else None
    rest = " ".join([setting.text[start:stop] for start, stop in left])
    filters = setting.filters
    if len(filters) > 1:
        filters.sort(key=_first)
    if keyed:
        filters += [Filter(one.part, one.value, token := setting.token_at(one.start), token) for one in keyed]
    structure = window is not None or any(one.part != "capitals" for one in filters)
    filters = [_named(one, setting, structure) if one.part == "capitals" else one for one in filters]
    fields = compose(filters, window, line.firsts[used] if used >= 0 else 0, setting, rest, undated=not (odd or unsure))
    cut = (len(setting.text) > _ROOM_TO_SPARE or not setting.text.isprintable()) and cut_to_fit(fields)
    if not fields and unsure:
        dates = [setting.raw(line.firsts[n], line.lasts[n]) for n, values in enumerate(line.values) if "bounds" in values]
        raise NotUnderstood(f"I could not tell how these dates go together: “{'”, “'.join(dates)}”.", nearest=dates)
    if not fields and not any(one.part in _ALL for one in filters):
        raise NotUnderstood(
            f"I found nothing to ask for in “{setting.text[:80].strip()}”. Try: {', '.join(_EXAMPLES)}.", nearest=_EXAMPLES
        )
    said = fields.get("window")
    if said is not None:
        fields["window"] = _window(said, setting)
    query = Query(**fields)
    doubts = date_doubts(setting, line, used) if odd or setting.remarks else []
    structure = structure and fields.keys() != {"text"}
    if rest or setting.typos or too_long or cut:
        doubts += word_doubts(setting, left, structure, too_long, cut, names)
    return Reading(
        query=query,
        understood=partial(explain, query, locale=locale, names=names),
        spans=partial(_spans, setting, line, filters[: len(filters) - len(keyed)], keyed, used, query.window),
        text=setting.text,
        doubts=tuple(doubts[:MOST]),
        rest=rest,
    )


def _ahead(setting: Setting, words: Lexicon, line: Line) -> None:
    """As in "upcoming games today": two dates of which one is all from now on are what is still to come of the other."""
    dates = [place for place, character in enumerate(line.characters) if character in words.windows]
    from_now = Bounds(setting.now, None, Grain.INSTANT)
    if len(dates) != 2 or from_now not in (bounds := [line.values[place]["bounds"] for place in dates]):
        return
    at = 1 - bounds.index(from_now)
    day = bounds[at]
    if day.stop is None or day.stop <= setting.now or day == from_now:
        return
    if day.start is None or day.start < setting.now:
        line.values[dates[at]] = {"bounds": Bounds(setting.now, day.stop, Grain.INSTANT)}
    characters = list(line.characters)
    characters[dates[1 - at]] = words.nothing.character
    line.characters = "".join(characters)
    line.values[dates[1 - at]] = {}


def _first(one: Filter) -> int:
    return one.first


def _named(one: Filter, setting: Setting, structure: bool) -> Filter:
    """Capitals are a name where something else was asked or there are two words; else they are free text."""
    name = not setting.text.isupper() and (one.last > one.first or (structure and one.first > 0))
    return one._replace(part="called" if name else "text")


def _window(said: dict[str, Any], setting: Setting) -> Window | None:
    """The window, unless the clocks change over it: half past one does not exist on a night in spring."""
    start, end = said["start"], said["end"]
    if start is not None and end is not None and end - start < _CLOCK_CHANGE and start.astimezone(UTC) >= end.astimezone(UTC):
        setting.remarks.append("That time does not exist on that day: the clocks change.")
        return None
    first, last = _day(start, setting.zone), _day(end, setting.zone)
    if first is None or last is None:
        return Window(**said)
    return _days(said["axis"], first, last, setting.zone, said["grain"])


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    """The day that begins at a moment, if one does."""
    if moment is None or moment.tzinfo is not zone or moment.time() != time.min:
        return None
    return moment.date()


@lru_cache(maxsize=1024)
def _days(axis: Axis, first: date, stop: date, zone: ZoneInfo, grain: Grain) -> Window:
    """Whole days as a window: the same ones are asked for again and again."""
    return Window.days(first, stop - ONE_DAY, zone, axis, grain)


def _spans(
    setting: Setting, line: Line, filters: list[Filter], keyed: list[Keyed], used: int, window: Window | None
) -> tuple[Span, ...]:
    """Which words became what, in the order of the text."""
    made = [(*setting.place(one.first, one.last), _became(one.part, one.value)) for one in filters]
    if window is not None and used >= 0:
        made.append((*setting.place(line.firsts[used], line.lasts[used]), window.axis.value))
    made += [(*setting.plain.place(one.start, one.stop), _became(one.part, one.value)) for one in keyed]
    text = setting.text
    return tuple(Span(start, end, text[start:end], became) for start, end, became in sorted(made))


def _became(part: str, value: Any) -> str:
    if isinstance(value, tuple):
        return f"{part}: {', '.join(str(getattr(one, 'value', one)) for one in value)}"
    return f"{part}: {getattr(value, 'value', value)}"
