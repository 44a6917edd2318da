"""The form of an update call: a session's new date and time, and what else of it changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from starlette.exceptions import HTTPException

from bot.sandbox.synthesisvr_data import Session

_TAKEN = {"date", "time", "duration", "people", "experience"}


def read_move(form: Mapping[str, Any], session: Session, zone: tzinfo) -> dict[str, Any]:
    """The fields of a session that a form changes; `date` and `time` are required and are the location's.

    Raises:
        HTTPException: a field is missing, unknown or malformed.
    """
    if unknown := sorted(set(form) - _TAKEN):
        raise HTTPException(400, f"{unknown[0]}: no such parameter")
    try:
        start = datetime.strptime(f"{form['date']} {form['time']}", "%Y-%m-%d %H:%M").replace(tzinfo=zone)
    except KeyError as missing:
        raise HTTPException(400, f"{missing.args[0]} is required") from missing
    except ValueError as malformed:
        raise HTTPException(400, "date must be YYYY-MM-DD and time HH:MM") from malformed
    numbers = {"minutes": form.get("duration", session.minutes), "people": form.get("people", session.people)}
    if any(not str(number).isdigit() or int(number) < 1 for number in numbers.values()):
        raise HTTPException(400, "duration and people must be whole numbers")
    return {"start": start, **{name: int(number) for name, number in numbers.items()}}
