"""What Trybe's writes accept, one model per body: an unknown key, a wrong type or a body where none belongs is refused with 422."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, ValidationError
from starlette.requests import Request

from bot.sandbox.trybe_params import InvalidError, Params, instant

Moment = Annotated[datetime, BeforeValidator(instant)]
Words = Annotated[str, Field(min_length=1, max_length=10_000)]
Stage = Literal["not_arrived", "arrived", "in_treatment", "checked_out"]


class NoBody(Params):
    """A verb without anything to say."""


class OrderUpdate(Params):
    stage: Stage | None = None
    external_ref: str | None = None


class OrderNote(Params):
    content: Words


class CustomerNote(Params):
    note: Words


class CustomerLabels(Params):
    labels: Annotated[tuple[str, ...], Field(min_length=1)]


class Email(Params):
    """One client spells the type `BasketConfirmed`; here the API page's spelling stands."""

    type: Literal["basket_confirmed"]


class Refund(Params):
    """Without `amount` everything that is left is refunded."""

    amount: Annotated[StrictInt, Field(gt=0)] | None = None
    notes: str | None = None
    processor: Literal["manual"] | None = None


class AppointmentUpdate(Params):
    time: Moment | None = None
    practitioner_ids: tuple[str, ...] | None = None
    room_id: str | None = None
    stage: Stage | None = None


class CheckIn(Params):
    """No body means yes."""

    is_checked_in: StrictBool = True


class NoShow(Params):
    is_no_show: StrictBool = True


Kind = TypeVar("Kind", bound=Params)


async def body_of(kind: type[Kind], request: Request) -> Kind:
    """The body as a model; an empty one is one without keys. Raises InvalidError."""
    raw = await request.body()
    try:
        sent: Any = json.loads(raw) if raw.strip() else {}
    except ValueError as error:
        raise InvalidError({"body": ["must be JSON"]}) from error
    if not isinstance(sent, dict):
        raise InvalidError({"body": ["must be an object"]})
    try:
        return kind.model_validate(sent)
    except ValidationError as refused:
        errors: dict[str, list[str]] = {}
        for fault in refused.errors():
            errors.setdefault(str(fault["loc"][0]), []).append(fault["msg"])
        raise InvalidError(errors) from refused
