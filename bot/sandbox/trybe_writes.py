"""The Trybe stand-in: the routes that change something. What a state does not allow is refused with 409 (guide on errors)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox import trybe_bodies as bodies
from bot.sandbox import trybe_wire as wire
from bot.sandbox.trybe_bodies import body_of
from bot.sandbox.trybe_catalogue import Named, catalogue
from bot.sandbox.trybe_data import Order, Session
from bot.sandbox.trybe_ledger import Ledger, NoteRow, OrderChanges
from bot.sandbox.trybe_params import InvalidError
from bot.sandbox.trybe_state import State
from bot.sandbox.trybe_world import Booked, Site

Found = tuple[Site, Order, State]
Handler = Callable[[Request], Awaitable[Response]]

_FINAL = ("settled", "no_show")  # "cannot be modified afterwards"
AUTHOR = Named("7a1f4c52-0000-4000-8000-00000000f00d", "Integration")


class TrybeWrites:
    """Changes the ledger. `sites` says what a token sees, `clock` when it happens."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime], sites: Callable[[Request], Iterable[Site]]) -> None:
        self._ledger = ledger
        self._clock = clock
        self._sites = sites

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        """Each route by method and path."""
        verb = self._verb
        order, labels = "/shop/orders/{key}", "/shop/orders/{key}/labels/{label}"
        return {
            ("POST", f"{order}/cancel"): verb(
                lambda state: state.status in ("in_progress", "new", "submitted"), status="cancelled"
            ),
            ("POST", f"{order}/restore"): verb(lambda state: state.status == "cancelled", status="new"),
            ("POST", f"{order}/no-show"): verb(lambda state: state.status == "submitted", status="no_show"),
            ("POST", f"{order}/settle"): verb(lambda s: s.status == "submitted" and s.outstanding == 0, status="settled"),
            ("POST", f"{order}/lock"): verb(lambda state: state.status not in _FINAL, lock=True),
            ("POST", f"{order}/unlock"): verb(lambda state: state.status not in _FINAL, lock=False),
            ("PUT", order): self.update_order,
            ("POST", f"{order}/notes"): self.add_note,
            ("PUT", f"{order}/notes/{{note}}"): self.edit_note,
            ("DELETE", f"{order}/notes/{{note}}"): self.delete_note,
            ("POST", labels): self.add_label,
            ("DELETE", labels): self.remove_label,
            ("GET", f"{order}/emails"): self.emails,
            ("POST", f"{order}/emails"): self.send_email,
            ("POST", f"{order}/emails/preview"): self.preview_email,
            ("DELETE", f"{order}/items/{{item}}"): self.cancel_item,
            ("GET", f"{order}/refunds"): self.refunds,
            ("POST", f"{order}/payments/{{payment}}/refunds"): self.refund,
            ("PUT", "/shop/appointments/{key}"): self.update_appointment,
            ("POST", "/shop/appointments/{key}/check"): self.check_appointment,
            ("DELETE", "/shop/sessions/{key}"): self.cancel_session,
            ("POST", "/shop/sessions/{key}/restore"): self.restore_session,
            ("POST", "/shop/session-bookings/{key}/check-in"): self.check_in,
            ("POST", "/shop/session-bookings/{key}/no-show"): self.mark_absent,
        }

    def _verb(self, allowed: Callable[[State], bool], *, status: str | None = None, lock: bool | None = None) -> Handler:
        async def handle(request: Request) -> Response:
            await body_of(bodies.NoBody, request)
            found = self._order(request)
            if not allowed(found[2]):
                raise HTTPException(409, f"The order is {found[2].status}.")
            changes = self._changes(found)
            changes.status = status or changes.status
            if lock is not None:
                changes.locked_at = self._clock() if lock else None
            return self._order_json(request)

        return handle

    async def update_order(self, request: Request) -> Response:
        wanted = await body_of(bodies.OrderUpdate, request)
        found = self._modifiable(request)
        self._changes(found).stage = wanted.stage or self._changes(found).stage
        return self._order_json(request)

    async def add_note(self, request: Request) -> Response:
        wanted = await body_of(bodies.OrderNote, request)
        found = self._order(request)
        note = NoteRow(self._ledger.new_id("note"), wanted.content, self._clock(), AUTHOR)
        self._changes(found).notes.append(note)
        return JSONResponse({"data": wire.note_json(note, found[1].id)}, status_code=201)

    async def edit_note(self, request: Request) -> Response:
        wanted = await body_of(bodies.OrderNote, request)
        found, id = self._order(request), self._note(request)
        self._changes(found).edited[id] = wanted.content
        row = next(row for row in wire.notes_json(found[0], found[1]) if row["id"] == id)
        return JSONResponse({"data": row})

    async def delete_note(self, request: Request) -> Response:
        await body_of(bodies.NoBody, request)
        found, id = self._order(request), self._note(request)
        self._changes(found).deleted.add(id)
        return Response(status_code=204)

    async def add_label(self, request: Request) -> Response:
        await body_of(bodies.NoBody, request)
        found = self._order(request)
        offer = catalogue(found[0].venue, found[0].spa)
        label = next((each for each in offer.labels if each[0].id == request.path_params["label"]), None)
        if label is None:
            raise missing(request.path_params["label"])
        on = [each for each in found[1].labels if each[0].id != label[0].id]
        self._changes(found).labels = (*on, label)
        return self._order_json(request)

    async def remove_label(self, request: Request) -> Response:
        await body_of(bodies.NoBody, request)
        found, gone = self._order(request), request.path_params["label"]
        if gone not in {label.id for label, _ in found[1].labels}:
            raise missing(gone)
        self._changes(found).labels = tuple(each for each in found[1].labels if each[0].id != gone)
        return Response(status_code=204)

    async def emails(self, request: Request) -> Response:
        return JSONResponse({"data": self._changes(self._order(request)).emails})

    async def send_email(self, request: Request) -> Response:
        wanted = await body_of(bodies.Email, request)
        found = self._order(request)
        email = {"id": self._ledger.new_id("email"), "type": wanted.type, "sent_at": self._clock().isoformat()}
        self._changes(found).emails.append(email)
        return JSONResponse({"data": email}, status_code=201)

    async def preview_email(self, request: Request) -> Response:
        await body_of(bodies.Email, request)
        site, order, _ = self._order(request)
        return JSONResponse({"data": {"subject": f"Your booking {order.ref} at {site.spa.name}", "body": "…"}})

    async def cancel_item(self, request: Request) -> Response:
        await body_of(bodies.NoBody, request)
        found, id = self._modifiable(request), request.path_params["item"]
        order, state = found[1], found[2]
        if order.package is not None and order.package.id == id:
            gone = {id, *(item.id for item in order.package.inner)}
        else:
            lines = {item.id for item in order.items} | {bought.id for bought in order.purchases}
            gone = {id} & lines
        if not gone or id in state.cancelled:
            raise missing(id)
        self._changes(found).cancelled |= gone
        return self._order_json(request)

    async def refunds(self, request: Request) -> Response:
        return JSONResponse({"data": self._changes(self._order(request)).refunds})

    async def refund(self, request: Request) -> Response:
        wanted = await body_of(bodies.Refund, request)
        found = self._order(request)
        row = next((each for each in wire.order_json(*found)["payments"] if each["id"] == request.path_params["payment"]), None)
        if row is None:
            raise missing(request.path_params["payment"])
        amount = row["refundable_amount"] if wanted.amount is None else wanted.amount
        if not 0 < amount <= row["refundable_amount"]:
            raise InvalidError({"amount": ["The amount is more than what can be refunded."]})
        refund = {
            "id": self._ledger.new_id("refund"), "payment_id": row["id"], "amount": amount, "currency": row["currency"],
            "notes": wanted.notes, "status": "succeeded", "processor_data": {}, "created_at": self._clock().isoformat(),
        }  # fmt: skip
        self._changes(found).refunds.append(refund)
        return JSONResponse({"data": refund}, status_code=201)

    async def update_appointment(self, request: Request) -> Response:
        wanted = await body_of(bodies.AppointmentUpdate, request)
        booked = self._appointment(request)
        if booked.state.status in _FINAL or (booked.state.locked_at is not None and wanted.time is not None):
            raise HTTPException(409, "The order cannot be modified.")
        self._fits(booked, wanted.time)
        changes = self._changes((booked.site, booked.order, booked.state))
        changes.stage = wanted.stage or changes.stage
        if wanted.time is not None:
            changes.starts[booked.item.booking_id] = wanted.time.astimezone(booked.site.venue.zone)
        return JSONResponse({"data": wire.appointment_json(self._appointment(request))})

    async def check_appointment(self, request: Request) -> Response:
        wanted = await body_of(bodies.AppointmentUpdate, request)
        self._fits(self._appointment(request), wanted.time)
        return JSONResponse({"data": {"valid": True}})

    async def cancel_session(self, request: Request) -> Response:
        await body_of(bodies.NoBody, request)
        _, session = self._session(request)
        if not session.cancelled:
            self._ledger.sessions[session.id] = self._clock()
        return Response(status_code=204)

    async def restore_session(self, request: Request) -> Response:
        await body_of(bodies.NoBody, request)
        _, session = self._session(request)
        self._ledger.sessions[session.id] = None
        site, session = self._session(request)
        return JSONResponse({"data": wire.session_json(site, session, [], with_bookings=False)})

    async def check_in(self, request: Request) -> Response:
        wanted = await body_of(bodies.CheckIn, request)
        place = self._ledger.places[self._place(request)]
        place.checked, place.checked_in_at = wanted.is_checked_in, self._clock() if wanted.is_checked_in else None
        return JSONResponse({"data": {"id": request.path_params["key"]}})

    async def mark_absent(self, request: Request) -> Response:
        wanted = await body_of(bodies.NoShow, request)
        self._ledger.places[self._place(request)].no_show = wanted.is_no_show
        return JSONResponse({"data": {"id": request.path_params["key"]}})

    def _order(self, request: Request) -> Found:
        now, key = self._clock(), request.path_params["key"]
        found = next(
            ((site, *row) for site in self._sites(request) for row in site.orders_at(now, which=lambda order: order.id == key)),
            None,
        )
        if found is None:
            raise missing(key)
        return found

    def _modifiable(self, request: Request) -> Found:
        found = self._order(request)
        if found[2].status != "submitted":
            raise HTTPException(409, f"The order is {found[2].status}.")
        return found

    def _changes(self, found: Found) -> OrderChanges:
        site, order, _ = found
        changes = self._ledger.orders[order.id]
        changes.order, changes.site, changes.updated = changes.order or order, site.spa.id, self._clock()
        return changes

    def _order_json(self, request: Request) -> Response:
        return JSONResponse({"data": wire.order_json(*self._order(request))})

    def _note(self, request: Request) -> str:
        site, order, _ = self._order(request)
        if (id := request.path_params["note"]) not in {row["id"] for row in wire.notes_json(site, order)}:
            raise missing(id)
        return str(id)

    def _appointment(self, request: Request) -> Booked:
        now, key = self._clock(), request.path_params["key"]
        found = next((one for site in self._sites(request) if (one := site.appointment_at(now, key)) is not None), None)
        if found is None:
            raise missing(key)
        return found

    def _fits(self, booked: Booked, start: datetime | None) -> None:
        """400 carries a conflict when an appointment is moved: the past, or a practitioner who is busy then."""
        if start is None:
            return
        end, now = start + timedelta(minutes=booked.item.offering.minutes), self._clock()
        busy = (
            other.item.start < end and start < other.item.end
            for other in booked.site.appointments_at(now)
            if other.item.booking_id != booked.item.booking_id
            and other.item.practitioner == booked.item.practitioner
            and other.state.status not in ("cancelled", "no_show")
        )
        if start < now or any(busy):
            raise HTTPException(400, "The practitioner is not available at this time.")

    def _session(self, request: Request) -> tuple[Site, Session]:
        key = request.path_params["key"]
        found = next(((site, one) for site in self._sites(request) for one in site.sessions() if one.id == key), None)
        if found is None:
            raise missing(key)
        return found

    def _place(self, request: Request) -> str:
        now, key = self._clock(), request.path_params["key"]
        places = (one for site in self._sites(request) for rows in site.session_bookings_at(now).values() for one in rows)
        if not any(one.item.booking_id == key for one in places):
            raise missing(key)
        return str(key)


def missing(key: str) -> HTTPException:
    return HTTPException(404, f"The requested resource could not be found {key}")
