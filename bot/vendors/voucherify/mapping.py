"""Voucherify's objects as records.

Fields are those of the vendor's OpenAPI; any may be missing or null. Times are UTC with `Z`, a bare date is its midnight in UTC;
they are shown in the venue's zone. Amounts are hundredths whatever the currency, which no field names: it is the account's.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bot.core.errors import VendorBroken
from bot.core.model import replace
from bot.core.money import Folio, minor_units
from bot.core.record import Customer, Figure, Item, Named, Note, Record
from bot.core.states import Channel, Kind, Status
from bot.vendors.contract import Account, AccountSettings
from bot.vendors.voucherify.worth import word, worth
from bot.vendors.wire import day, first, integer, mapping, moment, objects, text

Wire = Mapping[str, Any]

REDEMPTION_STATUS = {"SUCCEEDED": Status.COMPLETED, "FAILED": Status.FAILED, "ROLLED_BACK": Status.CANCELLED}
ORDER_STATUS = {
    "CREATED": Status.PENDING,
    "PAID": Status.CONFIRMED,
    "FULFILLED": Status.COMPLETED,
    "CANCELED": Status.CANCELLED,
}
RESULT = {"SUCCESS": Status.COMPLETED, "FAILURE": Status.FAILED}

NOTES_KEY = "frontdesk_notes"
"""The key in the metadata of orders and customers under which notes written here are kept."""

CHANNEL = {"USER": Channel.IN_HOUSE, "API": Channel.ONLINE}
"""Who redeemed: a user of the dashboard, or a shop's system. AUTO_REDEEM is neither."""

ROLLBACK = "redemption_rollback"
"""The `object` of a row that takes a redemption back. It stands in the same list and is no redemption."""

ROLLBACKS = Named(id=ROLLBACK, name="rollback")
"""The label of such a row."""


class Reader:
    """Reads one account's objects; holds what every record of it shares. A voucher's state is that of `fetched_at`."""

    def __init__(self, account: Account[AccountSettings], fetched_at: datetime) -> None:
        self._account = account
        self._fetched_at = fetched_at

    def voucher(self, wire: Wire) -> Record:
        """A voucher: `start` is from when it is valid. The state is derived, in the words of the customer redeemables' list."""
        starts, expires = self.time(wire.get("start_date")), self.time(wire.get("expiration_date"))
        said, status = self._state(wire, starts, expires)
        holder = text(wire.get("holder_id"))
        info = text(wire.get("additional_info"))
        return Record(
            **self._envelope(Kind.VOUCHER, wire, first([text(wire.get("id")), text(wire.get("code"))])),
            ref=text(wire.get("code")),
            status=status,
            vendor_status=said,
            start=starts,
            created=self.time(wire.get("created_at")),
            modified=self.time(wire.get("updated_at")),
            expires=expires,
            service=worth(wire),
            customer=None if holder is None else Customer(id=holder),
            labels=self._categories(wire),
            figures=tuple(_uses(wire)),
            money=self._voucher_money(wire),
            notes=() if info is None else (Note(text=info),),
            campaign=text(wire.get("campaign")),
        )

    def redemption(self, wire: Wire) -> Record:
        """A redemption or a rollback: `ref` is the voucher's code, `group_id` the parent of a stacked or rolled-back one.

        A rollback has no state of a redemption: it is marked in `vendor_status` and by a label, so that it is counted apart.
        """
        voucher, tier = mapping(wire.get("voucher")), mapping(wire.get("promotion_tier"))
        rolls_back = word(wire.get("object")) == ROLLBACK.upper()
        said = first([text(wire.get("status")), text(wire.get("result"))])
        rollbacks = [
            at for each in objects(mapping(wire.get("related_redemptions")).get("rollbacks")) if (at := self.time(each.get("date")))
        ]
        status = Status.UNKNOWN if rolls_back else (REDEMPTION_STATUS | RESULT).get(word(said), Status.UNKNOWN)
        if status is Status.COMPLETED and rollbacks and not text(wire.get("status")):
            status = Status.CANCELLED
        at = self.time(wire.get("date"))
        channel = text(mapping(wire.get("channel")).get("channel_type"))
        return Record(
            **self._envelope(Kind.REDEMPTION, wire),
            ref=text(voucher.get("code")),
            group_id=text(wire.get("redemption")),
            status=status,
            vendor_status=" ".join(part for part in (ROLLBACK if rolls_back else None, said) if part) or None,
            start=at,
            created=at,
            redeemed_at=at,
            cancelled_at=max(rollbacks) if rollbacks and status is Status.CANCELLED else None,
            customer=self._person(wire),
            channel=CHANNEL.get(word(channel), Channel.UNKNOWN),
            channel_name=channel,
            labels=(ROLLBACKS,) if rolls_back else (),
            money=self._taken_off(wire) if status in (Status.COMPLETED, Status.CANCELLED) else None,
            notes=tuple(_reasons(wire)),
            campaign=first(
                [text(voucher.get("campaign")), text(mapping(tier.get("campaign")).get("name")), text(tier.get("banner"))]
            ),
        )

    def publication(self, wire: Wire) -> Record:
        """Codes given to a customer, one as a rule; `external_id` is the publication's number in the system that asked for it."""
        voucher = mapping(wire.get("voucher"))
        codes = codes_of(wire)
        at = self.time(wire.get("created_at"))
        result = text(wire.get("result"))
        return Record(
            **self._envelope(Kind.PUBLICATION, wire),
            ref=first(codes),
            external_id=text(wire.get("source_id")),
            status=RESULT.get(word(result), Status.UNKNOWN),
            vendor_status=result,
            start=at,
            created=at,
            service=worth(voucher),
            customer=self._person(wire),
            channel_name=text(wire.get("channel")),
            money=self._money(self._face(voucher)),
            notes=(*([Note(text=", ".join(codes))] if len(codes) > 1 else []), *_reasons(wire)),
            campaign=text(voucher.get("campaign")),
        )

    def customer(self, wire: Wire) -> Record:
        """A customer of the project. There is no state: whoever is listed is there."""
        return Record(
            **self._envelope(Kind.CUSTOMER, wire),
            external_id=text(wire.get("source_id")),
            status=Status.CONFIRMED,
            created=self.time(wire.get("created_at")),
            modified=self.time(wire.get("updated_at")),
            customer=person(wire),
            notes=tuple(Note(text=about) for about in [text(wire.get("description")), _our_notes(wire)] if about),
        )

    def order(self, wire: Wire) -> Record:
        """An order of the shop that uses the vouchers; its moment is when it was placed. What was paid of it is not told."""
        at = self.time(wire.get("created_at"))
        state = text(wire.get("status"))
        return Record(
            **self._envelope(Kind.ORDER, wire),
            ref=text(wire.get("source_id")),
            external_id=text(wire.get("source_id")),
            status=ORDER_STATUS.get(word(state), Status.UNKNOWN),
            vendor_status=state,
            start=at,
            created=at,
            modified=self.time(wire.get("updated_at")),
            customer=self._person(wire),
            money=self._money(self._amount(wire.get("total_amount"), wire.get("amount"))),
            items=tuple(_item(line) for line in objects(wire.get("items"))),
            notes=tuple(Note(text=ours) for ours in [_our_notes(wire)] if ours),
        )

    def _envelope(self, kind: Kind, wire: Wire, id: str | None = None) -> dict[str, Any]:
        id = id or text(wire.get("id"))
        if id is None:
            raise VendorBroken(f"Voucherify ({self._account.id}) sent a record without an id.")
        return {
            "vendor": "voucherify",
            "account": self._account.id,
            "venue": self._account.venue,
            "kind": kind,
            "id": id,
            "fetched_at": self._fetched_at,
            "raw": wire,
        }

    def _categories(self, wire: Wire) -> tuple[Named, ...]:
        category = text(wire.get("category"))
        categories = {
            name: Named(id=text(each.get("id")) or name, name=name)
            for each in objects(wire.get("categories"))
            if (name := text(each.get("name")))
        }
        if category is not None:
            categories.setdefault(category, Named(id=text(wire.get("category_id")) or category, name=category))
        return tuple(categories.values())

    def _state(self, wire: Wire, starts: datetime | None, expires: datetime | None) -> tuple[str | None, Status]:
        """The state of a voucher, which is not a field. Tested in this order: one that is disabled and expired is disabled."""
        use = mapping(wire.get("redemption"))
        quantity, used = integer(use.get("quantity")), integer(use.get("redeemed_quantity"))
        match wire.get("active"):
            case False:
                return "DISABLED", Status.CANCELLED
            case _ if expires is not None and expires <= self._fetched_at:
                return "EXPIRED", Status.EXPIRED
            case _ if starts is not None and starts > self._fetched_at:
                return "NOT_ACTIVE_YET", Status.PENDING
            case _ if quantity is not None and used is not None and used >= quantity:
                return "USED", Status.COMPLETED
            case _ if integer(mapping(wire.get("gift")).get("balance")) == 0:
                return "NO_BALANCE", Status.COMPLETED
            case True:
                return "ACTIVE", Status.CONFIRMED
            case other:
                return text(other), Status.UNKNOWN

    def _voucher_money(self, wire: Wire) -> Folio | None:
        """What a voucher is worth in money, and what is left of a gift card. Percentages, units and points are no money."""
        return self._money(self._face(wire), self._amount(mapping(wire.get("gift")).get("balance")))

    def _face(self, wire: Wire) -> int | None:
        discount, gift = mapping(wire.get("discount")), mapping(wire.get("gift"))
        return self._amount(gift.get("amount"), discount.get("amount_off"), discount.get("fixed_amount"))

    def _taken_off(self, wire: Wire) -> Folio | None:
        """What a redemption was worth. `amount` is not read: it is money on gift cards and points on loyalty cards."""
        order, gift = mapping(wire.get("order")), mapping(wire.get("gift"))
        taken = self._amount(gift.get("amount"), order.get("total_applied_discount_amount"), order.get("total_discount_amount"))
        return self._money(taken)

    def _money(self, total: int | None, balance: int | None = None) -> Folio | None:
        return None if total is None and balance is None else Folio(currency=self._account.currency, total=total, balance=balance)

    def _amount(self, *hundredths: Any) -> int | None:
        """The first of these that is an amount."""
        number: int | None = first(integer(each) for each in hundredths)
        return None if number is None else minor_units(Decimal(number).scaleb(-2), self._account.currency)

    def _person(self, wire: Wire) -> Customer | None:
        """The customer of a row. A redemption's `tracking_id` is hashed and tells nobody's number."""
        found = person(mapping(wire.get("customer")))
        id = found.id or text(wire.get("customer_id"))
        return None if id is None else replace(found, id=id)

    def time(self, value: Any) -> datetime | None:
        zone = self._account.zone
        if (at := moment(value, unless_given=UTC, shown_in=zone)) is not None:
            return at
        date = day(value)
        return None if date is None else moment(f"{date.isoformat()}T00:00", unless_given=UTC, shown_in=zone)


def person(wire: Wire) -> Customer:
    """The person of a customer object."""
    return Customer(
        id=text(wire.get("id")),
        name=text(wire.get("name")),
        email=text(wire.get("email")),
        phone=text(wire.get("phone")),
        external_id=text(wire.get("source_id")),
    )


def codes_of(wire: Wire) -> list[str]:
    """The codes of a publication: of its one voucher, or of several."""
    many = wire.get("vouchers")
    codes = [text(mapping(wire.get("voucher")).get("code")), *(text(code) for code in (many if isinstance(many, list) else []))]
    return list(dict.fromkeys(code for code in codes if code))


def _our_notes(wire: Wire) -> str | None:
    return text(mapping(wire.get("metadata")).get(NOTES_KEY))


def _uses(wire: Wire) -> Iterator[Figure]:
    """How often a code was redeemed, and may be; one without a limit has no second figure."""
    use = mapping(wire.get("redemption"))
    for name, label in (("redeemed_quantity", "times redeemed"), ("quantity", "times allowed")):
        if (count := integer(use.get(name))) is not None:
            yield Figure(name=name, label=label, value=count)


def unused(record: Record) -> bool:
    """Whether a voucher works and nothing was redeemed of it: of an expired one nothing may have been redeemed either."""
    used = integer(mapping(record.raw.get("redemption")).get("redeemed_quantity"))
    return record.status is Status.CONFIRMED and used == 0


def _reasons(wire: Wire) -> Iterator[Note]:
    """Why a redemption or a publication failed, or was taken back."""
    failure = text(wire.get("failure_message")) or text(wire.get("failure_code"))
    yield from (Note(text=reason) for reason in (failure, text(wire.get("reason"))) if reason)


def _item(line: Wire) -> Item:
    product, sku = mapping(line.get("product")), mapping(line.get("sku"))
    return Item(
        id=first([text(line.get("id")), text(line.get("product_id"))]),
        name=first(text(value) for value in (product.get("name"), sku.get("sku"), line.get("product_id"), line.get("source_id"))),
        quantity=integer(line.get("quantity")) or 1,
    )
