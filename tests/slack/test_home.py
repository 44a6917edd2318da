"""The app's own page, the modal that answers from it, and who is let in at all."""

from datetime import datetime

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.core.errors import KeyRefused
from bot.core.model import replace
from bot.playground.checking import check_view
from bot.slack import limits
from bot.slack.people import read_person
from bot.slack.views.home import System, home_view
from tests.playground.test_blocks import actions, button, plain
from tests.slack.local import USER, LocalSlack
from tests.slack.running import OpenBot
from tests.slack.test_views import HELP, scene
from tests.slack.vendors import HARBOUR, LONDON, PALM, SmallVendor, booking

anyio = pytest.mark.anyio


def beds24(number: int = 12) -> SmallVendor:
    return SmallVendor("beds24", "Beds24", [booking(n, f"Guest {n:02}") for n in range(1, number + 1)])


def test_the_page_looks_like_this(snapshot: SnapshotAssertion) -> None:
    systems = [
        System(title="Beds24", venue="palm", works=True),
        System(title="Trybe", venue="harbour", works=False, said="No key."),
    ]
    view = home_view(HELP, systems, scene(PALM, HARBOUR), name="Mel").payload()
    assert view == snapshot.use_extension(JSONSnapshotExtension)
    assert limits.view_faults(view) == []
    assert check_view(view, ["home"]) == view


@anyio
async def test_the_page_is_there_at_once_and_says_which_systems_work(open_bot: OpenBot, slack: LocalSlack) -> None:
    broken = SmallVendor("trybe", "Trybe", probe_error=KeyRefused("Trybe (palm-trybe) refused our key."))
    async with open_bot(beds24(), broken):
        slack.home()
        first, second = await slack.view(1), await slack.view(2)
        slack.home()
        third = await slack.view(3)
        slack.home("messages")
    assert {call.method for call in slack.views} == {"views.publish"}
    assert first.fields["user_id"] == "U1MEL"
    assert "works" not in first.shown
    assert "✓ works" in second.shown
    assert "✗ does not work · Trybe (palm-trybe) refused our key." in second.shown
    assert third.shown == second.shown  # remembered: no second look
    assert len(slack.views) == 3
    assert slack.messages == []


@anyio
async def test_a_question_on_the_page_is_answered_in_a_modal(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        slack.home()
        await slack.view(2)
        await slack.press("arrivals tomorrow")
        answer = await slack.view(3)
        id = slack.playground.views.stack(USER)[0]["id"]
        await slack.press("More")
        more = await slack.view(4)
        await slack.press("Open")
        card = await slack.view(6)
        await slack.close()
        await slack.press("Refine")
        await slack.view(7)
        await slack.submit(name={"value": "Guest 07"})
        refined = await slack.view(8)
        slack.alter("Open", value="0")
        await slack.press("Open")
        stale = await slack.view(9)
    assert [call.method for call in slack.views[2:]] == [
        "views.open",
        "views.update",
        "views.push",
        "views.update",
        "views.push",
        "views.update",
        "views.push",
    ]
    assert "As table" not in answer.buttons()
    assert "11–12 of 12 bookings" in more.shown
    assert "Guest 11" in card.shown
    assert "Guest 07" in refined.shown
    assert "Guest 01" not in refined.shown
    assert refined.fields["view_id"] == id
    assert "too old or was altered" in stale.shown
    assert slack.messages == []


@anyio
@pytest.mark.parametrize("mark", [{"is_restricted": True}, {"is_ultra_restricted": True}])
async def test_guests_are_shown_nothing(open_bot: OpenBot, slack: LocalSlack, mark: dict[str, bool]) -> None:
    slack.change(USER, **mark)
    async with open_bot(vendor := beds24()):
        await slack.command("arrivals tomorrow")
        await slack.message(1)
        slack.mention("arrivals tomorrow")
        await slack.message(2)
        value = '1{"do":"open","account":"palm-beds24","kind":"booking","id":"1"}'
        slack.posted(actions(button(text=plain("Open"), action_id="open", value=value)))
        await slack.press("Open")
        await slack.message(3)
        slack.home()
        page = await slack.view()
    assert all("I do not answer guests" in call.text for call in slack.messages)
    assert page.method == "views.publish"
    assert "I do not answer guests" in page.shown
    assert "Palm Tree Spa" not in page.shown
    assert (vendor.asked, vendor.opened) == ([], [])


@anyio
async def test_nobody_is_let_in_while_slack_does_not_say_who_they_are(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(vendor := beds24()):
        slack.fail("users.info", "missing_scope")
        slack.fail("users.info", "fatal_error")
        await slack.command("arrivals tomorrow")
        scope = await slack.message()
        await slack.command("arrivals tomorrow")
        silent = await slack.message(2)
        await slack.command("arrivals tomorrow")
        answer = await slack.message(3)
        await slack.command("arrivals tomorrow")
        await slack.message(4)
    assert "install the app again" in scope.text
    assert "did not say who you are" in silent.text
    assert "Guest 01" in answer.text
    assert [call.method for call in slack.calls].count("users.info") == 1  # remembered
    assert len(vendor.asked) == 1


def test_a_person_is_read_whatever_is_missing() -> None:
    assert read_person({"id": "U1"}).name == "U1"
    assert read_person({"id": "U1", "profile": {"display_name": "", "real_name": "Mel B."}}).name == "Mel B."
    assert read_person({"id": "U1", "tz": "Europe/London"}).zone == LONDON
    assert read_person({"id": "U1", "tz": "../../etc/passwd"}).zone is None
    assert read_person({"id": "U1", "tz": "Nowhere/Land"}).zone is None
    assert read_person({"id": "U1", "is_restricted": True}).guest
    assert read_person({"id": "U1", "deleted": True}).guest


def _at(hour: int) -> datetime:
    return datetime(2026, 11, 24, hour, tzinfo=LONDON)


@anyio
async def test_a_zone_is_named_where_the_readers_clock_shows_another_time(open_bot: OpenBot, slack: LocalSlack) -> None:
    visit = replace(booking(1), date_only=False, start=_at(10), end=_at(11))
    async with open_bot(SmallVendor("beds24", "Beds24", [visit])):
        await slack.command("arrivals tomorrow")
        here = await slack.message()
        slack.change("U2SAM", zone="America/New_York")
        await slack.command("arrivals tomorrow", by="U2SAM")
        away = await slack.message(2)
        slack.mention("arrivals tomorrow", by="U2SAM")
        channel = await slack.message(3)
    assert "10:00–11:00 ·" in here.text
    assert "10:00–11:00 GMT" in away.text
    assert "GMT" not in channel.text
