"""Acting: the one way of every action. Preview → confirm → role → journal → one call → read back → outcome.

The key of an action is what was to be done, to what, with what, and the state that it was decided by. However often and by however
many it is asked for, in however many processes: one key is one entry of the journal, and one entry is one request.
"""

import asyncio
import json
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any

import structlog

from bot.core.action import Act, Action, ActionInput, ActionName, Outcome, Preview
from bot.core.errors import NotAllowed, NotFound, NotPossible
from bot.core.record import Record
from bot.core.reference import new_reference
from bot.core.states import Kind
from bot.core.venue import Venue
from bot.desk.ask import Desk
from bot.desk.looking import Looking
from bot.desk.outcomes import Subject, event_line, outcome_of, undo_of
from bot.desk.performing import Performer
from bot.desk.roles import Actor, Policy, Question
from bot.desk.sweeping import Sweep
from bot.desk.telling import Telling
from bot.desk.undoing import as_left, not_over
from bot.store.journal import UNKNOWN, Entry
from bot.store.store import Store
from bot.work import Job, Work

log = structlog.get_logger("frontdesk.desk")

__all__ = ["Acts", "Subject"]

JOB = "act"

WAITING_SECONDS, BUSY_SECONDS, POLL_SECONDS = 60.0, 5.0, 0.1
"""How long a person waits here for an action that another process performs, and for another action on the same record before being
told to look again; and how often the journal is looked at.
"""

REFERENCE = 5
"""Signs of an action's reference: in a year of a busy house the journal hardly ever has to choose another one."""


class Acts:
    """Every action of the house. `jobs` is handed to the engine of durable work, and the engine to `start`."""

    def __init__(
        self,
        desk: Desk,
        store: Store,
        policy: Policy,
        venues: Mapping[str, Venue],
        **options: Any,
    ) -> None:
        self.store = store
        self.policy = policy
        self.looking = Looking(desk, store, venues)
        self.telling = Telling(store.journal)
        self._performer = Performer(self.looking, store, policy, self.telling.tell, **options)
        self._work: Work | None = None
        self._performing: dict[str, asyncio.Future[Outcome]] = {}
        self._sweep = Sweep(store.journal, self._performer, self._again)
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def jobs(self) -> Mapping[str, Job]:
        """What the engine runs for us."""
        return {JOB: self._performer.job}

    def start(self, work: Work) -> None:
        """Begin to act, by this engine."""
        self._work = work

    async def record(self, subject: Subject) -> tuple[Record, tuple[Action, ...]]:
        """A record as it is now, with our notes, and what can be done to it."""
        record = await self.looking.record(subject)
        return record, self.looking.actions(record)

    def allowed(self, actor: Actor, record: Record, action: Action) -> bool:
        """Whether a person may do something here; an amount is judged when it is given."""
        return self.policy.decide(actor, self._question(record.account, Act(name=action.name))).allowed

    def who(self, record: Record, actions: Iterable[Action]) -> tuple[str, ...]:
        """Who may do at least one of some things to a record: ids of users, user groups and channels."""
        questions = [self._question(record.account, Act(name=action.name)) for action in actions]
        return tuple(dict.fromkeys(id for question in questions for id in self.policy.who(question)))

    async def preview(self, subject: Subject, act: Act, actor: Actor, *, whole: bool = True) -> Preview:
        """An action on a record as it is now, before it is done. Unless it is `whole`, what is missing may still be given.

        Raises:
            NotAllowed: the person may not do that.
            AlreadyDone, NotPossible: it is so already, or cannot be done.
            FrontdeskError: the record cannot be read.
        """
        await self._permit(subject, act, actor)
        record = await self.looking.record(subject, act.name)
        ready = await self.looking.prepared(record, act.name, act.given, whole=whole)
        done = Act(name=act.name, given=ready.given)
        return Preview(action=ready.action, act=done, record=record, will=ready.will, token=ready.token, at=self.looking.now())

    async def perform(
        self, subject: Subject, act: Act, token: str, actor: Actor, reply: Mapping[str, Any] | None = None
    ) -> Outcome:
        """Do what was shown. `token` is the preview's; `reply` is where the outcome is shown, for whoever brings it to an end.

        Raises:
            NotAllowed: the person may not do that.
            NotPossible: another action on the record is under way.
        """
        await self._permit(subject, act, actor)
        asked = self._entry(subject, act, token, actor, reply)
        if (performing := self._performing.get(asked.key)) is None:
            performing = self._performing[asked.key] = asyncio.ensure_future(self._begun(asked))
            performing.add_done_callback(lambda _: self._performing.pop(asked.key, None))
        return await asyncio.shield(performing)

    async def _begun(self, asked: Entry) -> Outcome:
        """The outcome of what was asked for: done here when nobody asked for it before, in whatever process."""
        entry, new = await self._entered(asked)
        self._performer.reached("begun")
        if new:
            return await self._run(entry)
        return outcome_of(entry) if not entry.running else await self._polled(entry)

    async def _entered(self, asked: Entry) -> tuple[Entry, bool]:
        """The entry of what was asked for, and whether it is new; another action on the record is waited for, for a moment."""
        for _ in range(round(BUSY_SECONDS / POLL_SECONDS)):
            with suppress(NotPossible):
                return await self.store.journal.begin(asked)
            await asyncio.sleep(POLL_SECONDS)
        return await self.store.journal.begin(asked)

    async def undo(self, id: str, actor: Actor, reply: Mapping[str, Any] | None = None) -> Outcome:
        """Take an action of the journal back.

        Raises:
            NotFound: there is no such action.
            NotPossible: it cannot be taken back, or was.
            ChangedMeanwhile: something was done since that this would undo too.
        """
        entry = await self.store.journal.by_id(id)
        if entry is None:
            raise NotFound("There is no such action in the journal.")
        act = undo_of(entry) if entry.state == "done" else None
        if act is None:
            raise NotPossible("This cannot be taken back.")
        subject = Subject(entry.account, Kind(entry.kind), entry.record)
        done = await self.store.journal.done_to(entry.account, entry.kind, entry.record)
        not_over(entry, act, done, self.looking.account(entry.account).zone)
        preview = await self.preview(subject, act, actor)
        as_left(entry, preview.record)
        return await self.perform(subject, preview.act, preview.token, actor, reply)

    async def settle(self, reference: str, done: bool, actor: Actor, *, asked: bool = False) -> Outcome:
        """What a person found of an action whose end was unknown; that closes it. `asked`: the operator asks this person for that.

        Raises:
            NotFound: nothing of that reference is unknown.
            NotAllowed: the person may not do the action itself, and was not asked.
        """
        entry = await self._unknown(reference)
        if not asked and not actor.operator:
            given = ActionInput(amount=entry.given.get("amount"), currency=entry.given.get("currency"))
            subject = Subject(entry.account, Kind(entry.kind), entry.record)
            await self._permit(subject, Act(name=ActionName(entry.name), given=given), actor)
        why = f"{actor.name[:1].upper()}{actor.name[1:]} looked: it was {'done' if done else 'not done'}."
        outcome = await self._performer.close(entry, "done" if done else "not_done", why, actor)
        if actor.id != entry.by:
            self.telling.tell(await self.store.journal.by_id(entry.id) or entry, outcome, True)
        return outcome

    async def look_again(self, reference: str) -> Outcome:
        """Read the record of an unknown action once more; it is done when the record shows it.

        Raises:
            NotFound: nothing of that reference is unknown.
        """
        entry = await self._unknown(reference)
        await self._performer.look_again(entry)
        return outcome_of(await self.store.journal.by_id(entry.id) or entry)

    async def note_shown(self, subject: Subject, actor: Actor) -> None:
        """Write down that somebody looked at hidden contact details."""
        account = self.looking.account(subject.account)
        await self.store.audit.add(event_line("shown", "contact", account, subject, actor, self.looking.now()))

    async def take_over(self) -> None:
        """At the start, end what a killed process had only written down. A store on SQLite has no other process; replicas sweep."""
        if self.store.url.get_backend_name() == "sqlite":
            await self._sweep.unsent()

    async def sweep(self) -> None:
        """Bring to an end what lost whoever was at work on it, and look once more at what is unknown."""
        await self._sweep.sweep(self.telling.waited_for)

    async def close(self) -> None:
        """Wait until every outcome has been told."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.telling.close()

    async def _permit(self, subject: Subject, act: Act, actor: Actor) -> None:
        question = self._question(subject.account, act)
        decision = self.policy.decide(actor, question)
        if decision.allowed:
            return
        refused = event_line(
            "refused", act.name, self.looking.account(subject.account), subject, actor, self.looking.now(), act.given, decision.why
        )
        await self.store.audit.add(refused)
        raise NotAllowed(decision.why, who=decision.who)

    def _question(self, account: str, act: Act) -> Question:
        of = self.looking.account(account)
        amount, currency = act.given.amount, act.given.currency or of.currency
        return Question(action=act.name, venue=of.venue, vendor=of.settings.vendor, amount=amount, currency=currency)

    def _entry(self, subject: Subject, act: Act, token: str, actor: Actor, reply: Mapping[str, Any] | None) -> Entry:
        account = self.looking.account(subject.account)
        given = act.given.model_dump(mode="json", exclude_none=True)
        what = [actor.workspace, subject.account, subject.kind.value, subject.id, act.name.value, given, token]
        return Entry(
            id=secrets.token_hex(16),
            key=sha256(json.dumps(what, sort_keys=True).encode()).hexdigest(),
            reference=new_reference(REFERENCE),
            workspace=actor.workspace,
            account=subject.account,
            kind=subject.kind.value,
            record=subject.id,
            venue=account.venue,
            vendor=account.settings.vendor,
            name=act.name.value,
            given=given,
            token=token[:300],
            by=actor.id,
            by_name=actor.name,
            actor=actor.plain(),
            via=actor.via,
            asked_at=self.looking.now(),
            reply=reply,
        )

    async def _run(self, entry: Entry) -> Outcome:
        assert self._work is not None
        outcome = self.telling.wait(entry.id)
        self._performer.asked(entry)
        run = asyncio.ensure_future(self._work.run(JOB, entry.key, entry.id))
        self._tasks.add(run)
        run.add_done_callback(self._tasks.discard)
        try:
            # The outcome is known before the engine has written down that the run is over.
            either: set[asyncio.Future[Any]] = {outcome, run}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if outcome.done():
                return outcome.result()
            run.result()
            return await self._polled(entry)
        finally:
            self.telling.dropped(entry.id)
            self._performer.dropped(entry.id)

    async def _again(self, key: str, entry: Entry) -> None:
        if self._work is not None:
            await self._work.run(JOB, key, entry.id)

    async def _polled(self, entry: Entry) -> Outcome:
        for _ in range(round(WAITING_SECONDS / POLL_SECONDS)):
            current = await self.store.journal.by_id(entry.id)
            if current is None or not current.running:
                return outcome_of(current or entry)
            await asyncio.sleep(POLL_SECONDS)
        return outcome_of(entry)

    async def _unknown(self, reference: str) -> Entry:
        entry = await self.store.journal.by_reference(reference)
        if entry is None or entry.state != UNKNOWN:
            raise NotFound(f"There is no action of reference “{reference[:12]}” whose end is unknown.")
        return entry
