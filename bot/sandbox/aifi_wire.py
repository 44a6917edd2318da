"""Facts as AiFi's JSON: sessions, shoppers and stores (the sample of "List sessions"; ids are text there)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.sandbox.aifi_data import Shopper, Visit
from bot.sandbox.seeded import rng, uuid_id
from bot.sandbox.venues import Retailer, Store, Venue


def session_status(visit: Visit, now: datetime) -> str:
    """The vendor's word. Only `active` is attested; the others are the stand-in's, as the set is open."""
    if visit.exited and visit.exited <= now:
        return "completed"
    return "expired" if visit.entered is None and visit.expires <= now else "active"


def session_json(venue: Venue, retailer: Retailer, visit: Visit, now: datetime, *, staffed: bool) -> dict[str, Any]:
    """A session as it stands at `now`; what has not happened is null. `staffed`: an employee is in the store."""

    def by_now(moment: datetime | None) -> datetime | None:
        return moment if moment and moment <= now else None

    entered, exited = by_now(visit.entered), by_now(visit.exited)
    events = [{"eventId": uuid_id("event", visit.token), "metadata": {"gate": "1"}}] if entered else []
    return {
        "id": str(visit.number), "sessionId": visit.token, "sessionToken": visit.token, "referencedSessionId": None,
        "customerId": str(visit.shopper.number), "customer": {**_person(visit.shopper), "id": str(visit.shopper.number)},
        "storeId": visit.store.number, "storeIdScannableAt": visit.store.number, "locationId": str(visit.store.number),
        "store": store_json(venue, retailer, visit.store, staffed=staffed),
        "status": session_status(visit, now), "code": visit.code, "priority": 0,
        "groupSize": visit.group, "visitors": visit.visitors if entered else 0,
        "createdAt": stamp(visit.issued), "updatedAt": stamp(visit.changed(now)), "expiresAt": stamp(visit.expires),
        "codeFirstSuccesfullyScannedAt": stamp(by_now(visit.scanned)),
        "codeLastSuccesfullyScannedAt": stamp(by_now(visit.scanned)),
        "customerFirstEnteredAt": stamp(entered), "customerLastEnteredAt": stamp(entered),
        "customerFirstExitedAt": stamp(exited), "customerLastExitedAt": stamp(exited),
        "customerPaymentInstrumentId": 30_000 + visit.shopper.number,
        "customerSatisfaction": rng("smile", visit.token).choice((None, None, 95, 80, 40)) if exited else None,
        "customerSatisfactionSubmitted": False, "suspectedFraud": by_now(visit.flagged) is not None,
        "metadata": {"events": events} if visit.metadata is None else dict(visit.metadata),
    }  # fmt: skip


def customer_json(shopper: Shopper, *, blocked: bool = False) -> dict[str, Any]:
    """A shopper of the customers list, where the id is a number. That it says who is blocked is taken from what an update takes."""
    return {"id": shopper.number, **_person(shopper), "blocked": blocked}


def store_json(venue: Venue, retailer: Retailer, store: Store, *, staffed: bool) -> dict[str, Any]:
    return {
        "id": str(store.number), "name": store.name, "aifiUniqueStoreId": f"{retailer.id}-{store.number}", "status": "OPEN",
        "deploymentStatus": "LIVE", "addressLine1": store.street, "addressCity": "San Francisco", "addressRegion": "CA",
        "addressCountry": venue.country, "addressPostalCode": f"941{store.number}", "thirdPartyId": f"S{store.number}",
        "externalId": f"S{store.number}", "storeUrl": f"https://corner.invalid/{store.number}",
        "maxPeople": store.max_people, "storeConfigId": store.number, "employeeInside": staffed,
    }  # fmt: skip


def stamp(moment: datetime | None) -> str | None:
    """UTC with milliseconds and Z, as in the vendor's examples."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _person(shopper: Shopper) -> dict[str, Any]:
    person = shopper.person
    return {
        "externalId": shopper.external_id, "role": shopper.role, "metadata": {}, "priority": 0, "email": person.email,
        "firstName": person.first or None, "lastName": person.last, "phone": person.phone,
    }  # fmt: skip
