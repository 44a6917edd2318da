"""What was changed in a Voucherify project: switched codes, notes, rollbacks, publications. Kept beside the facts it was made from.

Sources: the operations of the OpenAPI files. Whether an update merges metadata or replaces it is not said; here it replaces it,
which is what loses most. Fields that an update does not know are ignored, as the vendor does.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.sandbox import voucherify_events as events
from bot.sandbox.seeded import hex_id
from bot.sandbox.voucherify_data import Voucher
from bot.sandbox.voucherify_ledger import Ledger, Publication, Redemption
from bot.sandbox.voucherify_query import RefusedError
from bot.sandbox.voucherify_view import View

Row = dict[str, Any]


@dataclass(slots=True)
class Changes:
    """The changes of one project. `apply` gives the facts as they are with them."""

    vouchers: dict[str, Voucher] = field(default_factory=dict)
    rolled_back: dict[str, datetime] = field(default_factory=dict)
    published: list[Publication] = field(default_factory=list)
    customers: dict[str, Row] = field(default_factory=dict)
    orders: dict[str, Row] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        return bool(self.vouchers or self.rolled_back or self.published or self.customers or self.orders)

    def seen(self, base: View, now: datetime) -> View:
        """The project as it is with the changes."""
        if not self.any:
            return base
        book = self.apply(base.book)
        rolled = {one.code for one in book.redemptions if one.id in self.rolled_back}
        touched = frozenset({*self.vouchers, *rolled, *(one.voucher.code for one in self.published)})
        return View(book, base.today, now, base=base, touched=touched)

    def apply(self, book: Ledger) -> Ledger:
        """The facts with all changes, also when some of them are in already."""
        known = {one.id for one in book.publications}
        return replace(
            book,
            vouchers={**book.vouchers, **self.vouchers},
            redemptions=tuple(
                replace(one, rolled_back=self.rolled_back[one.id]) if one.id in self.rolled_back else one
                for one in book.redemptions
            ),
            publications=(*book.publications, *(one for one in self.published if one.id not in known)),
            customers={
                key: replace(one, metadata=self.customers[one.id]) if one.id in self.customers else one
                for key, one in book.customers.items()
            },
            order_metadata=self.orders,
        )


def change(changes: Changes, base: View, method: str, path: list[str], body: bytes, now: datetime) -> Row:
    """Make a change to a project and answer as the vendor does. Raises RefusedError for one that it would refuse."""
    view = changes.seen(base, now)
    match method, path:
        case "POST", ["v1", "vouchers", code, ("disable" | "enable") as how]:
            found = _voucher(view, code)
            active = how == "enable"
            switched = replace(found, active=active, disabled_at=None if active else now)
            return _changed(changes, base, switched, now)
        case "PUT", ["v1", "vouchers", code]:
            given = _object(body)
            found = _voucher(view, code)
            if "additional_info" in given:
                found = replace(found, note=_text(given, "additional_info"))
            if "metadata" in given:
                found = replace(found, metadata=_metadata(given))
            return _changed(changes, base, found, now)
        case "POST", ["v1", "redemptions", key, "rollback"]:
            _object(body)
            one = _redemption(view, key)
            if one.parent is not None:
                raise _refused("invalid_redemption", "A stacked redemption rolls back by its parent")
            return _roll_back(changes, view, [one], now)[0]
        case "POST", ["v1", "redemptions", key, "rollbacks"]:
            _object(body)
            children = [one for one in view.book.redemptions if key in (one.parent, one.id) and one.at <= now]
            if not children or any(one.parent and one.id == key for one in children):
                raise _missing("redemption", key)
            return {"rollbacks": _roll_back(changes, view, children, now), "parent_rollback": None, "order": None}
        case "POST", ["v1", "publications"]:
            return _publish(changes, view, _object(body), now)
        case "PUT", ["v1", ("orders" | "customers") as kind, key]:
            rows = view.orders if kind == "orders" else view.customers
            row = next((row for row in rows if key in (row["id"], row["source_id"])), None)
            if row is None:
                raise _missing(kind.removesuffix("s"), key)
            given = _object(body)
            if "metadata" in given:
                kept = changes.orders if kind == "orders" else changes.customers
                kept[row["id"]] = _metadata(given)
            return {**row, "metadata": _metadata(given) if "metadata" in given else row["metadata"]}
        case _:
            raise RefusedError(405, "method_not_allowed", "Method not allowed", f"{method} /{'/'.join(path)}")


def _changed(changes: Changes, base: View, voucher: Voucher, now: datetime) -> Row:
    changes.vouchers[voucher.code] = voucher
    return next(row for row in changes.seen(base, now).vouchers if row["code"] == voucher.code)


def _roll_back(changes: Changes, view: View, wanted: list[Redemption], now: datetime) -> list[Row]:
    for one in wanted:
        if one.failure:
            raise _refused("failed_to_rollback", "A redemption that failed cannot be rolled back")
        if one.back_by(now):
            raise _refused("already_rolled_back", f"Redemption {one.id} was rolled back before")
    for one in wanted:
        changes.rolled_back[one.id] = now
    book = changes.apply(view.book)
    return [events.rollback_json(book, replace(one, rolled_back=now), now) for one in wanted]


def _publish(changes: Changes, view: View, given: Row, now: datetime) -> Row:
    """A code to a customer that there is: the vendor would make a new one for a number that it does not know."""
    code, whom = _text(given, "voucher"), given.get("customer")
    if code is None or not isinstance(whom, dict) or not (whom.get("id") or whom.get("source_id")):
        raise _refused("invalid_payload", "voucher and customer with an id or source_id are required")
    voucher = _voucher(view, code)
    owner = next(
        (one for one in view.book.customers.values() if whom in ({"id": one.id}, {"source_id": one.source_id})),
        None,
    )
    if owner is None:
        raise _missing("customer", str(whom.get("id") or whom.get("source_id")))
    if not voucher.active:
        raise _refused("voucher_disabled", f"Voucher {code} is disabled")
    sent = Publication(
        id=f"pub_{hex_id('made', code, owner.id, len(changes.published))}",
        at=now,
        voucher=voucher,
        person=owner.person,
        failure=None,
        channel=_text(given, "channel") or "API",
        source_id=_text(given, "source_id"),
    )
    changes.published.append(sent)
    changes.vouchers[code] = replace(voucher, holder=owner.person)
    return events.publication_json(changes.apply(view.book), sent)


def _voucher(view: View, key: str) -> Voucher:
    for voucher in view.book.vouchers.values():
        if key in (voucher.code, voucher.id):
            return voucher
    raise _missing("voucher", key)


def _redemption(view: View, key: str) -> Redemption:
    for one in view.book.redemptions:
        if one.id == key:
            return one
    raise _missing("redemption", key)


def _object(body: bytes) -> Row:
    try:
        given = json.loads(body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise _refused("invalid_payload", "the body must be a JSON object")
    return given


def _metadata(given: Row) -> Row:
    if not isinstance(given["metadata"], dict):
        raise _refused("invalid_payload", "metadata must be an object")
    return dict(given["metadata"])


def _text(given: Row, name: str) -> str | None:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise _refused("invalid_payload", f"{name} must be a text")
    return value


def _refused(key: str, details: str) -> RefusedError:
    return RefusedError(400, key, "Invalid request", details)


def _missing(kind: str, key: str) -> RefusedError:
    return RefusedError(404, "not_found", "Resource not found", f"Cannot find {kind} with id {key}", (kind, key))
