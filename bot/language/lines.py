"""Readings for scripts: as JSON, and many of them in one process, a JSON line in and a JSON line out."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.errors import FrontdeskError, NotUnderstood
from bot.core.reading import Reading
from bot.language.reader import read

_FIRST_YEAR, _LAST_YEAR = 1000, 9000
"""Years from which a reading can look some centuries back or ahead."""


def as_json(reading: Reading) -> dict[str, Any]:
    """A reading as JSON: the sentence, the query, the doubts, and the free text left over."""
    return {
        "understood": reading.understood,
        "query": reading.query.model_dump(mode="json"),
        "doubts": [doubt.model_dump(mode="json") for doubt in reading.doubts],
        "rest": reading.rest,
    }


def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name.

    Raises:
        NotUnderstood: there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise NotUnderstood(f"“{name}” is not a time zone; write its IANA name, like Europe/London.") from error


def instant(written: str, zone: ZoneInfo) -> datetime:
    """An ISO date and time; without an offset it is the zone's.

    Raises:
        NotUnderstood: it is not one.
    """
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise NotUnderstood(f"“{written}” is not a time; write it like 2026-11-23T09:00.") from error
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise NotUnderstood(f"“{written}” is too far away; write a year from {_FIRST_YEAR} to {_LAST_YEAR}.")
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def answer_line(line: str, *, now: str | None, zone: str, locale: str, clock: datetime) -> str:
    """One line `{"id", "text", "now", "zone", "locale"}` read; what it leaves out is as given here.

    `ref` and `tz` are understood as `now` and `zone`. A line that cannot be read answers with `error` and keeps its `id`.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return json.dumps({"id": None, "error": "this line is not JSON"})
    if not isinstance(row, Mapping):
        return json.dumps({"id": None, "error": "this line is not a JSON object"})
    try:
        place = zone_of(str(row.get("zone") or row.get("tz") or zone))
        at = row.get("now") or row.get("ref") or now
        moment = instant(str(at), place) if at else clock
        reading = read(str(row.get("text") or ""), now=moment, zone=place, locale=str(row.get("locale") or locale))
    except FrontdeskError as error:
        return json.dumps({"id": row.get("id"), "error": str(error)}, ensure_ascii=False)
    return json.dumps({"id": row.get("id"), **as_json(reading)}, ensure_ascii=False)
