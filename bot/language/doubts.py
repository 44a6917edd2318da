"""What may be meant otherwise and what was not used: each with texts to ask instead, which one click takes."""

from bot.core.reading import Doubt
from bot.language.grammar import Line
from bot.language.setting import Setting
from bot.language.tokens import MOST_WORDS

MOST = 12
"""More doubts than this are not shown: such a text is not a question."""

_NAME_WORDS = 3


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


def word_doubts(setting: Setting, places: list[tuple[int, int]], structure: bool, too_long: bool, cut: bool) -> list[Doubt]:
    """Mistyped words, words that became free text, and what did not fit. `places` are the unused stretches of the text."""
    doubts: list[Doubt] = []
    for token, known in setting.typos:
        start, stop = setting.place(token, token)
        words = setting.text[start:stop]
        doubts.append(Doubt(words=words, message=f"I read “{words}” as “{known}”."))
    rest = " ".join(setting.text[start:stop] for start, stop in places)
    if structure and places and not _like_a_name(rest):
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


def _like_a_name(rest: str) -> bool:
    """Whether left over words may well be somebody's name: a few, and only letters."""
    words = rest.split()
    return len(words) <= _NAME_WORDS and all(word.replace("-", "").replace("'", "").replace("’", "").isalpha() for word in words)
