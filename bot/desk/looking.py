"""Looking at one record in order to act on it: the record as it is now, what can be done to it, and what would come of it."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.action import Action, ActionInput, ActionName, Need
from bot.core.errors import AlreadyDone, ChangedMeanwhile, FrontdeskError, NotFound, NotPossible
from bot.core.model import replace
from bot.core.record import Record
from bot.core.states import Kind
from bot.core.venue import Venue
from bot.desk import own_notes
from bot.desk.ask import Desk
from bot.desk.errand import LiveErrand
from bot.desk.outcomes import Subject, reads
from bot.desk.previewing import changes, fitting, named_by_words, only_notes_came, token_of
from bot.store.store import Store
from bot.vendors.acting import Case, Deed, Proof, deed_of, offered
from bot.vendors.contract import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An action on a record, ready to be shown or done: what was given, put into shape, and what will come of it.

    Without a deed it is about a note of our own.
    """

    action: Action
    given: ActionInput
    deed: Deed[Any] | None
    will: tuple[str, ...]
    token: str


class Looking:
    """Reads records through the desk, with our notes among theirs."""

    def __init__(self, desk: Desk, store: Store, venues: Mapping[str, Venue]) -> None:
        self._desk = desk
        self._store = store
        self._venues = venues

    def now(self) -> datetime:
        """The desk's clock."""
        return self._desk.clock()

    def clock(self, venue: str) -> datetime:
        """The time on the wall of a venue."""
        return self.now().astimezone(self._venues[venue].zone)

    def account(self, id: str) -> Account[Any]:
        """An account; raises `UnknownName` for one that is not configured."""
        return self._desk.errand(id).account

    def who(self, account: str) -> str:
        """The vendor's name, as it stands in sentences."""
        return self._desk.vendor_of(account).title

    def deed(self, account: str, kind: Kind, name: ActionName) -> Deed[Any] | None:
        """How the vendor of an account does something."""
        return deed_of(self._desk.vendor_of(account), kind, name)

    def forget(self, account: str) -> None:
        """Drop what is kept of an account: something was changed there."""
        self._desk.forget(account)

    async def record(self, subject: Subject, name: ActionName | None = None) -> Record:
        """A record as it is now, with all that an action needs to know of it and with our own notes; raises as a vendor's `get`."""
        deed = None if name is None else self.deed(subject.account, subject.kind, name)
        if deed is not None and deed.look is not None:
            reading = deed.look(self._desk.errand(subject.account), subject.id)
        else:
            reading = self._desk.get(subject.account, subject.kind, subject.id)
        # Side by side: what is ours takes no time of its own.
        notes = asyncio.ensure_future(self._store.notes.of((subject.account, subject.kind.value, subject.id)))
        try:
            record = await reading
            ours = await notes
        finally:
            notes.cancel()
        return replace(record, notes=(*record.notes, *ours)) if ours else record

    async def or_gone(self, subject: Subject, name: ActionName) -> Record | None:
        """The record, or nothing when there is none any more."""
        try:
            return await self.record(subject, name)
        except NotFound:
            return None

    async def after(self, subject: Subject, name: ActionName) -> Record | None:
        """The record to show beside an outcome; nothing when it cannot be read."""
        with suppress(FrontdeskError):
            return await self.record(subject, name)
        return None

    def actions(self, record: Record) -> tuple[Action, ...]:
        """What can be done to a record in its present state: what the vendor declares, and our own notes where it has none."""
        vendor = self._desk.vendor_of(record.account)
        errand = self._desk.errand(record.account)
        theirs = offered(vendor, errand.account, errand.routes, record)
        if deed_of(vendor, record.kind, ActionName.NOTE) is not None:
            return own_notes.beside(record, vendor.title, theirs)
        return (*theirs, *own_notes.offered(record, vendor.title))

    async def prepared(
        self, record: Record, name: ActionName, given: ActionInput, *, whole: bool, same: str | None = None
    ) -> Prepared:
        """An action on a record. Unless it is `whole`, what is still missing may be; `same` is the token of what was shown.

        Raises:
            AlreadyDone: it is so already.
            ChangedMeanwhile: the record is no longer what was shown.
            NotPossible: it cannot be done in this state, or not with what was given, or the vendor's own check is against it.
        """
        errand = self._desk.errand(record.account)
        deed = self.deed(record.account, record.kind, name)
        action = next((each for each in self.actions(record) if each.name is name), None)
        if (ours := own_notes.about_ours(record, self.who(record.account), name, given)) is not None:
            action, deed = ours, None
        named = given.model_copy(update={"target": named_by_words(action, given.target)})
        await self._not_yet(record, name, named, deed, asked=whole or action is None)
        standing = await self._store.journal.standing(*own_notes.subject(record))
        token = token_of(record, standing.ended)
        if same is not None and same != token and not (name is ActionName.NOTE and only_notes_came(same, token)):
            changed = changes(record, same, token, self._venues[record.venue].locale)
            raise ChangedMeanwhile(f"Since it was shown, {'; '.join(changed)}. Nothing was sent.", changes=changed)
        if action is None:
            raise NotPossible(self._not_offered(record, name))
        if name.value in standing.unknown and not action.harmless:
            asked_at, reference = standing.unknown[name.value]
            at = asked_at.astimezone(self._venues[record.venue].zone)
            raise NotPossible(
                f"What came of the same action at {at:%H:%M} is still unknown (ref {reference}): somebody has to say that first. "
                "Nothing was sent."
            )
        if deed is not None and deed.choices is not None:
            action = replace(action, choices=await deed.choices(errand, record))
        if whole or all(_given(given, need) for need in action.needs):
            given = fitting(action, action.choices, given, self.now())
            will = await self._foreseen(errand, record, given, deed)
        else:
            will = ()
        if action.text_ours and given.text:
            will = (*will, "Frontdesk keeps the reason with the record, as a note of its own.")
        back = "It can be taken back." if action.reversible_by else "It cannot be taken back."
        return Prepared(action=action, given=given, deed=deed, will=(action.effect, *will, back), token=token)

    async def write(self, deed: Deed[Any], record: Record, given: ActionInput) -> None:
        """Send the one request of an action; raises as `Line.write` does."""
        errand = self._desk.errand(record.account)
        case = Case(account=errand.account, routes=errand.routes, record=record, given=given)
        await errand.write(deed.request(case))

    async def _foreseen(self, errand: LiveErrand, record: Record, given: ActionInput, deed: Deed[Any] | None) -> tuple[str, ...]:
        if deed is None:
            return ()
        case = Case(account=errand.account, routes=errand.routes, record=record, given=given)
        checked = await deed.check(errand, case) if deed.check else ()
        return (*deed.foresee(case), *checked)

    async def _not_yet(self, record: Record, name: ActionName, given: ActionInput, deed: Deed[Any] | None, *, asked: bool) -> None:
        if deed is None or not asked:
            return
        seen = frozenset(deed.marks(record))
        proof = Proof(account=self.account(record.account), given=given, seen=seen, after=record)
        if deed.happened(proof) is not True:
            return
        said = f"Nothing was done: {_noun(record)} already reads “{reads(record)}”"
        lines = await self._store.audit.lines(record=own_notes.subject(record), limit=10)
        done = next((line for line in lines if line.event == "done" and line.name == name.value), None)
        zone = self._venues[record.venue].zone
        by = f", by {done.by_name} at {done.at.astimezone(zone):%H:%M}" if done else ""
        raise AlreadyDone(f"{said}{by}.")

    def _not_offered(self, record: Record, name: ActionName) -> str:
        possible = ", ".join(action.name.value for action in self.actions(record)) or "nothing"
        word = name.value.replace("_", " ")
        noun = _noun(record)
        state = f"{noun[0].upper()}{noun[1:]} reads “{reads(record)}”"
        return f"{state}: “{word}” cannot be done. Possible: {possible}. Nothing was sent."


def _noun(record: Record) -> str:
    return f"the {record.kind.value.replace('_', ' ')}{f' {record.ref}' if record.ref else ''}"


def _given(given: ActionInput, need: Need) -> bool:
    return getattr(given, need.value) is not None
