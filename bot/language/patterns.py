"""How a rule is written: names of classes, `label=name`, and the signs of regular expressions.

`the? d=dom (of the)? m=month (?!year)` is: perhaps an article, a day of the month, perhaps "of the", a month, and no year after it.
"""

import re
from typing import NamedTuple

NAME = re.compile(r"(?:(?P<label>\w+)=)?(?P<name>[a-z]\w*)|\s+|\{[\d,]*\}")
_PIECE = re.compile(r"\(\?<?[=!]|[()|?*+]|\{[\d,]*\}|(?:\w+=)?[a-z]\w*|\s+")


class _First(NamedTuple):
    """The names that a part may begin with, and whether it may be empty."""

    names: frozenset[str]
    empty: bool


def first_names(pattern: str) -> frozenset[str]:
    """The names of the classes that a match of a pattern may begin with.

    Raises:
        ValueError: the pattern could match nothing at all, or its brackets do not close.
    """
    pieces = [piece for piece in _PIECE.findall(pattern) if not piece.isspace()]
    found, rest = _branches(pieces, 0)
    if rest != len(pieces) or found.empty:
        raise ValueError(f"not a rule: {pattern}")
    return found.names


def _branches(pieces: list[str], at: int) -> tuple[_First, int]:
    names: frozenset[str] = frozenset()
    empty = False
    while True:
        branch, at = _sequence(pieces, at)
        names, empty = names | branch.names, empty or branch.empty
        if at == len(pieces) or pieces[at] != "|":
            return _First(names, empty), at
        at += 1


def _sequence(pieces: list[str], at: int) -> tuple[_First, int]:
    names: frozenset[str] = frozenset()
    empty = True
    while at < len(pieces) and pieces[at] not in ")|":
        part, at = _part(pieces, at)
        if at < len(pieces) and (pieces[at] in "?*" or pieces[at].startswith("{0")):
            part, at = part._replace(empty=True), at + 1
        elif at < len(pieces) and (pieces[at] == "+" or pieces[at].startswith("{")):
            at += 1
        if empty:
            names, empty = names | part.names, part.empty
    return _First(names, empty), at


def _part(pieces: list[str], at: int) -> tuple[_First, int]:
    piece = pieces[at]
    if piece.startswith("("):
        inside, at = _branches(pieces, at + 1)
        if at == len(pieces) or pieces[at] != ")":
            raise ValueError("a bracket does not close")
        # A look around takes nothing, so what follows it decides.
        return (inside if piece == "(" else _First(frozenset(), True)), at + 1
    return _First(frozenset((piece.rpartition("=")[2],)), False), at + 1
