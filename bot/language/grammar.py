"""A cascade of small grammars over word classes.

Each item of a line (a word, a number, a date already understood) has one character that stands for the set of classes it may
be read as: "second" is an ordinal and a unit. A layer is one regular expression over those characters, made of rules such as
`d=dom of? m=month y=year?`, so the search runs in C whatever the language is; the words of a language are data.
Layers follow each other: what one understood is one item, with a class of its own, for the next.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from inspect import signature
from typing import Any, Generic, NamedTuple, TypeVar

Values = Mapping[str, Any]
Context = TypeVar("Context")

FIRST_CHARACTER = 0x100
_NAME = re.compile(r"(?:(\w+)=)?([a-z]\w*)|\s+")


class Alphabet:
    """Gives each set of classes its character."""

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


class Found(NamedTuple):
    """A match inside an action: the items `first` to `stop` of `line`."""

    line: Line
    first: int
    stop: int


Action = Callable[..., Any]


class Rules(Generic[Context]):
    """Rules in the order in which they are tried. An action gets the labelled items by name.

    It gets the context as `setting` and the match as `found` where it asks for them, and the labels that it has parameters for.

    It returns what the items mean, or `None`: then the items mean nothing and are not read in parts.
    """

    def __init__(self) -> None:
        self.rules: list[tuple[str, Action]] = []

    def rule(self, *patterns: str) -> Callable[[Action], Action]:
        """Enter an action for patterns."""

        def enter(action: Action) -> Action:
            self.rules += [(pattern, action) for pattern in patterns]
            return action

        return enter


class _Step(NamedTuple):
    """What to do with a match: the action, and which arguments it takes (label, group of the expression, classes)."""

    run: Action
    labels: tuple[tuple[str, int, tuple[str, ...]], ...]
    setting: bool
    found: bool


class Layer(Generic[Context]):
    """Rules compiled for one alphabet, which must be complete; `named` gives the class of each type of meaning."""

    def __init__(
        self,
        rules: Rules[Context],
        alphabet: Alphabet,
        named: Mapping[type, str],
        word_for: Callable[[object], Word | None],
    ) -> None:
        self._alphabet = alphabet
        self._word_for = word_for
        self._made = {kind: (alphabet.character((name,)), name) for kind, name in named.items()}
        self._actions: dict[str, _Step] = {}
        labels: dict[str, list[tuple[str, str, str]]] = {}
        parts = []
        for number, (pattern, action) in enumerate(rules.rules):
            labels[f"r{number}"] = []
            parts.append(self._compile(number, pattern, labels[f"r{number}"]))
            self._actions[f"r{number}"] = _Step(action, (), False, False)
        compiled = re.compile("|".join(parts))
        self._search = compiled.finditer
        for rule, found in labels.items():
            action = self._actions[rule].run
            wanted = signature(action).parameters
            places = tuple(
                (label, compiled.groupindex[group], alphabet.members(name)) for label, group, name in found if label in wanted
            )
            self._actions[rule] = _Step(action, places, "setting" in wanted, "found" in wanted)

    def _compile(self, number: int, pattern: str, labels: list[tuple[str, str, str]]) -> str:
        def replace(match: re.Match[str]) -> str:
            label, name = match.groups()
            if name is None:
                return ""
            expression = self._alphabet.standing_for(name)
            if label is None:
                return expression
            group = f"{label}_{number}"
            labels.append((label, group, name))
            return f"(?P<{group}>{expression})"

        return f"(?P<r{number}>{_NAME.sub(replace, pattern)})"

    def read(self, line: Line, context: Context) -> Line:
        """The line with each match replaced by what it means."""
        made: list[tuple[int, int, Any]] = []
        for match in self._search(line.characters):
            step = self._actions[match.lastgroup or ""]
            values: dict[str, Any] = {}
            for label, group, names in step.labels:
                at = match.start(group)
                values[label] = None if at < 0 else _meaning(line.values[at], names)
            first, stop = match.span()
            if step.setting:
                values["setting"] = context
            if step.found:
                values["found"] = Found(line, first, stop)
            meaning = step.run(**values)
            if meaning is not KEEP:
                made.append((first, stop, meaning))
        return self._replace(line, made) if made else line

    def _replace(self, line: Line, made: list[tuple[int, int, Any]]) -> Line:
        characters: list[str] = []
        values: list[Values] = []
        firsts: list[int] = []
        lasts: list[int] = []
        done = 0
        for first, stop, meaning in made:
            if type(meaning) in self._made:
                character, name = self._made[type(meaning)]
                value: Values = {name: meaning}
            else:
                character, value = self._word_for(meaning) or _NOTHING
            characters += [line.characters[done:first], character]
            values += [*line.values[done:first], value]
            firsts += [*line.firsts[done:first], line.firsts[first]]
            lasts += [*line.lasts[done:first], line.lasts[stop - 1]]
            done = stop
        characters.append(line.characters[done:])
        values += line.values[done:]
        return Line("".join(characters), values, firsts + line.firsts[done:], lasts + line.lasts[done:])


def _meaning(values: Values, names: tuple[str, ...]) -> Any:
    for name in names:
        if name in values:
            return values[name]
    raise KeyError(names)


_NOTHING = Word(chr(FIRST_CHARACTER - 1), {})


class _Keep:
    """The action looked closer and leaves the items as they are."""


KEEP = _Keep()
