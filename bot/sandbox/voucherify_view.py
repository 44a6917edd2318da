"""A Voucherify project as it stands at one moment: every list's rows as JSON, made when they are first looked at."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from typing import Any

from bot.sandbox import voucherify_events as events
from bot.sandbox.seeded import hex_id
from bot.sandbox.venues import Promotions, Venue
from bot.sandbox.voucherify_data import Voucher, campaigns
from bot.sandbox.voucherify_events import tier_id
from bot.sandbox.voucherify_ledger import TIERS, Ledger, Redemption, ledger
from bot.sandbox.voucherify_wire import (
    CATEGORIES,
    PRODUCTS,
    Uses,
    campaign_json,
    category_json,
    customer_json,
    product_json,
    stamp,
    voucher_json,
)

Rows = list[dict[str, Any]]
_FOUNDED = datetime(2024, 1, 10, tzinfo=UTC)


def view_at(venue: Venue, project: Promotions, now: datetime) -> View:
    """The project at `now`. Between two happenings nothing changes, so the same view serves both."""
    today = venue.today(now)
    passed = bisect_right(_moments(venue, project, today), now)
    return _view(venue, project, today, passed)


@lru_cache(maxsize=8)
def _moments(venue: Venue, project: Promotions, today: date) -> list[datetime]:
    return ledger(venue, project, today).moments()


@lru_cache(maxsize=4)
def _view(venue: Venue, project: Promotions, today: date, passed: int) -> View:
    return View(ledger(venue, project, today), today, _moments(venue, project, today)[passed - 1])


class View:
    """`now` is the moment of the last happening. Of the vouchers of `base` only those `touched` are made anew."""

    def __init__(
        self, book: Ledger, today: date, now: datetime, *, base: View | None = None, touched: frozenset[str] = frozenset()
    ) -> None:
        self._base = base
        self._touched = touched
        self.book = book
        self.today = today
        self._now = now

    @cached_property
    def vouchers(self) -> Rows:
        if self._base is not None:
            return [
                self._voucher(self.book.vouchers[row["code"]]) if row["code"] in self._touched else row
                for row in self._base.vouchers
            ]
        return [self._voucher(one) for one in self.book.vouchers.values() if one.created <= self._now]

    def _voucher(self, one: Voucher) -> dict[str, Any]:
        holder = self.book.customers.get(one.holder.key) if one.holder else None
        return voucher_json(one, self._uses.at(one.code), holder)

    @cached_property
    def redemptions(self) -> Rows:
        """Redemptions and rollbacks mixed, as the vendor lists them."""
        rows = [events.redemption_json(self.book, one, self._now) for one in self._past]
        return rows + [events.rollback_json(self.book, one, self._now) for one in self._past if one.back_by(self._now)]

    @cached_property
    def stacks(self) -> dict[str, dict[str, Any]]:
        """The parents of redemptions that were made together, by id; single reads know them, the list does not."""
        parents: dict[str, dict[str, Any]] = {}
        for one in self._past:
            if one.parent:
                row = events.redemption_json(self.book, one, self._now)
                parent = parents.setdefault(one.parent, {**row, "id": one.parent, "redemption": None, "voucher": None})
                parent.setdefault("redemptions", []).append(row)
        return parents

    @cached_property
    def publications(self) -> Rows:
        return [events.publication_json(self.book, one) for one in self.book.publications if one.at <= self._now]

    @cached_property
    def customers(self) -> Rows:
        return [customer_json(one) for one in self.book.customers.values() if one.created <= self._now]

    def names_of(self, customer_id: str) -> set[str]:
        """The id and, if there is one, the source_id of a customer."""
        return self._names.get(customer_id, {customer_id})

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        return {row["id"]: {row["id"], row["source_id"] or row["id"]} for row in self.customers}

    @cached_property
    def campaigns(self) -> Rows:
        return [campaign_json(one) for one in campaigns(self.book.project, self.today).values()]

    @cached_property
    def orders(self) -> Rows:
        """Orders of redemptions (paid, then fulfilled, or cancelled by a rollback) and carts that came to nothing."""
        with_codes = {one.order_id: one for one in reversed(self._past) if one.order_id}
        carts = [events.cart_json(self.book, cart, self._now) for cart in self.book.carts if cart.at <= self._now]
        return [*(events.order_json(self.book, one, self._now) for one in with_codes.values()), *carts]

    @cached_property
    def categories(self) -> Rows:
        return [category_json(name) for name in CATEGORIES]

    @cached_property
    def products(self) -> Rows:
        return [product_json(number) for number in range(len(PRODUCTS))]

    @cached_property
    def tiers(self) -> Rows:
        campaign = next(row for row in self.campaigns if row["campaign_type"] == "PROMOTION")
        return [
            {
                "id": tier_id(name), "object": "promotion_tier", "name": name, "banner": name, "campaign": campaign,
                "campaign_id": campaign["id"], "hierarchy": n, "active": n == 1, "metadata": {},
                "created_at": stamp(_FOUNDED), "updated_at": None,
            }
            for n, name in enumerate(TIERS, 1)
        ]  # fmt: skip

    @cached_property
    def validation_rules(self) -> Rows:
        return [
            {"id": f"val_{hex_id('rule', n)}", "object": "validation_rules", "name": name, "created_at": stamp(_FOUNDED)}
            for n, name in enumerate(("Members only", "Over 50"))
        ]

    @cached_property
    def assignments(self) -> Rows:
        rule = self.validation_rules[0]["id"]
        related = [(row["id"], "campaign") for row in self.campaigns[:2]] + [(row["id"], "promotion_tier") for row in self.tiers]
        return [
            {
                "id": f"asgm_{hex_id('assignment', thing)}", "object": "validation_rules_assignment", "rule_id": rule,
                "related_object_id": thing, "related_object_type": kind, "created_at": stamp(_FOUNDED),
            }
            for thing, kind in related
        ]  # fmt: skip

    def transactions(self, voucher: dict[str, Any]) -> Rows:
        """What left a gift or loyalty card, and what came back."""
        unit = "POINTS" if voucher["loyalty_card"] else "CREDITS"
        rows: Rows = []
        for one in self._past:
            if one.failure or one.code != voucher["code"] or not one.taken:
                continue
            moments = [(one.at, "REDEMPTION", -one.taken)]
            if back := one.back_by(self._now):
                moments.append((back, "REFUND", one.taken))
            rows += [
                {
                    "details": {"balance": {("points" if unit == "POINTS" else "amount"): amount, "object": "balance"}},
                    "id": f"vtx_{int(at.timestamp()):012d}{hex_id(one.id, kind)[:6]}", "object": "voucher_transaction",
                    "source_id": one.id, "voucher_id": voucher["id"], "campaign_id": voucher["campaign_id"], "source": "voucher",
                    "reason": None, "type": f"{unit}_{kind}", "created_at": stamp(at),
                }
                for at, kind, amount in moments
            ]  # fmt: skip
        return rows

    def activity(self, customer: dict[str, Any]) -> Rows:
        """What a customer did, as events."""
        rows: Rows = []
        for row in (*self.redemptions, *self.publications):
            if row["customer_id"] != customer["id"]:
                continue
            at = row.get("date") or row["created_at"]
            what = "publication" if row["object"] == "publication" else "redemption"
            kind = f"customer.{what}.{'succeeded' if row['result'] == 'SUCCESS' else 'failed'}"
            rows.append({
                "id": f"act_{hex_id(row['id'])}", "type": kind,
                "data": {"id": row["id"]}, "campaign": (row["voucher"] or {}).get("campaign"), "category": "ACTION",
                "group_id": f"v-{row['id'][-8:]}", "event_source": "API", "created_at": at,
            })  # fmt: skip
        return sorted(rows, key=lambda row: (row["created_at"], row["id"]))

    def redeemables(self, customer: dict[str, Any]) -> Rows:
        return [
            {
                "id": f"rh_{hex_id(row['id'])[:18]}", "object": "redeemable_holder", "created_at": row["created_at"],
                "redeemable_id": row["id"], "redeemable_object": "voucher", "campaign_id": row["campaign_id"],
                "campaign_type": None, "voucher_type": row["type"], "customer_id": customer["id"], "holder_role": "OWNER",
                "metadata": {}, "redeemable": {"status": "ACTIVE" if row["active"] else "DISABLED", "code": row["code"]},
            }
            for row in self.vouchers
            if row["holder_id"] == customer["id"]
        ]  # fmt: skip

    @cached_property
    def _uses(self) -> Uses:
        uses = Uses()
        for one in self._past:
            if one.failure or one.voucher is None:
                continue
            use, back = uses.at(one.code), one.back_by(self._now)
            use.redeemed += back is None
            use.taken += 0 if back else one.taken
            use.changed = max(use.changed or one.at, back or one.at)
        for sent in self.book.publications:
            if sent.at <= self._now and not sent.failure:
                uses.at(sent.voucher.code).published += 1
        return uses

    @cached_property
    def _past(self) -> list[Redemption]:
        return [one for one in self.book.redemptions if one.at <= self._now]
