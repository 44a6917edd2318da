"""What everything here is made of: JSON as it is read, and Slack's refusals."""

from __future__ import annotations

import json
import math
from typing import Any

Json = dict[str, Any]
"""A JSON object: Slack's own shapes are kept as they are."""


class Refused(Exception):
    """Slack does not do it. `code` is the error that it answers with, `more` the fields beside it."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more

    def answer(self) -> Json:
        """The answer of the Web API."""
        return {"ok": False, "error": self.code, **self.more}


def read_json(text: str | bytes) -> Any:
    """JSON that can be written again: Python's own reader lets through numbers and half characters that no answer can hold.

    Raises ValueError.
    """
    try:
        read = json.loads(text, parse_float=_finite, parse_constant=_finite)
        if "\\u" in text if isinstance(text, str) else b"\\u" in text:
            json.dumps(read, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("too deep") from error
    return read


def _finite(written: str) -> float:
    value = float(written)
    if not math.isfinite(value):
        raise ValueError(f"{written} is not a number of JSON")
    return value
