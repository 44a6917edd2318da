"""What everything here is made of: JSON objects, and Slack's refusals."""

from __future__ import annotations

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
