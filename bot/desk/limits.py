"""What one question may take, of everybody and of each account."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.query import Query
from bot.desk.planning import Asked
from bot.vendors.line import Line

TURNS, ONE_TURN = 2, 1.0
"""Calls that one account makes for most questions at most, and the seconds that one takes beside the pause after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLimits:
    """What one question may take: seconds for its answer, rows and pages of one account, and how long an answer is kept.

    An account that stands in one queue with others of the same question has more seconds, `TURNS` turns of the queue for each of
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


def seconds_of(asked: Sequence[Asked], lines: Mapping[str, Line], seconds: float) -> dict[str, float]:
    """What each account may take: more than `seconds` where several of them stand in one queue and so cannot be asked at once."""
    theirs = {one.account.id: lines[one.account.id] for one in asked}
    sharing = Counter(theirs[one.account.id].access.queue for one in asked for _ in one.plans)
    return {
        id: seconds + (max(0, sharing[line.access.queue] - 1) * TURNS * (line.lane.pause + ONE_TURN) if line.access.queue else 0.0)
        for id, line in theirs.items()
    }
