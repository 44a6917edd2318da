"""What one question may take, of everybody and of each account."""

from dataclasses import dataclass

from bot.core.query import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLimits:
    """What one question may take: seconds for its answer, rows and pages of one account, and how long an answer is kept.

    An account that stands in one queue with others of the same question has more seconds, some turns of the queue for each of
    them: what the first ones brought is shown meanwhile. A question with a `limit` above `rows` may fetch that many, in as many
    more pages.
    """

    seconds: float = 10.0
    rows: int = 1_000
    pages: int = 10
    cache_seconds: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How one account is asked: the whole question, its filters in writing, past the short memory or not and whether the answer is
    kept in it, and the rows it may take until when.
    """

    query: Query
    filters: str
    fresh: bool
    keep: bool
    rows: int
    deadline: float
