"""Names on their way to a vendor: resolved by its list before it is asked, and asked back when that cannot be done."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import httpx
import pytest

from bot.core.answer import Answer
from bot.core.errors import VendorBroken
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.record import Named, Record
from bot.core.states import Kind
from bot.desk import resolving
from bot.desk.ask import Desk
from bot.vendors.contract import Errand, Found, Offer, Plan
from bot.vendors.http import Http
from bot.vendors.limits import Limits
from tests.desk.fake import NOW, Fake, L, N, account, call, desk, record

pytestmark = pytest.mark.anyio

ANNA, LEE, BEA = Named(id="p1", name="Anna Kowalska"), Named(id="p2", name="Anna Lee"), Named(id="p3", name="Bea")
TEXT = "appointments with Anna today"


class Spa(Fake):
    """A vendor that looks practitioners up, each account in its own list, which a test may change."""

    name: ClassVar[str] = "spa"
    title: ClassVar[str] = "Spa"
    trades: ClassVar[tuple[str, ...]] = ()
    bookings: ClassVar[tuple[Kind, ...]] = (Kind.APPOINTMENT,)
    resolves: ClassVar[frozenset[str]] = frozenset({"staff"})
    offers: ClassVar[Mapping[Kind, Offer]] = {Kind.APPOINTMENT: Offer(filters={"staff": N, "label": L})}

    def __init__(self, lists: dict[str, list[Named] | Exception], records: Callable[[str], list[Record]] = lambda id: []) -> None:
        self.lists, self.records, self.plans = lists, records, dict[str, Plan]()
        super().__init__(self._found)

    async def _found(self, errand: Errand[Any], plan: Plan) -> Found:
        self.plans[errand.account.id] = plan
        return Found(records=tuple(self.records(errand.account.id)))

    async def names(self, errand: Errand[Any], field: str) -> tuple[Named, ...]:
        async def load() -> tuple[Named, ...]:
            await call(errand)
            listed = self.lists[errand.account.id]
            if isinstance(listed, Exception):
                raise listed
            return tuple(listed)

        loaded: tuple[Named, ...] = await errand.remembered(field, load)
        return loaded


@asynccontextmanager
async def spa_desk(vendor: Spa, *, others: Mapping[str, Any] = {}) -> AsyncIterator[Desk]:
    wire = httpx.MockTransport(lambda request: httpx.Response(200, json={}))
    places = [account(id, "spa") for id in vendor.lists] + [account(id, "fake") for id in others]
    elsewhere = {"fake": Fake(lambda errand, plan: others[errand.account.id](errand, plan))}
    async with Http(Limits(), wire) as http:
        counter = Desk(places, {"spa": vendor, **elsewhere}, http, clock=lambda: NOW)
        try:
            yield counter
        finally:
            await counter.close()


def about(*staff: str, text: str = TEXT) -> Reading:
    return Reading(query=Query(kinds=(Kind.APPOINTMENT,), staff=staff), understood="", text=text)


def seen_by(id: str, who: Named | None) -> Record:
    return record("a", id, kind=Kind.APPOINTMENT, staff=(who,) if who else ())


async def asked_once(vendor: Spa, *staff: str) -> Answer:
    async with spa_desk(vendor) as counter:
        return await counter.ask(about(*staff))


async def test_one_that_fits_is_sent_by_its_id_and_compared_by_it() -> None:
    other = Named(id="p9", name="Anna Kowalska-Smith")
    vendor = Spa({"a": [ANNA, BEA]}, lambda id: [seen_by("1", ANNA), seen_by("2", BEA), seen_by("3", other), seen_by("4", None)])
    answer = await asked_once(vendor, "anna")
    assert vendor.plans["a"].named == {"staff": (ANNA,)}
    # The fourth does not say, and the vendor filtered it by itself.
    assert [each.id for each in answer.records] == ["1", "4"]
    assert (answer.complete, answer.accounts[0].calls) == (True, 1)


async def test_several_names_are_each_resolved() -> None:
    vendor = Spa({"a": [ANNA, LEE, BEA]}, lambda id: [seen_by("1", ANNA), seen_by("2", BEA), seen_by("3", LEE)])
    answer = await asked_once(vendor, "kowalska", "bea")
    assert vendor.plans["a"].named == {"staff": (ANNA, BEA)}
    assert [each.id for each in answer.records] == ["1", "2"]


async def test_two_that_fit_are_asked_back_and_nobody_is_asked() -> None:
    vendor = Spa({"a": [ANNA, LEE]})
    answer = await asked_once(vendor, "Anna")
    report = answer.accounts[0]
    assert vendor.plans == {}
    assert (report.asked, report.complete, report.reference) == (False, False, None)
    assert report.error == "Two practitioners at Spa (a) match “Anna”: Anna Kowalska and Anna Lee."
    (doubt,) = answer.reading.doubts
    assert doubt.message == "Two practitioners match “Anna”: Anna Kowalska and Anna Lee."
    assert doubt.suggestions == ("appointments with Anna Kowalska today", "appointments with Anna Lee today")


async def test_none_that_fits_names_the_nearest_and_widens_nothing() -> None:
    vendor = Spa({"a": [ANNA, BEA]})
    answer = await asked_once(vendor, "Hanna")
    assert vendor.plans == {}
    assert answer.accounts[0].error == "Spa (a) has no practitioner called “Hanna”; did you mean Anna Kowalska?"
    assert answer.reading.doubts[0].message == "There is no practitioner called “Hanna”; did you mean Anna Kowalska?"


async def test_a_name_that_one_account_knows_is_no_fault_of_the_others() -> None:
    vendor = Spa({"a": [ANNA], "b": [BEA], "c": []}, lambda id: [seen_by("1", ANNA)])
    answer = await asked_once(vendor, "Anna")
    assert list(vendor.plans) == ["a"]
    assert answer.reading.doubts == ()
    assert answer.complete
    assert [(each.asked, each.complete, each.note, each.error) for each in answer.accounts[1:]] == [
        (False, True, "has no practitioner called “Anna” and was not asked", None)
    ] * 2


async def test_a_name_that_is_unsure_at_one_account_is_answered_by_the_other() -> None:
    vendor = Spa({"a": [ANNA, LEE], "b": [Named(id="q", name="Anna Bell")]}, lambda id: [])
    answer = await asked_once(vendor, "Anna")
    assert list(vendor.plans) == ["b"]
    assert [each.complete for each in answer.accounts] == [False, True]
    assert len(answer.reading.doubts) == 1


async def test_a_vendor_without_lists_answers_by_the_name() -> None:
    async def found(errand: Any, plan: Any) -> Found:
        return Found(records=(record("x", "1", kind=Kind.APPOINTMENT, staff=(Named(id="7", name="Anna Lee"),)),))

    vendor = Spa({"a": [BEA]})
    async with spa_desk(vendor, others={"x": found}) as counter:
        answer = await counter.ask(about("Anna"))
    assert [each.id for each in answer.records] == ["1"]
    assert answer.accounts[0].note == "has no practitioner called “Anna” and was not asked"


async def test_a_list_is_read_once_a_day_and_again_for_a_name_that_is_missing() -> None:
    vendor = Spa({"a": [ANNA]})
    async with spa_desk(vendor) as counter:
        first = await counter.ask(about("anna"))
        second = await counter.ask(about("kowalska"))
        vendor.lists["a"] = [ANNA, BEA]
        early = await counter.ask(about("bea"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(resolving, "RENEWED_SECONDS", 0.0)
            later = await counter.ask(about("bea"))
    assert [answer.accounts[0].calls for answer in (first, second, early, later)] == [1, 0, 0, 1]
    assert [answer.complete for answer in (first, second, early, later)] == [True, True, False, True]


async def test_a_list_that_cannot_be_had_is_the_accounts_fault_and_nothing_is_guessed() -> None:
    vendor = Spa({"a": VendorBroken("Spa (a) has a fault of its own (500).")})
    answer = await asked_once(vendor, "Anna")
    assert vendor.plans == {}
    assert (answer.accounts[0].error, answer.accounts[0].complete) == ("Spa (a) has a fault of its own (500).", False)
    assert answer.reading.doubts == ()


async def test_two_names_of_one_kind_are_two_answers() -> None:
    """The short memory must not give Bea's appointments to Anna because a list changed what a word stands for."""
    vendor = Spa({"a": [ANNA]}, lambda id: [seen_by("1", ANNA), seen_by("2", LEE)])
    async with spa_desk(vendor) as counter:
        first = await counter.ask(about("anna"))
        vendor.lists["a"] = [LEE]
        counter._lists._kept.clear()
        second = await counter.ask(about("anna"))
    assert [[each.id for each in answer.records] for answer in (first, second)] == [["1"], ["2"]]


async def test_a_question_without_a_name_loads_no_list() -> None:
    async with desk(lambda errand, plan: _nothing()) as counter:
        assert (await counter.ask(Reading(query=Query(), understood=""))).complete
    vendor = Spa({"a": VendorBroken("never")})
    async with spa_desk(vendor) as counter:
        assert (await counter.ask(Reading(query=Query(label=("VIP",)), understood=""))).complete


def _nothing() -> Awaitable[Found]:
    async def nothing() -> Found:
        return Found(records=())

    return nothing()
