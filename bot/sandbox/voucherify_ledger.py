"""What happens to vouchers day by day: redemptions, their rollbacks, publications and carts, made from (project, day) alone.

A single-use code is taken by one day only, so what a voucher says it was redeemed is what the list of redemptions shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from bot.sandbox.people import JANE, Person, pool, someone
from bot.sandbox.seeded import hex_id, rng
from bot.sandbox.venues import Promotions, Venue
from bot.sandbox.voucherify_data import Customer, Voucher, customers, days, deal_code, sold_code, vouchers

_FIRST_DAY = date(2015, 1, 1)
_DEALS_A_DAY = 4
_CARDS = 380  # gift and loyalty cards that were there before any of them was sold on a day
TIERS = ("Rainy Day 5", "Rainy Day 10")


@dataclass(frozen=True, slots=True)
class Redemption:
    """One attempt to use a code (or, without a voucher, a promotion tier or a code nobody knows); `at` in UTC.

    `amount` is the order's, `taken` what left a gift card (hundredths) or a loyalty card (points). `parent` is the id of
    the stack it belongs to.
    """

    id: str
    at: datetime
    code: str
    voucher: Voucher | None
    tier: str | None
    person: Person
    failure: str | None
    amount: int
    taken: int
    rolled_back: datetime | None
    order_id: str | None
    parent: str | None
    channel: str

    def back_by(self, now: datetime) -> datetime | None:
        """When it was rolled back, if it was by now."""
        return self.rolled_back if self.rolled_back and self.rolled_back <= now else None


@dataclass(frozen=True, slots=True)
class Publication:
    id: str
    at: datetime
    voucher: Voucher
    person: Person
    failure: str | None
    channel: str
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class Cart:
    """An order without a redemption; one in four is called off the same day."""

    id: str
    at: datetime
    person: Person
    amount: int
    called_off: datetime | None


@dataclass(frozen=True)
class Ledger:
    """Everything of a project as known on one date: what lies after the clock's moment is left out when it is shown."""

    venue: Venue
    project: Promotions
    vouchers: Mapping[str, Voucher]
    customers: Mapping[str, Customer]
    redemptions: tuple[Redemption, ...]
    publications: tuple[Publication, ...]
    carts: tuple[Cart, ...]
    order_metadata: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def moments(self) -> list[datetime]:
        """Every moment at which something changes, in order."""
        happened = [
            *(one.at for one in self.redemptions),
            *(one.rolled_back for one in self.redemptions if one.rolled_back),
            *(one.at for one in self.publications),
            *(one.at for one in self.carts),
            *(one.called_off for one in self.carts if one.called_off),
            *(one.created for one in self.customers.values()),
            *(one.created for one in self.vouchers.values()),
        ]
        return sorted(set(happened))


@lru_cache(maxsize=8)
def ledger(venue: Venue, project: Promotions, today: date) -> Ledger:
    """The project's last 60 days as known on `today`."""
    known = vouchers(venue, project, today)
    redemptions = [one for day in days(today) for one in _redemptions_on(venue, project, known, day)]
    return Ledger(
        venue=venue,
        project=project,
        vouchers=known,
        customers=customers(venue, project, today),
        redemptions=tuple(sorted([*redemptions, *_fixed(venue, project, known, today)], key=lambda one: (one.at, one.id))),
        publications=tuple(one for day in days(today) for one in _publications_on(venue, project, known, day)),
        carts=tuple(one for day in days(today) for one in _carts_on(venue, project, day)),
    )


def refusal(voucher: Voucher, at: datetime) -> str | None:
    """Why a code would be refused at a moment, quantity apart."""
    if not voucher.active and (voucher.disabled_at is None or voucher.disabled_at <= at):
        return "voucher_disabled"
    if voucher.expires and voucher.expires <= at:
        return "voucher_expired"
    return "voucher_not_active" if voucher.start and at < voucher.start else None


def _redemptions_on(venue: Venue, project: Promotions, known: Mapping[str, Voucher], day: date) -> list[Redemption]:
    chance = rng("redemptions", project.id, day)
    number = (day - _FIRST_DAY).days
    cards = [voucher for voucher in known.values() if voucher.gift or voucher.points][:_CARDS]
    found: list[Redemption] = []
    for n in range(chance.randint(*project.redemptions)):
        at = _moment(venue, day, chance)
        draw = chance.random()
        voucher: Voucher | None
        if n < _DEALS_A_DAY:
            voucher = known[deal_code(project, (number * _DEALS_A_DAY + n) % project.codes)]
        elif draw < 0.4:
            voucher = chance.choice(cards)
        elif draw < 0.75:
            voucher = known[chance.choice(("WELCOME", "50% OFF & MORE", "CAFÉ/BAR #1?"))]
        else:
            # Long expired, long disabled, and a slip of the pen.
            voucher = known.get(chance.choice((f"CORP-{n:03d}", deal_code(project, 40 * n), "SUMER10")))
        tier = chance.choice(TIERS) if n >= _DEALS_A_DAY and 0.7 < draw < 0.75 else None
        found.append(_redemption(project, None if tier else voucher, tier, at, f"{day}/{n}", someone(chance, venue), chance))
        if voucher and voucher.code == "WELCOME" and not tier and chance.random() < 0.5:
            found += _stack(found.pop(), known)
    return found


def _redemption(
    project: Promotions, voucher: Voucher | None, tier: str | None, at: datetime, key: str, person: Person, chance: Random
) -> Redemption:
    if voucher is None and tier is None:
        failure: str | None = "resource_not_found"
    elif voucher is None:
        failure = None
    else:
        failure = refusal(voucher, at) or ("customer_rules_violated" if chance.random() < 0.06 else None)
    amount = chance.randint(12, 240) * 100
    taken = 0
    if voucher and failure is None:
        taken = (voucher.gift or 0) // 20 or (voucher.points or 0) // 100 * 10
    back = failure is None and chance.random() < 0.06
    return Redemption(
        id=f"r_{hex_id('redemption', project.id, key)}",
        at=at,
        code=voucher.code if voucher else "SUMER10",
        voucher=voucher,
        tier=tier,
        person=person,
        failure=failure,
        amount=amount,
        taken=taken,
        rolled_back=at + timedelta(minutes=chance.randint(30, 4000)) if back else None,
        order_id=f"ord_{hex_id('order', project.id, key)}" if failure is None and chance.random() < 0.8 else None,
        parent=None,
        channel=chance.choice(("API", "API", "USER")),
    )


def _stack(first: Redemption, known: Mapping[str, Voucher]) -> list[Redemption]:
    """A welcome discount used together with a second code: two redemptions under one parent, rolled back together."""
    if first.failure:
        return [first]
    code = "50% OFF & MORE"
    second = replace(first, id=f"r_{hex_id('second', first.id)}", code=code, voucher=known[code])
    return [replace(one, parent=f"r_{hex_id('stack', first.id)}") for one in (first, second)]


def _publications_on(venue: Venue, project: Promotions, known: Mapping[str, Voucher], day: date) -> list[Publication]:
    """The day's gift cards are published as they are sold; a few other codes by e-mail, some in vain."""
    chance = rng("publications", project.id, day)
    sold = [known[sold_code(project, day, n)] for n in range(2)]
    found = [
        Publication(f"pub_{hex_id('sale', voucher.id)}", voucher.created, voucher, voucher.holder or JANE, None, "shop")
        for voucher in sold
    ]
    number = (day - _FIRST_DAY).days
    for n in range(chance.randint(2, 6)):
        voucher = known[deal_code(project, (number * 7 + n + project.codes // 2) % project.codes)]
        failure = "no_voucher_suitable_for_publication" if chance.random() < 0.1 else None
        at, who = _moment(venue, day, chance), someone(chance, venue)
        found.append(Publication(f"pub_{hex_id('publication', project.id, day, n)}", at, voucher, who, failure, "email"))
    return found


def _carts_on(venue: Venue, project: Promotions, day: date) -> list[Cart]:
    chance = rng("carts", project.id, day)
    carts = []
    for n in range(chance.randint(2, 5)):
        at = _moment(venue, day, chance)
        off = at + timedelta(minutes=chance.randint(5, 300)) if chance.random() < 0.25 else None
        cart_id = f"ord_{hex_id('cart', project.id, day, n)}"
        carts.append(Cart(cart_id, at, someone(chance, venue), chance.randint(8, 180) * 100, off))
    return carts


def _fixed(venue: Venue, project: Promotions, known: Mapping[str, Voucher], today: date) -> list[Redemption]:
    """ABC-10: used three times, last by Jane yesterday, and once rolled back. SUMMER10: used up, and refused today."""

    def redemption(key: str, code: str, ago: int, hour: int, person: Person, **more: object) -> Redemption:
        at = datetime.combine(today - timedelta(days=ago), time(hour, 20 if hour else 0), venue.zone).astimezone(UTC)
        back = at + timedelta(hours=20) if more.get("back") else None
        failure = "quantity_exceeded" if more.get("late") else None
        return Redemption(
            id=f"r_{hex_id('redemption', project.id, key)}", at=at, code=code, voucher=known[code], tier=None, person=person,
            failure=failure, amount=8000, taken=1250 if code == "GIFT-JANE" else 0, rolled_back=back,
            order_id=None if failure else f"ord_{hex_id('order', project.id, key)}", parent=None, channel="API",
        )  # fmt: skip

    guests = pool(venue)
    return [
        redemption("abc-jane", "ABC-10", 1, 15, JANE),
        redemption("abc-2", "ABC-10", 5, 11, guests[20]),
        redemption("abc-3", "ABC-10", 12, 18, guests[21]),
        redemption("abc-back", "ABC-10", 20, 10, guests[4], back=True),
        *(redemption(f"summer-{n}", "SUMMER10", 3 + 5 * n, 13, guests[30 + n]) for n in range(5)),
        redemption("summer-late", "SUMMER10", 0, 0, guests[2], late=True),
        redemption("gift-jane", "GIFT-JANE", 6, 12, JANE),
    ]


def _moment(venue: Venue, day: date, chance: Random) -> datetime:
    at = time(chance.randint(7, 22), chance.randrange(60), chance.randrange(60))
    return datetime.combine(day, at, venue.zone).astimezone(UTC)
