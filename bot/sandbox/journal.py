"""What the stand-ins received, for tests that assert on exact requests. Keys are masked before they are kept."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.venues import VendorName

CAP = 2000
_MASK = "•••"
_KEY_FIELDS = ("apiKey", "propKey")


@dataclass(frozen=True, slots=True)
class Received:
    """One request: `path` is the vendor's own, percent-decoded, `query` its last value per name.

    `body` is the JSON object sent, if it was one.
    """

    vendor: VendorName
    account: str | None
    method: str
    path: str
    query: Mapping[str, str]
    body: Mapping[str, Any] | None
    status: int


def keep(journal: list[Received], entry: Received) -> None:
    """Append, and let the oldest go beyond CAP."""
    journal.append(entry)
    del journal[:-CAP]


def json_object(body: bytes) -> dict[str, Any] | None:
    """The body as a JSON object, or None when it is anything else."""
    try:
        parsed = json.loads(body)
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def masked_path(vendor: VendorName, path: str) -> str:
    """The path with SynthesisVR's key hidden: whatever stands in the third segment, known or not."""
    if vendor != "synthesisvr":
        return path
    return re.sub(r"^(/[^/]*/[^/]*/)[^/]+", rf"\g<1>{_MASK}", path)


def masked(value: Any) -> Any:
    """The same JSON value with every Beds24 key hidden, wherever it was put."""
    match value:
        case dict():
            return {name: _MASK if name in _KEY_FIELDS else masked(inner) for name, inner in value.items()}
        case list():
            return [masked(inner) for inner in value]
        case _:
            return value
