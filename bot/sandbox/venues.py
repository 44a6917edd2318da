"""The table of venues: one row adds a venue, one row inside it adds an account. Everything else is made from this table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from bot.sandbox.seeded import uuid_id

VendorName = Literal["trybe", "beds24", "voucherify", "aifi", "synthesisvr"]
VENDORS: tuple[VendorName, ...] = get_args(VendorName)


@dataclass(frozen=True, slots=True)
class RoomType:
    """Rooms of one kind. `pounds` is the price of a night before the venue's own price level."""

    id: str
    name: str
    first_unit: int
    quantity: int
    pounds: int

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(str(self.first_unit + n) for n in range(self.quantity))


@dataclass(frozen=True, slots=True, eq=False)
class Hotel:
    """One Beds24 property. `arrivals` bounds the bookings of a day; `number` keeps booking ids of properties apart."""

    id: str
    name: str
    number: int
    arrivals: tuple[int, int]
    room_types: tuple[RoomType, ...]

    @property
    def prop_id(self) -> str:
        return str(410_000 + self.number)

    @property
    def prop_key(self) -> str:
        return f"sandbox-{self.id}-property-key"


@dataclass(frozen=True, slots=True, eq=False)
class Spa:
    """One Trybe site. Its token also sees the sites of the accounts in `also_sees`."""

    id: str
    name: str
    number: int
    orders: tuple[int, int]
    practitioners: tuple[str, ...]
    also_sees: tuple[str, ...] = ()

    @property
    def site_id(self) -> str:
        return uuid_id("site", self.id)

    @property
    def organisation_id(self) -> str:
        return uuid_id("organisation", self.id)

    @property
    def brand_id(self) -> str:
        return uuid_id("brand", self.id)

    @property
    def token(self) -> str:
        return f"sandbox-{self.id}-token"


@dataclass(frozen=True, slots=True, eq=False)
class Arcade:
    """One SynthesisVR location. `sessions` bounds what is booked for a day, walk-ins not counted."""

    id: str
    name: str
    sessions: tuple[int, int]

    @property
    def api_key(self) -> str:
        """A path segment of every call, never a header."""
        return uuid_id("arcade-key", self.id)


@dataclass(frozen=True, slots=True)
class Store:
    """One shop of an AiFi retailer; `street` is its address."""

    number: int
    name: str
    street: str
    max_people: int


@dataclass(frozen=True, slots=True, eq=False)
class Retailer:
    """One AiFi account with its autonomous stores."""

    id: str
    name: str
    stores: tuple[Store, ...]

    @property
    def token(self) -> str:
        return f"sandbox-{self.id}-token"

    @property
    def shopper_token(self) -> str:
        """Known to the vendor, but no key to the admin calls."""
        return f"sandbox-{self.id}-shopper-token"


@dataclass(frozen=True, slots=True, eq=False)
class Promotions:
    """One Voucherify project. `redemptions` bounds the redemptions of a day, `codes` is the size of its largest campaign."""

    id: str
    name: str
    redemptions: tuple[int, int]
    codes: int

    @property
    def app_id(self) -> str:
        return f"sandbox-{self.id}-app-id"

    @property
    def app_token(self) -> str:
        return f"sandbox-{self.id}-app-token"


@dataclass(frozen=True, slots=True, eq=False)
class Venue:
    """A house with its zone and currency. `per_pound` is its price level: smallest units of its currency for a pound."""

    id: str
    name: str
    zone_name: str
    currency: str
    exponent: int
    per_pound: int
    country: str
    locale: str
    hotels: tuple[Hotel, ...] = ()
    spas: tuple[Spa, ...] = ()
    arcades: tuple[Arcade, ...] = ()
    retailers: tuple[Retailer, ...] = ()
    promotions: tuple[Promotions, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def accounts(self) -> tuple[Hotel | Spa | Arcade | Retailer | Promotions, ...]:
        return (*self.hotels, *self.spas, *self.arcades, *self.retailers, *self.promotions)

    @property
    def rooms(self) -> int:
        return sum(room.quantity for hotel in self.hotels for room in hotel.room_types)

    @property
    def beds24_api_key(self) -> str:
        """One key per Beds24 account: a venue with two properties uses it for both."""
        return f"sandbox-{self.id}-beds24-api-key"

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def minor(self, pounds: float) -> int:
        """A price in the currency's smallest unit, as Trybe counts it."""
        return round(pounds * self.per_pound)

    def hundredths(self, pounds: float) -> int:
        """A price in hundredths of the currency's main unit, as Beds24's two decimals show it (also for yen)."""
        whole: int = 100 // 10**self.exponent
        return self.minor(pounds) * whole


VENUES: tuple[Venue, ...] = (
    Venue(
        "harbour", "Harbour House", "Europe/London", "GBP", 2, 100, "GB", "en-GB",
        hotels=(
            Hotel("harbour-hotel", "Harbour House Hotel", 1, (9, 14), (
                RoomType("120101", "Sea View Double", 101, 22, 145),
                RoomType("120102", "Garden Twin", 201, 18, 118),
                RoomType("120103", "Captain's Suite", 301, 6, 260),
            )),
            Hotel("harbour-cottages", "Harbour House Cottages", 2, (3, 5), (
                RoomType("120201", "One-bedroom Cottage", 1, 11, 170),
                RoomType("120202", "Family Cottage", 21, 11, 240),
            )),
        ),
        spas=(
            Spa("harbour-spa", "Harbour Spa", 1, (6, 10),
                ("Maya Okafor", "Anna Kowalska", "Anna Lee", "Éloïse Martin", "Priya Nair", "Dan O'Shea")),
        ),
    ),
    Venue(
        "palm", "Palm Tree Resort", "America/New_York", "USD", 2, 130, "US", "en-US",
        hotels=(
            Hotel("palm-hotel", "Palm Tree Resort", 3, (9, 15), (
                RoomType("120301", "Ocean King", 401, 30, 190),
                RoomType("120302", "Double Queen", 501, 24, 160),
                RoomType("120303", "Penthouse", 901, 4, 520),
            )),
        ),
        # This token was issued to a user of two sites: a call without `site_id` answers for both.
        spas=(
            Spa("palm-spa", "Palm Spa", 2, (5, 9),
                ("Rosa Delgado", "August Lindqvist", "Kim Tran", "Bea Holloway", "Luis Ortega"), also_sees=("harbour-spa",)),
        ),
    ),
    Venue(
        "hinoki", "Hinoki House", "Asia/Tokyo", "JPY", 0, 190, "JP", "en-GB",
        hotels=(
            Hotel("hinoki-hotel", "Hinoki House Ryokan", 4, (5, 8), (
                RoomType("120401", "Tatami Room", 11, 20, 180),
                RoomType("120402", "Room with Onsen", 51, 10, 340),
            )),
        ),
        spas=(
            Spa("hinoki-spa", "Hinoki Onsen & Spa", 3, (5, 8),
                ("佐藤 美咲", "Kenji Mori", "Aiko Tanaka", "Haruto Ono", "Yui Kato")),
        ),
    ),
    Venue(
        "pixel", "Pixel Arena", "Europe/Berlin", "EUR", 2, 115, "DE", "de-DE",
        arcades=(Arcade("pixel-arcade", "Pixel Arena", (16, 22)),),
    ),
    Venue(
        "corner", "Corner 12", "America/Los_Angeles", "USD", 2, 130, "US", "en-US",
        retailers=(
            Retailer("corner-store", "Corner 12", (
                Store(12, "Corner 12 Market Street", "12 Market Street", 24),
                Store(31, "Corner 31 Mission", "31 Mission Street", 16),
            )),
        ),
    ),
    Venue(
        "perks", "Perks Desk", "Europe/London", "GBP", 2, 100, "GB", "en-GB",
        promotions=(Promotions("perks-vouchers", "Perks", (7, 12), 3_200),),
    ),
)  # fmt: skip


def hotels() -> Iterator[tuple[Venue, Hotel]]:
    """Every Beds24 property with its venue."""
    return ((venue, hotel) for venue in VENUES for hotel in venue.hotels)


def spas() -> Iterator[tuple[Venue, Spa]]:
    """Every Trybe site with its venue."""
    return ((venue, spa) for venue in VENUES for spa in venue.spas)


def arcades() -> Iterator[tuple[Venue, Arcade]]:
    """Every SynthesisVR location with its venue."""
    return ((venue, arcade) for venue in VENUES for arcade in venue.arcades)


def retailers() -> Iterator[tuple[Venue, Retailer]]:
    """Every AiFi account with its venue."""
    return ((venue, retailer) for venue in VENUES for retailer in venue.retailers)


def promotions() -> Iterator[tuple[Venue, Promotions]]:
    """Every Voucherify project with its venue."""
    return ((venue, project) for venue in VENUES for project in venue.promotions)


def account_ids() -> tuple[str, ...]:
    return tuple(account.id for venue in VENUES for account in venue.accounts)
