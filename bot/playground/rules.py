"""The small rules that the checks of blocks and views are tables of.

A rule looks at a value and yields a `Fault` for each thing that Slack would refuse, with a JSON pointer to it. The sentences are
worded as Slack words its own (`response_metadata.messages`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple


class Fault(NamedTuple):
    """What is wrong, where, and Slack's error where it has one of its own."""

    message: str
    pointer: str
    code: str | None = None

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


Rule = Callable[[Any, str], Iterator[Fault]]


def string(longest: int, shortest: int = 1, pattern: str | None = None) -> Rule:
    """A string of that many characters."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield Fault("must provide a string", at)
        elif len(value) > longest:
            yield Fault(f"must be less than {longest + 1} characters", at)
        elif len(value) < shortest:
            yield Fault(f"must be more than {shortest - 1} characters", at)
        elif pattern is not None and not re.fullmatch(pattern, value):
            yield Fault("does not match the required format", at)

    return check


def flag(value: Any, at: str) -> Iterator[Fault]:
    """True or false."""
    if not isinstance(value, bool):
        yield Fault("must provide a boolean", at)


def whole(least: int, most: int) -> Rule:
    """A whole number between two, both allowed."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Fault("must provide an integer", at)
        elif not least <= value <= most:
            yield Fault(f"must be a number between {least} and {most}", at)

    return check


def number(value: Any, at: str) -> Iterator[Fault]:
    """Any number."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        yield Fault("must provide a number", at)


def choice(*allowed: Any) -> Rule:
    """One of some values."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if value not in allowed:
            yield Fault("must be a valid enum value", at)

    return check


def many(rule: Rule, most: int, least: int = 1) -> Rule:
    """A list whose items all hold."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield Fault("must provide an array", at)
            return
        if len(value) > most:
            yield Fault(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield Fault(f"no fewer than {least} items allowed", at)
        for index, item in enumerate(value):
            yield from rule(item, f"{at}/{index}")

    return check


def fields(allowed: Mapping[str, Rule], required: Collection[str] = (), also: Rule | None = None) -> Rule:
    """An object: nothing but the allowed fields, all of the required ones. `also` looks at what no single field can say."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield Fault("must provide an object", at)
            return
        for name in required:
            if value.get(name) is None:
                yield Fault(f"missing required field: {name}", at)
        for name, item in value.items():
            if name == "type" and "type" not in allowed:
                continue
            if (rule := allowed.get(name)) is None:
                yield Fault(f"invalid additional property: {name}", at)
            elif item is not None:
                yield from rule(item, f"{at}/{name}")
        if also is not None:
            yield from also(value, at)

    return check


def typed(table: Mapping[str, Rule]) -> Rule:
    """An object whose `type` finds its rule."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield Fault("must provide an object", at)
        elif not isinstance(value.get("type"), str):
            yield Fault("missing required field: type", at)
        elif (rule := table.get(value["type"])) is None:
            yield Fault(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from rule(value, at)

    return check


def later(rule: Callable[[], Rule]) -> Rule:
    """A rule that is defined further down: lists hold lists."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        yield from rule()(value, at)

    return check


def one_of(*names: str) -> Rule:
    """At least one of some fields is there."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if not any(value.get(name) for name in names):
            yield Fault(f"missing required field: {' or '.join(names)}", at)

    return check


def not_both(one: str, other: str) -> Rule:
    """Two fields that exclude each other."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if value.get(one) is not None and value.get(other) is not None:
            yield Fault(f"{one} and {other} cannot both be provided", at)

    return check


def all_of(*rules: Rule) -> Rule:
    """Every rule holds."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        for rule in rules:
            yield from rule(value, at)

    return check


def anything(_value: Any, _at: str) -> Iterator[Fault]:
    """No rule."""
    yield from ()
