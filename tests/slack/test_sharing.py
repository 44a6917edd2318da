"""What is made of an answer: a table, another order, a message for all, a file."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.core.money import Folio
from bot.core.record import Customer, Figure, Record
from bot.core.states import Kind, Report, Unit
from bot.playground.checking import check_blocks
from bot.slack import limits
from bot.slack.sending import attempts
from bot.slack.views.answer import Page, answer_view
from bot.slack.views.sheet import harmless, sheet
from tests.slack.local import LocalSlack
from tests.slack.running import OpenBot
from tests.slack.test_views import answer, scene
from tests.slack.vendors import SmallVendor, booking

anyio = pytest.mark.anyio


def beds24(number: int = 3) -> SmallVendor:
    return SmallVendor("beds24", "Beds24", [booking(n, f"Guest {n:02}", owes=n * 100) for n in range(1, number + 1)])


def test_a_table_looks_like_this(snapshot: SnapshotAssertion) -> None:
    message = answer_view(answer([booking(1), booking(2, "=cmd|x", owes=0)]), scene(), Page(table=True))
    assert [form["blocks"] for form in attempts(message)] == snapshot.use_extension(JSONSnapshotExtension)
    assert all(check_blocks(form["blocks"]) == form["blocks"] for form in attempts(message))


def test_a_report_has_a_column_for_each_figure() -> None:
    figures = (
        Figure(name="sold", label="Nights sold", value=38),
        Figure(name="rate", label="Occupancy", value=Decimal("87.5"), unit=Unit.PERCENT),
        Figure(name="taken", label="Taken", value=112_000, unit=Unit.MONEY, currency="GBP"),
        Figure(name="busy", label="Busy", value=90, unit=Unit.MINUTES),
        Figure(name="lost", label="Lost", value=None),
    )
    row = Record(
        vendor="trybe", account="", venue="", kind=Kind.REPORT, id="r1", title="Anna K.", report=Report.STATS, figures=figures
    )
    table = answer_view(answer([row]), scene(), Page(table=True)).blocks[3]
    assert [cell["text"] for cell in table["rows"][0]][-5:] == ["Nights sold", "Occupancy", "Taken", "Busy", "Lost"]
    assert [cell["text"] for cell in table["rows"][1]][-5:] == ["38", "87.5 %", "£1,120.00", "1 h 30 min", "not known"]


@anyio
async def test_a_table_and_the_way_back(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24(60)):
        await slack.command("arrivals tomorrow")
        await slack.press("As table")
        table = await slack.message(2)
        await slack.press("More")
        rest = await slack.message(3)
        await slack.press("As list")
        rows = await slack.message(4)
    (block,) = [block for block in table.blocks if block["type"] == "data_table"]
    assert [cell["text"] for cell in block["rows"][0]] == ["Name", "Reference", "When", "Where", "People", "State", "Owes"]
    assert len(block["rows"]) == 51
    assert "1–50 of 60 bookings" in table.shown
    assert "51–60 of 60 bookings" in rest.shown
    assert "Guest 01" in rows.shown
    assert "Guest 01" in table.text


@anyio
async def test_a_table_that_slack_refuses_becomes_the_older_kind_and_then_rows(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        await slack.command("arrivals tomorrow")
        await slack.message()
        slack.fail("response_url", "invalid_blocks", 400)
        await slack.press("As table")
        older = await slack.message(2)
        await slack.press("As list")
        await slack.message(3)
        slack.fail("response_url", "invalid_blocks", 400)
        slack.fail("response_url", "invalid_blocks", 400)
        await slack.press("As table")
        rows = await slack.message(4)
        slack.mention("arrivals tomorrow")
        await slack.message(5)
        for _ in range(3):
            slack.fail("chat.update", "invalid_blocks")
        await slack.press("As table")
        text = await slack.message(6)
    assert [block["type"] for block in older.blocks].count("table") == 1
    assert "section" in [block["type"] for block in rows.blocks][3:]
    assert text.blocks == []
    assert "Guest 01" in text.text


@anyio
async def test_another_order_changes_the_answer_in_its_place(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        await slack.command("arrivals tomorrow")
        order = (await slack.message()).select()
        await slack.press("sort", choice="balance down")
        sorted_ = await slack.message(2)
        slack.alter("sort", action_id="sort:1{")
        await slack.press("sort", choice="balance down")
        stale = await slack.message(3)
    assert order["initial_option"]["text"]["text"] == "By time"
    shown = sorted_.shown
    assert shown.index("Guest 03") < shown.index("Guest 02") < shown.index("Guest 01")
    assert sorted_.select()["initial_option"]["text"]["text"] == "By what is owed"
    assert sorted_.fields["replace_original"] is True
    assert "too old or was altered" in stale.text


@anyio
async def test_an_answer_is_shared_in_its_channel_without_what_identifies_a_guest(open_bot: OpenBot, slack: LocalSlack) -> None:
    people = SmallVendor("trybe", "Trybe", [booking(1, "Jane +44 7700 900123", kind=Kind.CUSTOMER)])
    async with open_bot(people):
        await slack.command("customer jane@example.com")
        button = (await slack.message()).buttons()["Share"]
        await slack.press("Share")
        shared = await slack.message(2)
    assert button["confirm"]["confirm"]["text"] == "Share it"
    assert (shared.method, shared.fields["channel"]) == ("chat.postMessage", "C0ANY")
    assert "Shared by Mel Kowalska" in shared.shown
    assert "jane@example.com" not in shared.text + shared.shown
    # Whoever sees a message can have it as JSON, with what its buttons carry.
    assert "jane@" not in str(shared.fields)
    assert "Without buttons: they would carry the address" in shared.shown
    assert "Open" in shared.buttons()
    assert "900123" not in str(shared.fields)
    assert "Share" not in shared.buttons()


@anyio
async def test_where_the_bot_is_no_member_the_response_url_shares(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        await slack.command("arrivals tomorrow", channel="C0GENERAL")
        await slack.press("Share")
        shared = await slack.message(2)
        await slack.press("As table")
        changed = await slack.message(3)
    assert (shared.method, shared.fields["response_type"], shared.fields["replace_original"]) == (
        "response_url",
        "in_channel",
        False,
    )
    assert (changed.method, changed.fields["replace_original"]) == ("response_url", True)


@anyio
async def test_in_a_direct_message_the_channel_is_asked_for(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        slack.direct("arrivals tomorrow")
        await slack.press("Share")
        empty = await slack.submit()
        await slack.submit(channel={"selected_conversation": "C0DESK"})
        shared = await slack.message(2)
        told = await slack.message(3)
        await slack.press("Share")
        await slack.submit(channel={"selected_conversation": "C0GENERAL"})
        refused = await slack.view(3)
    assert set(empty["errors"]) == {"channel"}
    assert (shared.method, shared.fields["channel"]) == ("chat.postMessage", "C0DESK")
    assert "Shared in the channel" in told.text
    assert "invite me there" in refused.shown


@anyio
async def test_a_file_goes_to_the_person_who_pressed(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24(12)):
        slack.mention("arrivals tomorrow")
        await slack.press("Export")
        told = await slack.message(2)
    complete = next(call for call in slack.calls if call.method == "files.completeUploadExternal")
    assert complete.fields["channel_id"] == "D0MEL"
    (file,) = slack.playground.files.kept.values()
    content = file.content or b""
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(lines) == 12
    assert (lines[0]["Name"], lines[0]["Start"], lines[0]["Owes"], lines[0]["Currency"]) == (
        "Guest 01",
        "2026-11-24",
        "1.00",
        "GBP",
    )
    assert "jane@example.com" not in content.decode()
    assert "12 rows" in told.text
    assert told.method == "response_url"


@given(st.text(max_size=40) | st.sampled_from(["=1+1", "+44", "-5", "-5.20", "@x", "\t=1", "  =1", "|cmd", "-1+cmd"]))
def test_no_cell_is_a_formula(cell: str) -> None:
    safe = harmless(cell)
    assert safe[:1] not in tuple("=+@\t\r|%")
    assert not safe.startswith("-") or safe.removeprefix("-").replace(".", "", 1).isdigit()
    assert "\n" not in safe


def test_a_sheet_has_plain_numbers_dates_and_only_the_columns_that_hold_something() -> None:
    record = Record(
        vendor="trybe",
        account="palm-spa",
        venue="palm",
        kind=Kind.CUSTOMER,
        id="c1",
        customer=Customer(name="=HYPERLINK(1)", email="jane@example.com", phone="+44 7700 900123"),
        created=datetime(2026, 7, 1, 11, tzinfo=UTC),
        money=Folio(currency="GBP", balance=-520),
    )
    (line,) = csv.DictReader(io.StringIO(sheet([record], scene()).decode("utf-8-sig")))
    assert line == {
        "Name": "'=HYPERLINK(1)",
        "Kind": "customer",
        "Owes": "-5.20",
        "Currency": "GBP",
        "Booked": "2026-07-01 12:00",
        "E-mail": "jane@example.com",
        "Phone": "'+44 7700 900123",
        "Venue": "Palm Tree Spa",
        "System": "trybe",
    }
    assert "jane@example.com" not in sheet([record], scene(private=False)).decode()


def test_the_longest_table_fits() -> None:
    many = [booking(n, "N" * 90) for n in range(60)]
    for form in attempts(answer_view(answer(many), scene(), Page(table=True))):
        assert limits.faults(form) == []
        assert check_blocks(form["blocks"]) == form["blocks"]
