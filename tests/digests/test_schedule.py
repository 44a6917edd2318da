"""When a post is due: the venue's wall, both clock changes, and what passed while nothing ran."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.schedule import became_due, next_time
from bot.store.subscriptions import Policy, Subscription

LONDON = ZoneInfo("Europe/London")
ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Apia"]


def subscription(
    next_at: datetime, *, cron: str = "0 7 * * *", zone: str = "Europe/London", policy: Policy = "late"
) -> Subscription:
    return Subscription(
        id="s", workspace="T", venue="palm", channel="C", cron=cron, zone=zone, by="U", by_name="Mel", created_at=next_at,
        next_at=next_at, policy=policy,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("after", "then"),
    [
        ("2027-03-27T12:00+00:00", "2027-03-28T01:00+00:00"),  # 01:30 is skipped: right after the gap, at 02:00 on the wall
        ("2027-03-28T01:00+00:00", "2027-03-29T00:30+00:00"),
        ("2026-10-24T12:00+00:00", "2026-10-25T00:30+00:00"),  # 01:30 comes twice: the first time
        ("2026-10-25T00:30+00:00", "2026-10-26T01:30+00:00"),
        ("2026-10-25T01:10+00:00", "2026-10-26T01:30+00:00"),
    ],
)
def test_a_time_that_the_clocks_skip_or_repeat_comes_once(after: str, then: str) -> None:
    assert next_time("30 1 * * *", LONDON, datetime.fromisoformat(after)) == datetime.fromisoformat(then)


@given(
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 2 * 365 * 1440).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
)
def test_every_day_of_a_venue_has_its_one_time(zone: str, hour: int, minute: int, start: datetime) -> None:
    wall, at, days = ZoneInfo(zone), start, []
    for _ in range(40):
        at = next_time(f"{minute} {hour} * * *", wall, at)
        days.append(at.astimezone(wall).date())
    assert days == [days[0] + timedelta(days=n) for n in range(40)]


def test_days_that_passed_are_said_to_be_missed_and_today_is_posted_late() -> None:
    monday = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    due = became_due(subscription(monday), monday + timedelta(days=2, hours=3))
    assert [(each.day.day, each.skipped is None) for each in due.occurrences] == [(23, False), (24, False), (25, True)]
    assert due.next_at == monday + timedelta(days=3)


def test_who_wants_no_late_post_gets_none_and_a_few_minutes_are_not_late() -> None:
    monday = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    choosy = subscription(monday, policy="skip")
    assert became_due(choosy, monday + timedelta(minutes=9)).occurrences[0].skipped is None
    assert became_due(choosy, monday + timedelta(minutes=11)).occurrences[0].skipped is not None


def test_who_wants_every_day_gets_those_of_a_week_in_order() -> None:
    monday = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)
    due = became_due(subscription(monday, policy="all"), monday + timedelta(days=10, hours=3))
    assert [(each.day.day, each.skipped is None) for each in due.occurrences] == [(n, n >= 5) for n in range(2, 13)]
    assert due.next_at == monday + timedelta(days=11)


def test_the_day_is_the_venues_own() -> None:
    at = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    (each,) = became_due(subscription(at, zone="Pacific/Auckland"), at).occurrences
    assert each.day == date(2026, 11, 24)
