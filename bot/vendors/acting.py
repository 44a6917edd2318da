"""How a vendor declares what can be done to its records: one `Deed` for each kind of record and action.

A deed says when it is offered, builds the one request that does it, and judges by the record read back whether it was done. All of
that is pure, and that something is done already follows from it. Sending, the journal, roles and reading back belong to the desk,
the same for every vendor.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic

from bot.core.action import Act, Action, ActionInput, ActionName, Choice
from bot.core.money import written
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
class Proof(Generic[S]):
    """What shows whether an action was done: the record `after`, read back, or none where there is none any more.

    `seen` are the marks of what was there before; they outlive a restart, unlike the record as it was `before`.
    """

    account: Account[S]
    given: ActionInput
    seen: frozenset[str]
    after: Record | None
    before: Record | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed(Generic[S]):
    """One action on one kind of record.

    `offer`: the action, if it can be done to a record in this state; nothing was given yet, and `record.fetched_at` is the time.
    `request`: the one request that does it. Build it from the record read, never from what a person typed unencoded.
    `happened`: whether it was done: yes, no, or cannot tell (None). For what is a state ("cancelled") it looks at the record after
        only, so that it also tells what was done already; what is added (a note, a refund) it tells from what was seen before.
    `marks`: ids of what is there before, for actions that add: the notes, the refunds. No names and no texts: they are stored.
    `foresee`: what will come of it, a sentence each, beside the action's `effect`. It raises `NotPossible` for values that the
        vendor would refuse: a time in the past, an amount above what was paid.
    `check`: the vendor's own check first, by calls that change nothing; more sentences, or `NotPossible`.
    `choices`: the targets that the vendor has to be asked for, such as the labels of its organisation.
    `look`: reads the record with all that `happened` needs, where the vendor's `get` brings less; it raises as `get` does.
    `said`: what is to be told once it was done, a sentence each: what was paid, and that nothing was refunded.
    `undo`: what takes it back once it was done.
    """

    offer: Callable[[Case[S]], Action | None]
    request: Callable[[Case[S]], Request]
    happened: Callable[[Proof[S]], bool | None]
    marks: Callable[[Record], Iterable[str]] = lambda record: ()
    foresee: Callable[[Case[S]], tuple[str, ...]] = lambda case: ()
    check: Callable[[Errand[S], Case[S]], Awaitable[tuple[str, ...]]] | None = None
    choices: Callable[[Errand[S], Record], Awaitable[tuple[Choice, ...]]] | None = None
    look: Callable[[Errand[S], str], Awaitable[Record]] | None = None
    said: Callable[[Proof[S]], tuple[str, ...]] = lambda proof: ()
    undo: Callable[[Proof[S]], Act | None] = lambda proof: None


Deeds = Mapping[tuple[Kind, ActionName], Deed[S]]


def offered(vendor: Vendor[S], account: Account[S], routes: Routes, record: Record) -> tuple[Action, ...]:
    """The actions of a record in its present state, in the order in which the vendor declares them."""
    case = Case(account=account, routes=routes, record=record, given=ActionInput())
    each = (deed.offer(case) for (kind, _), deed in vendor.deeds.items() if kind is record.kind)
    return tuple(action for action in each if action is not None)


def deed_of(vendor: Vendor[S], kind: Kind, name: ActionName) -> Deed[S] | None:
    """The deed of a kind of record and an action, whatever the record's state; nothing where the vendor has none."""
    return vendor.deeds.get((kind, name))


def paid_of(record: Record | None, who: str) -> str:
    """What is paid of a record, said before and after it is cancelled, by a vendor `who` gives nothing back by itself."""
    money = record.money if record is not None else None
    if money is None or money.paid is None:
        return f"{who} does not say what is paid."
    if money.paid == 0:
        return "Nothing is paid."
    of = f" of {written(money.total, money.currency)}" if money.total is not None else ""
    return f"Paid {written(money.paid, money.currency)}{of}: {who} refunds nothing by itself, a refund is a second step."
