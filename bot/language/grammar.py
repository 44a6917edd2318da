"""A cascade of small grammars over word classes.

Each item of a line (a word, a number, a date already understood) has one character that stands for the set of classes it may
be read as: "second" is an ordinal and a unit. A layer is a set of rules over those characters such as
`d=dom of? m=month (comma? y=year)?`, compiled to regular expressions, so that matching runs in C whatever the language is; the
words of a language are data. Layers follow each other: what one understood is one item, with a class of its own, for the next.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from inspect import signature
from typing import Any, Generic, NamedTuple, TypeVar

from bot.language.patterns import NAME, first_names

Values = Mapping[str, Any]
Context = TypeVar("Context")
Action = Callable[..., Any]

FIRST_CHARACTER = 0x100
FIRST_SEEN = 1
"""Characters below 0x100 make an expression compile ten times as fast: a set of them is a map of 256 bits."""

MOST_SHAPES = 4096
"""So many matches are remembered by each layer: "arrivals tomorrow" and "departures yesterday" are one shape."""


class Alphabet:
    """Gives each set of classes its character. `unions` are names for several classes at once."""

    def __init__(self, unions: Mapping[str, frozenset[str]]) -> None:
        self._characters: dict[frozenset[str], str] = {}
        self._unions = unions

    def character(self, classes: Iterable[str]) -> str:
        """The character of a set of classes; a new one for a set not seen before."""
        return self._characters.setdefault(frozenset(classes), chr(FIRST_CHARACTER + len(self._characters)))

    def members(self, name: str) -> tuple[str, ...]:
        """The classes that a name stands for: itself, or those of a union."""
        return tuple(sorted(self._unions.get(name, (name,))))

    def characters_for(self, name: str) -> str:
        """The characters of all items that may be read as a class, or as one of the classes it is a union of."""
        names = self.members(name)
        return "".join(character for classes, character in self._characters.items() if not classes.isdisjoint(names))

    def seen_by(self, names: frozenset[str]) -> "Glasses":
        """The alphabet as it looks to somebody who tells only these classes apart."""
        seen: dict[frozenset[str], str] = {}
        table: dict[int, str] = {}
        for classes, character in self._characters.items():
            table[ord(character)] = seen.setdefault(classes & names, chr(FIRST_SEEN + len(seen)))
        return Glasses(seen, table)


class Glasses(NamedTuple):
    """An alphabet reduced to the classes that one layer knows: so few that expressions over them are small and quick to compile."""

    seen: Mapping[frozenset[str], str]
    table: Mapping[int, str]

    def standing_for(self, names: tuple[str, ...]) -> str:
        """A regular expression for all that may be read as one of some classes."""
        found = "".join(re.escape(character) for classes, character in self.seen.items() if not classes.isdisjoint(names))
        return f"[{found}]" if found else "(?!)"


class Word(NamedTuple):
    """What a word may be: its character, and for each class what it means there."""

    character: str
    values: Values


class Line:
    """The items of a text in order: `characters[i]` stands for item `i`, made of the tokens `firsts[i]` to `lasts[i]`."""

    __slots__ = ("characters", "firsts", "lasts", "values")

    def __init__(self, characters: str, values: list[Values], firsts: list[int], lasts: list[int]) -> None:
        self.characters = characters
        self.values = values
        self.firsts = firsts
        self.lasts = lasts

    def put(self, first: int, stop: int, item: "Word") -> None:
        """Make the items `first` to `stop` one."""
        self.characters = self.characters[:first] + item.character + self.characters[stop:]
        self.values[first:stop] = (item.values,)
        if stop - first > 1:
            del self.firsts[first + 1 : stop], self.lasts[first : stop - 1]


class Found(NamedTuple):
    """A match inside an action: the items `first` to `stop` of `line`."""

    line: Line
    first: int
    stop: int


class Rules(Generic[Context]):
    """Rules in the order in which they are tried.

    An action gets the context as `setting` and the match as `found` where it asks for them, and the labels that it has
    parameters for. It returns what the items mean, or `KEEP`.
    """

    def __init__(self) -> None:
        self.rules: list[tuple[str, Action]] = []

    def rule(self, *patterns: str) -> Callable[[Action], Action]:
        """Enter an action for patterns.

        Raises:
            TypeError: a label has no parameter.
        """

        def enter(action: Action) -> Action:
            labels = {match.group("label") for pattern in patterns for match in NAME.finditer(pattern)} - {None}
            unknown = labels - signature(action).parameters.keys()
            if unknown:
                raise TypeError(f"no parameter for {', '.join(map(str, unknown))} in {patterns}")
            self.rules += [(pattern, action) for pattern in patterns]
            return action

        return enter


class _Rule(NamedTuple):
    """A rule as it is matched: its number, expression and action, and the arguments (label, group of the expression, classes)."""

    number: int
    match: Callable[[str, int], re.Match[str] | None]
    run: Action
    labels: tuple[tuple[str, int, tuple[str, ...]], ...]
    setting: bool
    found: bool


class _Match(NamedTuple):
    """Where a rule matched: the items `first` to `stop`, and the item of each label (-1 where it is left out)."""

    rule: _Rule
    first: int
    stop: int
    places: tuple[tuple[str, int, tuple[str, ...]], ...]


class Layer(Generic[Context]):
    """Rules for one alphabet, which must be complete. They are compiled when a text first needs them.

    `named` gives the class of each type of meaning, `word_for` the item for a meaning of another type.
    """

    def __init__(
        self,
        rules: Rules[Context],
        alphabet: Alphabet,
        named: Mapping[type, tuple[str, str]],
        word_for: Callable[[object], Word | None],
    ) -> None:
        self._rules = rules.rules
        self._alphabet = alphabet
        self._named = named
        self._word_for = word_for
        self._beginning: dict[str, list[int]] = {}
        for number, (pattern, _) in enumerate(self._rules):
            for character in {c for name in first_names(pattern) for c in alphabet.characters_for(name)}:
                self._beginning.setdefault(character, []).append(number)
        self._starts = frozenset(self._beginning)
        told = {name for pattern, _ in self._rules for match in NAME.finditer(pattern) if (name := match.group("name"))}
        self._glasses = alphabet.seen_by(frozenset(member for name in told for member in alphabet.members(name)))
        self._standing = {name: self._glasses.standing_for(alphabet.members(name)) for name in told}
        self._ready: dict[int, _Rule] = {}
        self._match = lru_cache(maxsize=MOST_SHAPES)(self._find)

    def ready(self) -> None:
        """Compile all rules now; else each is when a text first needs it."""
        for number in range(len(self._rules)):
            self._rule(number)

    def _rule(self, number: int) -> _Rule:
        rule = self._ready.get(number)
        if rule is None:
            rule = self._ready[number] = self._compile(number)
        return rule

    def _compile(self, number: int) -> _Rule:
        pattern, action = self._rules[number]
        labels: list[tuple[str, str]] = []

        def replace(match: re.Match[str]) -> str:
            label, name = match.group("label", "name")
            if name is None:
                return "" if match.group().isspace() else match.group()
            if label is None:
                return self._standing[name]
            labels.append((label, name))
            return f"(?P<{label}>{self._standing[name]})"

        compiled = re.compile(NAME.sub(replace, pattern.replace("(", "(?:").replace("(?:?", "(?")))
        wanted = signature(action).parameters
        places = tuple((label, compiled.groupindex[label], self._alphabet.members(name)) for label, name in labels)
        return _Rule(number, compiled.match, action, places, "setting" in wanted, "found" in wanted)

    def read(self, line: Line, context: Context) -> Line:
        """The line, each match in it replaced by what it means."""
        characters = line.characters
        if self._starts.isdisjoint(characters):
            return line
        made: list[tuple[int, int, Any]] = []
        match = self._match(characters, 0)
        while match is not None:
            meaning, stop = _act(match, line, context), match.stop
            if meaning is KEEP:
                meaning, stop = self._next(match, line, context)
            if meaning is not KEEP:
                made.append((match.first, stop, meaning))
            match = self._match(characters, stop)
        for first, stop, meaning in reversed(made):
            line.put(first, stop, self._item(meaning))
        return line

    def _find(self, characters: str, at: int) -> _Match | None:
        """The next match from an item on. It hangs on the characters alone, so that it is looked for once for texts alike."""
        seen = characters.translate(self._glasses.table)
        for first in range(at, len(characters)):
            match = self._match_at(seen, first, self._beginning.get(characters[first], ()))
            if match is not None:
                return match
        return None

    def _match_at(self, seen: str, first: int, numbers: Iterable[int]) -> _Match | None:
        for number in numbers:
            rule = self._rule(number)
            found = rule.match(seen, first)
            if found is not None:
                places = tuple((label, found.start(group), names) for label, group, names in rule.labels)
                return _Match(rule, first, found.end(), places)
        return None

    def _next(self, tried: _Match, line: Line, context: Context) -> tuple[Any, int]:
        """What the rules after one that did not apply make of the same items; the next item where none does."""
        seen = line.characters.translate(self._glasses.table)
        numbers = self._beginning[line.characters[tried.first]]
        match: _Match | None = tried
        while match is not None:
            match = self._match_at(seen, tried.first, numbers[numbers.index(match.rule.number) + 1 :])
            if match is not None:
                meaning = _act(match, line, context)
                if meaning is not KEEP:
                    return meaning, match.stop
        return KEEP, tried.first + 1

    def _item(self, meaning: object) -> Word:
        named = self._named.get(type(meaning))
        return self._word_for(meaning) or _NOTHING if named is None else Word(named[0], {named[1]: meaning})


def _act(match: _Match, line: Line, context: object) -> Any:
    """Run the action of a match: what the items mean."""
    rule, first, stop, places = match
    meanings = line.values
    values: dict[str, Any] = {}
    for label, place, names in places:
        if place < 0:
            values[label] = None
        else:
            meaning = meanings[place]
            # Nearly always a class alone, which need not be looked for.
            values[label] = meaning[names[0]] if names[0] in meaning else _meaning(meaning, names)
    if rule.setting:
        values["setting"] = context
    if rule.found:
        values["found"] = Found(line, first, stop)
    return rule.run(**values)


def _meaning(values: Values, names: tuple[str, ...]) -> Any:
    for name in names:
        if name in values:
            return values[name]
    raise KeyError(names)


_NOTHING = Word(chr(FIRST_CHARACTER - 1), {})


class _Keep:
    """The action looked closer and the rule does not apply: the next one is tried."""


KEEP = _Keep()
