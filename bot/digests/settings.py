"""`DigestSettings`: a venue's daily summary that the configuration asks for; `AlertSettings`: how often is looked for alerts."""

from datetime import time, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.core.recurrence import cron_days
from bot.digests.watching import Pace
from bot.store.subscriptions import Policy

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def weekdays(written: str) -> str:
    """Weekdays as "mon-fri" or "mon,wed" write them, as those of a cron expression; all of them are "*".

    Raises:
        ValueError: one of them is no weekday.
    """
    found: set[int] = set()
    for part in written.lower().split(","):
        first, _, last = part.strip().partition("-")
        start, stop = _weekday(first), _weekday(last or first)
        found |= {(start + n) % 7 for n in range((stop - start) % 7 + 1)}
    return cron_days(found)


def _weekday(name: str) -> int:
    for number, day in enumerate(_DAYS):
        if name.strip()[:3] == day:
            return number
    raise ValueError(f"“{name.strip()}” is not a weekday; write mon-sun, mon-fri, or mon,wed,sat")


def _checked_days(written: str) -> str:
    weekdays(written)
    return written


def _clock(written: Any) -> Any:
    """A time as TOML or a text has it: pydantic would take a plain number for seconds."""
    try:
        at = time.fromisoformat(written) if isinstance(written, str) else written
    except ValueError:
        at = None
    if not isinstance(at, time) or at.second or at.tzinfo is not None:
        raise ValueError("is not a time of day; write it like 07:00")
    return at


class DigestSettings(BaseModel):
    """A section `[digests.<id>]` of the configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    venue: str = Field(description="the venue whose summary is posted")
    channel: str | None = Field(None, description="id of the Slack channel; else the venue's own")
    at: Annotated[time, BeforeValidator(_clock)] = Field(time(7), description="when, on the venue's wall")
    days: Annotated[str, AfterValidator(_checked_days)] = Field("mon-sun", description="on which weekdays, like mon-fri or mon,wed")
    missed: Policy = Field(
        "late",
        description="what was missed while the bot did not run: `late` posts it on the same day, `skip` never, `all` within a week",
    )


class AlertSettings(BaseModel):
    """The table `[alerts]` of the configuration: how politely systems are asked for what people want to be told of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minutes: float = Field(5, ge=0.1, le=240, description="minutes between two looks at one venue for one condition, at least")
    opens: Annotated[time, BeforeValidator(_clock)] = Field(time(6), description="from when on, on the venue's wall")
    closes: Annotated[time, BeforeValidator(_clock)] = Field(
        time(23), description="until when, on the venue's wall; the same as `opens` is the whole day"
    )
    most: int = Field(20, ge=1, le=1_000, description="alerts that one person may have")

    @property
    def pace(self) -> Pace:
        """How often is looked, and when."""
        return Pace(every=timedelta(minutes=self.minutes), opens=self.opens, closes=self.closes)
