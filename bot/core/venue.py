"""`Venue`: a place with a wall clock, a currency and a language."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """One venue. `rooms` is how many it can sell (for occupancy); `channel` is the Slack channel of its desk."""

    id: str
    name: str
    zone: ZoneInfo
    currency: str
    locale: str = "en-GB"
    rooms: int | None = None
    channel: str | None = None
