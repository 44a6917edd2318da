"""Reading a large JSON answer in steps: the rows of its lists one by one, by Python's own reader, which cannot be interrupted."""

import re
from collections.abc import Generator
from json import JSONDecoder
from typing import Any

LARGE = 500_000
"""Bytes from which an answer is read in steps: it takes a few milliseconds."""

_value = JSONDecoder().raw_decode
_blank = re.compile(r"[ \t\n\r]*")


def steps(content: bytes) -> Generator[None, None, Any]:
    """The JSON of an answer; yields between the rows of a list that is the answer or a member of it.

    Raises:
        ValueError: it is none, or is written in another way than this reads; Python's own reader then tells which.
    """
    text = content.decode()
    place = _after_blank(text, 0)
    value: Any
    if text[place : place + 1] == "[":
        value, place = yield from _list(text, place)
    elif text[place : place + 1] == "{":
        value, place = yield from _object(text, place)
    else:
        value, place = _value(text, place)
    if _after_blank(text, place) != len(text):
        raise ValueError("more than one value")
    return value


def _list(text: str, place: int) -> Generator[None, None, tuple[list[Any], int]]:
    rows: list[Any] = []
    place = _after_blank(text, place + 1)
    if text[place : place + 1] == "]":
        return rows, place + 1
    while True:
        row, place = _value(text, place)
        rows.append(row)
        yield
        place = _after_blank(text, place)
        match text[place : place + 1]:
            case ",":
                place = _after_blank(text, place + 1)
            case "]":
                return rows, place + 1
            case _:
                raise ValueError("a list that does not end")


def _object(text: str, place: int) -> Generator[None, None, tuple[dict[str, Any], int]]:
    members: dict[str, Any] = {}
    place = _after_blank(text, place + 1)
    if text[place : place + 1] == "}":
        return members, place + 1
    while True:
        name, place = _value(text, place)
        place = _after_blank(text, place)
        if not isinstance(name, str) or text[place : place + 1] != ":":
            raise ValueError("an object without a name")
        place = _after_blank(text, place + 1)
        if text[place : place + 1] == "[":
            members[name], place = yield from _list(text, place)
        else:
            members[name], place = _value(text, place)
        yield
        place = _after_blank(text, place)
        match text[place : place + 1]:
            case ",":
                place = _after_blank(text, place + 1)
            case "}":
                return members, place + 1
            case _:
                raise ValueError("an object that does not end")


def _after_blank(text: str, place: int) -> int:
    found = _blank.match(text, place)
    return place if found is None else found.end()
