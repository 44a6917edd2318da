"""All that the reader knows of a locale's words: a tree of phrases, the alphabet of their classes, the layers of the grammar."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bot.language.amounts import amounts
from bot.language.asides import asides
from bot.language.clock import beside, clocks, stretches
from bot.language.clusters import Clusters
from bot.language.counted import counted
from bot.language.dates import dates
from bot.language.filters import filters
from bot.language.grammar import Alphabet, Layer, Rules, Word
from bot.language.guards import guards
from bot.language.limits import limits
from bot.language.numbers import numbers, readings
from bot.language.parts import parts
from bot.language.pieces import NAMED, Numeral
from bot.language.questions import questions
from bot.language.ranges import ranges
from bot.language.relative import relative
from bot.language.setting import Setting
from bot.language.tables import LANGUAGES, language_of, table, words, written
from bot.language.tokens import fold

UNIONS: Mapping[str, frozenset[str]] = {
    name: frozenset(members.split())
    for name, members in {
        "dom": "dom ordinal",
        "count": "number article_one couple half_count decimal",
        "clock_limit": "before after since until greater less greater_equal less_equal",
        "length_lead": "in within past coming ago_before plus for over_next direction",
        "length_tail": "ago hence coming past",
        "number_follows": "unit month person slash colon rows percent kind any_kind",
        "after_year": "month unit colon meridiem oclock hour_mark person",
        "follows_ordinal": "unit kind any_kind guest person room length weekend",
        "day_or_weekday": "day weekday",
        "joins": "on at of in to from until since the and dash by before after between plus minus direction",
        "limit_before": "until by to before",
        "part_word": "start_of end_of mid rest_of early late",
        "counted_before": "day weekday number person date length month",
        "day_or_part": "date part when",
        "numeric_date": "dmy ymd compact",
        "separator": "dash slash dot",
        "no_hour_before": "month room number",
    }.items()
}

SIGNS: Mapping[str, tuple[str, ...]] = {
    "-": ("dash",),
    "/": ("slash",),
    ".": ("dot",),
    ",": ("comma",),
    ":": ("colon",),
    "'": ("apostrophe",),
    "+": ("plus",),
    **dict.fromkeys(("..", "...", "->", "→"), ("arrow",)),
    "<": ("less",),
    ">": ("greater",),
    "<=": ("less_equal",),
    ">=": ("greater_equal",),
    "=": ("equals",),
    "@": ("at", "on"),
    "&": ("and",),
    "#": ("hash",),
    "~": ("approximately", "dash"),
    **dict.fromkeys("·|;", ("break",)),
    **dict.fromkeys("()", ("paren",)),
    **dict.fromkeys("?!*", ("stop",)),
}

TOKEN_CLASSES = tuple(
    tuple(classes.split())
    for classes in (
        "quoted|email|link|uuid|stamp|moment|zoned|"
        "amount|ymd|dmy|ym|phone|clock_time|pair|pair dotted|pair decimal|pair dotted decimal|decimal"
        "|label|compact number|code|number long|ordinal dom ordinal_digits|venue|vendor|account|venue account|vendor account"
        "|venue vendor"
    ).split("|")
)


LEFT = tuple("unknown worth follows_with code number amount decimal link long phone email uuid quoted pair".split())
"""Items that become free text where nothing else was made of them."""

LINKS = tuple("to dash arrow and until from between comma of at on the slash dot opening since approximately".split())
"""Words between two dates that belong together."""

TELLING = ("axis", "status", "kind", "refund", "new", "tonight", "question", "dining")
"""Words that tell how others are meant."""


_TYPED = frozenset(
    "weekday month day unit weekend part kind any_kind guest axis status states stage balance channel channel_name direction "
    "tonight holiday number ordinal newest oldest report_name available unused group person noise".split()
)
"""Classes of words that a mistyped one may stand for."""

_DAYS = frozenset({"weekday", "day"})
_SHORTEST_HALF = 3


class Branch:
    """A place in the tree of phrases: what the words up to here mean, and which words may follow."""

    __slots__ = ("then", "values", "word")

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.then: dict[str, Branch] = {}
        self.word: Word | None = None


NUMBER_WORDS = {
    "tens": range(20, 100, 10),
    "units": range(1, 10),
    "teens": range(10, 20),
    "ten_words": (18, 19, 20),
}


def _word_readings(section: str, meaning: Any) -> dict[str, Any]:
    """What a word means in its section, and what a number in words may be besides."""
    if section == "number":
        return {**readings(meaning, 0), **{name: meaning for name, those in NUMBER_WORDS.items() if meaning in those}}
    if section == "ordinal":
        return {"ordinal": meaning, "dom": meaning, "ordinal_word": meaning, **({"ordinal_unit": meaning} if meaning < 10 else {})}
    if section in ("article_one", "couple"):
        return {section: meaning, "count": meaning}
    if section == "unit":
        return {"unit": meaning, f"{meaning}_unit": meaning}
    if section == "nth_last":
        return {"nth_last": -1}
    return {section: meaning}


class Lexicon:
    """What a locale's words mean. `known` are the single words that a mistyped one may stand for."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.root = Branch()
        self.known: dict[str, None] = {}
        self.never = frozenset(fold(word) for language in languages for word in table(language)["not_a_typo"]["not_a_typo"])
        self.key_parts: dict[str, str] = {}
        self._sections: dict[str, list[str]] = {}
        self._usual: dict[str, dict[str, str]] = {}
        self._alphabet = Alphabet(UNIONS)
        self._numbers: dict[tuple[int, int], Word] = {}
        own: set[str] = set()
        for language in languages:
            # A word of the locale's language means nothing else: German "am" is never the English one.
            taken = frozenset(own)
            for phrase, section, meaning in words(language):
                if section == "key":
                    self.key_parts.setdefault(" ".join(_SPLIT.split(phrase)), meaning)
                    continue
                if phrase in taken:
                    continue
                own.add(phrase)
                self._sections.setdefault(section, []).append(phrase)
                self._usual.setdefault(section, {}).setdefault(meaning, phrase)
                self._enter(phrase, _word_readings(section, meaning))
        self.accented = self._accented(languages[0])
        self._close(self.root)
        self.never |= self.key_parts.keys()
        self.keys = _key_pattern(self.key_parts)
        self._named = {kind: (self._alphabet.character((name,)), name) for kind, name in NAMED.items()}
        for number in (*range(100), 130, 999, 930, 1815, 1781, 1999, 2015, 9999, 10_000):
            for digits in range(7):
                self.number(number, digits)
        self._signs = {sign: self._word(dict.fromkeys(classes, sign)) for sign, classes in SIGNS.items()}
        self.unknown = self._word({"unknown": ""})
        self.name = self._word({"unknown": "", "name": ""})
        self.other = self._word({"other": ""})
        self.nothing = self._word({"nothing": ""})
        for classes in TOKEN_CLASSES:
            self._alphabet.character(classes)
        self.windows = frozenset(self._alphabet.characters_for("bounds"))
        self.links = frozenset("".join(self._alphabet.characters_for(name) for name in LINKS))
        self.refused = frozenset(self._alphabet.characters_for("refused"))
        self.left = frozenset("".join(self._alphabet.characters_for(name) for name in LEFT))
        self.telling = frozenset("".join(self._alphabet.characters_for(name) for name in TELLING))
        self.guards = self._layer(guards, amounts)
        self.filters = self._layer(asides, questions, filters)
        self.dates = (
            self._layer(numbers),
            self._layer(clocks),
            self._layer(stretches),
            self._layer(counted, relative, dates),
            self._layer(parts),
            self._layer(beside),
            Clusters(self._alphabet),
            self._layer(ranges, limits),
        )

    def _accented(self, language: str) -> dict[str, Word]:
        """Words that mean something else without their accents, by how they are written: "expiré" is no "expire"."""
        spelt: dict[str, dict[str, dict[str, Any]]] = {}
        for phrase, section, meaning in written(language):
            if section != "key" and phrase.isalpha():
                readings = spelt.setdefault(fold(phrase), {}).setdefault(phrase, {})
                for name, value in _word_readings(section, meaning).items():
                    readings.setdefault(name, value)
        found: dict[str, Word] = {}
        for folded, spellings in spelt.items():
            if len(spellings) > 1 and any(one != next(iter(spellings.values())) for one in spellings.values()):
                found |= {spelling: self._word(values) for spelling, values in spellings.items() if spelling != folded}
                if folded in spellings:
                    self.root.then[folded].values = spellings[folded]
        return found

    def _layer(self, *rules: Rules[Setting]) -> Layer[Setting]:
        together: Rules[Setting] = Rules()
        together.rules = [rule for some in rules for rule in some.rules]
        return Layer(together, self._alphabet, self._named, self.numeral)

    def ready(self) -> None:
        """Build all expressions now, so that no text waits for them: a service does so at its start."""
        for layer in (self.guards, *self.dates, self.filters):
            if isinstance(layer, Layer):
                layer.ready()

    def numeral(self, meaning: object) -> Word | None:
        """A number in words is an item like a number in digits."""
        if not isinstance(meaning, Numeral):
            return None
        if meaning.ordinal:
            return self._word(_word_readings("ordinal", meaning.number))
        return self.number(meaning.number, 4 if meaning.number >= 1000 else 0)

    def _enter(self, phrase: str, values: Mapping[str, Any]) -> None:
        branch = self.root
        parts = _SPLIT.split(phrase)
        for part in parts:
            branch = branch.then.setdefault(part, Branch())
        if len(parts) == 1 and len(phrase) > 3 and not _TYPED.isdisjoint(values):
            self.known[phrase] = None
        for name, meaning in values.items():
            branch.values.setdefault(name, meaning)

    @lru_cache(maxsize=4096)  # noqa: B019 - a lexicon lives as long as the process
    def halves(self, word: str) -> int:
        """Where a word falls into two: "freitagabend", or an end of ours as in "yogakurs"; 0 where it does not."""
        for cut in range(len(word) - _SHORTEST_HALF, _SHORTEST_HALF - 1, -1):
            tail = self.root.then.get(word[cut:])
            if tail is None or tail.word is None:
                continue
            head = self.root.then.get(word[:cut])
            known = frozenset() if head is None else head.values.keys()
            whole = ("part" in tail.values and known & _DAYS) or ("week_unit" in tail.values and known & {"month", "holiday"})
            if "tail" in tail.values or whole:
                return cut
        return 0

    def _close(self, branch: Branch) -> None:
        if branch.values.keys() == {"trade"}:
            # Where nobody serves that part of a house it is a word like any other.
            branch.values["unknown"] = ""
        if branch.values:
            branch.word = self._word(branch.values)
        for following in branch.then.values():
            self._close(following)

    def tree(self, phrases: tuple[tuple[str, str, str], ...]) -> Branch:
        """A tree of names: each phrase with what it names and the id."""
        root = Branch()
        for phrase, what, value in phrases:
            branch = root
            for part in filter(None, _SPLIT.split(fold(phrase))):
                branch = branch.then.setdefault(part, Branch())
            if branch is not root:
                branch.values.setdefault(what, value)
        self._close(root)
        return root

    def phrase(self, phrase: str) -> Mapping[str, Any] | None:
        """What a phrase means, by class, or nothing when it is not one of ours."""
        branch: Branch | None = self.root
        for part in _SPLIT.split(phrase):
            branch = None if branch is None else branch.then.get(part)
        return None if branch is None or branch.word is None else branch.values

    def words_of(self, sections: tuple[str, ...]) -> list[str]:
        """The words of some classes, the usual ones first."""
        return [phrase for section in sections for phrase in self._sections.get(section, ())]

    def usual_words_of(self, sections: tuple[str, ...]) -> list[str]:
        """One word for each meaning of some classes, as a list of what can be said."""
        return [phrase for section in sections for phrase in self._usual.get(section, {}).values()]

    def _word(self, values: Mapping[str, Any]) -> Word:
        return Word(self._alphabet.character(values), values)

    def word(self, **values: Any) -> Word:
        """An item with these readings."""
        return self._word(values)

    def item(self, meaning: object) -> Word:
        """A piece of a date as an item."""
        character, name = self._named[type(meaning)]
        return Word(character, {name: meaning})

    def number(self, number: int, digits: int) -> Word:
        """A number written with so many digits, or in words (0)."""
        key = number, digits
        if key not in self._numbers:
            self._numbers[key] = self._word(readings(number, digits))
        return self._numbers[key]

    def sign(self, sign: str) -> Word:
        """A punctuation mark."""
        return self._signs.get(sign.replace(" ", ""), self.other)


_SPLIT = re.compile(r"[\s/.-]+")


def _key_pattern(parts: Mapping[str, str]) -> re.Pattern[str]:
    """A key and its value: `key:value`, `key:"a value"` or `key "a value"`."""
    words = "|".join(re.escape(key).replace("\\ ", "[ -]") for key in sorted(parts, key=len, reverse=True))
    value = r'\s*:?\s*"(?P<quoted>(?:\\.|[^"\\])*)"|:\s?(?P<bare>[^\s":][^\s"]*)'
    return re.compile(rf"(?<![\w-])(?P<not>-?)(?P<key>{words})(?:{value})", re.DOTALL)


@lru_cache(maxsize=8)
def _lexicon(languages: tuple[str, ...]) -> Lexicon:
    return Lexicon(languages)


@lru_cache(maxsize=64)
def lexicon(locale: str) -> Lexicon:
    """The words of a locale's language and of English, which is always read too."""
    language = language_of(locale)
    return _lexicon((language, "en") if language in LANGUAGES and language != "en" else ("en",))
