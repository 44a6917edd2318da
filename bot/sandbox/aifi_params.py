"""What AiFi's lists accept, one model per list: unknown names, dates without an offset and sizes out of range are refused.

Sources: the parameter tables of the admin API v2 reference. The shape of a refusal is that of its 422 answers, with the
literal double quotes around `field` that the vendor sends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

MOST = 200  # "Number of results … Range value <= 200" (List sessions)


class RefusedError(Exception):
    """The vendor answers 422 `{"message", "type", "errors"}`."""

    def __init__(self, errors: list[tuple[str, str, str]]) -> None:
        super().__init__(", ".join(field for field, _, _ in errors))
        self.errors = [{"error": f'"{field}" {problem}', "rule": rule, "field": f'"{field}"'} for field, problem, rule in errors]


def _instant(value: object) -> datetime:
    pattern = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
    if not re.fullmatch(pattern, str(value)):
        raise ValueError("must be a valid RFC 3339 date-time")
    return datetime.fromisoformat(str(value)).astimezone(UTC)


def _integer(value: object) -> int:
    if not re.fullmatch(r"-?[0-9]{1,15}", str(value)):
        raise ValueError("must be an integer")
    return int(str(value))


def _decimal(value: object) -> Decimal:
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]+)?", str(value)):
        raise ValueError("must be a number")
    return Decimal(str(value))


def _boolean(value: object) -> bool:
    if value not in ("true", "false"):
        raise ValueError("must be a boolean")
    return value == "true"


Instant = Annotated[datetime, BeforeValidator(_instant)]
Integer = Annotated[int, BeforeValidator(_integer)]
Positive = Annotated[Integer, Field(ge=1)]
NotNegative = Annotated[Integer, Field(ge=0)]
Amount = Annotated[Decimal, BeforeValidator(_decimal)]
Flag = Annotated[bool, BeforeValidator(_boolean)]
Several = tuple[str, ...]
Size = Annotated[Integer, Field(ge=1, le=MOST)]


class Params(BaseModel):
    """No parameters at all: what a call by id takes."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel)


class Stamped(Params):
    min_created_at: Instant | None = None
    max_created_at: Instant | None = None
    min_updated_at: Instant | None = None
    max_updated_at: Instant | None = None


class Cursored(Params):
    count: Size = 20
    after: str | None = None
    before: str | None = None
    direction: Literal["asc", "desc"] = "asc"


class SessionsList(Cursored, Stamped):
    order_by: Literal[
        "id", "code", "storeId", "visitors", "groupSize", "expiresAt", "customerId", "codeLastSuccesfullyScannedAt",
        "customerLastEnteredAt", "createdAt", "updatedAt",
    ] = "id"  # fmt: skip
    min_expires_at: Instant | None = None
    max_expires_at: Instant | None = None
    # One "s" in "Succesfully": the vendor's spelling.
    min_code_last_succesfully_scanned_at: Instant | None = None
    max_code_last_succesfully_scanned_at: Instant | None = None
    min_customer_last_entered_at: Instant | None = None
    max_customer_last_entered_at: Instant | None = None
    id: Integer | None = None
    code: str | None = None
    session_token: str | None = None
    store_id: Integer | None = None
    customer_id: Integer | None = None
    status: Several | None = None
    min_visitors: NotNegative | None = None
    max_visitors: Positive | None = None
    min_group_size: NotNegative | None = None
    max_group_size: Positive | None = None


class StoresList(Cursored):
    order_by: Literal["id", "name"] = "id"
    id: Integer | None = None
    status: Literal["OPEN", "CLOSED", "CLOSED_FOR_MAINTENANCE"] | None = None
    external_id: str | None = None
    deployment_status: Literal["LIVE", "TESTING", "DEPLOYMENT", "DECOMMISSIONED"] | None = None
    aifi_unique_store_id: str | None = None


class OrdersList(Stamped):
    """Zero-based pages, unlike sessions. `startTime` and `endTime` are undescribed: they bound the creation here."""

    page: NotNegative = 0
    page_size: Size = 50
    order_by: Literal["id", "storeId", "totalPrice", "draftCreatedAt"] = "id"
    direction: Literal["asc", "desc"] = "asc"
    min_draft_created_at: Instant | None = None
    max_draft_created_at: Instant | None = None
    start_time: Instant | None = None
    end_time: Instant | None = None
    id: Integer | None = None
    customer_id: Integer | None = None
    store_id: Positive | None = None
    status: (
        tuple[Literal["draft", "paid", "unpaid", "completed_so_far", "paymentProcessing", "contested", "reviewed"], ...] | None
    ) = None
    external_status: tuple[Literal["ok", "failedObtainingPrice", "failedSendingWebhook"], ...] | None = None
    customer_role: tuple[Literal["customer", "employee", "tester", "untracked", "unknown"], ...] | None = None
    session_id: Several | None = None
    external_id: Several | None = None
    payment_transaction_id: str | None = None
    customer_payment_instrument_bin: Annotated[str | None, Field(pattern=r"^[0-9]{6,8}$")] = None
    customer_payment_instrument_last4: Annotated[str | None, Field(pattern=r"^[0-9]{4}$")] = None
    customer_payment_instrument_exp_date: Annotated[str | None, Field(pattern=r"^(0[1-9]|1[0-2])/[0-9]{2}$")] = None
    include_contest: Flag = False
    include_products: Flag = False
    min_total_price: Amount | None = None
    max_total_price: Amount | None = None
    min_total_product_quantity: Integer | None = None
    max_total_product_quantity: Integer | None = None


class ContestsList(Stamped):
    page: NotNegative = 0
    page_size: Size = 10
    start_time: Instant | None = None
    end_time: Instant | None = None
    status: Literal["contested", "reviewed"] | None = None
    order_id: Integer | None = None
    store_id: Integer | None = None


class CustomersList(Stamped):
    external_id: str | None = None
    email: str | None = None
    payment_instrument_provider_id: str | None = None


class SessionChange(Params):
    """A flag of fraud can be set and never taken away; the metadata replaces what is there."""

    suspected_fraud: Literal[True] | None = None
    metadata: dict[str, Any] | None = None


class CustomerChange(Params):
    blocked: Annotated[bool, Field(strict=True)] | None = None


Kind = TypeVar("Kind", bound=Params)


def body_of(kind: type[Kind], body: bytes) -> Kind:
    """The JSON of a change as a model. Raises RefusedError naming every field that is wrong."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as refused:
        raise RefusedError(
            [_joi(error["loc"] or ("body",), error["type"], error["msg"]) for error in refused.errors()]
        ) from refused


def read(kind: type[Kind], items: Iterable[tuple[str, str]]) -> Kind:
    """The parameters as a model; an array is its name repeated. Raises RefusedError naming every field that is wrong."""
    arrays = {str(field.alias) for field in kind.model_fields.values() if _is_array(field.annotation)}
    given: dict[str, Any] = {}
    for name, value in items:
        if name in arrays:
            given.setdefault(name, []).append(value)
        elif name in given:
            raise RefusedError([(name, "must be a single value", "string.base")])
        else:
            given[name] = value
    try:
        return kind.model_validate(given)
    except ValidationError as refused:
        raise RefusedError([_joi(error["loc"], error["type"], error["msg"]) for error in refused.errors()]) from refused


def _is_array(annotation: Any) -> bool:
    return any(get_origin(part) is tuple for part in (annotation, *getattr(annotation, "__args__", ())))


def _joi(place: tuple[int | str, ...], kind: str, message: str) -> tuple[str, str, str]:
    """A pydantic error in the words of the vendor's validator."""
    if kind == "extra_forbidden":
        return str(place[0]), "is not allowed", "object.unknown"
    if kind == "literal_error":
        return str(place[0]), message.replace("Input should be", "must be one of"), "any.only"
    return str(place[0]), message.removeprefix("Value error, "), "any.invalid"
