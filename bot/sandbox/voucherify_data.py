"""The campaigns, vouchers and customers of a Voucherify project. Their dates are absolute, so that codes expire by themselves.

A few vouchers that every scenario leans on are placed around "today"; see `_fixed`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from bot.sandbox.people import JANE, Person, newcomer, pool
from bot.sandbox.seeded import days_between, hex_id, rng
from bot.sandbox.venues import Promotions, Venue

PAST_DAYS = 60
_LAUNCH = datetime(2024, 1, 15, 9, tzinfo=UTC)
DEALS, GIFTS, CLUB, FRIENDS, ENDED = "Summer Deals", "Gift Cards", "Perks Club", "Bring a Friend", "Corporate 2025"


@dataclass(frozen=True, slots=True)
class Campaign:
    id: str
    name: str
    kind: str
    type: str
    count: int
    created: datetime
    start: datetime | None = None
    expires: datetime | None = None
    active: bool = True
    generation: str = "DONE"
    category: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Voucher:
    """A code. `quantity` None is unlimited; `gift` in hundredths, `points` on a loyalty card; `discount` is the vendor's object.

    It may be valid on some `weekdays` (0 is Sunday), between two `hours`, or for a duration in every interval (`every`).
    """

    id: str
    code: str
    type: str
    campaign: Campaign | None
    created: datetime
    discount: dict[str, Any] | None = None
    gift: int | None = None
    points: int | None = None
    start: datetime | None = None
    expires: datetime | None = None
    quantity: int | None = 1
    active: bool = True
    disabled_at: datetime | None = None
    category: str | None = None
    holder: Person | None = None
    referral: bool = False
    note: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    weekdays: tuple[int, ...] = ()
    hours: tuple[str, str] | None = None
    every: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    id: str
    source_id: str | None
    person: Person
    created: datetime
    city: str
    metadata: dict[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=8)
def campaigns(project: Promotions, today: date) -> dict[str, Campaign]:
    """By name: one of every type, one that has ended, one that begins next spring, one still a draft."""
    spring = datetime(today.year + 1, 4, 1, tzinfo=UTC)
    rows: tuple[tuple[str, str, str, int, dict[str, Any]], ...] = (
        (DEALS, "DISCOUNT_COUPONS", "STATIC", project.codes, {"category": "seasonal", "metadata": {"seq_number": 1}}),
        (GIFTS, "GIFT_VOUCHERS", "AUTO_UPDATE", 160, {"metadata": {"seq_number": 2}}),
        (CLUB, "LOYALTY_PROGRAM", "AUTO_UPDATE", 240, {"metadata": {"seq_number": 3}}),
        (FRIENDS, "REFERRAL_PROGRAM", "AUTO_UPDATE", 80, {"metadata": {"test": True}}),
        (ENDED, "DISCOUNT_COUPONS", "STATIC", 60, {"expires": datetime(2025, 12, 31, 23, 59, tzinfo=UTC)}),
        ("Next Spring", "DISCOUNT_COUPONS", "STATIC", 40, {"start": spring}),
        ("Rainy Day", "PROMOTION", "STATIC", 0, {"active": False}),
        ("Winter Draft", "DISCOUNT_COUPONS", "STATIC", 0, {"generation": "DRAFT"}),
    )  # fmt: skip
    return {
        name: Campaign(
            id=f"camp_{hex_id('campaign', project.id, name)}", name=name, kind=kind, type=type_, count=count,
            created=_LAUNCH + timedelta(days=n), **more,
        )
        for n, (name, kind, type_, count, more) in enumerate(rows)
    }  # fmt: skip


@lru_cache(maxsize=8)
def vouchers(venue: Venue, project: Promotions, today: date) -> dict[str, Voucher]:
    """Every voucher by code."""
    known = campaigns(project, today)
    made = [
        *(_deal(project, known[DEALS], n) for n in range(project.codes)),
        *(_gift(venue, project, known[GIFTS], n) for n in range(160)),
        *(_card(venue, project, known[CLUB], n) for n in range(240)),
        *(_friend(venue, project, known[FRIENDS], n) for n in range(80)),
        *(_plain(project, known[ENDED], "CORP", n) for n in range(60)),
        *(_plain(project, known["Next Spring"], "SPRING", n) for n in range(40)),
        *(_sold(venue, project, known[GIFTS], day, n) for day in days(today) for n in range(2)),
        *_fixed(venue, project, today),
    ]
    return {voucher.code: voucher for voucher in made}


def days(today: date) -> Iterator[date]:
    """The days whose happenings are known."""
    return days_between(today - timedelta(days=PAST_DAYS), today)


def sold_code(project: Promotions, day: date, n: int) -> str:
    """The code of a gift card bought on a day."""
    return f"GIFT-{hex_id('sold', project.id, day, n)[:8].upper()}"


@lru_cache(maxsize=8_192)
def deal_code(project: Promotions, n: int) -> str:
    """The code of the largest campaign's nth voucher."""
    return f"SUM-{n:04d}-{hex_id('deal', project.id, n)[:4].upper()}"


@lru_cache(maxsize=8)
def customers(venue: Venue, project: Promotions, today: date) -> dict[str, Customer]:
    """By the person's key: Jane, the venue's guests, and each day's newcomers. Every sixth guest has no source_id."""
    since = _LAUNCH + timedelta(days=3)
    known = [(JANE, since), *((who, since + timedelta(minutes=rng("since", who.key).randrange(900_000))) for who in pool(venue))]
    for day in days(today):
        for n in range(rng("customers", project.id, day).randint(0, 3)):
            at = datetime.combine(day, time(9 + 3 * n, 12), venue.zone).astimezone(UTC)
            known.append((newcomer(venue, "perks", day, n), at))
    return {
        person.key: Customer(
            id=f"cust_{hex_id('customer', project.id, person.key)}",
            source_id=None if n % 6 == 5 else f"crm-{person.key}",
            person=person,
            created=created,
            city=("London", "Leeds", "Bristol")[n % 3],
        )
        for n, (person, created) in enumerate(known)
    }


def _deal(project: Promotions, campaign: Campaign, n: int) -> Voucher:
    """One of thousands, for one use: a fortieth disabled, some with an expiry or a start of their own."""
    percent = {"type": "PERCENT", "percent_off": 10 + n % 4 * 5, "amount_limit": 5000, "effect": "APPLY_TO_ORDER"}
    amount = {"type": "AMOUNT", "amount_off": 1000, "effect": "APPLY_TO_ORDER"}
    disabled = n % 40 == 0
    return Voucher(
        id=f"v_{hex_id('voucher', project.id, campaign.name, n)}",
        code=deal_code(project, n),
        type="DISCOUNT_VOUCHER",
        campaign=campaign,
        created=campaign.created + timedelta(seconds=n),
        discount=percent if n % 3 else amount,
        expires=datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=n * 7 % 1500) if n % 25 == 3 else None,
        start=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n * 11 % 900) if n % 50 == 7 else None,
        active=not disabled,
        disabled_at=campaign.created + timedelta(days=30) if disabled else None,
        category="seasonal",
        metadata={"seq_number": n},
    )


def _gift(venue: Venue, project: Promotions, campaign: Campaign, n: int) -> Voucher:
    return Voucher(
        id=f"v_{hex_id('voucher', project.id, campaign.name, n)}", code=f"GIFT-{hex_id('gift', project.id, n)[:8].upper()}",
        type="GIFT_VOUCHER", campaign=campaign, created=campaign.created + timedelta(minutes=n),
        gift=venue.hundredths((25, 50, 100)[n % 3]), quantity=None, holder=pool(venue)[n],
    )  # fmt: skip


def _sold(venue: Venue, project: Promotions, campaign: Campaign, day: date, n: int) -> Voucher:
    chance = rng("sold", project.id, day, n)
    at = datetime.combine(day, time(chance.randint(9, 20), chance.randrange(60), chance.randrange(60)), venue.zone)
    return Voucher(
        id=f"v_{hex_id('voucher', project.id, day, n)}", code=sold_code(project, day, n), type="GIFT_VOUCHER",
        campaign=campaign, created=at.astimezone(UTC), gift=venue.hundredths(chance.choice((25, 50, 100))), quantity=None,
        holder=chance.choice(pool(venue)), expires=at.astimezone(UTC) + timedelta(days=365),
    )  # fmt: skip


def _card(venue: Venue, project: Promotions, campaign: Campaign, n: int) -> Voucher:
    return Voucher(
        id=f"v_{hex_id('voucher', project.id, campaign.name, n)}", code=f"CLUB-{hex_id('card', project.id, n)[:8].upper()}",
        type="LOYALTY_CARD", campaign=campaign, created=campaign.created + timedelta(minutes=n),
        points=rng("points", project.id, n).randrange(0, 4000, 50), quantity=None, holder=pool(venue)[n],
    )  # fmt: skip


def _friend(venue: Venue, project: Promotions, campaign: Campaign, n: int) -> Voucher:
    who = pool(venue)[n]
    return Voucher(
        id=f"v_{hex_id('voucher', project.id, campaign.name, n)}", code=f"FRIEND-{hex_id('friend', project.id, n)[:6].upper()}",
        type="DISCOUNT_VOUCHER", campaign=campaign, created=campaign.created + timedelta(minutes=n),
        discount={"type": "AMOUNT", "amount_off": 500, "effect": "APPLY_TO_ORDER"}, quantity=None, holder=who, referral=True,
    )  # fmt: skip


def _plain(project: Promotions, campaign: Campaign, prefix: str, n: int) -> Voucher:
    return Voucher(
        id=f"v_{hex_id('voucher', project.id, campaign.name, n)}", code=f"{prefix}-{n:03d}", type="DISCOUNT_VOUCHER",
        campaign=campaign, created=campaign.created + timedelta(minutes=n), start=campaign.start, expires=campaign.expires,
        discount={"type": "PERCENT", "percent_off": 15.0, "effect": "APPLY_TO_ORDER"},
    )  # fmt: skip


def _fixed(venue: Venue, project: Promotions, today: date) -> list[Voucher]:
    """Standalone codes in every state; those that begin or end do so around `today`."""
    midnight = datetime.combine(today, time(), venue.zone).astimezone(UTC)
    ten = {"type": "PERCENT", "percent_off": 10.0, "effect": "APPLY_TO_ORDER"}
    rainy = campaigns(project, today)["Rainy Day"]
    unit = {"type": "UNIT", "unit_off": 1, "unit_type": "prod_towel", "effect": "ADD_MISSING_ITEMS"}

    def voucher(code: str, **more: Any) -> Voucher:
        given = {"type": "DISCOUNT_VOUCHER", "discount": ten, "category": "desk", "campaign": None, **more}
        return Voucher(id=f"v_{hex_id('voucher', project.id, code)}", code=code, created=midnight - timedelta(days=90), **given)

    return [
        voucher("ABC-10", quantity=10, note="Given out at the desk."),
        voucher("SUMMER10", quantity=5),
        voucher("WELCOME", quantity=None, discount={"type": "AMOUNT", "amount_off": 1000, "effect": "APPLY_TO_ORDER"}),
        voucher("DISABLED20", active=False, disabled_at=midnight - timedelta(days=8)),
        voucher("EXPIRED5", quantity=None, expires=midnight - timedelta(days=2)),
        voucher("TONIGHT", quantity=100, expires=midnight + timedelta(days=1)),
        voucher("SOON15", quantity=100, start=midnight + timedelta(days=3), expires=midnight + timedelta(days=33)),
        voucher("50% OFF & MORE", quantity=None, note="<b>Careful</b>: =1+1"),
        voucher("CAFÉ/BAR #1?", quantity=None),
        voucher("WEEKEND15", quantity=100, weekdays=(0, 6)),
        voucher("HAPPYHOUR", quantity=None, hours=("16:00", "18:00")),
        voucher("EVERYOTHER", quantity=None, start=midnight - timedelta(days=1), every=("P2D", "P1D")),
        voucher("RAINY20", quantity=20, campaign=rainy),
        voucher("TOWEL", quantity=50, discount=unit),
        voucher("FIXED9", quantity=50, discount={"type": "FIXED", "fixed_amount": 900, "effect": "APPLY_TO_ORDER"}),
        voucher("GIFT-JANE", type="GIFT_VOUCHER", discount=None, gift=5000, quantity=None, holder=JANE),
        voucher("CLUB-JANE", type="LOYALTY_CARD", discount=None, points=1200, quantity=None, holder=JANE),
    ]
