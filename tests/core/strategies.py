"""Values of every shape for properties: queries over all their fields, windows, moments, texts that staff or an enemy may type."""

import json
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from bot.core.query import WORDS, PartySize, Query, Sort, Who, Worth
from bot.core.states import Axis, Balance, Channel, Grain, Kind, Report, Stage, Status
from bot.core.window import Window

ZONES = ("Europe/London", "America/New_York", "Asia/Tokyo", "Asia/Kathmandu", "America/St_Johns", "UTC")

words = st.text(min_size=1, max_size=24).filter(lambda text: any(c.isprintable() and not c.isspace() for c in text))
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)) if minutes else UTC)
first, last = datetime(1970, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
moments = st.datetimes(first, last, timezones=offsets)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start, end = draw(st.none() | moments), draw(st.none() | moments)
    if start is None and end is None:
        start = draw(moments)
    if start is not None and end is not None and start >= end:
        start, end = end, start + timedelta(microseconds=1)
    return Window(axis=draw(st.sampled_from(Axis)), start=start, end=end, grain=draw(st.sampled_from(Grain)))


names = st.lists(words, max_size=3).map(tuple)
people = st.builds(Who, id=st.none() | words, email=st.none() | words, phone=st.none() | words, name=st.none() | words)
parties = st.builds(PartySize, min=st.none() | st.integers(0, 10_000), max=st.none() | st.integers(0, 10_000))
sorts = st.builds(
    Sort,
    by=st.sampled_from("start end created modified expires redeemed name balance party".split()),
    descending=st.booleans(),
)
_amounts = st.none() | st.decimals(0, 1_000_000, places=2)
worths = st.builds(
    Worth, over=_amounts, least=_amounts, under=_amounts, most=_amounts, currency=st.sampled_from([None, "GBP", "KWD"])
)
FIELDS = {
    "kinds": st.lists(st.sampled_from(Kind), max_size=len(Kind)).map(tuple),
    "window": st.none() | windows(),
    "status": st.lists(st.sampled_from(Status), max_size=len(Status)).map(tuple),
    "stage": st.lists(st.sampled_from(Stage), max_size=len(Stage)).map(tuple),
    "customer": st.none() | people,
    "channel": st.none() | st.sampled_from(Channel),
    "party": st.none() | parties,
    "balance": st.none() | st.sampled_from(Balance),
    "sort": st.none() | sorts,
    "limit": st.none() | st.integers(1, 10_000),
    "count": st.booleans(),
    "report": st.none() | st.sampled_from(Report),
    "why": st.booleans(),
    "unused": st.booleans(),
    "refund": st.booleans(),
    "stays": st.booleans(),
    "worth": st.none() | worths,
    **dict.fromkeys("text channel_name campaign voucher_type ref external_id group".split(), st.none() | words),
    **dict.fromkeys("location resource staff service label ids venues vendors accounts".split(), names),
}


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """A query over all its fields whose words fit together into one question."""
    drawn = {name: draw(values) for name, values in FIELDS.items()}
    room = WORDS
    for name, value in drawn.items():
        parts = [value] if isinstance(value, str) else [*value] if isinstance(value, tuple) else []
        parts += [part for _, part in value if part] if isinstance(value, Who) else []
        if name in ("kinds", "status", "stage"):
            continue
        room -= sum(len(json.dumps(part, ensure_ascii=False)) + 1 for part in parts)
        if room < 0:
            drawn[name] = () if isinstance(value, tuple) else None
    return Query.model_validate(drawn)
