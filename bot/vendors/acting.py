"""How a vendor declares what can be done to its records: one `Deed` for each kind of record and action.

A deed says when it is offered, builds the one request that does it, and judges by the record read back whether it was done. All of
that is pure. Sending, the journal, roles and reading back belong to the desk, and are the same for every vendor.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Generic

from bot.core.action import Act, Action, ActionInput, ActionName, Choice
from bot.core.record import Record
from bot.core.states import Kind
from bot.vendors.contract import Account, Errand, Request, S, Vendor
from bot.vendors.routes import Routes


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Generic[S]):
    """An action about to be done: the record as it was last read, and what the action was given."""

    account: Account[S]
    routes: Routes
    record: Record
    given: ActionInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed(Generic[S]):
    """One action on one kind of record.

    `offer`: the action, if it can be done to a record in this state; `record.fetched_at` is the time for what depends on it.
    `request`: the one request that does it. Build it from the record read, never from what a person typed unencoded.
    `happened`: whether it was done, judged by the record read back: yes, no, or cannot tell (None). It gets no record when there
        is none any more. For what is a state ("cancelled") this looks at the record after only, so that it also tells what was done
        already; for what is added (a note, a refund) it compares with the one before.
    `foresee`: what will come of it, a sentence each, beside the action's `effect`. It raises `NotPossible` for values that the
        vendor would refuse: a time in the past, an amount above what was paid.
    `check`: the vendor's own check first, by calls that change nothing; more sentences, or `NotPossible`.
    `choices`: the targets that the vendor has to be asked for, such as the labels of its organisation.
    `look`: reads the record with all that `happened` needs, where the vendor's `get` brings less; it raises as `get` does.
    `undo`: what takes it back, given the record read back; nothing when that cannot work any more.
    """

    offer: Callable[[Account[S], Record], Action | None]
    request: Callable[[Case[S]], Request]
    happened: Callable[[Case[S], Record | None], bool | None]
    foresee: Callable[[Case[S]], tuple[str, ...]] = lambda case: ()
    check: Callable[[Errand[S], Case[S]], Awaitable[tuple[str, ...]]] | None = None
    choices: Callable[[Errand[S], Record], Awaitable[tuple[Choice, ...]]] | None = None
    look: Callable[[Errand[S], str], Awaitable[Record]] | None = None
    undo: Callable[[Case[S], Record], Act | None] = lambda case, after: None


Deeds = Mapping[tuple[Kind, ActionName], Deed[S]]


def offered(vendor: Vendor[S], account: Account[S], record: Record) -> tuple[Action, ...]:
    """The actions of a record in its present state, in the order in which the vendor declares them."""
    each = (deed.offer(account, record) for (kind, _), deed in vendor.deeds.items() if kind is record.kind)
    return tuple(action for action in each if action is not None)


def deed_of(vendor: Vendor[S], kind: Kind, name: ActionName) -> Deed[S] | None:
    """The deed of a kind of record and an action, whatever the record's state; nothing where the vendor has none."""
    return vendor.deeds.get((kind, name))
