"""“Tell me when …” as an occasion. What can happen is one of few conditions; the other words narrow it.

The opening decides the language. The condition's words are taken out; what is left is read as any question is, so that "yoga",
"at palm" or "with Anna" mean the same here as there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import partial_ratio

from bot.core.alert import KINDS, Condition, Occasion
from bot.core.errors import AskDifferently, NothingAsked, NotUnderstood
from bot.core.money import minor_units
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.states import Axis, Kind
from bot.core.venue import Venue
from bot.core.window import ONE_DAY, midnight
from bot.language.amounts import money
from bot.language.labels import noun
from bot.language.occasions import EXAMPLES
from bot.language.places import Places
from bot.language.sums import Sum, sums
from bot.language.tables import LANGUAGES, language_of, table
from bot.language.tokens import LONGEST_TEXT, Plain, fold, plain

_CAN = (
    "I can tell you when somebody cancels, when there is a no-show, when a guest arriving today owes more than an amount, and when "
    "a class is full."
)
_IN_TURN = (Condition.NO_SHOW, Condition.FULL, Condition.OWES, Condition.CANCELLED)
"""The order in which their words are taken: "has not paid" is no denial."""

_NO_NARROWING = frozenset({"window", "worth", "refund", "sort", "limit", "count", "report", "why", "unused", "voucher_type", "ids"})
_SHORTEST_TYPO, _LONG = 5, 8
_QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An occasion, and whether it is to be told in the channel where it was said."""

    occasion: Occasion
    here: bool


def wanted(text: str, places: Places, *, now: datetime, only: str | None = None) -> Wanted | None:
    """The occasion that a text is, or nothing where it does not begin like one; `only` is the venue whose channel it was said in.

    Raises:
        NotUnderstood: what shall be told is none of the conditions, two of them at once, or not about the day that it is.
        UnknownName: as the reader does.
    """
    text = text[:LONGEST_TEXT]
    made = plain(text)
    for language in LANGUAGES:
        if (opening := _opening(language).match(made.text)) is None:
            continue
        said = _Said(text, made, language, opening.end())
        here = said.take("here") or opening["here"] is not None
        if re.search(r"(?<!\w)#\w", said.left()):
            raise NotUnderstood("I tell it to you alone, or in the channel in which you write “tell us here when …”.")
        # "Tell me if SUMMER10 is used up" asks about now.
        occasion = _occasion(said, places, now, only, certain=opening["whether"] is None)
        return Wanted(occasion=occasion, here=here) if occasion is not None else None
    return None


class _Said:
    """What was said, from which phrases are taken; their place is then blank."""

    def __init__(self, text: str, made: Plain, language: str, start: int) -> None:
        self.language = language
        self._text, self._made = text, made
        self._characters = list(" " * start + made.text[start:])

    def left(self) -> str:
        return "".join(self._characters)

    def take(self, section: str) -> bool:
        """Take every phrase of a section that is not quoted; whether there was one."""
        quoted = [match.span() for match in _QUOTED.finditer(self.left())]
        found = [match.span() for match in _phrases(self.language, section).finditer(self.left())]
        found = [(start, stop) for start, stop in found if not any(first < start < last for first, last in quoted)]
        for start, stop in found:
            self.blank(start, stop)
        return bool(found)

    def blank(self, start: int, stop: int) -> None:
        self._characters[start:stop] = " " * (stop - start)

    def typed(self) -> str:
        """What is left, as it was typed."""
        words = re.finditer(r"[^\s,.;:!?]\S*", self.left())
        return " ".join(self._text[slice(*self._made.place(*word.span()))] for word in words).rstrip(" ,.;:!?")


def _occasion(said: _Said, places: Places, now: datetime, only: str | None, *, certain: bool) -> Occasion | None:
    asked = said.typed()
    amount, found = None, []
    for condition in _IN_TURN:
        owed = _owed(said) if condition is Condition.OWES else None
        if said.take(condition.value):
            found.append(condition)
            amount = owed
    found = found or _mistyped(said)
    if not found and not certain:
        return None
    if not found:
        said_so = f"I cannot tell you when “{asked[:80]}”. " if asked else ""
        raise NotUnderstood(said_so + _CAN, nearest=_nearest(asked, said.language, places, now, only))
    if len(found) > 1:
        nearest = [EXAMPLES[condition] for condition in found]
        raise NotUnderstood("I can watch for one thing at a time; ask for each by itself.", nearest=nearest)
    (condition,) = found
    least = amount is not None and _at_least(said, amount)
    if amount is not None:
        said.blank(amount.start, amount.stop)
        said.take("at_least" if least else "more_than")
    if (denial := _phrases(said.language, "not").search(said.left())) is not None:
        raise NotUnderstood(
            f"I can tell you what happens, not what does not: leave out “{denial[0]}”.", nearest=[EXAMPLES[condition]]
        )
    said.take("somebody")
    query, arriving = _narrowing(said.typed(), said.language, condition, places, now, only)
    if query.ref and not certain:
        return None
    above, currency = 0, None
    if amount is not None:
        above, currency = _above(amount, _scope(query, places))
        above = max(0, above - least)
    return Occasion(condition=condition, query=query, arriving=arriving, above=above, currency=currency)


def _narrowing(
    rest: str, language: str, condition: Condition, places: Places, now: datetime, only: str | None
) -> tuple[Query, bool]:
    """What the words beside the condition ask for, and whether they say that it is about arrivals."""
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)*", plain(rest).text)
    if all(word in _noise(language) for word in words):
        return Query(venues=(only,)) if only else Query(), False
    try:
        reading = _in(language, places).read(rest, now=now, only=only)
    except (NothingAsked, NotUnderstood) as error:
        raise NotUnderstood(f"I could not read “{rest[:80]}” beside that.", nearest=[EXAMPLES[condition]]) from error
    query = reading.query
    _check_day(reading, condition, places, now, only)
    for field in _NO_NARROWING - {"window"}:
        if getattr(query, field):
            raise NotUnderstood(f"“{rest[:80]}” says more than whom it is about. {_CAN}", nearest=[EXAMPLES[condition]])
    kinds = tuple(kind for kind in query.kinds if kind is not Kind.CUSTOMER)
    meant = tuple(kind for kind in kinds if kind in KINDS[condition])
    if kinds and not meant:
        raise NotUnderstood(f"I cannot tell you that of {noun(kinds[0], 2, 'en')[2:]}. {_CAN}", nearest=[EXAMPLES[condition]])
    fields = {"window": None, "stays": False, "kinds": () if meant == KINDS[condition] else meant}
    arriving = condition is Condition.CANCELLED and any(span.became == f"axis: {Axis.START.value}" for span in reading.spans)
    return Query.model_validate(query.model_copy(update=fields).model_dump(exclude_defaults=True)), arriving


def _check_day(reading: Reading, condition: Condition, places: Places, now: datetime, only: str | None) -> None:
    window = reading.query.window
    if window is None:
        return
    zone = (places.venue(only) if only else places.venues[0]).zone
    today = now.astimezone(zone).date()
    if (window.axis, window.start, window.end) != (Axis.START, midnight(today, zone), midnight(today + ONE_DAY, zone)):
        said = " ".join(span.text for span in reading.spans if span.became in (window.axis.value, f"axis: {window.axis.value}"))
        raise NotUnderstood(
            f"An alert is about the arrivals and classes of the day that it is, so I cannot watch “{said or 'that day'}”.",
            nearest=[EXAMPLES[condition]],
        )


def _owed(said: _Said) -> Sum | None:
    """The amount among the numbers of a text: the one that is compared, else the one with a currency, else the one that is owed."""
    text, language = said.left(), said.language
    found = list(sums(text))
    if under := [one for one in found if _before(text, one, language, "less_than")]:
        raise NotUnderstood(
            f"I can tell you when more than {under[0].number} is owed, not less.", nearest=[EXAMPLES[Condition.OWES]]
        )
    compared = [one for one in found if _before(text, one, language, "more_than") or _at_least(said, one)]
    sure = compared or [one for one in found if one.currency] or [one for one in found if _before(text, one, language, "owes")]
    if len(sure) > 1:
        raise NotUnderstood(
            f"There are two amounts, {sure[0].number} and {sure[1].number}; I can compare with one.",
            nearest=[EXAMPLES[Condition.OWES]],
        )
    return sure[0] if sure else None


def _before(text: str, amount: Sum, language: str, section: str) -> bool:
    return any(not text[match.end() : amount.start].strip() for match in _phrases(language, section).finditer(text[: amount.start]))


def _at_least(said: _Said, amount: Sum) -> bool:
    text, phrases = said.left(), _phrases(said.language, "at_least")
    after = phrases.match(text.replace("\n", " "), amount.stop + len(text[amount.stop :]) - len(text[amount.stop :].lstrip()))
    return after is not None or _before(text, amount, said.language, "at_least")


def _above(amount: Sum, scope: Sequence[Venue]) -> tuple[int, str]:
    """The amount above which is told, in the smallest unit of its currency: without one that of the first venue."""
    currency = amount.currency or scope[0].currency
    if all(venue.currency != currency for venue in scope):
        known = " or ".join(sorted({venue.currency for venue in scope}))
        raise NotUnderstood(f"Nobody owes {currency} there: write the amount in {known}.")
    read = money(amount.number)
    minor = None if read is None else minor_units(read[0], currency)
    if minor is None:
        raise NotUnderstood(f"I could not read the amount “{amount.number}”: write it like 200 or 1500.50.")
    return minor, currency


def _scope(query: Query, places: Places) -> Sequence[Venue]:
    return [places.venue(id) for id in query.venues] or places.venues


def _mistyped(said: _Said) -> list[Condition]:
    """The condition that one word nearly says; it is taken."""
    known = {fold(word): one for one in Condition for word in table(said.language)["alert"][one.value] if " " not in word}
    for match in re.finditer(r"[^\W\d_]+", said.left()):
        word = match[0]
        for phrase, condition in known.items():
            slips = 0 if len(word) < _SHORTEST_TYPO else 2 if len(word) >= _LONG else 1
            if slips and word[0] == phrase[0] and OSA.distance(word, phrase, score_cutoff=slips) <= slips:
                said.blank(*match.span())
                return [condition]
    return []


def _nearest(asked: str, language: str, places: Places, now: datetime, only: str | None) -> list[str]:
    """What can be told, what comes closest first, and the words as a question of now where they are one."""
    words = plain(asked).text
    closeness = {one: max(partial_ratio(words, fold(each)) for each in table(language)["alert"][one.value]) for one in Condition}
    examples = [EXAMPLES[one] for one in sorted(Condition, key=lambda one: -closeness[one])]
    try:
        query = places.read(asked, now=now, only=only).query
    except AskDifferently:
        return examples
    return [examples[0], asked, *examples[1:]] if query.window or query.kinds or query.ref else examples


def _in(language: str, places: Places) -> Places:
    """The venues as they are spoken of in a language: who opens in French goes on in French."""
    if language == "en":
        return places
    venues = (replace(venue, locale=language) if language_of(venue.locale) != language else venue for venue in places.venues)
    return replace(places, venues=tuple(venues))


@lru_cache(maxsize=64)
def _phrases(language: str, section: str) -> re.Pattern[str]:
    return re.compile(_either(language, section))


@lru_cache(maxsize=8)
def _opening(language: str) -> re.Pattern[str]:
    opens, whens, whether, heres = (_either(language, section) for section in ("open", "when", "whether", "here"))
    return re.compile(rf"\W*{opens}(?:[\s,:]+(?P<here>{heres}))?[\s,:]+(?:{whens}|(?P<whether>{whether}))")


def _either(language: str, section: str) -> str:
    """The phrases of a section, the longest first; a hyphen may stand for a blank."""
    words = sorted(map(fold, table(language)["alert"][section]), key=len, reverse=True)
    each = (re.escape(word).replace(r"\ ", r"[\s-]+") + ("" if word.endswith(("'", ">", "<")) else r"(?!\w)") for word in words)
    return rf"(?:(?<!\w)(?:{'|'.join(each)}))"


@lru_cache(maxsize=8)
def _noise(language: str) -> frozenset[str]:
    return frozenset(fold(word) for name in ("en", language) for word in table(name)["noise"]["noise"])
