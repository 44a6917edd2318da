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

    def standing_for(self, name: str) -> str:
        """A regular expression for them."""
        found = self.characters_for(name)
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


class _Step(NamedTuple):
    """What to do with a match: the rule's number, its action, and the arguments (label, group of the expression, classes)."""

    number: int
    run: Action
    labels: tuple[tuple[str, int, tuple[str, ...]], ...]
    setting: bool
    found: bool


class _Compiled(NamedTuple):
    """The rules that may begin with one character, as one expression; `steps` by the number of the rule's group."""

    match: Callable[[str, int], re.Match[str] | None]
    steps: Mapping[int, _Step]
    numbers: tuple[int, ...]


class _Match(NamedTuple):
    """Where a rule matched: the items `first` to `stop`, the item of each label (-1 where it is left out), the rules tried."""

    step: _Step
    first: int
    stop: int
    places: tuple[tuple[str, int, tuple[str, ...]], ...]
    numbers: tuple[int, ...]


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
        self._compiled: dict[str, _Compiled | None] = {}
        self._shared: dict[tuple[int, ...], _Compiled] = {}
        self._match = lru_cache(maxsize=MOST_SHAPES)(self._find)

    def _for(self, character: str) -> _Compiled | None:
        numbers = tuple(self._beginning.get(character, ()))
        if numbers and numbers not in self._shared:
            self._shared[numbers] = self._compile(numbers)
        made = self._shared.get(numbers)
        self._compiled[character] = made
        return made

    def _compile(self, numbers: tuple[int, ...]) -> _Compiled:
        labels: dict[int, list[tuple[str, str, str]]] = {}
        parts: list[str] = []
        for number in numbers:
            mine = labels[number] = []

            def replace(match: re.Match[str], number: int = number, mine: list[tuple[str, str, str]] = mine) -> str:
                label, name = match.group("label", "name")
                if name is None:
                    return "" if match.group().isspace() else match.group()
                expression = self._alphabet.standing_for(name)
                if label is None:
                    return expression
                mine.append((label, f"{label}_{number}", name))
                return f"(?P<{label}_{number}>{expression})"

            parts.append(f"(?P<r{number}>{NAME.sub(replace, self._rules[number][0]).replace('(', '(?:').replace('(?:?', '(?')})")
        compiled = re.compile("|".join(parts))
        steps: dict[int, _Step] = {}
        for number in numbers:
            action = self._rules[number][1]
            wanted = signature(action).parameters
            places = tuple(
                (label, compiled.groupindex[group], self._alphabet.members(name)) for label, group, name in labels[number]
            )
            steps[compiled.groupindex[f"r{number}"]] = _Step(number, action, places, "setting" in wanted, "found" in wanted)
        return _Compiled(compiled.match, steps, numbers)

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
        known, length = self._compiled, len(characters)
        while at < length:
            character = characters[at]
            compiled = known[character] if character in known else self._for(character)
            found = None if compiled is None else compiled.match(characters, at)
            if compiled is not None and found is not None:
                return _matched(compiled, found)
            at += 1
        return None

    def _next(self, tried: _Match, line: Line, context: Context) -> tuple[Any, int]:
        """What the rules after one that did not apply make of the same items; the next item where none does."""
        numbers, number = tried.numbers, tried.step.number
        for other in numbers[numbers.index(number) + 1 :]:
            alone = self._shared.get((other,)) or self._shared.setdefault((other,), self._compile((other,)))
            found = alone.match(line.characters, tried.first)
            if found is not None:
                match = _matched(alone, found)
                meaning = _act(match, line, context)
                if meaning is not KEEP:
                    return meaning, match.stop
        return KEEP, tried.first + 1

    def _item(self, meaning: object) -> Word:
        named = self._named.get(type(meaning))
        return self._word_for(meaning) or _NOTHING if named is None else Word(named[0], {named[1]: meaning})


def _matched(compiled: _Compiled, found: re.Match[str]) -> _Match:
    step = compiled.steps[found.lastindex or 0]
    first, stop = found.span()
    places = tuple((label, found.start(group), names) for label, group, names in step.labels)
    return _Match(step, first, stop, places, compiled.numbers)


def _act(match: _Match, line: Line, context: object) -> Any:
    """Run the action of a match: what the items mean."""
    step, first, stop, places, _ = match
    meanings = line.values
    values: dict[str, Any] = {}
    for label, place, names in places:
        values[label] = None if place < 0 else _meaning(meanings[place], names)
    if step.setting:
        values["setting"] = context
    if step.found:
        values["found"] = Found(line, first, stop)
    return step.run(**values)


def _meaning(values: Values, names: tuple[str, ...]) -> Any:
    for name in names:
        if name in values:
            return values[name]
    raise KeyError(names)


_NOTHING = Word(chr(FIRST_CHARACTER - 1), {})


class _Keep:
    """The action looked closer and the rule does not apply: the next one is tried."""


KEEP = _Keep()
