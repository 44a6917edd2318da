"""What vouchers belong to and buy, as records: campaigns and products; and what moved on gift and loyalty cards."""

from bot.core.money import major_units
from bot.core.record import Figure, Item, Named, Note, Record
from bot.core.states import Kind, Status
from bot.vendors.voucherify.mapping import Reader, Wire
from bot.vendors.voucherify.worth import word
from bot.vendors.wire import first, integer, mapping, objects, text

CREATION = {"DRAFT": Status.PENDING, "IN_PROGRESS": Status.PENDING, "MODIFYING": Status.PENDING, "FAILED": Status.FAILED}
"""The state of a campaign that is not made yet (`creation_status`); DONE says nothing of whether it runs."""

CAMPAIGN_TYPES = {
    "LOYALTY_PROGRAM": "loyalty program points card",
    "GIFT_VOUCHERS": "gift voucher card certificate",
    "DISCOUNT_COUPONS": "discount voucher coupon promo code",
    "PROMOTION": "promotion cart automatic",
    "REFERRAL_PROGRAM": "referral program friend",
}
"""The vendor's types of campaign, and the words that people have for them."""


class Catalogue(Reader):
    """Reads the things of an account beside its vouchers."""

    def campaign(self, wire: Wire) -> Record:
        """A campaign: `start` and `end` are the dates between which its codes work, none where it has none."""
        name = text(wire.get("name"))
        starts, expires = self.time(wire.get("start_date")), self.time(wire.get("expiration_date"))
        kind, about = text(wire.get("campaign_type")), text(wire.get("description"))
        said, status = self._campaign_state(wire)
        count = integer(wire.get("vouchers_count"))
        return Record(
            **self._envelope(Kind.CAMPAIGN, wire, text(wire.get("id")) or name),
            ref=name,
            title=name,
            campaign=name,
            status=status,
            vendor_status=said,
            start=starts,
            end=expires,
            created=self.time(wire.get("created_at")),
            modified=self.time(wire.get("updated_at")),
            expires=expires,
            service=() if kind is None else (Named(id=kind, name=kind.lower().replace("_", " ")),),
            labels=self._categories(wire),
            notes=() if about is None else (Note(text=about),),
            figures=() if count is None else (Figure(name="vouchers_count", label="codes", value=count),),
        )

    def product(self, wire: Wire) -> Record:
        """A product that vouchers are for; `items` are its variants. What is listed can be bought: it has no state."""
        name = text(wire.get("name"))
        return Record(
            **self._envelope(Kind.PRODUCT, wire),
            ref=text(wire.get("source_id")),
            external_id=text(wire.get("source_id")),
            title=name,
            status=Status.CONFIRMED,
            created=self.time(wire.get("created_at")),
            modified=self.time(wire.get("updated_at")),
            service=tuple(Named(id=id, name=name) for id in [text(wire.get("id"))] if id and name),
            money=self._money(self._amount(wire.get("price"))),
            items=tuple(
                Item(id=text(sku.get("id")), name=first([text(sku.get("sku")), text(sku.get("source_id"))]))
                for sku in objects(mapping(wire.get("skus")).get("data"))
            ),
        )

    def movement(self, wire: Wire) -> Item:
        """What was put on a gift or loyalty card or taken off it: money with its currency, or points."""
        balance = mapping(mapping(wire.get("details")).get("balance"))
        kind = word(wire.get("type"))
        moved = integer(first([balance.get("points"), balance.get("amount")]))
        if moved is None:
            amount = None
        elif kind.startswith("POINTS"):
            amount = f"{moved:+,} points"
        else:
            worth, currency = self._amount(moved), self._account.currency
            amount = None if worth is None else f"{major_units(worth, currency):+,} {currency}"
        said = kind.lower().replace("_", " ") or "moved"
        return Item(
            id=text(wire.get("id")),
            name=", ".join(part for part in (said, amount, text(wire.get("reason"))) if part),
            start=self.time(wire.get("created_at")),
            status=Status.COMPLETED,
        )

    def _campaign_state(self, wire: Wire) -> tuple[str | None, Status]:
        """A campaign that is still made, or could not be, before what its dates and its switch say."""
        made = word(wire.get("creation_status"))
        if made in CREATION:
            return made, CREATION[made]
        starts, expires = self.time(wire.get("start_date")), self.time(wire.get("expiration_date"))
        if wire.get("active") is None:
            # Older answers have no switch: a campaign then runs as its dates say.
            wire = {**wire, "active": True}
        return self._state(wire, starts, expires)


def types_meant(wanted: str) -> list[str]:
    """The vendor's types of campaign that a word means."""
    parts = [part.removesuffix("s") for part in wanted.casefold().replace("_", " ").split()]
    return [
        kind
        for kind, known in CAMPAIGN_TYPES.items()
        if parts and all(any(each.startswith(part) for each in (*known.split(), *kind.lower().split("_"))) for part in parts)
    ]
