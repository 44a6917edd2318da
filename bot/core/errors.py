"""What can go wrong, named by what to do next.

    FrontdeskError
    ├── AskDifferently          the person asking can put it right
    │   ├── NothingAsked        an empty text
    │   ├── NotUnderstood       words that could not be read
    │   ├── UnknownName         a venue, vendor, status or other name that does not exist here
    │   ├── NotOnList           a name that none of an account's lists has: a practitioner, a room, a label
    │   ├── SeveralNames        a name that may mean several of them
    │   ├── CannotAnswer        this vendor cannot answer that question; names the nearest one it can
    │   ├── NotPossible         this action cannot be done to that record, or not with what was given; nothing was sent
    │   │   └── AlreadyDone     the record is already as the action would make it
    │   └── ChangedMeanwhile    the record is no longer what was shown; nothing was sent
    ├── RetryLater              the vendor may answer in a while
    │   ├── SlowDown            it asked us to wait
    │   ├── Resting             it failed several times in a row and is left alone for a while; nothing was sent
    │   ├── NoAnswer            it was not reached, broke off, or took too long
    │   │   └── NotSent         a change never left this machine
    │   └── VendorBroken        it answered with a fault of its own, or with something that cannot be read
    ├── AskOperator             someone with access to the configuration has to act
    │   ├── KeyRefused          the vendor does not accept the key
    │   ├── NotPermitted        the key is right but may not read this
    │   ├── VendorRefused       the vendor says that our request is wrong
    │   ├── TooLarge            the answer is larger than the limit
    │   └── BadSettings         the configuration is wrong; nothing was started
    ├── UnknownOutcome          a change was sent and its answer lost: never send it again, read instead
    ├── NotFound                no such record, or not visible to this key
    └── NotAllowed              the person asking may not do that

A message is a sentence for a person at the desk. It never holds a secret, a whole address, or text that a vendor sent.
"""

from collections.abc import Sequence
from datetime import datetime

_LISTED = 12
"""How many known names a message lists: more are no help to a reader, and a message has a limit."""


class FrontdeskError(Exception):
    """Anything that Frontdesk raises on purpose; `str()` of it can be shown to the person asking."""


class AskDifferently(FrontdeskError):
    """The question has to be put in another way."""


class NothingAsked(AskDifferently):
    """There were no words to read."""


class NotUnderstood(AskDifferently):
    """Some words could not be read; `nearest` are texts that can."""

    def __init__(self, message: str, *, nearest: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.nearest = tuple(nearest)


class UnknownName(AskDifferently):
    """A name that does not exist here, with those that do; the message lists the first of them, `known` has all."""

    def __init__(self, what: str, name: str, known: Sequence[str], nearest: str | None = None) -> None:
        hint = f" Did you mean {nearest}?" if nearest else ""
        listed = ", ".join(known[:_LISTED]) or "none"
        rest = f" and {len(known) - _LISTED:,} more" if len(known) > _LISTED else ""
        super().__init__(f"There is no {what} called “{name}”.{hint} Known: {listed}{rest}.")
        self.what = what
        self.name = name
        self.known = tuple(known)
        self.nearest = nearest


class NotOnList(AskDifferently):
    """A name of a query's `field` that an account's list does not have; `nearest` are those on it that come closest."""

    def __init__(self, message: str, *, field: str, name: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.field = field
        self.name = name
        self.nearest = tuple(nearest)


class SeveralNames(AskDifferently):
    """A name of a query's `field` that may mean several entries of an account's list: `found`. None of them was picked."""

    def __init__(self, message: str, *, field: str, name: str, found: Sequence[str]) -> None:
        super().__init__(message)
        self.field = field
        self.name = name
        self.found = tuple(found)


class CannotAnswer(AskDifferently):
    """A vendor has no way to answer this; the message ends with what it can answer instead."""


class NotPossible(AskDifferently):
    """The action cannot be done to that record as it is, or not with what was given. Nothing was sent."""


class AlreadyDone(NotPossible):
    """The record is already as the action would make it; nothing was sent."""


class ChangedMeanwhile(AskDifferently):
    """The record is no longer what the person was shown; `changes` says how, a sentence each. Nothing was sent."""

    def __init__(self, message: str, *, changes: Sequence[str]) -> None:
        super().__init__(message)
        self.changes = tuple(changes)


class RetryLater(FrontdeskError):
    """Asking again in a while may work."""


class SlowDown(RetryLater):
    """The vendor asked us to wait; `seconds` is its own figure where it gave one."""

    def __init__(self, message: str, *, seconds: float | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds


class Resting(RetryLater):
    """The account failed several times in a row and is left alone until `until`; nothing was sent."""

    def __init__(self, message: str, *, until: datetime) -> None:
        super().__init__(message)
        self.until = until


class NoAnswer(RetryLater):
    """The vendor could not be reached, broke off, or took too long."""


class NotSent(NoAnswer):
    """A change never left this machine: the vendor was not reached at all, so nothing was done."""


class VendorBroken(RetryLater):
    """The vendor answered with a fault of its own or with something that cannot be read."""


class AskOperator(FrontdeskError):
    """Someone who can change the configuration has to act; `frontdesk check` names the fault."""


class KeyRefused(AskOperator):
    """The vendor does not accept the key."""


class NotPermitted(AskOperator):
    """The key is valid but may not read this."""


class VendorRefused(AskOperator):
    """The vendor says that our request is wrong: a fault of ours or of a route in the configuration."""


class TooLarge(AskOperator):
    """The vendor's answer is larger than the limit in the configuration."""


class BadSettings(AskOperator):
    """The configuration is wrong; `faults` has one line each, naming the key, where it stands and what is allowed."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class UnknownOutcome(FrontdeskError):
    """A change was sent and its answer was lost or says nothing: it may have been done. Read the record; never send it again."""


class NotFound(FrontdeskError):
    """There is no such record, or this key may not see it."""


class NotAllowed(FrontdeskError):
    """The person asking may not do that; `who` are the ids of those who may: users, user groups, channels."""

    def __init__(self, message: str, *, who: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.who = tuple(who)
