"""What shall be posted again and again, in words: "every monday at 9 in #desk: cancellations last week" into a `Recurring`.

Times and days are read by the same words as those of a question. Everything before the colon has to be understood: a post that
comes on the wrong day is worse than one more question.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.core.reading import Doubt
from bot.core.recurrence import EVERY_DAY, WORKING_DAYS, Recurrence
from bot.language.again import CHANNEL, TIME, Parts, Said, blanked, is_hour, parts_of, phrases, understood
from bot.language.again_faults import doubts, refuse
from bot.language.grammar import Line
from bot.language.lexer import lex
from bot.language.lexicon import lexicon
from bot.language.names import NO_NAMES, Names
from bot.language.pieces import HOUR
from bot.language.setting import Setting
from bot.language.tables import spoken
from bot.language.tokens import fold, plain, tokenize

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""A clock for the reader of words, none of which hangs on the day that it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """What was asked for. A channel is as it was typed, without its sign; without a question it is the venue's summary."""

    recurrence: Recurrence
    channel: str | None = None
    venue: str | None = None
    question: str = ""
    doubts: tuple[Doubt, ...] = ()


def is_bare(text: str, locale: str = "en-GB") -> bool:
    """Whether a text is "daily" and nothing else: it asks what is set up."""
    return fold(text).strip() in phrases("daily", locale)


def read_recurring(text: str, *, locale: str = "en-GB", names: Names = NO_NAMES) -> Recurring | None:
    """Read a text that says when something shall be posted; nothing where it says no such thing, and is a question.

    Args:
        text: what was typed.
        locale: the venue's: it decides the language besides English.
        names: the venues that exist here.

    Raises:
        NotUnderstood: it does, but with a time, a day or another word that does not exist; `nearest` are texts that can be read.
    """
    parts = parts_of(text, locale)
    if not (parts.daily or parts.every or parts.question):
        return None
    setting, line = _line(parts, locale, names)
    said = understood(line)
    said.channels = [match[1] for match in CHANNEL.finditer(parts.typed)]
    if blanked(parts.head, "working_days", locale) != parts.head:
        said.days |= WORKING_DAYS
    if not _comes_again(parts, said, line):
        return None
    refuse(parts, said, setting, line, names, locale)
    at = time(said.at[0].at // HOUR, said.at[0].at % HOUR // 60) if said.at else Recurrence().at
    if said.of_month is not None:
        recurrence = Recurrence(at=at, of_month=said.of_month)
    else:
        recurrence = Recurrence(at=at, days=frozenset(said.days) or EVERY_DAY)
    return Recurring(
        recurrence=recurrence,
        channel=next(iter(said.channels), None),
        venue=next(iter(said.venues), None),
        question=parts.question or "",
        doubts=tuple(doubts(parts, said, setting)),
    )


def _line(parts: Parts, locale: str, names: Names) -> tuple[Setting, Line]:
    """The words before the question as items, with times already read."""
    words = lexicon(locale)
    made = plain(blanked(parts.head, "working_days", locale))
    setting = Setting(
        _EPOCH, ZoneInfo("UTC"), _EPOCH.date(), None, False, "", spoken(locale), parts.typed, made, tokenize(made.text)
    )
    line = lex(setting, words, names)
    for step in words.dates[:2]:  # numbers in words, times of day
        line = step.read(line, setting)
    return setting, line


def _comes_again(parts: Parts, said: Said, line: Line) -> bool:
    """Whether a text says when something shall come: "daily takings" and "every booking tomorrow" are questions."""
    timed = bool(said.at) or TIME.search(parts.head) is not None or is_hour(line, said.odd)
    some_day = bool(said.days) or said.of_month is not None
    if parts.daily:
        named = some_day or bool(said.venues or said.channels)
        # "Daily on blursday" names a day that does not exist: it is told, not searched for.
        named = named if said.odd is None else said.odd == 1 and "on" in line.values[0]
        return timed or parts.question is not None or named
    if parts.every:
        return (timed or parts.question is not None) and _begins_with_days(parts, said, line)
    return bool(parts.question) and timed and some_day and said.odd is None


def _begins_with_days(parts: Parts, said: Said, line: Line) -> bool:
    """Whether "every" goes on with days, known or not: "alle Ankünfte montag um 9" is a question."""
    if not line.values:
        return bool(said.days)
    days = not {"weekday", "working_day", "weekend", "part", "unit", "length"}.isdisjoint(line.values[0])
    return days or said.of_month is not None or (said.odd == 0 and bool(parts.question))
