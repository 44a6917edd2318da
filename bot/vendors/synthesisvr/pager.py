"""Walking through an answer that cannot be paged: the stretches of a question are its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.vendors.contract import Request
from bot.vendors.synthesisvr.asking import NOTHING, Proof
from bot.vendors.synthesisvr.mapping import Reader, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """One call for each stretch, each answer whole. Rows are those of the reader, with their identity and what the call proves."""

    requests: Sequence[Request]
    reader: Reader
    top: str
    proof: Proof = NOTHING

    def first(self, request: Request) -> Request:
        return request

    def rows(self, body: Any) -> Sequence[Row]:
        return self.reader.rows(body, self.top, self.proof)

    def after(self, request: Request, body: Any, rows: int) -> Request | None:
        following = self.requests.index(request) + 1
        return self.requests[following] if following < len(self.requests) else None

    def total(self, body: Any) -> int | None:
        return None
