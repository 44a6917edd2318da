"""Facts as SynthesisVR's JSON. The vendor publishes no schema: these are the fields a public consumer reads, and plain ones.

What a day's answers look like depends on its main date alone: on some the sessions are an object keyed by id (whose rows
carry no id), on the others an array; both spellings of a time and of a price occur.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from bot.sandbox.people import Person
from bot.sandbox.seeded import rng
from bot.sandbox.synthesisvr_data import LABELS, Sale, Session, customer_id
from bot.sandbox.venues import Arcade, Venue

_KEYED = 0.35


def keyed_on(arcade: Arcade, day: date) -> bool:
    """Whether answers with this main date are objects keyed by id."""
    return rng("shape", arcade.id, day).random() < _KEYED


def collection(rows: list[dict[str, Any]], *, keyed: bool) -> Any:
    """The rows as the vendor packs them; nothing is always an empty array."""
    if not keyed or not rows:
        return rows
    return {row["uuid"]: {name: value for name, value in row.items() if name != "uuid"} for row in rows}


def session_json(venue: Venue, session: Session, now: datetime, *, keyed: bool, comments: bool, phone: bool) -> dict[str, Any]:
    """A session; `comments` and `phone` only on request. A single game or station is a text, several are a list."""
    cost = session.price / 10**venue.exponent
    row: dict[str, Any] = {
        "uuid": session.uuid,
        "external_uuid": session.external,
        "experience": session.experience,
        "start_time": _when(session.start, keyed=keyed),
        "end_time": _when(session.start + timedelta(minutes=session.minutes), keyed=keyed),
        "duration": str(session.minutes) if keyed else session.minutes,
        "cost": f"{cost:.2f}" if keyed else cost,
        "people": session.people,
        "games": _one_or_many(session.games),
        "stations": _one_or_many(session.stations),
        "customer_id": customer_id(venue, session.person),
        "customer": session.person.full_name,
        "email": session.person.email,
        "label_id": session.label,
        "label": LABELS[session.label] if session.label else None,
        "used": session.used(now),
        "api": session.online,
        "created": _when(session.created, keyed=keyed),
    }
    if comments:
        row["comments"] = [{"text": session.comment, "author": "Desk"}] if session.comment else []
    if phone:
        row["phone"] = session.person.phone
    return row


def sale_json(venue: Venue, sale: Sale) -> dict[str, Any]:
    """Goods sold; the moment is in seconds since 1970."""
    return {
        "uuid": sale.uuid,
        "name": sale.goods,
        "quantity": sale.quantity,
        "cost": f"{sale.price / 10**venue.exponent:.2f}",
        "time": int(sale.at.timestamp()),
        "customer_id": customer_id(venue, sale.person) if sale.person else None,
        "customer": sale.person.full_name if sale.person else None,
    }


def customer_json(venue: Venue, person: Person) -> dict[str, Any]:
    return {
        "id": customer_id(venue, person),
        "fullname": person.full_name,
        "email": person.email,
        "phone": person.phone,
        "balance": 0,
    }


def _when(moment: datetime, *, keyed: bool) -> str:
    """Venue-local without an offset, as the vendor's other answers show times."""
    local = moment.replace(tzinfo=None)
    return local.isoformat(" " if keyed else "T", timespec="minutes" if keyed else "seconds")


def _one_or_many(names: tuple[str, ...]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)
