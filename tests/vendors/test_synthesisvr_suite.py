"""SynthesisVR stands what every vendor must stand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from urllib.parse import unquote

import httpx
import pytest

from bot.core.answer import Answer
from bot.core.query import PartySize, Query, Who
from bot.core.states import Axis, Channel, Kind, Status
from bot.vendors.contract import Vendor
from bot.vendors.synthesisvr import VENDOR
from tests.vendors.samples import OVER_30, on
from tests.vendors.suite import Local, Native, VendorSuite
from tests.vendors.world import Handler, desk_over

ONE, TWO = "7c0f3a52-3f0e-4a57-9b0d-0a4f1d2b6c01", "7c0f3a52-3f0e-4a57-9b0d-0a4f1d2b6c02"
LONGEST = 31
"""Days of one call; the stretches of a question are this vendor's pages."""
FIRST = {"sessions": date(2026, 10, 23), "goods": date(2026, 8, 23)}
"""Where a question without days begins; it has three stretches."""


def _native(kind: Kind, *more: Native) -> list[Native]:
    """What sessions and goods are both asked by."""
    day = "2026-11-23"
    return [
        (kind, "window.start", on(Axis.START), {"range": "1 day", "criteria": f"date={day}"}),
        (kind, "window.created", on(Axis.CREATED), {"range": "1 day", "criteria": f"crdate={day}"}),
        (kind, "customer.id", _today(customer=Who(id="4411")), {"criteria": f"date={day} customer:4411"}),
        (kind, "customer.email", _today(customer=Who(email="zoe@example.com")), {"criteria": f"date={day} zoe@example.com"}),
        (kind, "customer.phone", _today(customer=Who(phone="020 7946 0958")), {"criteria": f"date={day} 460958 phone"}),
        (kind, "customer.name", _today(customer=Who(name="Zoë Ågren")), {"criteria": f"date={day} Zoë Ågren"}),
        (kind, "text", _today(text="quiet"), {"criteria": f"date={day} quiet"}),
        (kind, "label", _today(label=("7",)), {"criteria": f"date={day} label:7"}),
        *more,
    ]


def _today(**filters: Any) -> Query:
    return Query(window=on(Axis.START).window, **filters)


class TestSynthesisVR(VendorSuite):
    vendor: ClassVar[Vendor[Any]] = VENDOR
    keys: ClassVar[Mapping[str, Any]] = {"api_key": "secret-1111"}
    other_keys: ClassVar[Mapping[str, Any]] = {"api_key": "secret-2222"}
    kind: ClassVar[Kind] = Kind.ARCADE_SESSION
    broad: ClassVar[Query] = Query(kinds=(Kind.ARCADE_SESSION,))
    native: ClassVar[Sequence[Native]] = [
        *_native(
            Kind.ARCADE_SESSION,
            (Kind.ARCADE_SESSION, "ids", Query(ids=(ONE,)), {"range": "1 day", "criteria": f"uuid:{ONE}"}),
            (Kind.ARCADE_SESSION, "ref", Query(ref=ONE), {"range": "731 days", "criteria": f"date=2025-11-23 uuid:{ONE}"}),
            (Kind.ARCADE_SESSION, "external_id", Query(external_id=TWO), {"range": "1 day", "criteria": f"externaluuid:{TWO}"}),
            (Kind.ARCADE_SESSION, "status", _today(status=(Status.CONFIRMED,)), {"criteria": "date=2026-11-23 upcoming"}),
            (Kind.ARCADE_SESSION, "channel", _today(channel=Channel.ONLINE), {"criteria": "date=2026-11-23 api_only"}),
            (Kind.ARCADE_SESSION, "channel", _today(channel=Channel.IN_HOUSE), {"criteria": "date=2026-11-23 skip_api"}),
        ),
        *_native(Kind.GOODS_SALE),
        (Kind.CUSTOMER, "ids", Query(ids=("4411",)), {"text": "4411"}),
        (Kind.CUSTOMER, "customer.id", Query(customer=Who(id="4411")), {"text": "4411"}),
        (Kind.CUSTOMER, "customer.email", Query(customer=Who(email="zoe@example.com")), {"text": "zoe@example.com"}),
        (Kind.CUSTOMER, "customer.phone", Query(customer=Who(phone="020 7946 0958")), {"text": "460958"}),
        (Kind.CUSTOMER, "customer.name", Query(customer=Who(name="Zoë Ågren")), {"text": "Zoë Ågren"}),
        (Kind.CUSTOMER, "text", Query(text="a/../b"), {"text": "a b"}),
    ]
    local: ClassVar[Sequence[Local]] = [
        (Kind.ARCADE_SESSION, "window.end", on(Axis.END), {}, {"end_time": "2026-11-24 00:30"}),
        (
            Kind.ARCADE_SESSION,
            "window.overlap",
            on(Axis.OVERLAP),
            {"start_time": "2026-11-22 23:30"},
            {"start_time": "2026-11-24 00:00"},
        ),
        (Kind.ARCADE_SESSION, "location", _today(location=("Palm",)), {}, {"start_time": "2026-11-24 10:00"}),
        (Kind.ARCADE_SESSION, "resource", _today(resource=("VR-2",)), {"stations": ["VR-1", "VR-2"]}, {"stations": "VR-3"}),
        (Kind.ARCADE_SESSION, "service", _today(service=("escape",)), {"experience": "Escape Room"}, {"experience": "Arena"}),
        (Kind.ARCADE_SESSION, "party", _today(party=PartySize(min=3)), {"people": "4"}, {"people": 2}),
        (Kind.GOODS_SALE, "ids", Query(ids=("1",)), {}, {}),
        (Kind.GOODS_SALE, "location", _today(location=("Palm",)), {}, {"sold_at": "2026-11-24 10:00"}),
        (Kind.GOODS_SALE, "service", _today(service=("cola",)), {}, {"name": "Socks"}),
        (Kind.ARCADE_SESSION, "worth", _today(worth=OVER_30.worth), {"cost": "30.01"}, {"cost": "30.00"}),
        (Kind.GOODS_SALE, "worth", _today(worth=OVER_30.worth), {"total": "30.01"}, {"total": "30.00"}),
    ]
    state_key: ClassVar[str] = "status"
    page_size: ClassVar[int] = LONGEST

    def row(self, kind: Kind, id: str, **changes: Any) -> dict[str, Any]:
        whole: dict[Kind, dict[str, Any]] = {
            Kind.ARCADE_SESSION: {
                "uuid": id,
                "experience": {"id": 3, "name": "Free Roam Arena"},
                "cost": "120.00",
                "duration": 60,
                "games": ["Zombie Outbreak"],
                "stations": [{"id": 1, "name": "VR-1"}],
                "start_time": "2026-11-23 10:00:00",
                "end_time": "2026-11-23 11:00:00",
                "created_at": "2026-11-23 08:00:00",
                "people": 2,
                "status": "upcoming",
                "used": 0,
                "customer": {"id": 4411, "fullname": "Zoë Ågren", "email": "zoe@example.com", "phone": "+44 20 7946 0958"},
                "labels": [{"id": 7, "name": "Birthday"}],
                "comments": [{"comment": "Cake at eleven"}],
            },
            Kind.GOODS_SALE: {"id": id, "name": "Cola", "quantity": 2, "total": "5.00", "sold_at": "2026-11-23 10:10"},
            Kind.CUSTOMER: {"id": id, "fullname": "Zoë Ågren", "email": "zoe@example.com", "phone": None, "regdate": "2023-01-05"},
        }
        return {**whole[kind], **changes}

    def page(self, rows: Sequence[Any]) -> Any:
        return {"sessions": rows}

    def lists(self, rows: Mapping[Kind, Sequence[Any]]) -> Handler:
        """A row for each day of a stretch, and in the last stretch all that are left."""
        kinds = {"sessions": Kind.ARCADE_SESSION, "goods": Kind.GOODS_SALE, "customers": Kind.CUSTOMER}

        def answer(request: httpx.Request) -> httpx.Response:
            sent = self.sent(request)
            wanted = list(rows.get(kinds[sent["endpoint"]], []))
            if sent.get("range") == f"{LONGEST} days":
                first = date.fromisoformat(sent["criteria"].split()[0].removeprefix("date="))
                page = (first - FIRST[sent["endpoint"]]).days // LONGEST
                wanted = wanted[page * LONGEST : (page + 1) * LONGEST if page < 2 else None]
            return httpx.Response(200, json={sent["endpoint"]: wanted})

        return answer

    def sent(self, request: httpx.Request) -> dict[str, str]:
        path = request.url.raw_path.decode()
        _, _, endpoint, _, *rest = map(unquote, path.split("/"))
        names = ("form", "text") if endpoint == "customers" else ("form", "range", "criteria")
        return {"path": path, "endpoint": endpoint, **dict(zip(names, rest, strict=True))}

    async def ask(self, wire: Handler, query: Query, **limits: Any) -> Answer:
        """All customers are never asked for: where any will do, it is the one of `row`."""
        if query == Query(kinds=(Kind.CUSTOMER,)):
            query = Query(kinds=(Kind.CUSTOMER,), customer=Who(email="zoe@example.com"))
        return await super().ask(wire, query, **limits)

    @pytest.mark.anyio
    async def test_a_record_is_read_by_its_id(self) -> None:
        """Only a UUID can be looked up."""
        wire = self.lists({self.kind: [self.row(self.kind, ONE)]})
        async with desk_over(self.vendor, [self.account()], httpx.MockTransport(wire)) as desk:
            record = await desk.get("palm", self.kind, ONE)
        assert (record.id, record.kind, record.account, record.vendor) == (ONE, self.kind, "palm", "synthesisvr")
