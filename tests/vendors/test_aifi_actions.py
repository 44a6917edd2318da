"""What can be done to visits, shoppers and receipts, done to a stand-in of AiFi OASIS."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.core.action import Act, ActionInput, ActionKind, ActionName, Danger
from bot.core.errors import NotFound, NotPossible
from bot.core.model import replace
from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Axis, Kind
from bot.core.window import Window
from bot.vendors.aifi.actions import DEEDS
from bot.vendors.aifi.mapping import OUR_NOTES
from tests.vendors.deeds import Stage, on_stage
from tests.vendors.world import NOW

pytestmark = pytest.mark.anyio

STORE = "corner-store"
RECENT = Window(axis=Axis.CREATED, start=NOW - timedelta(days=1), end=NOW)


async def visits(stage: Stage) -> tuple[Record, ...]:
    return await stage.records(Query(kinds=(Kind.SHOP_SESSION,), window=RECENT))


async def visit(stage: Stage, *, flagged: bool = False) -> Record:
    """A visit that was paid for, as read for a card."""
    rows = await visits(stage)
    return await stage.read(next(row for row in rows if row.raw["suspectedFraud"] is flagged and row.end is not None))


async def unpaid(stage: Stage, *, refused_again: bool) -> Record:
    """An order that could not be charged; the cards of some shoppers are refused a second time."""
    rows = await stage.records(
        Query(kinds=(Kind.ORDER,), window=Window(axis=Axis.CREATED, start=NOW - timedelta(days=20), end=NOW))
    )
    wanted = (row for row in rows if row.vendor_status == "unpaid" and row.customer is not None)
    return await stage.read(next(row for row in wanted if (int(str(row.raw["customerId"])) % 3 == 0) is refused_again))


def changes(stage: Stage) -> list[tuple[str, str, Mapping[str, Any] | None]]:
    """What was sent to change something: method, path, body."""
    made = [sent for sent in stage.sent if sent.method != "GET"]
    return [(sent.method, sent.url.path.rpartition("/v2/")[2], json.loads(sent.content) if sent.content else None) for sent in made]


async def test_the_state_decides_what_is_offered() -> None:
    async with on_stage(STORE) as stage:
        plain, flagged = await visit(stage), await visit(stage, flagged=True)
        assert [name.value for name in stage.actions(plain)] == ["note", "flag_fraud"]
        assert [name.value for name in stage.actions(flagged)] == ["note"]
        without_token = replace(plain, raw={**plain.raw, "sessionToken": None, "sessionId": None})
        assert stage.actions(without_token) == {}
        orders = await stage.records(Query(kinds=(Kind.ORDER,), window=RECENT))
        offered = {row.vendor_status: [name.value for name in stage.actions(row)] for row in orders}
        assert offered["paid"] == []
        assert offered["unpaid"] == ["retry_checkout"]


async def test_a_flag_of_fraud_is_for_good_and_says_so() -> None:
    async with on_stage(STORE) as stage:
        found = await visit(stage)
        action = stage.actions(found)[ActionName.FLAG_FRAUD]
        assert (action.reversible_by, action.danger, action.kind) == (None, Danger.HIGH, ActionKind.SAFETY)
        assert "for good" in action.effect
        after, happened, undo = await stage.do(found, ActionName.FLAG_FRAUD)
        assert (happened, undo) == (True, None)
        assert after is not None
        assert [label.id for label in after.labels] == ["suspectedFraud"]
        assert ActionName.FLAG_FRAUD not in stage.actions(after)
    assert changes(stage) == [("PATCH", f"sessions/{found.raw['sessionToken']}", {"suspectedFraud": True})]


async def test_a_note_is_added_to_the_whole_metadata_and_its_events_stay() -> None:
    async with on_stage(STORE) as stage:
        found = await visit(stage)
        events = found.raw["metadata"]["events"]
        assert events
        after, happened, undo = await stage.do(found, ActionName.NOTE, text="Left a bag")
        assert (happened, undo) == (True, None)
        assert after is not None
        assert after.raw["metadata"]["events"] == events
        assert [note.text for note in after.notes] == ["Left a bag"]
        again, happened, _ = await stage.do(after, ActionName.NOTE, text="Left a bag")
        assert happened is True
        assert again is not None
        assert [note.text for note in again.notes] == ["Left a bag", "Left a bag"]
        deed, given = stage.deed(found, ActionName.NOTE), ActionInput(text="Left a bag")
        assert deed.happened(stage.proof(again, again, given, deed)) is False
        assert deed.happened(stage.proof(again, None, given, deed)) is None
    path = f"sessions/{found.raw['sessionToken']}"
    first, second = changes(stage)
    note = {"text": "Left a bag", "at": NOW.isoformat()}
    assert first == ("PATCH", path, {"metadata": {"events": events, OUR_NOTES: [note]}})
    assert second == ("PATCH", path, {"metadata": {"events": events, OUR_NOTES: [note, note]}})


@pytest.mark.parametrize("kept", [["odd"], "odd", 7])
async def test_metadata_that_cannot_be_read_is_not_written_over(kept: Any) -> None:
    async with on_stage(STORE) as stage:
        found = await visit(stage)
        odd = replace(found, raw={**found.raw, "metadata": kept})
        with pytest.raises(NotPossible, match="without losing it"):
            stage.deed(odd, ActionName.NOTE).request(stage.case(odd, ActionInput(text="x")))


async def test_a_shopper_is_blocked_and_unblocked_by_one_key_alone() -> None:
    async with on_stage(STORE) as stage:
        rows = await stage.records(Query(kinds=(Kind.CUSTOMER,)))
        look = stage.deed(rows[0], ActionName.BLOCK).look
        assert look is not None
        found = await look(stage.desk.errand(STORE), rows[0].id)
        assert list(stage.actions(found)) == [ActionName.BLOCK]
        _, _, undo = await stage.do(found, ActionName.BLOCK)
        assert undo == Act(name=ActionName.UNBLOCK)
        blocked = await look(stage.desk.errand(STORE), found.id)
        deed, given = stage.deed(found, ActionName.BLOCK), ActionInput()
        assert deed.happened(stage.proof(found, blocked, given, deed)) is True
        assert list(stage.actions(blocked)) == [ActionName.UNBLOCK]
        await stage.do(blocked, ActionName.UNBLOCK)
        free = await look(stage.desk.errand(STORE), found.id)
        back = stage.deed(found, ActionName.UNBLOCK)
        assert back.happened(stage.proof(blocked, free, given, back)) is True
    path = f"customers/{found.id}"
    assert changes(stage) == [("PATCH", path, {"blocked": True}), ("PATCH", path, {"blocked": False})]


async def test_a_list_that_does_not_say_who_is_blocked_leaves_it_open() -> None:
    async with on_stage(STORE) as stage:
        rows = await stage.records(Query(kinds=(Kind.CUSTOMER,)))
        silent = replace(rows[0], raw={key: value for key, value in rows[0].raw.items() if key != "blocked"})
        assert list(stage.actions(silent)) == [ActionName.BLOCK, ActionName.UNBLOCK]
        deed = stage.deed(silent, ActionName.BLOCK)
        assert deed.happened(stage.proof(silent, silent, ActionInput(), deed)) is None


async def test_a_shopper_whom_nobody_knows_is_not_found() -> None:
    look = DEEDS[(Kind.CUSTOMER, ActionName.BLOCK)].look
    assert look is not None
    async with on_stage(STORE) as stage:
        for id in ("999999", "no-number"):
            with pytest.raises(NotFound):
                await look(stage.desk.errand(STORE), id)


@pytest.mark.parametrize("refused_again", [False, True])
async def test_a_checkout_is_tried_again_and_what_came_of_it_is_said(refused_again: bool) -> None:
    async with on_stage(STORE) as stage:
        found = await unpaid(stage, refused_again=refused_again)
        action = stage.actions(found)[ActionName.RETRY_CHECKOUT]
        assert (action.reversible_by, action.danger, action.kind) == (None, Danger.HIGH, ActionKind.MONEY)
        assert f"to take {found.raw['totalPrice']} USD from the shopper's card" in action.effect
        deed = stage.deed(found, ActionName.RETRY_CHECKOUT)
        assert deed.happened(stage.proof(found, found, ActionInput(), deed)) is False
        after, happened, undo = await stage.do(found, ActionName.RETRY_CHECKOUT)
        assert (happened, undo) == (True, None)
        assert after is not None
        assert after.vendor_status == ("unpaid" if refused_again else "paid")
        said = deed.said(stage.proof(found, after, ActionInput(), deed))
        assert said == (("The payment failed again: the order is still unpaid.",) if refused_again else ())
        under_way = replace(found, vendor_status="paymentProcessing")
        assert deed.said(stage.proof(found, under_way, ActionInput(), deed)) == ("The payment is under way.",)
        disputed = replace(found, vendor_status="contested")
        assert deed.happened(stage.proof(found, disputed, ActionInput(), deed)) is None
    assert changes(stage) == [("POST", f"orders/{found.id}/retry", None)]


async def test_the_stand_in_refuses_what_the_vendor_would() -> None:
    async with on_stage(STORE) as stage:
        found = await visit(stage)
        base = f"{stage.account.settings.base_url}/api/admin/v2"
        assert stage.http.transport is not None
        async with httpx.AsyncClient(transport=stage.http.transport) as client:
            nobody = await client.patch(f"{base}/sessions/{found.raw['sessionToken']}", json={"suspectedFraud": True})
            client.headers["Authorization"] = "Bearer sandbox-corner-store-token"
            named = f"{base}/sessions/{found.raw['sessionToken']}"
            refused = [
                await client.patch(named, json={"suspectedFraud": False}),
                await client.patch(named, json={"status": "closed"}),
                await client.patch(named, content=b"x"),
                await client.patch(f"{base}/sessions/{found.id}", json={"suspectedFraud": True}),
                await client.patch(f"{base}/customers/1", json={"blocked": True}),
                await client.patch(f"{base}/customers/7001", json={"blocked": "yes"}),
                await client.post(f"{base}/orders/1/retry"),
            ]
            paid = await stage.records(Query(kinds=(Kind.ORDER,), window=RECENT))
            again = await client.post(f"{base}/orders/{next(row.id for row in paid if row.vendor_status == 'paid')}/retry")
    assert nobody.status_code == 401
    assert [answer.status_code for answer in refused] == [422, 422, 422, 404, 404, 422, 404]
    assert again.status_code == 422
