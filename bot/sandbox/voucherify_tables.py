"""Every list of Voucherify as a row of a table: what it accepts, how it sorts, how far it pages, what it tells about its end.

Sources: the parameter tables of the OpenAPI files; the shortcut spellings of the older page about fetching resources
(campaign_name, voucher_code, …) are taken as well.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.voucherify_lists import Get, Listing, Row, Test, bounded
from bot.sandbox.voucherify_query import flag, moment, wrong


def _at(*path: str) -> Get:
    """The value at a path of keys; None where one is missing or null."""

    def get(row: Row) -> Any:
        value: Any = row
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    return get


def _is(get: Get) -> Test:
    return lambda row, values: get(row) in values


def _one_of(name: str, get: Get, *known: str) -> Test:
    """A closed set of words."""

    def test(row: Row, values: list[str]) -> bool:
        for value in values:
            if value not in known:
                raise wrong(name, f"must be one of {', '.join(known)}")
        return get(row) in values

    return test


def _flagged(name: str, get: Get) -> Test:
    return lambda row, values: bool(get(row)) is flag(name, values[0])


def _only_true(name: str, get: Get) -> Test:
    """It "works only for true" (list publications)."""

    def test(row: Row, values: list[str]) -> bool:
        if values != ["true"]:
            raise wrong(name, "works only for true")
        return bool(get(row))

    return test


def _says(get: Get) -> Test:
    return lambda row, values: values[0].casefold() in str(get(row) or "").casefold()


def _customer(row: Row, values: list[str]) -> bool:
    """A Voucherify id or a source_id."""
    customer = row.get("customer") or {}
    return bool({row.get("customer_id"), customer.get("id"), customer.get("source_id")} & set(values))


def _from_moment(name: str, get: Get, side: str) -> Test:
    return lambda row, values: bounded(get(row), side, moment(name, values[0]))


def _anything(_row: Row, _values: list[str]) -> bool:
    return True


_CREATED, _UPDATED = _at("created_at"), _at("updated_at")
_TIMES = {"created_at": _CREATED, "updated_at": _UPDATED}
_BOTH = {"created_at": "created_at", "updated_at": "updated_at"}
_CODE, _CAMPAIGN, _CAMPAIGN_ID = _at("voucher", "code"), _at("voucher", "campaign"), _at("voucher", "campaign_id")
_RESULT = _one_of("result", _at("result"), "SUCCESS", "FAILURE")
_REFERRAL = _at("voucher", "is_referral_code")


def _voucher_kind(row: Row) -> str:
    return {"DISCOUNT_VOUCHER": "discount", "LOYALTY_CARD": "loyalty"}.get(row["voucher"]["type"], "gift")


VOUCHERS = Listing(
    key="vouchers", last_page=99, dated=_BOTH, default="-created_at", several=frozenset({"ids"}),
    order={**_TIMES, "code": _at("code")},
    plain={
        "category": _is(_at("category")), "campaign": _is(_at("campaign")), "campaign_id": _is(_at("campaign_id")),
        "customer": _is(_at("holder_id")), "code": _is(_at("code")), "ids": _is(_at("id")),
    },
    filters={
        "active": _at("active"), "redemption.redeemed_quantity": _at("redemption", "redeemed_quantity"),
        "is_referral_code": _at("is_referral_code"), "metadata.": _at("metadata"), "expiration_date": _at("expiration_date"),
    },
)  # fmt: skip

REDEMPTIONS = Listing(
    key="redemptions", last_page=99, dated={"created_at": "date"}, default="-created_at", several=frozenset({"result"}),
    total=False,
    order={
        "created_at": _at("date"), "id": _at("id"), "voucher_code": _CODE, "tracking_id": _at("tracking_id"),
        "customer_id": _at("customer_id"),
    },
    plain={
        "result": _RESULT, "campaign": _is(_CAMPAIGN), "customer": _customer, "campaign_name": _is(_CAMPAIGN),
        "voucher_code": _is(_CODE), "related_object_id": _is(_at("related_object_id")),
        "related_object_parent_id": _is(_CAMPAIGN_ID),
    },
    filters={
        "voucher_code": _CODE, "related_object_id": _at("related_object_id"), "related_object_parent_id": _CAMPAIGN_ID,
        "parent_redemption_id": _at("redemption"), "failure_code": _at("failure_code"), "result": _at("result"),
        "object": _at("object"), "customer_id": _at("customer_id"), "campaign_name": _CAMPAIGN, "user_login": _at("user"),
    },
)  # fmt: skip

PUBLICATIONS = Listing(
    key="publications",
    order={
        "id": _at("id"), "voucher_code": _CODE, "tracking_id": _at("tracking_id"), "customer_id": _at("customer_id"),
        "created_at": _CREATED, "channel": _at("channel"),
    },
    plain={
        "campaign": _is(_CAMPAIGN), "customer": _is(_at("customer_id")), "voucher": _is(_CODE), "result": _RESULT,
        "voucher_type": _one_of("voucher_type", _voucher_kind, "discount", "loyalty"),
        "is_referral_code": _only_true("is_referral_code", _REFERRAL), "source_id": _is(_at("source_id")),
        "campaign_name": _is(_CAMPAIGN), "customer_id": _is(_at("customer_id")), "voucher_code": _is(_CODE),
        "parent_object_id": _is(_CAMPAIGN_ID), "related_object_id": _is(_at("voucher", "id")),
    },
    filters={
        "failure_code": _at("failure_code"), "result": _at("result"), "customer_id": _at("customer_id"),
        "campaign_name": _CAMPAIGN, "voucher_type": _at("voucher", "type"), "is_referral_code": _REFERRAL,
        "parent_object_id": _CAMPAIGN_ID, "related_object_id": _at("voucher", "id"), "source_id": _at("source_id"),
    },
)  # fmt: skip

CUSTOMERS = Listing(
    key="customers", last_page=99, dated=_BOTH, has_more=True, order={**_TIMES, "source_id": _at("source_id")},
    plain={
        "email": lambda row, values: (row["email"] or "").lower() == values[0].lower(), "name": _says(_at("name")),
        "city": _is(_at("address", "city")), "segment_id": lambda _row, _values: False,
        "starting_after": _from_moment("starting_after", _CREATED, "after"),
    },
)  # fmt: skip

ORDERS = Listing(key="orders", order=_TIMES)

CAMPAIGNS = Listing(
    key="campaigns", order=_TIMES, filters={"metadata.": _at("metadata")},
    plain={
        "campaign_type": _one_of(
            "campaign_type", _at("campaign_type"), "LOYALTY_PROGRAM", "GIFT_VOUCHERS", "DISCOUNT_COUPONS", "PROMOTION",
            "REFERRAL_PROGRAM",
        ),
        "campaign_status": _one_of(
            "campaign_status", _at("creation_status"), "DONE", "IN_PROGRESS", "FAILED", "DRAFT", "MODIFYING"
        ),
        "is_referral_code": _flagged("is_referral_code", _at("is_referral_code")), "expand": _anything,
    },
)  # fmt: skip

TIERS = Listing(key="tiers", has_more=True, order=_TIMES, plain={"is_available": _flagged("is_available", _at("active"))})

STACKS = Listing(
    key="data", order={**_TIMES, "name": _at("name")}, dated=_BOTH, filters=_TIMES,
)  # fmt: skip

CATEGORIES = Listing(key="data", order={"hierarchy": _at("hierarchy")}, default="hierarchy", bare=True)

PRODUCTS = Listing(
    key="products", order=_TIMES, filters=_TIMES,
    plain={"start_date": _from_moment("start_date", _CREATED, "after"), "end_date": _from_moment("end_date", _CREATED, "before")},
)  # fmt: skip

RULES = Listing(
    key="data", order=_TIMES,
    plain={"start_date": _from_moment("start_date", _CREATED, "after"), "end_date": _from_moment("end_date", _CREATED, "before")},
)  # fmt: skip

ASSIGNMENTS = Listing(
    key="data", order=_TIMES, plain={"related_object_id": _is(_at("related_object_id")), "rule": _is(_at("rule_id"))},
)  # fmt: skip

TRANSACTIONS = Listing(key="data", last_page=None, total=False, has_more=True, order={"id": _at("id")}, default="-id")

ACTIVITY = Listing(
    key="data", last_page=None, total=False, has_more=True, order={"created_at": _CREATED}, default="-created_at",
    shuffled_cursor=True,
    plain={
        "start_date": _from_moment("start_date", _CREATED, "after"), "end_date": _from_moment("end_date", _CREATED, "before"),
        "campaign_id": _is(_at("campaign_id")), "campaign_type": _is(_at("campaign_type")),
        "category": _one_of("category", _at("category"), "ACTION", "EFFECT"), "type": _is(_at("type")),
    },
)  # fmt: skip

REDEEMABLES = Listing(
    key="data", last_page=None, has_more=True, order={"id": _at("id")}, default="id",
    filters={"campaign_id": _at("campaign_id"), "voucher_type": _at("voucher_type"), "created_at": _CREATED},
)  # fmt: skip
