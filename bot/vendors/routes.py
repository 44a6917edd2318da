"""Route tables: where each call of a vendor goes. Some are inferred from documents, so a configuration can correct any of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from bot.core.errors import NotFound

_FORM = re.compile(r"(GET|POST|PUT|PATCH|DELETE) /([^\s?#{}]|\{\w+\})*")


@dataclass(frozen=True, slots=True)
class Routes:
    """A vendor's route table, `name → "METHOD /path/{part}"`, with an account's overrides on top."""

    table: Mapping[str, str]

    @classmethod
    def of(cls, declared: Mapping[str, str], overrides: Mapping[str, str]) -> "Routes":
        """The declared table with overrides.

        Raises:
            ValueError: an override names no route, is not of the form `GET /path`, or lacks a part of the path.
        """
        for name, route in overrides.items():
            if name not in declared:
                raise ValueError(f"there is no route “{name}”; known: {', '.join(sorted(declared))}")
            if not _FORM.fullmatch(route):
                raise ValueError(f"route “{name}” must look like “{declared[name].split(' ')[0]} /path”, not “{route}”")
            if declared[name].startswith("GET ") and not route.startswith(("GET ", "POST ")):
                raise ValueError(f"route “{name}” reads, so it must begin with GET or POST, not “{route}”")
            if parts(route) != parts(declared[name]):
                wanted = ", ".join(sorted(f"{{{part}}}" for part in parts(declared[name]))) or "no part in braces"
                raise ValueError(f"route “{name}” must have {wanted}")
        return cls({**declared, **overrides})

    def locate(self, name: str, **values: str) -> tuple[str, str]:
        """Method and path of a route, each value encoded so that it stays one segment.

        Raises:
            NotFound: a value cannot be a segment: an empty one, and one of dots, would lead to another place.
        """
        for value in values.values():
            if not value.strip("."):
                raise NotFound(f"There is no record called “{value}”.")
        method, path = self.table[name].split(" ", 1)
        return method, path.format(**{key: quote(value, safe="") for key, value in values.items()})


def parts(route: str) -> frozenset[str]:
    """The names in braces of a route."""
    return frozenset(re.findall(r"\{(\w+)\}", route))
