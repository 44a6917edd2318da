"""The question as a form: filled in as it was asked, each fault under its field, and the same answer anew."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.core.query import PartySize, Query, Sort, Who
from bot.core.states import Axis, Balance, Grain, Kind, Status
from bot.core.window import Window
from bot.language import Names
from bot.playground.checking import check_view
from bot.playground.inputs import entered
from bot.slack import limits
from bot.slack.incoming import Seen
from bot.slack.refining import Misfilled, Setting, filled, refined
from bot.slack.values import Form, Place
from bot.slack.views.parts import View
from bot.slack.views.refine import refine_view
from bot.slack.views.scene import Scene
from tests.core.strategies import queries
from tests.playground.test_blocks import modal, section
from tests.slack.local import ANY, LocalSlack
from tests.slack.running import OpenBot
from tests.slack.vendors import HARBOUR, LONDON, NOW, PALM, SmallVendor, booking

anyio = pytest.mark.anyio

SETTING = Setting(
    lead=PALM, now=NOW, names=Names(venues={"palm": PALM.name, "harbour": HARBOUR.name}, vendors={"beds24": "Beds24"})
)
SCENE = Scene(lead=PALM, venues={"palm": PALM, "harbour": HARBOUR}, now=NOW, private=True)
TOMORROW = Window.days(date(2026, 11, 24), date(2026, 11, 24), LONDON)


def form(query: Query) -> View:
    value = Form(query=query, place=Place(channel="C1", url="https://hooks.slack.com/actions/x"))
    return refine_view(value, filled(query, SETTING), SCENE, kinds={Kind.BOOKING, Kind.ORDER})


def as_it_stands(view: View, **changed: tuple[str, ...]) -> Seen:
    """What comes back when a form is submitted, with some fields changed."""
    state: dict[str, tuple[str, ...]] = {}
    for block in view.blocks:
        if block["type"] == "input":
            (one,) = entered([block], None)[block["block_id"]].values()
            values = [one.get("value"), one.get("selected_date"), (one.get("selected_option") or {}).get("value")]
            values += [option["value"] for option in one.get("selected_options", ())]
            state[block["block_id"]] = tuple(value for value in values if value)
    return Seen(id="V1", home=False, metadata=view.metadata, entered=state | changed)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(queries())
def test_a_form_that_is_left_as_it_was_asks_the_same(query: Query) -> None:
    view = form(query)
    assert limits.view_faults(view.payload()) == []
    assert check_view(view.payload(), ["modal"])
    if query.model_copy(update={"sort": None, "venues": (), "limit": None, "count": False}) == Query():
        with pytest.raises(Misfilled, match="Nothing is asked for"):
            refined(query, as_it_stands(view), SETTING)
    else:
        assert refined(query, as_it_stands(view), SETTING) == query


def test_a_form_looks_like_this(snapshot: SnapshotAssertion) -> None:
    query = Query(
        kinds=(Kind.ORDER,),
        window=TOMORROW,
        status=(Status.CONFIRMED,),
        balance=Balance.OUTSTANDING,
        customer=Who(name="Smith", email="jane@example.com"),
        resource=("12",),
        party=PartySize(min=2),
        sort=Sort(by="balance", descending=True),
    )
    assert form(query).payload() == snapshot.use_extension(JSONSnapshotExtension)


def asked(query: Query, **changed: tuple[str, ...]) -> Query:
    return refined(query, as_it_stands(form(query), **changed), SETTING)


def faults(query: Query, **changed: tuple[str, ...]) -> dict[str, str]:
    with pytest.raises(Misfilled) as caught:
        asked(query, **changed)
    return dict(caught.value.faults)


def test_each_field_changes_its_part_and_nothing_else() -> None:
    query = Query(window=TOMORROW, customer=Who(name="Smith"))
    assert asked(query, name=()) == Query(window=TOMORROW)
    assert asked(query, balance=("outstanding",)) == query.model_copy(update={"balance": Balance.OUTSTANDING})
    assert asked(query, status=("cancelled", "no_show")).status == (Status.CANCELLED, Status.NO_SHOW)
    assert asked(query, kinds=("order",)).kinds == (Kind.ORDER,)
    assert asked(query, venues=("harbour",)).venues == ("harbour",)
    assert asked(query, sort=("name up",)).sort == Sort(by="name")
    assert asked(query, rest=("room:12",)).resource == ("12",)
    assert asked(query, rest=("unpaid",)).balance is Balance.OUTSTANDING


def test_days_are_the_venues_and_hours_stay_while_the_days_do() -> None:
    evening = Window(start=NOW.replace(hour=19), end=NOW.replace(hour=21), grain=Grain.HOUR)
    assert asked(Query(window=evening)).window == evening
    longer = asked(Query(window=evening), to=("2026-11-25",)).window
    assert longer == Window.days(date(2026, 11, 23), date(2026, 11, 25), LONDON)
    assert asked(Query(window=TOMORROW), axis=("created",)).window == TOMORROW.model_copy(update={"axis": Axis.CREATED})
    since = asked(Query(window=TOMORROW), to=()).window
    assert since is not None
    assert (since.first_day, since.end) == (date(2026, 11, 24), None)
    undated: dict[str, tuple[str, ...]] = {"from": (), "to": (), "axis": ()}
    assert asked(Query(window=TOMORROW, ref="B1"), **undated) == Query(ref="B1")


def test_every_fault_stands_under_its_field() -> None:
    query = Query(window=TOMORROW, customer=Who(name="Smith"))
    assert "before the first" in faults(query, to=("2026-11-20",))["to"]
    assert "no day" in faults(query, to=("2026-02-31",))["to"]
    assert "outside the calendar" in faults(query, to=("9999-12-31",))["to"]
    assert "Choose a day" in faults(query, **{"from": (), "to": ()})["from"]
    assert "200 characters" in faults(query, name=("x" * 201,))["name"]
    assert "set above" in faults(query, rest=("tomorrow",))["rest"]
    assert "name is set above" in faults(query, rest=("name:jones",))["rest"]
    assert "nowhere" in faults(query, rest=("venue:nowhere",))["rest"]
    assert "nothing to ask for" in faults(query, rest=("please",))["rest"]
    assert faults(query, rest=("unpaid wiht brekfast",))["rest"]
    crowded = Query(window=TOMORROW, label=("x" * 200, "y" * 200))
    rest = f"{filled(crowded, SETTING).rest} room:{'w' * 60}"
    assert "leave some words out" in faults(crowded, name=("z" * 200,), rest=(rest,))["rest"]
    nothing: dict[str, tuple[str, ...]] = {"from": (), "to": (), "axis": (), "name": ()}
    assert "Nothing is asked for" in faults(query, **nothing)["kinds"]


def beds24() -> SmallVendor:
    return SmallVendor("beds24", "Beds24", [booking(1, "Guest 01"), booking(2, "Jones, Ann", owes=0)])


@anyio
async def test_a_question_is_refined_in_the_same_place(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(vendor := beds24()):
        await slack.command("arrivals tomorrow")
        await slack.message()
        await slack.press("Refine")
        shown = await slack.view()
        assert await slack.submit(name={"value": "Jones"}) == {"response_action": None}
        again = await slack.message(2)
    assert shown.method == "views.open"
    assert "Ann" in again.text
    assert "Guest 01" not in again.text
    assert again.fields["replace_original"] is True
    assert vendor.asked[-1].query.customer == Who(name="Jones")


@anyio
async def test_a_posted_answer_is_refined_by_changing_it(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        slack.mention("arrivals tomorrow")
        await slack.press("Refine")
        await slack.submit(balance={"selected_option": {"value": "outstanding"}})
        first, again = await slack.message(1), await slack.message(2)
    assert (again.method, again.fields["ts"], again.fields["channel"]) == ("chat.update", first.ts, ANY)
    assert "jane@example.com" not in str(again.fields)


@anyio
async def test_what_cannot_be_asked_is_told_under_its_field_and_the_form_stays(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(vendor := beds24()):
        await slack.command("arrivals tomorrow")
        await slack.press("Refine")
        shown = await slack.view()
        told = await slack.submit(to={"selected_date": "2026-11-01"}, rest={"value": "venue:nowhere"})
    assert told["response_action"] == "errors"
    assert set(told["errors"]) == {"to", "rest"}
    assert set(told["errors"]) <= shown.fields_of_form()
    assert len(vendor.asked) == 1


@anyio
async def test_a_form_of_another_version_is_told(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        slack.modal(modal(section(), callback_id="refine", private_metadata="0{}"))
        assert await slack.submit() == {"response_action": None}
        told = await slack.view()
    assert told.method == "views.open"
    assert "too old or was altered" in told.shown


@anyio
async def test_an_answer_is_sent_to_no_strange_address(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        value = Form(query=Query(window=TOMORROW), place=Place(channel="C0ANY", url="http://127.0.0.1:9/response/1"))
        view = refine_view(value, filled(value.query, SETTING), SCENE, kinds={Kind.BOOKING}).payload()
        slack.modal(view)
        await slack.submit()
        told = await slack.message()
    assert told.method == "chat.postEphemeral"
