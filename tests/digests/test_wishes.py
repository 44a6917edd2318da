"""Posts that people set up: how many there may be, whose they are, what happens out of turn, and when a right is gone."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import URL

from bot.core.errors import AskDifferently, NoAnswer, NotAllowed, NotFound, NotPossible, SlowDown, UnknownName
from bot.core.recurrence import Recurrence
from bot.digests.dailies import Dailies
from bot.digests.edition import Edition
from bot.digests.permits import ALL_VENUES, Permits, Wish
from bot.digests.posting import Posting
from bot.digests.schedule import JOB, Schedule
from bot.digests.wishes import PER_PERSON, Person, Wishes
from bot.language.places import Places
from bot.store.posts import Post
from bot.store.store import Store, open_store
from tests.acting import Inline
from tests.digests.test_compose import HARBOUR
from tests.digests.test_dailies import MORNING
from tests.digests.test_posting import Slack
from tests.digests.year import Clock, Plain

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
MEL, SAM = Person(id="U1", name="Mel", workspace="T0"), Person(id="U2", name="Sam", workspace="T0")
PALM = replace(HARBOUR, id="palm", name="Palm Tree Spa", channel="C2")
WISH = Wish(venue="harbour", channel="C1", recurrence=Recurrence(at=time(7)))
SEVEN = NOW + timedelta(hours=1)


class Gate:
    """Rights of a test: who may post where stands in `may`; `away` is raised where nobody can tell."""

    def __init__(self) -> None:
        self.may = {("U1", "C1"), ("U1", "D1"), ("U1", "C2")}
        self.asked: list[tuple[str, str, tuple[str, ...]]] = []
        self.away: Exception | None = None

    async def check(self, user: str, channel: str, venues: Sequence[str]) -> None:
        self.asked.append((user, channel, tuple(venues)))
        if self.away is not None:
            raise self.away
        if (user, channel) not in self.may:
            raise NotAllowed("You are not in #one.")


class House:
    """What keeps posts and what posts them, over one store."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock, self.gate, self.slack = store, Clock(NOW), Gate(), Slack()
        editor = Plain(self.clock, HARBOUR, PALM)
        self.permits = Permits(editor, Places(venues=(HARBOUR, PALM), vendors={}), self.gate)
        self.schedule = Schedule(store, Inline({JOB: Posting(store, editor, self.slack, may=self.permits.still)}), self.clock)
        self.wishes = Wishes(store, editor, self.permits, self.schedule.bring_on)
        self.dailies = Dailies(store, editor)


@pytest.fixture
async def house(tmp_path: Any) -> AsyncIterator[House]:
    async with open_store(URL.create("sqlite", database=str(tmp_path / "frontdesk.db"))) as opened:
        yield House(opened)


async def test_a_wish_is_kept_once_and_comes_at_its_time(house: House) -> None:
    made, new = await house.wishes.add(WISH, MEL)
    assert (new, made.next_at, made.zone, made.by_name) == (True, SEVEN, "Europe/London", "Mel")
    assert await house.wishes.add(WISH, MEL) == (made, False)
    house.clock.now = SEVEN
    await house.schedule.tick()
    assert house.slack.sent == [f"{made.id}:2026-11-24"]


async def test_two_people_who_want_the_same_in_a_channel_have_it_once(house: House) -> None:
    made, _ = await house.wishes.add(WISH, MEL)
    house.gate.may.add(("U2", "C1"))
    assert await house.wishes.add(WISH, SAM) == (made, False)


async def test_a_press_that_comes_twice_makes_one(house: House) -> None:
    first, _ = await house.wishes.add(WISH, MEL, "a" * 32)
    await house.wishes.change(first.id, replace(WISH, recurrence=Recurrence(at=time(8))), MEL)
    again, new = await house.wishes.add(WISH, MEL, "a" * 32)
    assert (again.id, new, len(await house.store.subscriptions.of("T0"))) == (first.id, False, 1)


async def test_nobody_has_two_hundred(house: House) -> None:
    for number in range(200):
        wish = replace(WISH, recurrence=Recurrence(at=time(number // 60, number % 60)))
        if number < PER_PERSON:
            await house.wishes.add(wish, MEL)
        else:
            with pytest.raises(NotPossible, match=f"{PER_PERSON} is the most"):
                await house.wishes.add(wish, MEL)
    assert len(await house.store.subscriptions.of("T0")) == PER_PERSON


@pytest.mark.parametrize(
    ("wish", "error", "why"),
    [
        (replace(WISH, venue="palace"), UnknownName, "no venue called “palace”"),
        (replace(WISH, question="please"), AskDifferently, "nothing to ask for in “please”"),
        (replace(WISH, question="arrivals venue:palace"), UnknownName, "palace"),
        (replace(WISH, venue=ALL_VENUES), NotPossible, "A summary is of one venue"),
        (replace(WISH, question="arrivals " * 80), NotPossible, "longer than 500 characters"),
        (replace(WISH, channel="C9"), NotAllowed, "You are not in"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_is_kept(house: House, wish: Wish, error: type[Exception], why: str) -> None:
    with pytest.raises(error, match=why):
        await house.wishes.add(wish, MEL)
    assert await house.store.subscriptions.of("T0") == []


@pytest.mark.parametrize(
    ("venue", "question", "venues"),
    [
        ("harbour", "", ("harbour",)),
        ("harbour", "arrivals tomorrow", ("harbour",)),
        ("harbour", "arrivals tomorrow at palm", ("harbour", "palm")),
        (ALL_VENUES, "arrivals tomorrow", ("harbour", "palm")),
        (ALL_VENUES, "arrivals tomorrow at palm", ("palm",)),
    ],
)
async def test_the_right_is_asked_for_every_venue_that_is_told_of(
    house: House, venue: str, question: str, venues: tuple[str, ...]
) -> None:
    await house.wishes.add(replace(WISH, venue=venue, question=question), MEL)
    assert house.gate.asked == [("U1", "C1", venues)]


async def test_only_who_might_have_set_it_up_there_changes_pauses_or_deletes_it(house: House) -> None:
    made, _ = await house.wishes.add(WISH, MEL)
    own, _ = await house.wishes.add(replace(WISH, channel="D1"), MEL)
    for what in (
        house.wishes.pause(made.id, SAM), house.wishes.delete(made.id, SAM), house.wishes.change(made.id, WISH, SAM),
        house.wishes.preview(made.id, SAM), house.wishes.post_now(made.id, SAM), house.wishes.pause(own.id, SAM),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            await what
    assert {each.paused for each in await house.store.subscriptions.of("T0")} == {False}
    assert [each.id for each in await house.wishes.listed(SAM, "C1", private=True)] == [made.id]
    assert {each.id for each in await house.wishes.listed(MEL, "C1", private=True)} == {made.id, own.id}
    assert [each.id for each in await house.wishes.listed(MEL, "C1", private=False)] == [made.id]
    house.gate.may.add(("U2", "C1"))
    changed = await house.wishes.change(made.id, replace(WISH, recurrence=Recurrence(at=time(9))), SAM)
    assert (changed.cron, changed.by_name) == ("0 9 * * *", "Sam")
    with pytest.raises(NotAllowed, match="somebody else's own"):
        await house.wishes.delete(own.id, SAM)
    await house.wishes.delete(made.id, SAM)
    with pytest.raises(NotFound):
        await house.wishes.pause(made.id, MEL)


async def test_another_workspace_sees_none_of_it(house: House) -> None:
    made, _ = await house.wishes.add(WISH, MEL)
    with pytest.raises(NotFound):
        await house.wishes.pause(made.id, replace(MEL, workspace="T9"))


async def test_what_stands_in_the_configuration_is_changed_there(house: House) -> None:
    await house.dailies.set_up([MORNING], "T0")
    for what in (house.wishes.change("config-morning", WISH, MEL), house.wishes.delete("config-morning", MEL)):
        with pytest.raises(NotPossible, match=r"under \[digests.morning\]"):
            await what
    await house.wishes.pause("config-morning", MEL)
    (kept,) = await house.store.subscriptions.of("T0")
    assert kept.paused


async def test_a_paused_one_goes_on_from_its_next_time(house: House) -> None:
    made, _ = await house.wishes.add(WISH, MEL)
    await house.wishes.pause(made.id, MEL)
    await house.wishes.pause(made.id, MEL)  # pressed twice
    house.clock.now += timedelta(days=3)
    assert await house.store.subscriptions.due(house.clock.now) == []
    await house.wishes.pause(made.id, MEL, paused=False)
    (resumed,) = await house.store.subscriptions.of("T0")
    assert resumed.next_at == NOW + timedelta(days=3, hours=1)


async def test_a_changed_time_begins_anew_and_the_same_one_stays(house: House) -> None:
    made, _ = await house.wishes.add(WISH, MEL)
    same = await house.wishes.change(made.id, replace(WISH, skip_empty=True), MEL)
    assert (same.next_at, same.skip_empty) == (SEVEN, True)
    later = await house.wishes.change(made.id, replace(WISH, recurrence=Recurrence(at=time(5))), MEL)
    assert later.next_at == NOW + timedelta(hours=23)


async def test_out_of_turn_it_is_posted_at_once_and_no_second_time_that_day(house: House) -> None:
    made, _ = await house.wishes.add(WISH, MEL)
    _, post = await house.wishes.post_now(made.id, MEL)
    assert (post.state, house.slack.sent) == ("sent", [f"{made.id}:2026-11-24"])
    edition = Edition(subscription=made, due_at=post.due_at, at=NOW, body=(await house.wishes.preview(made.id, MEL)).body)
    assert edition.out_of_turn
    assert not replace(edition, due_at=SEVEN).out_of_turn
    with pytest.raises(NotPossible, match="was posted at"):
        await house.wishes.post_now(made.id, MEL)
    house.clock.now = SEVEN
    await house.schedule.tick()
    assert len(house.slack.sent) == 1
    house.clock.now += timedelta(days=1)
    await house.schedule.tick()
    assert len(house.slack.sent) == 2


async def test_the_next_time_after_a_post_out_of_turn_is_on_another_day(house: House) -> None:
    made, _ = await house.wishes.add(WISH, MEL)
    await house.wishes.post_now(made.id, MEL)
    after = await house.store.subscriptions.get(made.id)
    assert after is not None
    assert after.next_at == SEVEN + timedelta(days=1)
    house.clock.now = after.next_at
    await house.schedule.tick()
    assert house.slack.sent == [f"{made.id}:2026-11-24", f"{made.id}:2026-11-25"]


async def test_a_day_that_was_left_out_can_be_had_after_all(house: House) -> None:
    made, _ = await house.wishes.add(WISH, MEL)
    house.clock.now = SEVEN
    for subscription in await house.store.subscriptions.due(SEVEN):
        await house.wishes.pause(subscription.id, MEL)
    with pytest.raises(NotPossible, match="paused"):
        await house.wishes.post_now(made.id, MEL)
    await house.wishes.pause(made.id, MEL, paused=False)
    _, post = await house.wishes.post_now(made.id, MEL)
    assert await house.store.posts.move(post, "skipped", why="there was nothing to tell")
    _, again = await house.wishes.post_now(made.id, MEL)
    assert (again.state, len(house.slack.sent)) == ("sent", 2)


async def test_who_lost_the_right_is_told_once_and_it_is_paused(house: House) -> None:
    made, _ = await house.wishes.add(WISH, MEL)
    house.gate.may.clear()
    for days in range(3):
        house.clock.now = SEVEN + timedelta(days=days)
        await house.schedule.tick()
    assert house.slack.sent == []
    (told,) = house.slack.told
    assert told.startswith("U1: I can no longer post the daily summary of Harbour House")
    assert "You are not in #one. It is paused" in told
    found = await house.store.subscriptions.get(made.id)
    assert found is not None
    assert found.paused


async def test_where_nobody_can_tell_whether_it_is_allowed_it_waits(house: House) -> None:
    made, _ = await house.wishes.add(WISH, MEL)
    house.gate.away = NoAnswer("Slack could not be reached.")
    house.clock.now = SEVEN
    await house.schedule.tick()
    (waiting,) = await house.store.posts.of(made.id)
    assert (waiting.state, house.slack.sent, house.slack.told) == ("due", [], [])
    house.gate.away = None
    house.clock.now = _again(waiting)
    await house.schedule.tick()
    assert len(house.slack.sent) == 1


async def test_where_slack_asks_to_wait_the_post_goes_out_and_the_next_is_asked_about(house: House) -> None:
    made, _ = await house.wishes.add(WISH, MEL)
    house.gate.away = SlowDown("Slack asked us to wait.", seconds=60)
    house.clock.now = SEVEN
    await house.schedule.tick()
    assert house.slack.sent == [f"{made.id}:2026-11-24"]
    house.gate.away, house.gate.may = None, set()
    house.clock.now = SEVEN + timedelta(days=1)
    await house.schedule.tick()
    assert (len(house.slack.sent), len(house.slack.told)) == (1, 1)


def _again(post: Post) -> datetime:
    assert post.again_at is not None
    return post.again_at
