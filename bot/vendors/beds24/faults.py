"""The errors in Beds24's answers: objects whose HTTP status is not documented, so that it plays no part (vendor's error codes)."""

from typing import Any

from bot.core.errors import FrontdeskError, KeyRefused, NotPermitted, SlowDown, VendorBroken, VendorRefused
from bot.vendors.wire import mapping, objects, text

BLOCKED_FOR = 300.0
"""Seconds to stay quiet after error 1016 or 1020, "usage limit exceeded in last 5 minutes"."""


def fault(body: Any, who: str) -> FrontdeskError | None:
    """The error in an answer: an object with `error` or `errorCode`, alone or as the first of a list."""
    for answer in [body, *(objects(body)[:1])]:
        wire = mapping(answer)
        if "error" in wire or "errorCode" in wire:
            return _error(text(wire.get("errorCode")) or "", who)
    return None


def _error(code: str, who: str) -> FrontdeskError:
    match code:
        case "1002" | "1003":
            return KeyRefused(f"{who} refused our key ({code}). An operator has to renew it; `frontdesk check` names it.")
        case "1009" | "1010":
            return NotPermitted(f"{who} does not let our key do this ({code}). An operator has to widen its rights.")
        case "1016" | "1020":
            return SlowDown(f"{who} has had too many calls ({code}); try again in 5 minutes.", seconds=BLOCKED_FOR)
        case "1021":
            return NotPermitted(f"{who} says that the account has no credit ({code}). An operator has to top it up.")
        case "1022":
            return NotPermitted(
                f"{who} does not accept calls from this machine's address ({code}): it has to be whitelisted there."
            )
        case "2000":
            return KeyRefused(f"{who} does not know the property's key ({code}). An operator has to correct prop_key.")
        case "":
            return VendorBroken(f"{who} reported an error without a code.")
        case _:
            return VendorRefused(f"{who} says that our request is wrong ({code}). An operator can find it in the log.")
