"""Tokens into the line of items that the grammar reads: phrases, numbers and signs with all that they may be."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Any

from bot.language.calendar import valid
from bot.language.grammar import Line, Values, Word
from bot.language.lexicon import Branch, Lexicon
from bot.language.names import Names
from bot.language.setting import Setting
from bot.language.tokens import Token
from bot.language.typos import meant

_RUNS = re.compile(r"\d+|[a-z]+|-")
_ELISION = re.compile(r"^(?:l|d|qu|n|s|c|j|m)'(?=[^\W\d_]{2})|'s?$")
_GLUE = frozenset("-/.")
_PHRASED = frozenset({"word", "joined", "chunk"})
_HALVES = {(1, 2): 0.5, (1, 4): 0.25, (3, 4): 0.75}
LONGEST_NUMBER = 9
MOST_RUNS = 12
MOST_TYPOS = 12
"""So many mistyped words are read; a text with more is not written in one of our languages."""


@lru_cache(maxsize=16)
def _tree(phrases: tuple[tuple[str, str, str], ...], lexicon: Lexicon) -> Branch:
    return lexicon.tree(phrases)


def lex(setting: Setting, lexicon: Lexicon, known: Names) -> Line:
    """The line of a text. `known` are the venues and vendors that exist here; a mistyped word is noted and read."""
    tokens = setting.tokens
    names = _tree(known.phrases, lexicon) if known.phrases else None
    characters: list[str] = []
    values: list[Values] = []
    firsts: list[int] = []
    lasts: list[int] = []
    at, count = 0, len(tokens)
    accents = bool(lexicon.accented) and not setting.text.isascii()
    while at < count:
        token = tokens[at]
        sort = token.sort
        stop = at + 1
        if sort in _PHRASED:
            word, stop = _phrase(tokens, at, lexicon, names)
            if accents and stop == at + 1 and (spelt := lexicon.accented.get(setting.raw(at, at).lower())) is not None:
                word = spelt
            if word is None:
                if sort == "chunk":
                    for word in _chunk(token.text, lexicon):
                        characters.append(word.character)
                        values.append(word.values)
                        firsts.append(at)
                        lasts.append(at)
                    at += 1
                    continue
                cut = lexicon.halves(token.text) or _elided(token.text, lexicon)
                if cut:
                    tokens[at : at + 1] = _split(token, cut)
                    count += 1
                    continue
                word = _unknown(setting, at, lexicon, values[-1] if values else None)
        elif sort == "number":
            word = _number(token.text, lexicon)
        elif sort == "sign" or sort == "arrow":
            word = lexicon.sign(token.text)
        elif sort == "other":
            word = lexicon.other
        else:
            word = _special(sort, token.text, lexicon)
        characters.append(word.character)
        values.append(word.values)
        firsts.append(at)
        lasts.append(stop - 1)
        at = stop
    return Line("".join(characters), values, firsts, lasts)


def _elided(text: str, lexicon: Lexicon) -> int:
    """Where a name begins after an elision: "d'Anna"."""
    head, mark, rest = text.partition("'")
    found = lexicon.root.then.get(head) if mark and len(rest) > 1 else None
    return len(head) + 1 if found is not None and "elision" in found.values else 0


def _split(token: Token, cut: int) -> tuple[Token, Token]:
    middle = token.start + cut
    head = token.text[:cut].rstrip("'")
    return Token("word", head, token.start, token.start + len(head)), Token("word", token.text[cut:], middle, token.stop)


def _unknown(setting: Setting, at: int, lexicon: Lexicon, before: Values | None) -> Word:
    """A word that is none of ours: a name by its capital, one of ours mistyped, or just a word."""
    capital = setting.capital(at)
    named = before is not None and ("named" in before or "name" in before)
    if not named and (at == 0 or not capital or setting.text.isupper()) and len(setting.typos) < MOST_TYPOS:
        known = meant(setting.tokens[at].text, lexicon)
        word = None if known is None else lexicon.root.then[known].word
        if known is not None and word is not None:
            setting.typos.append((at, known))
            return word
    return lexicon.name if capital else lexicon.unknown


def _phrase(tokens: list[Token], at: int, lexicon: Lexicon, names: Branch | None) -> tuple[Word | None, int]:
    """The longest phrase that begins here; a name of this place wins over a word of the same length."""
    found = _longest(tokens, at, lexicon.root)
    if names is not None:
        named = _longest(tokens, at, names)
        if named[0] is not None and named[1] >= found[1]:
            return named
    return found


def _longest(tokens: list[Token], at: int, root: Branch) -> tuple[Word | None, int]:
    text = tokens[at].text
    branch = root.then.get(text)
    if branch is None:
        if "'" not in text:
            return None, at + 1
        branch = root.then.get(_ELISION.sub("", text))
        if branch is None:
            return None, at + 1
    word, stop = branch.word, at + 1
    look, count = at + 1, len(tokens)
    while branch.then and look < count:
        token = tokens[look]
        if (
            token.text in _GLUE
            and token.start == tokens[look - 1].stop
            and look + 1 < count
            and tokens[look + 1].start == token.stop
        ):
            look += 1
            token = tokens[look]
        following = branch.then.get(token.text)
        if following is None:
            break
        branch = following
        look += 1
        if branch.word is not None:
            word, stop = branch.word, look
    return word, stop


def _near(following: Token, mark: Token) -> bool:
    """Whether a mark joins what follows: at once, or after the dot of an abbreviation ("p. m.")."""
    return following.start == mark.stop or (mark.text == "." and len(following.text) == 1)


def _number(digits: str, lexicon: Lexicon) -> Word:
    if len(digits) > LONGEST_NUMBER:
        return lexicon.word(number=0, long=digits)
    number = int(digits)
    if len(digits) == 8 and valid(number // 10_000, number // 100 % 100, number % 100) and 1900 <= number // 10_000 < 2200:
        return lexicon.word(compact=(number // 10_000, number // 100 % 100, number % 100), number=number)
    return lexicon.number(number, len(digits))


@lru_cache(maxsize=4096)
def _chunk(text: str, lexicon: Lexicon) -> list[Word]:
    """Digits and letters in one: "3pm" and "10aug17" are several words, "TRY0012" is a reference."""
    runs = _RUNS.findall(text)
    if len(runs) > MOST_RUNS:
        return [lexicon.word(code=text)]
    words: list[Word] = []
    for place, run in enumerate(runs):
        if run.isdigit():
            words.append(_number(run, lexicon))
            continue
        if run == "-":
            words.append(lexicon.sign(run))
            continue
        branch = lexicon.root.then.get(run)
        if branch is None or branch.word is None or (len(run) == 1 and not branch.values.keys() & _GLUED):
            return [lexicon.word(code=text)]
        if "suffix" in branch.values and place and runs[place - 1].isdigit():
            day = int(runs[place - 1]) if len(runs[place - 1]) < 3 else 0
            words[-1] = lexicon.word(ordinal=day, **({"dom": day, "ordinal_digits": day} if 1 <= day <= 31 else {}))
            continue
        if not branch.values.keys() & _GLUED:
            return [lexicon.word(code=text)]
        words.append(branch.word)
    return words


_GLUED = frozenset(
    "suffix unit meridiem meridiem_short hour_mark oclock month weekday quarter_code half_code week_code of person".split()
)


def _parts(text: str) -> tuple[int, ...]:
    return tuple(int(run) for run in re.findall(r"\d+", text))


@lru_cache(maxsize=4096)
def _special(sort: str, text: str, lexicon: Lexicon) -> Word:
    meaning: dict[str, Any] = {}
    match sort:
        case "ymd" | "ym":
            meaning = {sort: _parts(text)[:3]}
        case "my":
            month, year = _parts(text)
            meaning = {"ym": (year, month)}
        case "dmy":
            day, month, year = _parts(text)
            meaning = {"dmy": (day, month, year, re.sub(r"\d", "", text)[0])}
        case "clock":
            hour, minute, *seconds = _parts(text)
            meaning = {"clock_time": (hour, minute, seconds[0] if seconds else 0, text[0] == "0" or bool(seconds))}
        case "pair":
            a, b = _parts(text)
            meaning = {"pair": (a, b, "/" if "/" in text else ".")}
            if "." in text and a <= 24 and b < 60 and len(text.split(".")[1]) == 2:
                meaning["dotted"] = (a, b)
            if "." in text:
                meaning["decimal"] = float(text)
            elif (a, b) in _HALVES:
                meaning["decimal"] = _HALVES[a, b]
        case "decimal":
            meaning = (
                {"decimal": float(re.sub(r"[.,](?=.*[.,])", "", text).replace(",", "."))} if len(text) < 12 else {"long": text}
            )
        case "moment":
            meaning = {"moment": _parts(text)[:6]}
        case "stamp":
            meaning = {"stamp": datetime.fromisoformat(text.upper())} if _is_stamp(text) else {"other": ""}
        case _:
            meaning = {sort: text}
    return lexicon.word(**meaning)


def _is_stamp(text: str) -> bool:
    try:
        datetime.fromisoformat(text.upper())
    except ValueError:
        return False
    return True
