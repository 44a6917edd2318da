"""The Trybe stand-in: what can be changed about a customer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox import trybe_bodies as bodies
from bot.sandbox.trybe_bodies import body_of
from bot.sandbox.trybe_catalogue import Named, catalogue
from bot.sandbox.trybe_ledger import Ledger, NoteRow
from bot.sandbox.trybe_params import InvalidError
from bot.sandbox.trybe_world import Customer, Site
from bot.sandbox.trybe_writes import AUTHOR, missing

Handler = Callable[[Request], Awaitable[Response]]


class CustomerWrites:
    """The routes under /customers that change something, and the lists that belong to them."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime], sites: Callable[[Request], Iterable[Site]]) -> None:
        self._ledger = ledger
        self._clock = clock
        self._sites = sites

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        one = "/customers/customers/{key}"
        return {
            ("GET", f"{one}/notes"): self.notes,
            ("POST", f"{one}/notes"): self.add_note,
            ("PUT", f"{one}/notes/{{note}}"): self.edit_note,
            ("DELETE", f"{one}/notes/{{note}}"): self.delete_note,
            ("POST", f"{one}/labels"): self.add_labels,
            ("DELETE", f"{one}/labels"): self.remove_labels,
        }

    async def notes(self, request: Request) -> Response:
        """Newest first."""
        _, customer = self._customer(request)
        return JSONResponse({"data": [_note_json(note) for note in reversed(self._ledger.customers[customer.id].notes)]})

    async def add_note(self, request: Request) -> Response:
        wanted = await body_of(bodies.CustomerNote, request)
        _, customer = self._customer(request)
        note = NoteRow(self._ledger.new_id("note"), wanted.note, self._clock(), AUTHOR)
        self._ledger.customers[customer.id].notes.append(note)
        return JSONResponse({"data": _note_json(note)}, status_code=201)

    async def edit_note(self, request: Request) -> Response:
        wanted = await body_of(bodies.CustomerNote, request)
        note = self._note(request)
        note.text = wanted.note
        return JSONResponse({"data": _note_json(note)})

    async def delete_note(self, request: Request) -> Response:
        await body_of(bodies.NoBody, request)
        note = self._note(request)
        self._ledger.customers[request.path_params["key"]].notes.remove(note)
        return Response(status_code=204)

    async def add_labels(self, request: Request) -> Response:
        """What is already on is ignored."""
        wanted = await body_of(bodies.CustomerLabels, request)
        site, customer = self._customer(request)
        known = {label.id: (label, colour) for label, colour in catalogue(site.venue, site.spa).customer_labels}
        if unknown := [id for id in wanted.labels if id not in known]:
            raise InvalidError({"labels": [f"The selected label is invalid: {unknown[0]}"]})
        on = {label.id: (label, colour) for label, colour in customer.labels} | {id: known[id] for id in wanted.labels}
        return self._labelled(site, customer, tuple(on.values()))

    async def remove_labels(self, request: Request) -> Response:
        """The ids stand in the body of the DELETE too; what is not on is ignored."""
        wanted = await body_of(bodies.CustomerLabels, request)
        site, customer = self._customer(request)
        return self._labelled(site, customer, tuple(each for each in customer.labels if each[0].id not in wanted.labels))

    def _labelled(self, site: Site, customer: Customer, labels: tuple[tuple[Named, str], ...]) -> Response:
        self._ledger.customers[customer.id].labels = labels
        data: Any = [{"id": label.id, "value": label.name, "colour": colour} for label, colour in labels]
        return JSONResponse({"data": data})

    def _customer(self, request: Request) -> tuple[Site, Customer]:
        now, key = self._clock(), request.path_params["key"]
        found = next(((site, one) for site in self._sites(request) for one in site.customers_at(now) if one.id == key), None)
        if found is None:
            raise missing(key)
        return found

    def _note(self, request: Request) -> NoteRow:
        _, customer = self._customer(request)
        id = request.path_params["note"]
        found = next((note for note in self._ledger.customers[customer.id].notes if note.id == id), None)
        if found is None:
            raise missing(id)
        return found


def _note_json(note: NoteRow) -> dict[str, Any]:
    at = note.at.isoformat()
    return {"id": note.id, "note": note.text, "created_by": {"id": note.by.id, "name": note.by.name}, "created_at": at}
