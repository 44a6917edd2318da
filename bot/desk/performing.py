"""Doing one action: read again, compare, write down, call once, read back. It can be begun again after any line of it.

What may not happen twice is the step from `begun` to `sent`: it is taken in the journal before the one request goes out, and only
who took it sends. Whoever finds an action `sent` and did not send it itself can only read.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from bot.core.action import Action, ActionInput, ActionName, Outcome
from bot.core.errors import FrontdeskError, NotAllowed, NotFound, UnknownName, UnknownOutcome
from bot.core.model import replace
from bot.core.record import Record
from bot.core.states import Kind
from bot.desk import own_notes
from bot.desk.keeping import keep_note, keep_reason
from bot.desk.looking import Looking
from bot.desk.outcomes import Subject, action_of, closing, line, outcome_of, plain_action, plain_undo, reads, summary
from bot.desk.roles import Actor, Policy, Question
from bot.store.journal import UNKNOWN, Entry
from bot.store.store import Store
from bot.vendors.acting import Deed, Proof

log = structlog.get_logger("frontdesk.desk")

PAUSES: Sequence[float] = (0.0, 0.4, 1.5, 3.0)
"""Seconds before each reading back: most vendors show a change at once, some a moment later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """An action whose request is about to go out, or went out."""

    entry: Entry
    action: Action
    given: ActionInput
    deed: Deed[Any] | None
    before: Record | None
    seen: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fresh:
    """An action that was asked for in this process, and its record, which is read while the engine takes the work on."""

    entry: Entry
    reading: asyncio.Future[Record]


class Performer:
    """Does the actions of a journal.

    `told` gets each outcome, and whether nobody can have been told of it yet; `reached` hears each point, for trials of crashes.
    """

    def __init__(
        self,
        looking: Looking,
        store: Store,
        policy: Policy,
        told: Callable[[Entry, Outcome, bool], None],
        *,
        pauses: Sequence[float] = PAUSES,
        reached: Callable[[str], None] = lambda point: None,
    ) -> None:
        self._looking = looking
        self._store = store
        self._policy = policy
        self._told = told
        self._pauses = pauses
        self.reached = reached
        self._fresh: dict[str, Fresh] = {}

    def asked(self, entry: Entry) -> None:
        """Take what was asked for in this process: only that is sent. What another one left unsent is not done any more."""
        self._fresh[entry.id] = Fresh(entry, asyncio.ensure_future(self._looking.record(_subject(entry), ActionName(entry.name))))

    def dropped(self, id: str) -> None:
        """Nobody waits for it any more; the engine may still run it, and then it is not sent."""
        if (fresh := self._fresh.pop(id, None)) is not None:
            _ = fresh.reading.cancel() or fresh.reading.exception()

    async def job(self, id: str) -> None:
        """Bring an action of the journal to an end, from wherever it stands."""
        self.reached("job")
        fresh = self._fresh.pop(id, None)
        entry = fresh.entry if fresh is not None else await self._store.journal.by_id(id)
        if entry is None:
            return
        if not entry.running:  # Whoever ended it died before its run was over, and may have told nobody.
            self._told(entry, outcome_of(entry), True)
            return
        with structlog.contextvars.bound_contextvars(reference=entry.reference):
            match entry.state:
                case "begun" if fresh is not None:
                    await self._begin(entry, fresh.reading)
                case "begun":
                    await self._end(entry, "not_done", "It was interrupted before anything was sent; nothing was done.", None)
                case _:
                    await self._taken_over(entry)

    async def _taken_over(self, entry: Entry) -> None:
        """Settle by reading what somebody else sent."""
        try:
            begun = await self._begun(entry)
        except UnknownName:
            why = f"The account {entry.account} is not in the configuration any more, so nobody can look from here."
            await self._end(entry, UNKNOWN, why, None)
            return
        await self._settle(begun, lost="the answer was lost when this process stopped" if entry.state == "sent" else None)

    async def look_again(self, entry: Entry) -> bool:
        """Read the record of an unknown action once more; whether it shows now that it was done."""
        return await self._shown(await self._begun(entry), lost="the answer was lost", pauses=(0.0,)) is None

    async def close(self, entry: Entry, state: str, why: str, by: Actor) -> Outcome:
        """Write down what a person found of an action whose end was unknown; what came of it, by whoever closed it first."""
        now = self._looking.now()
        after = await self._looking.after(_subject(entry), ActionName(entry.name))
        if state == "done":
            kept, after = await self._reason(entry, action_of(entry), after)
            why = f"{why}{kept}"
        said = replace(line(entry, "resolved", now, why, after), by=by.id, by_name=by.name, via=by.via)
        values = {**closing(entry), "why": why, "finished_at": now, "after": summary(after)}
        await self._store.journal.finish(entry, state, said, **values)
        return outcome_of(await self._store.journal.by_id(entry.id) or entry, after)

    async def _begin(self, entry: Entry, reading: asyncio.Future[Record]) -> None:
        subject = _subject(entry)
        try:
            begun = await self._ready(entry, await reading)
        except FrontdeskError as error:
            await self._end(entry, "not_done", str(error), await self._looking.after(subject, ActionName(entry.name)))
            return
        # From here on it may have been done, whatever happens to this process.
        self.reached("ready")
        kept: dict[str, Any] = {
            "action": plain_action(begun.action),
            "before": {"record": summary(begun.before), "seen": sorted(begun.seen)},
            "given": begun.given.model_dump(mode="json", exclude_none=True),
            "ref": begun.before.ref if begun.before else None,
            "sent_at": self._looking.now(),
        }
        moved = await self._store.journal.move(entry.id, "begun", "sent", **kept)
        self.reached("sent")
        if moved:
            await self._send(replace(begun, entry=replace(entry, state="sent", **kept)))

    async def _ready(self, entry: Entry, shown: Record) -> Begun:
        """Everything checked that can be before a request goes out, on the record as it was just read again."""
        actor, name = Actor.of(entry.actor), ActionName(entry.name)
        self.reached("read")
        seen = await self._looking.prepared(shown, name, ActionInput.model_validate(entry.given), whole=True, same=entry.token)
        self._allowed(actor, entry, seen.given)
        self.reached("checked")
        marks = frozenset(seen.deed.marks(shown)) if seen.deed else frozenset()
        return Begun(entry=entry, action=seen.action, given=seen.given, deed=seen.deed, before=shown, seen=marks)

    def _allowed(self, actor: Actor, entry: Entry, given: ActionInput) -> None:
        question = Question(action=ActionName(entry.name), venue=entry.venue, vendor=entry.vendor, amount=given.amount)
        decision = self._policy.decide(actor, question)
        if not decision.allowed:
            raise NotAllowed(decision.why, who=decision.who)

    async def _send(self, begun: Begun) -> None:
        entry = begun.entry
        if begun.deed is None or begun.before is None:
            await self._keep(begun)
            return
        try:
            await self._looking.write(begun.deed, begun.before, begun.given)
        except UnknownOutcome as error:
            self.reached("lost")
            await self._store.journal.note(entry.id, answer=str(error))
            await self._settle(begun, lost=str(error))
        except FrontdeskError as error:
            self.reached("refused")
            await self._refused(begun, error)
        else:
            self.reached("answered")
            # Beside the reading back: it is of use only to who has to go on without us.
            accepted = asyncio.ensure_future(self._accepted(entry))
            try:
                await self._settle(begun, lost=None)
            finally:
                await accepted

    async def _accepted(self, entry: Entry) -> None:
        await self._store.journal.move(entry.id, "sent", "accepted")
        self.reached("accepted")

    async def _keep(self, begun: Begun) -> None:
        """Change a note of our own: the store is the only one to be told."""
        entry, name = begun.entry, begun.action.name
        note = await keep_note(self._store.notes, entry, name, begun.given, self._looking.now())
        after = await self._looking.after(_subject(entry), name)
        undo = own_notes.undo(name, note)
        await self._end(entry, "done", "Kept by Frontdesk.", after, action=plain_action(begun.action), undo=plain_undo(undo))

    async def _refused(self, begun: Begun, error: FrontdeskError) -> None:
        """The vendor did not do it. It may have been because somebody else had: then the record says so."""
        entry = begun.entry
        after = await self._looking.after(_subject(entry), begun.action.name)
        why = str(error)
        if isinstance(error, NotFound):
            # One that is not there may be the record or the route; that the record is there was read a moment ago.
            why = f"{self._looking.who(entry.account)} does not offer this action for the record."
        await self._end(entry, "not_done", f"{why} Nothing was done.", after, action=plain_action(begun.action))

    async def _settle(self, begun: Begun, lost: str | None) -> None:
        why = await self._shown(begun, lost, self._pauses)
        if why is not None:
            await self._end(begun.entry, UNKNOWN, why[0], why[1], action=plain_action(begun.action))

    async def _shown(self, begun: Begun, lost: str | None, pauses: Sequence[float]) -> tuple[str, Record | None] | None:
        """Read back until the record shows that it was done, and close it then. Else why it is unknown, and the record."""
        entry, deed, subject = begun.entry, begun.deed, _subject(begun.entry)
        who = self._looking.who(entry.account)
        if deed is None:
            await self._keep(begun)
            return None
        after, failure, verdict = None, "", None
        for pause in pauses:
            await asyncio.sleep(pause)
            try:
                after = await self._looking.or_gone(subject, begun.action.name)
            except FrontdeskError as error:
                failure = str(error)
                continue
            failure = ""
            self.reached("read_back")
            account = self._looking.account(entry.account)
            proof = Proof(account=account, given=begun.given, seen=begun.seen, after=after, before=begun.before)
            verdict = deed.happened(proof)
            if verdict is True or (verdict is None and lost is None):
                how = f"Read back from {who}." if verdict else f"{who} confirmed it."
                told = " ".join((how, *deed.said(proof)))
                undo = deed.undo(proof)
                await self._end(entry, "done", told, after, action=plain_action(begun.action), undo=plain_undo(undo))
                return None
            if verdict is None:
                break
        if lost is None and failure:
            await self._end(entry, "done", f"{who} confirmed it. It could not be read back: {failure}", None)
            return None
        return self._doubt(begun, lost, failure, after), after

    def _doubt(self, begun: Begun, lost: str | None, failure: str, after: Record | None) -> str:
        who, at = self._looking.who(begun.entry.account), f"{self._looking.clock(begun.entry.venue):%H:%M}"
        first = f"{who} did not confirm." if lost is not None else f"{who} accepted it, but does not show it."
        if failure:
            return f"{first} It could not be read back either: {failure}"
        if after is None:
            return f"{first} The record cannot be found at {at}."
        return f"{first} The record still reads “{reads(after)}” at {at}."

    async def _reason(self, entry: Entry, action: Action, after: Record | None) -> tuple[str, Record | None]:
        said, notes = await keep_reason(self._store.notes, entry, action, self._looking.now())
        return said, after and replace(after, notes=(*after.notes, *notes))

    async def _begun(self, entry: Entry) -> Begun:
        """What is known of an action whose request went out in another process, or an hour ago."""
        kept = dict(entry.before or {})
        outcome = outcome_of(entry)
        deed = None if outcome.action.ours else self._looking.deed(entry.account, Kind(entry.kind), ActionName(entry.name))
        return Begun(
            entry=entry,
            action=outcome.action,
            given=ActionInput.model_validate({name: value for name, value in entry.given.items() if name != "characters"}),
            deed=deed,
            before=None,
            seen=frozenset(kept.get("seen", ())),
        )

    async def _end(self, entry: Entry, state: str, why: str, after: Record | None, **changes: Any) -> None:
        self.reached("ending")
        now = self._looking.now()
        if state == "done":
            said, after = await self._reason(entry, action_of(replace(entry, **changes)), after)
            why = f"{why}{said}"
        ended = replace(entry, state=state, why=why, finished_at=now, **changes)
        values = {**changes, "why": why, "finished_at": now, "after": summary(after)}
        values |= closing(entry) if state != UNKNOWN else {}
        closed = await self._store.journal.finish(entry, state, line(entry, state, now, why, after), **values)
        self.reached("ended")
        if state != "not_done" or entry.sent_at is not None:
            self._looking.forget(entry.account)
        if not closed:
            ended = await self._store.journal.by_id(entry.id) or ended
        log.info("action_ended", action=entry.name, account=entry.account, kind=entry.kind, state=ended.state)
        if not ended.running:
            self._told(ended, outcome_of(ended, after), closed)


def _subject(entry: Entry) -> Subject:
    return Subject(entry.account, Kind(entry.kind), entry.record)
