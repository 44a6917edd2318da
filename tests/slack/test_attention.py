"""What needs attention: guests are named where they are few, counted where they are many, and masked in a channel."""

from dataclasses import replace as replace_fields
from datetime import UTC, date, datetime

import pytest

from bot.core.model import replace
from bot.core.money import Folio
from bot.core.query import Query
from bot.core.record import Customer, Named, Record
from bot.core.states import Kind
from bot.digests.compose import compose
from bot.digests.metrics import METRICS, Part
from bot.digests.summary import Told
from bot.slack import limits
from bot.slack.values import Show
from bot.slack.views.attention import LINES, attention_lines
from bot.slack.views.parts import Button, Paragraph, Small
from bot.slack.views.summary import edition_view
from tests.digests.test_compose import DAY, HARBOUR, facts, record
from tests.slack.local import LocalSlack
from tests.slack.running import OpenBot
from tests.slack.test_daily import SEVEN, edition, scene
from tests.slack.vendors import SmallVendor, booking


def guest(number: int, name: str = "Smith") -> Record:
    return record(
        str(number),
        start=date(2026, 11, 24),
        end=date(2026, 11, 25),
        date_only=True,
        customer=Customer(name=name),
        resource=Named(id="12", name="Room 12"),
        money=Folio(currency="GBP", balance=42_000),
    )


def told(key: str, *records: Record) -> Told:
    return Told(key=key, text=f"{len(records)} {key}", query=METRICS[key].question(DAY), count=len(records), records=records)


def shown(*lines: Told) -> list[tuple[str, str]]:
    found = []
    for part in attention_lines(lines, scene()):
        if isinstance(part, Small):
            found.append((" ".join(part.line), ""))
        elif isinstance(part, Paragraph):
            found.append((part.lines[0][0], part.beside.label if isinstance(part.beside, Button) else ""))
    return found


def test_few_guests_are_named_with_what_is_the_matter() -> None:
    assert shown(told("owing", guest(1))) == [("• Smith, Room 12, arrives today, owes £420.00", "Open")]


def test_another_day_is_named_and_a_receipt_without_a_name_is_an_order() -> None:
    later = replace(guest(1), start=date(2026, 11, 27), end=date(2026, 11, 28))
    assert shown(told("owing", later)) == [("• Smith, Room 12, arrives Fri 27 Nov, owes £420.00", "Open")]
    receipt = record("77", Kind.ORDER, start=datetime(2026, 11, 24, 9, 5, tzinfo=UTC), money=Folio(currency="GBP", balance=500))
    assert shown(told("owing", receipt)) == [("• Order 77, today 09:05, owes £5.00", "Open")]


@pytest.mark.parametrize("key", [key for key, metric in METRICS.items() if metric.part is Part.ATTENTION])
def test_whatever_may_need_attention_is_told_in_the_post_with_its_button(key: str) -> None:
    """One of a kind is named with what is the matter, seven are counted; both can be pressed, within Slack's limits."""
    for many in (1, 7):
        known = facts(records={key: tuple(map(guest, range(many)))})
        body = compose(replace_fields(known, at=SEVEN), HARBOUR, {})
        payload = edition_view(replace_fields(edition(), body=body), scene()).payload()
        assert limits.faults(payload) == []
        (line,) = (
            each for each in payload["blocks"] if each["type"] == "section" and each.get("text", {}).get("text", "").startswith("•")
        )
        assert ("Smith" if many == 1 else METRICS[key].words(many)) in line["text"]["text"]
        assert line["accessory"]["text"]["text"] == ("Open" if many == 1 else "Show")


def test_a_visit_that_the_cameras_suspect_is_told() -> None:
    visit = replace(record("V1", Kind.SHOP_SESSION, start=SEVEN), labels=(Named(id="suspectedFraud", name="suspected fraud"),))
    text = edition_view(replace_fields(edition(), body=compose(facts(records={"visits": (visit,)}), HARBOUR, {})), scene()).text
    assert "is suspected of fraud" in text


def test_many_guests_are_counted() -> None:
    assert shown(told("owing", *map(guest, range(6)))) == [("• 6 owing", "Show")]


def test_a_name_that_holds_a_number_or_an_address_is_masked() -> None:
    ((line, _),) = shown(told("no_shows", guest(1, "Jane +44 20 7946 0958 jane@example.com")))
    assert "7946" not in line
    assert "jane@" not in line


def test_every_line_keeps_its_place_and_the_rest_is_said() -> None:
    several = [told("owing", *map(guest, range(5))), *(told("no_shows", *map(guest, range(3))) for _ in range(4))]
    lines = shown(*several)
    assert len(lines) <= LINES
    assert [label for _, label in lines] == ["Show", "Open", "Open", "Open", "Show", "Show", "Show"]
    many = shown(*(told("no_shows", *map(guest, range(6))) for _ in range(LINES + 3)))
    assert len(many) == LINES
    assert many[-1][0].startswith("and 4 more: 6 no_shows")


def test_a_voucher_that_expires_says_when() -> None:
    voucher = record("V", Kind.VOUCHER, title="GIFT", expires=None)
    assert shown(told("expiring", voucher)) == [("• GIFT, expires", "Open")]


@pytest.mark.anyio
async def test_an_answer_to_a_line_stands_in_the_channel_although_the_post_heads_a_thread(
    open_bot: OpenBot, slack: LocalSlack
) -> None:
    async with open_bot(SmallVendor(name="beds24", title="Beds24", records=[booking(1)])):
        button = {"type": "button", "text": {"type": "plain_text", "text": "Show"}, "action_id": "figure:0"}
        value = Show(query=Query(kinds=(Kind.BOOKING,))).write()
        post = slack.posted({"type": "actions", "elements": [{**button, "value": value}]})
        slack.posted(text="Today's lists", thread=post["ts"])
        await slack.press("Show")
        call = await slack.message()
        assert call.method == "chat.postEphemeral"
        assert call.fields.get("thread_ts") is None
