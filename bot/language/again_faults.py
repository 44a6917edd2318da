"""What cannot be meant by the words of a post that comes again, and what may have been meant otherwise."""

from collections.abc import Iterator

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from bot.core.errors import NotUnderstood
from bot.core.reading import Doubt
from bot.core.recurrence import LONG_MONTH, Recurrence
from bot.language.again import TIME, Parts, Said, is_hour
from bot.language.grammar import Line
from bot.language.lexicon import lexicon
from bot.language.names import Names
from bot.language.pieces import HOUR
from bot.language.setting import Setting

_NEAR = 60
"""Per cent from which a word that is not known may be a day or a venue mistyped."""

_NIGHT = range(1, 6)
"""Hours at which "at 4" may have been meant in the afternoon."""


def refuse(parts: Parts, said: Said, setting: Setting, line: Line, names: Names, locale: str) -> None:
    """Raise for what cannot be meant so.

    Raises:
        NotUnderstood: for that.
    """
    for match in TIME.finditer(parts.head):
        if int(match[1]) > 23 or int(match[2]) > 59:
            raise _no_time(parts, *match.span())
    if any(clock.at >= 24 * HOUR for clock in said.at):
        raise NotUnderstood("There is no 24:00 of a day; midnight is 00:00.", nearest=[parts.text.replace("24:00", "00:00")])
    for what, some in (("time", said.at), ("channel", said.channels), ("venue", said.venues)):
        if len(some) > 1:
            raise NotUnderstood(f"I read more than one {what}; set up one post for each.")
    if said.of_month is not None and said.days:
        raise NotUnderstood("I can post on days of the week or on a day of the month, not on both.")
    if parts.question == "":
        raise NotUnderstood("After the colon stands what I shall ask, and nothing does.", nearest=[parts.text.rstrip(": ")])
    if said.odd is not None:
        raise _odd(parts, said.odds, setting, line, names, locale)


def _odd(parts: Parts, odds: list[int], setting: Setting, line: Line, names: Names, locale: str) -> NotUnderstood:
    """What to say of a word before the question that is no time, no day, no channel and no venue."""
    place = odds[0]
    start, stop = setting.place(line.firsts[place], line.lasts[place])
    word = parts.typed[start:stop]
    values = line.values[place]
    if is_hour(line, place):
        return _no_time(parts, start, stop)
    if not {"unit", "length", "number", "ordinal"}.isdisjoint(values):
        monday = lexicon(locale).usual_words_of(("weekday",))[0]
        asked = f": {parts.question}" if parts.question else ""
        return NotUnderstood(
            f"I cannot post by “{word}”: a post comes once a day, on days of the week or on one day of each month.",
            nearest=[f"{parts.text[: parts.start]} {monday} {Recurrence().at:%H:%M}{asked}"] if parts.every else [],
        )
    if parts.question is None and ("unknown" not in values or len(odds) > 1):
        rest = parts.text[parts.start + start :].strip()
        before = parts.text[: parts.start + start].strip()
        return NotUnderstood(f"What I shall ask stands after a colon: “{before}: {rest}”.", nearest=[f"{before}: {rest}"])
    known = [*lexicon(locale).usual_words_of(("weekday", "working_day", "weekend")), *names.venues.values(), *names.venues]
    found = extractOne(word, known, scorer=ratio, processor=str.casefold, score_cutoff=_NEAR)
    said = f"I know no day, time or venue “{word}”."
    if found is None:
        return NotUnderstood(f"{said} Before the colon stand a time, days, a #channel and a venue; after it what I shall ask.")
    nearest = parts.text[: parts.start + start] + found[0] + parts.text[parts.start + stop :]
    return NotUnderstood(f"{said} Did you mean {found[0]}?", nearest=[nearest])


def _no_time(parts: Parts, start: int, stop: int) -> NotUnderstood:
    word = parts.typed[start:stop]
    nearest = parts.text[: parts.start + start] + f"{Recurrence().at:%H:%M}" + parts.text[parts.start + stop :]
    return NotUnderstood(f"“{word}” is no time of day: they go from 00:00 to 23:59.", nearest=[nearest])


def doubts(parts: Parts, said: Said, setting: Setting) -> Iterator[Doubt]:
    """What may have been meant otherwise, a sentence each."""
    for token, known in setting.typos:
        start, stop = setting.place(token, token)
        word = parts.typed[start:stop]
        yield Doubt(words=word, message=f"I read “{word}” as “{known}”.")
    for clock in said.at:
        if not clock.sure and clock.at // HOUR in _NIGHT:
            hour, minute = divmod(clock.at // 60, 60)
            yield Doubt(
                words=f"{hour:02}:{minute:02}", message=f"That is at night; for the afternoon write {hour + 12}:{minute:02}."
            )
    if said.of_month is not None and said.of_month > LONG_MONTH:
        yield Doubt(words=f"{said.of_month}", message="Months that have no such day are left out.")
