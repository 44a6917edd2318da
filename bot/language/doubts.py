"""What may be meant otherwise and what was not used: each with texts to ask instead, which one click takes."""

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from bot.core.reading import Doubt
from bot.language.grammar import Line
from bot.language.names import Names
from bot.language.setting import Setting
from bot.language.tokens import MOST_WORDS

MOST = 12
"""More doubts than this are not shown: such a text is not a question."""

_NAME_WORDS = 3

_SHORTEST_NAME, _NEAR = 4, 75
"""Letters and per cent from which a word that is left may be a venue's or a vendor's name mistyped."""


def without(setting: Setting, start: int, stop: int, instead: str = "") -> str:
    """The whole text with one stretch of it left out or written differently."""
    return " ".join(f"{setting.text[:start]}{instead}{setting.text[stop:]}".split())


def date_doubts(setting: Setting, line: Line, used: int) -> list[Doubt]:
    """Dates that may be other ones, that exist in no calendar, or that stand beside the one used."""
    doubts: list[Doubt] = []
    for first, last, other in setting.alternatives:
        start, stop = setting.place(first, last)
        words = setting.text[start:stop]
        suggestion = without(setting, start, stop, other)
        doubts.append(Doubt(words=words, message=f"“{words}” may also be {other}.", suggestions=(suggestion,)))
    doubts += [Doubt(words="", message=message) for message in setting.remarks]
    for place, values in enumerate(line.values):
        if place == used or not ("refused" in values or "bounds" in values):
            continue
        start, stop = setting.place(line.firsts[place], line.lasts[place])
        words = setting.text[start:stop]
        if "refused" in values:
            doubts.append(Doubt(words=words, message=f"I read no date from “{words}”: {values['refused'].why}."))
        elif used < 0:
            doubts.append(
                Doubt(words=words, message=f"I could not tell how “{words}” goes with the other date.", suggestions=(words,))
            )
        else:
            shorter = without(setting, start, stop)
            doubts.append(
                Doubt(words=words, message=f"I used one date and left out “{words}”.", suggestions=(shorter,) if shorter else ())
            )
    return doubts


def word_doubts(
    setting: Setting, places: list[tuple[int, int]], structure: bool, too_long: bool, cut: bool, names: Names
) -> list[Doubt]:
    """Mistyped words, words that became free text, and what did not fit. `places` are the unused stretches of the text."""
    doubts: list[Doubt] = []
    for token, known in setting.typos:
        start, stop = setting.place(token, token)
        words = setting.text[start:stop]
        doubts.append(Doubt(words=words, message=f"I read “{words}” as “{known}”."))
    rest = " ".join(setting.text[start:stop] for start, stop in places)
    near = [(start, stop, phrase) for start, stop in places for phrase in [_nearest(setting.text[start:stop], names)] if phrase]
    for start, stop, phrase in near:
        words = setting.text[start:stop]
        said = f"I know no “{words}” and search the records for it. Did you mean {phrase}?"
        doubts.append(Doubt(words=words, message=said, suggestions=(without(setting, start, stop, phrase),)))
    if structure and places and not near and not _like_a_name(rest):
        shorter = setting.text
        for start, stop in reversed(places):
            shorter = shorter[:start] + shorter[stop:]
        shorter = " ".join(shorter.split())
        words = rest[:80]
        doubts.append(
            Doubt(words=words, message=f"I search the records for “{words}”.", suggestions=(shorter,) if shorter.strip() else ())
        )
    if too_long:
        doubts.append(Doubt(words="…", message=f"I read the first {MOST_WORDS} words only."))
    if cut:
        doubts.append(Doubt(words=rest[:80] or "…", message="That is more than one question can hold; I left out what came last."))
    return doubts


def _nearest(words: str, names: Names) -> str | None:
    """The venue, vendor or account that words were probably meant to name."""
    phrases = [phrase for phrase, _, _ in names.phrases]
    found = (
        extractOne(words, phrases, scorer=ratio, processor=str.casefold, score_cutoff=_NEAR)
        if len(words) >= _SHORTEST_NAME
        else None
    )
    return found[0] if found else None


def _like_a_name(rest: str) -> bool:
    """Whether left over words may well be somebody's name: one word, or a few with a capital, and only letters."""
    words = rest.split()
    letters = all(word.replace("-", "").replace("'", "").replace("’", "").isalpha() for word in words)
    return letters and (len(words) == 1 or (len(words) <= _NAME_WORDS and rest != rest.lower()))
