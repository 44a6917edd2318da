"""Views: what they say, and that nothing a vendor can send takes a message over Slack's limits."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.core.answer import AccountAnswer, Answer, Person
from bot.core.errors import NotUnderstood
from bot.core.model import replace
from bot.core.money import Folio
from bot.core.query import Query, Who
from bot.core.reading import Doubt, Reading
from bot.core.record import Customer, Figure, Finding, Item, Named, Party, Places, Record
from bot.core.states import Axis, Kind, Report, Stage, Status
from bot.core.venue import Venue
from bot.core.window import Window
from bot.playground.checking import check_blocks
from bot.slack import limits
from bot.slack.sending import attempts
from bot.slack.values import Open, Show, read
from bot.slack.views.answer import Page, answer_view
from bot.slack.views.card import Card, card_view
from bot.slack.views.compose import compose
from bot.slack.views.parts import Button, Buttons, Message, Paragraph, Small, Strong
from bot.slack.views.rows import row
from bot.slack.views.scene import Scene
from bot.slack.views.words import Help, broken_view, error_view, help_view
from tests.slack.local import marked
from tests.slack.vendors import HARBOUR, LONDON, NOW, PALM, PARIS, booking

HELP = Help(
    commands=[("/desk", "Ask the booking systems", "arrivals tomorrow that still owe us")],
    examples=["arrivals tomorrow"],
    vendors=["Beds24", "Trybe"],
    venues=["Palm Tree Spa"],
    keys=["room", "with"],
)
TOMORROW = Window.days(date(2026, 11, 24), date(2026, 11, 24), LONDON)


def scene(*venues: Venue, private: bool = True) -> Scene:
    return Scene(lead=PALM, venues={venue.id: venue for venue in venues or (PALM,)}, now=NOW, private=private)


def account(**fields: Any) -> AccountAnswer:
    usual: dict[str, Any] = {"account": "palm-beds24", "vendor": "beds24", "venue": "palm", "title": "Beds24", "complete": True}
    return AccountAnswer(**usual | fields)


def answer(records: list[Record], *accounts: AccountAnswer, **reading: Any) -> Answer:
    query = reading.pop("query", Query(window=TOMORROW, stays=True))
    reading.setdefault("understood", "Arrivals · Tue 24 Nov 2026")
    whole = all(each.complete for each in accounts)
    return Answer(
        reading=Reading(query=query, **reading),
        records=tuple(replace(record, venue=record.venue or "palm", account=record.account or "palm-beds24") for record in records),
        accounts=accounts or (account(),),
        total=len(records) if whole else None,
    )


def read_aloud(message: Message) -> str:
    """The blocks as people read them; the fallback has to say the same."""
    shown = "\n".join(marked(message.blocks))
    assert shown.replace("*", "").strip() == message.text.replace("*", "").strip()
    return message.text


@pytest.fixture
def blocks(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


def test_an_answer_looks_like_this(blocks: SnapshotAssertion) -> None:
    treatment = Record(
        vendor="trybe",
        account="",
        venue="",
        kind=Kind.APPOINTMENT,
        id="a1",
        ref="TRY0012",
        status=Status.UNKNOWN,
        vendor_status="awaiting_form",
        stage=Stage.NOT_ARRIVED,
        start=datetime(2026, 11, 24, 10, tzinfo=UTC),
        end=datetime(2026, 11, 24, 11, tzinfo=UTC),
        customer=Customer(name="O'Neill, Siobhán"),
        party=Party(total=2, adults=2),
        service=(Named(id="s", name="Deep tissue"),),
        staff=(Named(id="p", name="Anna K."),),
        money=Folio(currency="GBP", balance=0),
    )
    trybe = account(vendor="trybe", title="Trybe", age=25.0)
    arcade = account(vendor="synthesisvr", title="SynthesisVR", asked=False, note="has no arrivals and was not asked")
    doubt = Doubt(words="next friday", message="I read next friday as Fri 4 Dec.", suggestions=("arrivals fri 27 nov",))
    beds24 = account(left_out={Status.CANCELLED: 2})
    message = answer_view(answer([booking(1), treatment], beds24, trybe, arcade, doubts=(doubt,)), scene())
    assert message.payload() == blocks
    assert check_blocks(list(message.blocks)) == list(message.blocks)


def test_an_incomplete_answer_looks_like_this(blocks: SnapshotAssertion) -> None:
    down = account(title="Trybe", complete=False, error="Trybe (palm-trybe) did not answer in time.", reference="7F3K")
    message = answer_view(answer([booking(n) for n in range(12)], account(), down), scene(private=False))
    assert message.payload() == blocks


def test_help_and_errors_look_like_this(blocks: SnapshotAssertion) -> None:
    nearest = NotUnderstood("I could not read “zzz”.", nearest=("arrivals today", "arrivals tomorrow"))
    views = [
        help_view(HELP),
        error_view(nearest, private=True),
        broken_view("7F3K"),
    ]
    assert [view.payload() for view in views] == blocks


def test_the_text_says_what_the_blocks_say() -> None:
    said = read_aloud(answer_view(answer([booking(1), booking(2, "Lee & Sons", owes=0)]), scene()))
    assert "2 arrivals" in said
    assert "6 guests · 1 owes £420.00" in said


def test_times_are_the_venues_own() -> None:
    paris = replace(HARBOUR, zone=PARIS, currency="EUR")
    at_ten = replace(
        booking(1), venue="harbour", start=datetime(2026, 11, 24, 10, tzinfo=UTC), end=datetime(2026, 11, 24, 12, tzinfo=UTC)
    )
    said = compose([row(at_ten, scene(PALM, paris))]).text
    assert "Tue 24 Nov 11:00–13:00 CET" in said


def test_unknown_money_is_not_zero_and_not_summed() -> None:
    said = read_aloud(answer_view(answer([booking(1), booking(2, owes=None)]), scene()))
    assert "paid" not in said
    assert said.count("£") == 1


def test_a_count_has_no_rows_and_a_button_for_them() -> None:
    message = answer_view(answer([booking(1)], query=Query(window=TOMORROW, stays=True, count=True)), scene())
    assert "Smith" not in message.text
    assert "1 arrival " in message.text
    assert [
        element["text"]["text"] for block in message.blocks for element in block.get("elements", []) if "action_id" in element
    ] == ["Show them", "Refine", "Share"]


def test_a_venue_where_tomorrow_is_another_day_is_told() -> None:
    there = Venue(id="seine", name="Hôtel de la Seine", zone=PARIS, currency="EUR")
    later = Query(window=Window.days(date(2026, 11, 25), date(2026, 11, 25), PARIS))
    where = [account(venue=venue.id, account=f"{venue.id}-beds24") for venue in (PALM, there)]
    asked = answer([], *where, elsewhere={PARIS.key: later})
    said = read_aloud(answer_view(asked, scene(PALM, there)))
    assert f"I read: Arrivals · Tue 24 Nov 2026 · at {there.name}: Wed 25 Nov" in said
    assert f"at {there.name}" not in read_aloud(answer_view(answer([], *where), scene(PALM, there)))


def test_nothing_found_says_where_and_when() -> None:
    said = answer_view(answer([]), scene()).text
    assert said.startswith("No arrivals · Tue 24 Nov 2026 · Palm Tree Spa")


def test_many_reasons_are_counted_and_one_reason_is_said_once() -> None:
    same = [
        account(account=f"a{n}", complete=False, asked=False, error="Beds24 cannot look for bookings by the label.")
        for n in range(9)
    ]
    others = [account(account=f"b{n}", complete=False, error=f"Beds24 (b{n}) could not be reached.") for n in range(9)]
    said = answer_view(answer([], *same, *others), scene()).text
    assert said.count("cannot look for") == 1
    assert "5 more accounts could not be read." in said


monsters = st.text(max_size=40) | st.sampled_from(
    ["<!channel>" * 900, "&" * 9_000, "*" * 9_000, "\n" * 300, "🧖" * 2_000, "a" * 9_000, ""]
)
named = st.builds(Named, id=st.just("n"), name=monsters)


@st.composite
def records(draw: st.DrawFn) -> Record:
    return Record(
        vendor="v",
        account="a",
        venue=draw(st.sampled_from(["palm", "gone"])),
        kind=draw(st.sampled_from(Kind)),
        id=draw(monsters),
        ref=draw(st.none() | monsters),
        status=draw(st.sampled_from(Status)),
        stage=draw(st.sampled_from(Stage)),
        vendor_status=draw(st.none() | monsters),
        start=draw(
            st.sampled_from([None, date.min, date.max, NOW, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
        ),
        end=draw(st.sampled_from([None, date.min, date.max, NOW, datetime.max.replace(tzinfo=UTC)])),
        created=draw(st.sampled_from([None, NOW])),
        expires=draw(st.sampled_from([None, NOW])),
        customer=draw(st.none() | st.builds(Customer, name=monsters, email=monsters, phone=monsters)),
        party=draw(st.none() | st.builds(Party, total=st.integers(0, 10**9), adults=st.none() | st.integers(0, 9))),
        location=draw(st.none() | named),
        resource=draw(st.none() | named),
        service=tuple(draw(st.lists(named, max_size=5))),
        staff=tuple(draw(st.lists(named, max_size=2))),
        labels=tuple(draw(st.lists(named, max_size=2))),
        items=tuple(draw(st.lists(st.builds(Item, name=monsters), max_size=2))),
        money=draw(st.none() | st.builds(Folio, currency=st.just("GBP"), balance=st.none() | st.integers(-(10**12), 10**12))),
        arrival_time=draw(st.none() | monsters),
        campaign=draw(st.none() | monsters),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(records(), max_size=12), monsters, st.booleans(), st.booleans())
def test_no_guest_takes_a_message_over_slacks_limits(found: list[Record], text: str, private: bool, whole: bool) -> None:
    down = account(title=text or "x", complete=whole, error=text or None, note=text or None)
    doubt = Doubt(words=text, message=text, suggestions=(text, text + "x", "arrivals"))
    message = answer_view(answer(found, account(), down, doubts=(doubt,)), scene(private=private))
    assert limits.faults(message.payload()) == []
    assert check_blocks(list(message.blocks)) == list(message.blocks)
    assert message.blocks
    assert not any("<" in each or ">" in each for each in (message.text, *marked(message.blocks)))


def test_what_is_over_the_limits_goes_out_as_text() -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_001}}
    assert list(attempts(Message(text="said", blocks=(block,)))) == [
        {"text": "said", "blocks": [], "unfurl_links": False, "unfurl_media": False}
    ]


@pytest.mark.parametrize(
    "fault",
    [
        {"text": ""},
        {"text": "x" * 4_001},
        {"blocks": [{"type": "divider"}] * 51},
        {"blocks": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]},
        {"blocks": [{"type": "section"}]},
        {"blocks": [{"type": "actions", "elements": []}]},
        {"blocks": [{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11}]},
        {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_000}}] * 5},
    ],
)
def test_the_check_names_what_slack_would_refuse(fault: dict[str, Any]) -> None:
    assert limits.faults({"text": "x", "blocks": []} | fault) != []


def button(**changes: Any) -> list[str]:
    made = {"type": "button", "text": {"type": "plain_text", "text": "x"}, "action_id": "a", "value": "v"} | changes
    return limits.faults({"text": "x", "blocks": [{"type": "actions", "elements": [made]}]})


def test_the_check_looks_at_buttons() -> None:
    assert button() == []
    assert button(value="x" * 2_001)
    assert button(style="warning")
    assert button(action_id="")
    assert button(text={"type": "mrkdwn", "text": "x"})
    assert button(text={"type": "plain_text", "text": "x" * 76})
    assert button(type="overflow")


def test_two_buttons_with_one_id_are_a_fault() -> None:
    twice = compose(
        [Paragraph([["x"]]), Buttons([Button(label="A", action="a", value="1"), Button(label="B", action="a", value="2")])]
    )
    assert twice.blocks == ()
    assert twice.text == "x"


def test_a_colon_and_a_full_stop_need_no_dot_between() -> None:
    assert compose([Small(["I read:", "arrivals", "tomorrow"]), Paragraph([[Strong("Done."), "Thanks"]])]).text == (
        "I read: arrivals · tomorrow\nDone. Thanks"
    )


def test_axes_name_what_is_counted() -> None:
    leaving = answer([booking(1)], query=Query(window=TOMORROW.model_copy(update={"axis": Axis.END}), stays=True))
    assert "1 departure" in answer_view(leaving, scene()).text
    orders = answer([booking(1, kind=Kind.ORDER)], query=Query(kinds=(Kind.ORDER,)))
    assert "1 order" in answer_view(orders, scene()).text


def test_nothing_found_with_a_word_is_not_nothing_at_all() -> None:
    said = answer_view(answer([], query=Query(window=TOMORROW, stays=True, text="plam")), scene()).text
    assert said.startswith("No arrivals with “plam” · Tue 24 Nov 2026")


def test_people_among_bookings_are_records() -> None:
    found = [record_of(Kind.ORDER), record_of(Kind.CUSTOMER)]
    assert answer_view(answer(found, query=Query(text="jane")), scene()).text.startswith("2 records")


def record_of(kind: Kind) -> Record:
    return Record(vendor="trybe", account="palm-spa", venue="palm", kind=kind, id=kind.value)


def test_a_report_is_called_by_its_name_and_its_figures_are_said() -> None:
    figures = (Figure(name="sold", label="Sold", value=3), Figure(name="busy", label="Busy", value=None))
    row = replace(record_of(Kind.REPORT), title="Anna K.", report=Report.STAFF_UTILISATION, figures=figures)
    said = answer_view(answer([row], query=Query(kinds=(Kind.REPORT,), report=Report.STAFF_UTILISATION, window=TOMORROW)), scene())
    assert said.text.startswith("Staff utilisation · Tue 24 Nov 2026 · Palm Tree Spa")
    assert "Anna K." in said.text
    assert "Sold 3 · Busy not known" in said.text
    assert "Open" not in str(said.blocks)  # there is nothing to read again


def test_what_is_free_is_said_once_and_full_is_a_word() -> None:
    twin = Named(id="t", name="Garden Twin")
    rooms = [
        replace(record_of(Kind.AVAILABILITY), id="1", title="Garden Twin", resource=twin, places=Places(left=3, capacity=18)),
        replace(record_of(Kind.AVAILABILITY), id="2", title="Suite", places=Places(left=0, capacity=2)),
    ]
    said = answer_view(answer(rooms, query=Query(kinds=(Kind.AVAILABILITY,), window=TOMORROW)), scene()).text
    assert said.count("Garden Twin") == 1
    assert "3 of 18 left" in said
    assert "full" in said


def test_why_a_code_does_not_work_is_said_line_by_line() -> None:
    findings = (
        Finding(name="active", holds=True, text="It is active."),
        Finding(name="expiry", holds=False, text="It expired on Sun 1 Nov."),
        Finding(name="basket", holds=None, text="Whether it needs a basket is not told."),
    )
    code = replace(record_of(Kind.VOUCHER), ref="SUMMER10", findings=findings)
    said = answer_view(answer([code], query=Query(kinds=(Kind.VOUCHER,), ref="SUMMER10", why=True)), scene()).text
    assert "✓ It is active.\n✗ It expired on Sun 1 Nov.\n? Whether it needs a basket is not told." in said


def test_takings_are_summed_by_currency_where_all_are_known() -> None:
    def sale(number: int, currency: str, total: int | None) -> Record:
        return replace(booking(number, kind=Kind.ORDER), money=Folio(currency=currency, total=total, balance=0))

    query = Query(window=TOMORROW.model_copy(update={"axis": Axis.REVENUE}))
    known = answer_view(answer([sale(1, "GBP", 500), sale(2, "GBP", 250), sale(3, "USD", 100)], query=query), scene()).text
    partly = answer_view(answer([sale(1, "GBP", 500), sale(2, "GBP", None)], query=query), scene()).text
    assert "£7.50 in all · US$1.00 in all" in known
    assert "paid £5.00" in known
    assert "in all" not in partly


def person(name: str, email: str, *records: Record) -> Person:
    return Person(name=name, emails=(email,), phones=(), records=records)


def test_people_are_named_with_what_they_have_and_each_can_be_asked_for() -> None:
    stays, code = [booking(1, "Jane Smith"), booking(2, "Jane Smith")], replace(record_of(Kind.VOUCHER), ref="SUMMER10")
    jane, other = person("Jane Smith", "jane@example.com", *stays, code), person("Jane Smithers", "js@example.com", booking(3))
    found = replace(answer([*stays, code, booking(3)], query=Query(customer=Who(name="jane"))), people=(jane, other))
    private = answer_view(found, scene())
    assert "Jane Smith · 2 bookings, 1 voucher\nJane Smithers · 1 booking" in private.text
    (buttons,) = [block for block in private.blocks if block["type"] == "actions" and "show:person0" in str(block)]
    assert [element["text"]["text"] for element in buttons["elements"]] == ["Jane Smith", "Jane Smithers"]
    assert read(buttons["elements"][1]["value"], Show).query.customer == Who(email="js@example.com")
    assert "@example.com" not in str(answer_view(found, scene(private=False)).blocks)
    entry = replace(found, people=(person("Jo", "jo@example.com", record_of(Kind.ORDER), record_of(Kind.CUSTOMER)),))
    assert "Jo · 1 order, customer of Trybe" in answer_view(entry, replace(scene(), titles={"trybe": "Trybe"})).text
    alone = replace(found, people=(jane,))
    assert "show:person" not in str(answer_view(alone, scene()).blocks)


def test_a_table_for_everybody_says_no_address_even_in_its_caption() -> None:
    query = Query(window=TOMORROW, customer=Who(email="jane@example.com"))
    found = answer([booking(1), booking(2)], query=query, understood="Arrivals · jane@example.com")
    table, older, _, _ = [*attempts(answer_view(found, scene(private=False), Page(table=True)))]
    assert [block["caption"] for block in table["blocks"] if block["type"] == "data_table"] == ["Arrivals · j•••@example.com"]
    for form in (table, older):
        assert "jane@example.com" not in form["text"] + "".join(marked(form["blocks"]))


def test_a_count_that_the_vendor_gave_can_be_listed_and_shared() -> None:
    counted = replace(answer([], account(rows=12), query=Query(window=TOMORROW, stays=True, count=True)), total=12)
    message = answer_view(counted, scene())
    assert message.text.startswith("12 arrivals · Tue 24 Nov 2026")
    labels = [
        element["text"]["text"] for block in message.blocks for element in block.get("elements", []) if "action_id" in element
    ]
    assert labels == ["Show them", "Refine", "Share"]


@pytest.mark.parametrize(("balance", "said"), [(6600, "£66.00 left"), (0, "£0.00 left")])
def test_a_voucher_has_something_left_and_owes_nobody(balance: int, said: str) -> None:
    voucher = replace(booking(1, kind=Kind.VOUCHER), money=Folio(currency="GBP", total=16500, balance=balance))
    card = str(card_view(Card(record=voucher, opened=Open(account="spa", kind=Kind.VOUCHER, id="1")), scene()))
    assert said in card
    assert "owes" not in card
    assert "paid" not in card
