"""Posts set up from Slack, through its door: by words, by the form, their list and buttons, and who may have them where."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.roles import Rule
from bot.playground import Json
from tests.slack.local import ANY, BOT, USER, Call, LocalSlack
from tests.slack.posting import posting_bot
from tests.slack.vendors import NOW, PALM, SmallVendor, booking

pytestmark = pytest.mark.anyio

PALMS, ELSEWHERE = "C0PALM", "C0ELSEWHERE"


def small() -> SmallVendor:
    return SmallVendor(name="beds24", title="Beds24", records=[booking(12)])


async def told(slack: LocalSlack, said: str, *, after: int = 0) -> Call:
    """The first message after some that says something, once it is there."""
    await slack.until(lambda: any(said in each.shown for each in slack.messages[after:]))
    return next(each for each in slack.messages[after:] if said in each.shown)


async def screen(slack: LocalSlack, said: str) -> Call:
    """The newest view that says something, once it is there."""
    await slack.until(lambda: any(said in each.shown for each in slack.views))
    return next(each for each in reversed(slack.views) if said in each.shown)


def posts(slack: LocalSlack, channel: str) -> list[Json]:
    """What was posted in a channel by itself."""
    return [each for each in slack.seen(channel) if each.get("metadata")]


async def test_words_set_a_post_up_where_they_are_typed_and_it_comes(slack: LocalSlack) -> None:
    async with posting_bot(slack, small()) as bot:
        await slack.command("every monday at 9:30: arrivals tomorrow", channel=PALMS)
        card = await told(slack, "Set up.")
        for words in (
            "*arrivals tomorrow*",
            "Palm Tree Spa",
            "Every Monday at 09:30 (Europe/London)",
            "<#C0PALM>",
            "I read: Arrivals",
        ):
            assert words in card.shown
        assert list(card.buttons()) == ["Change…", "Pause", "Preview", "Post now", "Delete…", "All posts"]
        (kept,) = await bot.kept()
        assert (kept.venue, kept.channel, kept.cron, kept.question, kept.by) == (
            "palm",
            PALMS,
            "30 9 * * 1",
            "arrivals tomorrow",
            USER,
        )
        await bot.at(NOW + timedelta(minutes=30))
        (post,) = posts(slack, PALMS)
        assert "as Mel Kowalska asked" in post["text"]
        assert "Smith, Jane" in post["text"]
        assert "jane@example.com" not in str(post)
        await slack.command("every monday at 9:30: arrivals tomorrow", channel=PALMS)
        await told(slack, "That is set up already.")
        assert len(await bot.kept()) == 1


async def test_another_channel_is_asked_about_before_anything_is_kept(slack: LocalSlack) -> None:
    async with posting_bot(slack, small()) as bot:
        await slack.command("daily at 6:30 in #palm on weekdays")
        asked = await told(slack, "Not set up yet")
        assert "On weekdays at 06:30 (Europe/London)" in asked.shown
        assert "<#C0PALM>" in asked.shown
        assert await bot.kept() == []
        await slack.press("Set it up")
        await told(slack, "Set up.")
        (kept,) = await bot.kept()
        assert (kept.channel, kept.venue, kept.cron, kept.question) == (PALMS, "palm", "30 6 * * 1,2,3,4,5", None)


async def test_daily_alone_offers_the_venue_of_the_channel_and_lists_what_is_there(slack: LocalSlack) -> None:
    async with posting_bot(slack, small()) as bot:
        await slack.command("daily", channel=PALMS)
        offer = await told(slack, "Nothing is posted here yet.")
        assert "*Daily summary* · Palm Tree Spa" in offer.shown
        await slack.press("Set it up")
        await told(slack, "Set up.")
        await slack.press("All posts")
        await told(slack, "*Posts here*")
        await slack.press("Open")
        await slack.press("Pause")
        await told(slack, "Paused.")
        assert (await bot.kept())[0].paused
        await slack.press("Resume")
        await told(slack, "It goes on.")
        await slack.press("Delete…")
        await told(slack, "Deleted: the daily summary (Every day at 07:00).")
        assert await bot.kept() == []


async def test_a_mention_and_a_direct_message_set_posts_up_too(slack: LocalSlack) -> None:
    async with posting_bot(slack, small(), rules={}) as bot:
        slack.direct("every day at 18:00: arrivals tomorrow")
        card = await told(slack, "in our direct message")
        assert "all venues" in card.shown
        slack.direct("every day at 18:00: arrivals today at harbour")
        await told(slack, "*arrivals today at harbour* · Harbour House")
        slack.mention("daily at 7", channel=PALMS)
        await told(slack, "no rule in [roles] allows daily")
        kept, _ = sorted(await bot.kept(), key=lambda each: each.venue)
        assert (kept.channel[0], kept.venue) == ("D", "")
        await bot.at(NOW + timedelta(hours=9))
        assert len(posts(slack, kept.channel)) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("daily at 25:00", "“25:00” is no time of day"),
        ("daily at 7 on blursday", "Did you mean thursday?"),
        ("daily at 7 in #nope for palm", "I see no channel #nope."),
        ("daily at 7 for plam", "Did you mean palm?"),
        ("daily at 7", "Which venue's summary shall I post?"),
        ("every monday at 9: florble grumpf", "I would look for “florble grumpf” as a name"),
        ("every monday at 9: please", "nothing to ask for in “please”"),
        ("every monday at 9: arrivals venue:palace", "There is no venue called “palace”"),
        ("daily at 7 in #archived for palm", "#archived is archived"),
        ("daily at 7 in #without-bot for palm", "I am not in #without-bot: invite me"),
        ("daily at 7 in #sams for palm", "Only members of #sams"),
    ],
)
async def test_what_cannot_be_is_refused_clearly_and_nothing_is_kept(slack: LocalSlack, text: str, said: str) -> None:
    space = slack.playground.workspace.channels
    for name, members in {"archived": [USER, BOT], "without-bot": [USER], "sams": ["U2SAM", BOT]}.items():
        id = f"C0X{name[:4].upper()}"
        space[id] = replace(space[ANY], id=id, name=name, members=members, archived=name == "archived")
    async with posting_bot(slack, small()) as bot:
        await slack.command(text)
        await told(slack, said)
        assert await bot.kept() == []


async def test_a_nearest_text_is_pressed_and_set_up(slack: LocalSlack) -> None:
    async with posting_bot(slack, small()) as bot:
        await slack.command("daily at 7 on blursday in #palm")
        await told(slack, "Did you mean thursday?")
        await slack.press("daily at 7 on thursday in #palm")
        await told(slack, "Not set up yet")
        assert await bot.kept() == []


async def test_guests_and_people_without_the_right_set_nothing_up(slack: LocalSlack) -> None:
    rules = {"desk": Rule(channels=(PALMS,), venues=("palm",), actions=("daily",))}
    async with posting_bot(slack, small(), rules=rules) as bot:
        slack.change("U3AKI", is_restricted=True)
        await slack.command("daily at 7", channel=PALMS, by="U3AKI")
        await slack.until(lambda: "guests" in str(slack.seen(PALMS, "U3AKI")))
        await slack.command("daily at 7 for harbour", channel=PALMS)
        await told(slack, "You may not have posts about harbour")
        await slack.command("daily at 7 for palm", channel=ANY)
        await told(slack, "the rule desk would allow it")
        slack.playground.workspace.channels[PALMS].shared = True
        await slack.command("daily at 8", channel=PALMS)
        await told(slack, "You may not have posts about palm")
        assert await bot.kept() == []
        slack.playground.workspace.channels[PALMS].shared = False
        await slack.command("daily at 8", channel=PALMS)
        await told(slack, "Set up.")


async def test_the_form_holds_what_is_known_and_puts_each_fault_under_its_field(slack: LocalSlack) -> None:
    async with posting_bot(slack, small()) as bot:
        await slack.command("every monday at 9: arrivals tomorrow", channel=PALMS)
        await told(slack, "Set up.")
        await slack.press("Change…")
        form = await slack.view()
        assert form.fields_of_form() == {"venue", "channel", "at", "days", "of_month", "question", "empty", "policy"}
        refused = await slack.submit(question={"value": "please"})
        assert "nothing to ask for" in refused["errors"]["question"]
        refused = await slack.submit(question={"value": ""}, days={"selected_options": []}, venue=option("*"))
        assert set(refused["errors"]) == {"days", "venue"}
        refused = await slack.submit(of_month=option("1"), days={"selected_options": [{"value": "0"}]}, venue=option("palm"))
        assert "not both" in refused["errors"]["of_month"]
        slack.playground.workspace.channels[ELSEWHERE].members.remove(USER)
        refused = await slack.submit(channel={"selected_conversation": ELSEWHERE}, of_month={"selected_option": None})
        assert "Only members of #elsewhere" in refused["errors"]["channel"]
        await slack.submit(
            at={"selected_time": "18:15"}, days={"selected_options": []}, of_month=option("15"), empty=option("skip"),
            channel={"selected_conversation": "C0HARBOUR"}, venue=option("harbour"), policy=option("all"),
        )  # fmt: skip
        card = await told(slack, "Changed.")
        assert "On the 15th of each month at 18:15" in card.shown
        assert "left out when there is nothing to tell" in card.shown
        assert "each day that was missed is posted later" in card.shown
        (kept,) = await bot.kept()
        assert (kept.cron, kept.channel, kept.venue, kept.policy) == ("15 18 15 * *", "C0HARBOUR", "harbour", "all")


async def test_where_slack_does_not_answer_nothing_is_kept_and_it_is_said(slack: LocalSlack) -> None:
    async with posting_bot(slack, small()) as bot:
        slack.fail("conversations.members", "internal_error", 500)
        await slack.command("daily at 7", channel=PALMS)
        await told(slack, "Slack did not tell who is in that channel")
        slack.fail("conversations.info", "ratelimited", 429, Retry_After="30")
        await slack.command("daily at 7", channel=PALMS)
        await told(slack, "Slack asked us to wait")
        await slack.command("daily", channel=PALMS)
        await slack.press("Choose…")
        await slack.view()
        for _ in range(2):
            slack.fail("conversations.members", "internal_error", 500)
        assert (await slack.submit()).get("errors") is None
        await screen(slack, "Slack did not tell who is in that channel")
        assert await bot.kept() == []


async def test_of_many_venues_one_is_chosen_in_the_form(slack: LocalSlack) -> None:
    many = [replace(PALM, id=f"v{number}", name=f"Venue {number}", channel=None) for number in range(120)]
    async with posting_bot(slack, small(), venues=many) as bot:
        await slack.command("daily at 7")
        asked = await told(slack, "Name it, as in “daily at 7 for v0”, or choose it in the form.")
        assert list(asked.buttons()) == ["Set it up in a form…"]
        await slack.command("daily at 7 for v110")
        await told(slack, "*Daily summary* · Venue 110")
        await slack.press("Change…")
        await slack.view()
        await slack.submit(at={"selected_time": "08:00"})
        await told(slack, "Changed.")
        (kept,) = await bot.kept()
        assert (kept.venue, kept.cron) == ("v110", "0 8 * * *")


async def test_the_home_page_leads_to_the_form(slack: LocalSlack) -> None:
    async with posting_bot(slack, small()) as bot:
        slack.home()
        await slack.press("Your posts")
        await screen(slack, "You have no posts set up here yet.")
        await slack.press("Set one up…")
        await slack.until(lambda: len(slack.playground.views.stack(USER)) == 2)
        await slack.submit(venue=option("palm"), channel={"selected_conversation": PALMS})
        await screen(slack, "Set up.")
        assert len(await bot.kept()) == 1
        await slack.press("Preview")
        preview = await screen(slack, "A preview that only you see")
        assert "Palm Tree Spa" in preview.shown
        assert posts(slack, PALMS) == []


async def test_a_post_out_of_turn_and_what_stands_below_it(slack: LocalSlack) -> None:
    async with posting_bot(slack, small()) as bot:
        await slack.command("every tuesday at 9: arrivals tomorrow", channel=PALMS)
        await told(slack, "Set up.")
        await slack.press("Preview")
        assert "out of turn" not in (await told(slack, "A preview that only you see")).shown
        assert posts(slack, PALMS) == []
        await slack.press("Post now")
        await told(slack, "It counts as today's post")
        (post,) = posts(slack, PALMS)
        assert "out of turn" in post["text"]
        await slack.press("Post now")
        await told(slack, "was posted at 09:00")
        assert len(posts(slack, PALMS)) == 1
        assert [each["text"]["text"] for each in post["blocks"][-1]["elements"]] == ["Show", "Refresh", "Change…", "Pause"]
        before = len(slack.messages)
        await slack.press("Show", by="U2SAM")
        await told(slack, "Smith, Jane", after=before)
        assert len(posts(slack, PALMS)) == 1
        await slack.press("Refresh")
        await slack.until(lambda: any(each.method == "chat.update" for each in slack.calls))
        before = len(slack.views)
        await slack.press("Change…", by="U2SAM")
        await slack.view(before + 1)
        await slack.submit(by="U2SAM", question={"value": "departures today"})
        await slack.until(lambda: "Changed." in str(slack.seen(PALMS, "U2SAM")))
        (kept,) = await bot.kept()
        assert (kept.question, kept.by_name) == ("departures today", "Sam Okafor")
        assert "Changed." not in str(slack.seen(PALMS, USER))


async def test_pausing_below_a_post_needs_the_right(slack: LocalSlack) -> None:
    rules = {"desk": Rule(users=(USER,), actions=("daily",))}
    async with posting_bot(slack, small(), rules=rules) as bot:
        await slack.command("every monday at 9:30: arrivals tomorrow", channel=PALMS)
        await told(slack, "Set up.")
        await bot.at(NOW + timedelta(minutes=30))
        await slack.press("Pause", by="U2SAM")
        await slack.until(lambda: "You may not have posts" in str(slack.seen(PALMS, "U2SAM")))
        assert not (await bot.kept())[0].paused


async def test_skip_empty_a_lost_right_and_a_lost_channel(slack: LocalSlack) -> None:
    async with posting_bot(slack, SmallVendor(name="beds24", title="Beds24")) as bot:
        await slack.command("every day at 9:30: arrivals tomorrow", channel=PALMS)
        await told(slack, "Set up.")
        (made,) = await bot.kept()
        await bot.store.subscriptions.change(made.id, skip_empty=True)
        await bot.at(NOW + timedelta(minutes=30))
        assert posts(slack, PALMS) == []
        await bot.store.subscriptions.change(made.id, skip_empty=False)
        await bot.at(NOW + timedelta(days=1, minutes=30))
        assert len(posts(slack, PALMS)) == 1
        slack.playground.workspace.channels[PALMS].members.remove(USER)
        for days in (2, 3):
            await bot.at(NOW + timedelta(days=days, minutes=30))
        await told(slack, "Only members of #palm may have something posted there")
        assert (await bot.kept())[0].paused
        slack.playground.workspace.channels[PALMS].members.append(USER)
        await bot.store.subscriptions.change(made.id, paused=False, lost_told=False)
        slack.playground.workspace.channels[PALMS].archived = True
        for days in (4, 5):
            await bot.at(NOW + timedelta(days=days, minutes=30))
        await told(slack, "#palm is archived")
        assert len([each for each in slack.messages if "I can no longer post" in each.shown]) == 2


async def test_change_below_a_post_of_the_configuration_says_at_once_where_it_is_changed(slack: LocalSlack) -> None:
    async with posting_bot(slack, small()) as bot:
        await slack.command("every day at 9:30: arrivals tomorrow", channel=PALMS)
        await told(slack, "Set up.")
        (made,) = await bot.kept()
        await bot.store.subscriptions.drop(made.id)
        await bot.store.subscriptions.add(replace(made, id="config-morning", by="", by_name="the configuration", question=None))
        await bot.at(NOW + timedelta(minutes=30))
        assert len(posts(slack, PALMS)) == 1
        (post,) = (each for each in slack.seen(PALMS) if each.get("metadata"))
        slack.posted(text="Today's lists", channel=PALMS, thread=post["ts"])
        await slack.press("Change…")
        said = await told(slack, "an operator changes it there, under [digests.morning]")
        assert slack.views == []
        # Below a post that heads a thread nobody would see it in there.
        assert (said.method, said.fields.get("thread_ts")) == ("chat.postEphemeral", None)


async def test_a_channel_that_refuses_the_post_itself_is_called_by_its_name(slack: LocalSlack) -> None:
    async with posting_bot(slack, small()) as bot:
        await slack.command("every day at 9:30: arrivals tomorrow", channel=PALMS)
        await told(slack, "Set up.")
        slack.fail("chat.postMessage", "is_archived")
        await bot.at(NOW + timedelta(minutes=30))
        said = await told(slack, "I can no longer post")
        assert f"<#{PALMS}>" in said.shown
        assert "The channel was archived or deleted" in said.shown
        assert (await bot.kept())[0].paused


async def test_an_hour_that_the_clocks_skip_is_said(slack: LocalSlack) -> None:
    async with posting_bot(slack, small()) as bot:
        bot.clock.now = NOW.replace(year=2027, month=3, day=27)
        await slack.command("every sunday at 1:30: arrivals today", channel=PALMS)
        card = await told(slack, "Set up.")
        assert "Next: Sun 28 Mar 02:00 · the clocks change on that day" in card.shown


def option(value: str) -> dict[str, Any]:
    """A choice of a list."""
    return {"selected_option": {"value": value}}
