"""What can be done to codes and redemptions, done to a stand-in of Voucherify."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.core.action import Act, ActionInput, ActionKind, ActionName, Danger
from bot.core.errors import NotPossible
from bot.core.model import replace
from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Kind, Status
from bot.vendors.voucherify import VENDOR
from bot.vendors.voucherify.mapping import NOTES_KEY
from bot.vendors.voucherify.settings import fault
from tests.vendors.deeds import Stage, on_stage
from tests.vendors.world import NOW

pytestmark = pytest.mark.anyio

PERKS = "perks-vouchers"


async def voucher(stage: Stage, code: str) -> Record:
    return await stage.read_id(Kind.VOUCHER, code)


async def some(stage: Stage, kind: Kind, **wanted: Any) -> Record:
    """The first record of a kind with these values, read as for a card."""
    rows = await stage.records(Query(kinds=(kind,)))
    return await stage.read(next(row for row in rows if all(getattr(row, key) == value for key, value in wanted.items())))


def changes(stage: Stage) -> list[tuple[str, str, Mapping[str, Any] | None]]:
    """What was sent to change something: method, path, body."""
    made = [sent for sent in stage.sent if sent.method != "GET"]
    paths = [sent.url.raw_path.decode().removeprefix("/voucherify/v1/") for sent in made]
    bodies = [json.loads(sent.content) if sent.content else None for sent in made]
    return [(sent.method, path, body) for sent, path, body in zip(made, paths, bodies, strict=True)]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("ABC-10", "disable note publish"),
        ("DISABLED20", "enable note"),
        ("EXPIRED5", "disable note"),
        ("SUMMER10", "disable note"),
        ("SOON15", "disable note publish"),
        ("GIFT-JANE", "disable note"),
    ],
)
async def test_the_state_decides_what_is_offered(code: str, names: str) -> None:
    async with on_stage(PERKS) as stage:
        offered = stage.actions(await voucher(stage, code))
    assert [name.value for name in offered] == names.split()


async def test_a_code_is_disabled_and_enabled_again_by_its_code_whatever_signs_it_has() -> None:
    async with on_stage(PERKS) as stage:
        found = await voucher(stage, "CAFÉ/BAR #1?")
        after, happened, undo = await stage.do(found, ActionName.DISABLE)
        assert (happened, undo) == (True, Act(name=ActionName.ENABLE))
        assert after is not None
        assert after.status is Status.CANCELLED
        again, happened, undo = await stage.do(after, ActionName.ENABLE)
        assert (happened, undo) == (True, Act(name=ActionName.DISABLE))
        assert again is not None
        assert again.status is Status.CONFIRMED
    assert changes(stage) == [
        ("POST", "vouchers/CAF%C3%89%2FBAR%20%231%3F/disable", None),
        ("POST", "vouchers/CAF%C3%89%2FBAR%20%231%3F/enable", None),
    ]


async def test_enabling_what_will_not_work_all_the_same_says_so() -> None:
    async with on_stage(PERKS) as stage:
        found = await voucher(stage, "DISABLED20")
        deed = stage.deed(found, ActionName.ENABLE)
        assert deed.foresee(stage.case(found)) == ()
        late = replace(found, expires=NOW - timedelta(days=2))
        assert deed.foresee(stage.case(late)) == ("It will not work: it expired on 21 Nov 2026.",)
        used = replace(found, raw={**found.raw, "redemption": {"quantity": 1, "redeemed_quantity": 1}})
        assert deed.foresee(stage.case(used)) == ("It will not work: it is used up, 1 of 1 times.",)


async def test_a_note_stands_behind_what_was_there() -> None:
    async with on_stage(PERKS) as stage:
        found = await voucher(stage, "ABC-10")
        after, happened, undo = await stage.do(found, ActionName.NOTE, text="Asked twice,\nsays Mel")
        assert (happened, undo) == (True, None)
        assert after is not None
        assert after.raw["additional_info"] == "Given out at the desk.\n[23 Nov 2026] Asked twice,\nsays Mel"
        again, happened, _ = await stage.do(after, ActionName.NOTE, text="Asked twice,\nsays Mel")
        assert happened is True
        assert again is not None
        assert again.raw["additional_info"].count("[23 Nov 2026]") == 2
        deed, given = stage.deed(found, ActionName.NOTE), ActionInput(text="Asked twice,\nsays Mel")
        assert deed.happened(stage.proof(again, again, given, deed)) is False
        elsewhere = replace(again, raw={**again.raw, "additional_info": "Somebody else wrote. Asked twice,\nsays Mel"})
        assert deed.happened(stage.proof(again, elsewhere, given, deed)) is None
        gone = replace(again, raw={**again.raw, "additional_info": None})
        assert deed.happened(stage.proof(again, gone, given, deed)) is None
    assert [(method, path) for method, path, _ in changes(stage)] == [("PUT", "vouchers/ABC-10")] * 2


@pytest.mark.parametrize("kind", [Kind.ORDER, Kind.CUSTOMER])
async def test_a_note_in_metadata_sends_all_of_it_and_keeps_the_rest(kind: Kind) -> None:
    async with on_stage(PERKS) as stage:
        rows = await stage.records(Query(kinds=(kind,)))
        found = await stage.read(rows[0])
        found = replace(found, raw={**found.raw, "metadata": {"tier": "gold", "visits": 3}})
        after, happened, _ = await stage.do(found, ActionName.NOTE, text="VIP")
        assert happened is True
        assert after is not None
        assert after.raw["metadata"] == {"tier": "gold", "visits": 3, NOTES_KEY: "[23 Nov 2026] VIP"}
        assert [note.text for note in after.notes] == ["[23 Nov 2026] VIP"]
    ((method, path, body),) = changes(stage)
    assert (method, path) == ("PUT", f"{kind}s/{found.id}")
    assert body is not None
    assert list(body) == ["metadata"]


async def test_metadata_that_cannot_be_read_is_not_written_over() -> None:
    async with on_stage(PERKS) as stage:
        rows = await stage.records(Query(kinds=(Kind.ORDER,)))
        odd = replace(rows[0], raw={**rows[0].raw, "metadata": ["odd"]})
        with pytest.raises(NotPossible, match="without losing it"):
            stage.deed(odd, ActionName.NOTE).request(stage.case(odd, ActionInput(text="VIP")))


async def test_a_redemption_is_rolled_back_once_with_what_comes_of_it_told_before() -> None:
    async with on_stage(PERKS) as stage:
        rows = await stage.records(Query(kinds=(Kind.REDEMPTION,), ref="GIFT-JANE"))
        found = await stage.read(rows[0])
        action = stage.actions(found)[ActionName.ROLLBACK]
        assert (action.kind, action.danger, action.reversible_by) == (ActionKind.MONEY, Danger.HIGH, None)
        assert stage.deed(found, ActionName.ROLLBACK).foresee(stage.case(found)) == (
            "12.50 GBP go back on the gift card.",
            "Its order goes from paid to cancelled; Voucherify pays no money back.",
        )
        after, happened, undo = await stage.do(found, ActionName.ROLLBACK, text="Wrong guest")
        assert (happened, undo) == (True, None)
        assert after is not None
        assert (after.status, after.raw["status"]) == (Status.CANCELLED, "ROLLED_BACK")
        assert ActionName.ROLLBACK not in stage.actions(after)
        card = await voucher(stage, "GIFT-JANE")
        assert card.money is not None
        assert card.money.balance == 5_000
    assert changes(stage) == [("POST", f"redemptions/{found.id}/rollback", {"reason": "Wrong guest"})]


async def test_stacked_redemptions_roll_back_by_their_parent_and_say_how_many() -> None:
    async with on_stage(PERKS) as stage:
        rows = await stage.records(Query(kinds=(Kind.REDEMPTION,), status=(Status.COMPLETED,)))
        found = await stage.read(next(row for row in rows if row.group_id))
        deed, case = stage.deed(found, ActionName.ROLLBACK), stage.case(found)
        assert "with all that were made together" in stage.actions(found)[ActionName.ROLLBACK].effect
        assert deed.check is not None
        told = await deed.check(stage.desk.errand(PERKS), case)
        assert told == ("2 redemptions roll back together: WELCOME, 50% OFF & MORE.",) or told == (
            "2 redemptions roll back together: 50% OFF & MORE, WELCOME.",
        )
        after, happened, _ = await stage.do(found, ActionName.ROLLBACK)
        assert happened is True
        assert after is not None
        both = await stage.records(Query(kinds=(Kind.REDEMPTION,), group=found.group_id))
        assert [row.status for row in both if row.raw["object"] == "redemption"] == [Status.CANCELLED] * 2
    assert changes(stage) == [("POST", f"redemptions/{found.group_id}/rollbacks", {})]


async def test_only_a_redemption_that_stands_and_is_young_enough_can_be_rolled_back() -> None:
    async with on_stage(PERKS) as stage:
        rows = await stage.records(Query(kinds=(Kind.REDEMPTION,)))
        for row in rows:
            stands = row.status is Status.COMPLETED and row.raw["object"] == "redemption"
            assert (ActionName.ROLLBACK in stage.actions(row)) is stands
        good = next(row for row in rows if row.status is Status.COMPLETED)
        assert ActionName.ROLLBACK not in stage.actions(replace(good, redeemed_at=NOW - timedelta(days=91)))


async def test_a_code_is_published_to_a_customer_by_number() -> None:
    async with on_stage(PERKS) as stage:
        people = await stage.records(Query(kinds=(Kind.CUSTOMER,)))
        jane = next(row for row in people if row.external_id)
        assert jane.customer is not None
        found = await voucher(stage, "ABC-10")
        deed, given = stage.deed(found, ActionName.PUBLISH), ActionInput(text=jane.external_id)
        assert deed.check is not None
        assert await deed.check(stage.desk.errand(PERKS), stage.case(found, given)) == (f"It goes to {jane.customer.name}.",)
        after, happened, undo = await stage.do(found, ActionName.PUBLISH, text=jane.external_id)
        assert (happened, undo) == (True, None)
        assert after is not None
        assert after.customer is not None
        assert after.customer.id == jane.id
        assert ActionName.PUBLISH not in stage.actions(after), "it has a holder now"
        (told,) = await stage.records(Query(kinds=(Kind.PUBLICATION,), ref="ABC-10"))
        assert str(told.external_id).startswith("frontdesk-")
    ((method, path, body),) = changes(stage)
    assert (method, path) == ("POST", "publications")
    assert body is not None
    assert {name: value for name, value in body.items() if name != "source_id"} == {
        "voucher": "ABC-10",
        "customer": {"source_id": jane.external_id},
        "channel": "Frontdesk",
    }


@pytest.mark.parametrize(
    ("whom", "told"),
    [
        ("nobody-7", "There is no customer with that number"),
        ("..", "There is no customer with that number"),
        ("jane@example.com", r"not an address\. With that address there is cust_\w+ \(Jane Smith\)"),
        ("x@example.com", "Nobody there has that address"),
    ],
)
async def test_a_customer_that_is_not_there_is_refused_before_anything_is_sent(whom: str, told: str) -> None:
    async with on_stage(PERKS) as stage:
        found = await voucher(stage, "ABC-10")
        check = stage.deed(found, ActionName.PUBLISH).check
        assert check is not None
        with pytest.raises(NotPossible, match=told):
            await check(stage.desk.errand(PERKS), stage.case(found, ActionInput(text=whom)))
    assert changes(stage) == []


async def test_what_voucherify_refuses_is_told_in_words() -> None:
    def told(**body: Any) -> str:
        return str(fault(body, "Voucherify (perks)"))

    assert told(code=400, key="already_rolled_back") == "Voucherify (perks) refused it: it was rolled back already."
    assert "its plan is used up (402)" in told(code=402, key="plan_exceeded")
    assert told(code=404, key="resource_not_found") == "None"
    assert told(code="402", key="x", object="voucher") == "None"
    assert told(code=400, key="moon") == "None"
    assert fault(None, "x") is None


async def test_no_change_uses_the_call_that_publishes_by_reading() -> None:
    assert all("publications/create" not in route for route in VENDOR.routes.values())
    assert all(route.split()[0] != "DELETE" for route in VENDOR.routes.values())


async def test_the_stand_in_refuses_what_the_vendor_would() -> None:
    async with on_stage(PERKS) as stage:
        keys = {"X-App-Id": "sandbox-perks-vouchers-app-id", "X-App-Token": "sandbox-perks-vouchers-app-token"}
        base = f"{stage.account.settings.base_url}/v1"
        assert stage.http.transport is not None
        async with httpx.AsyncClient(transport=stage.http.transport, headers=keys) as client:
            rows = await stage.records(Query(kinds=(Kind.REDEMPTION,), status=(Status.COMPLETED,)))
            single, stacked = next(row for row in rows if not row.group_id), next(row for row in rows if row.group_id)
            refused = [
                await client.post(f"{base}/redemptions/{single.id}/rollback"),
                await client.post(f"{base}/redemptions/{stacked.id}/rollback", json={}),
                await client.post(f"{base}/redemptions/none/rollback", json={}),
                await client.post(f"{base}/vouchers/NONE/disable"),
                await client.put(f"{base}/vouchers/ABC-10", content=b"note"),
                await client.post(f"{base}/publications", json={"voucher": "ABC-10"}),
                await client.put(f"{base}/vouchers/ABC-10/disable"),
            ]
            once = await client.post(f"{base}/redemptions/{single.id}/rollback", json={})
            twice = await client.post(f"{base}/redemptions/{single.id}/rollback", json={})
    assert [answer.status_code for answer in refused] == [400, 400, 404, 404, 400, 400, 405]
    assert (once.status_code, once.json()["result"]) == (200, "SUCCESS")
    assert (twice.status_code, twice.json()["key"]) == (400, "already_rolled_back")
