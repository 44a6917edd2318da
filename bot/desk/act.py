"""Acting: the one way of every action. Preview → confirm → role → journal → one call → read back → outcome.

The key of an action is what was to be done, to what, with what, and the state that it was decided by. However often and by however
many it is asked for, in however many processes: one key is one entry of the journal, and one entry is one request.
"""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import structlog

from bot.core.action import Act, Action, ActionName, Outcome, Preview
from bot.core.errors import NotAllowed, NotFound, NotPossible
from bot.core.record import Record
from bot.core.states import Kind
from bot.core.venue import Venue
from bot.desk.ask import Desk, new_reference
from bot.desk.looking import Looking, Subject
from bot.desk.outcomes import line, outcome_of, undo_of
from bot.desk.performing import Performer
from bot.desk.roles import Actor, Policy, Question
from bot.store.audit import Line
from bot.store.journal import UNKNOWN, Entry
from bot.store.store import Store
from bot.work import Job, Work

log = structlog.get_logger("frontdesk.desk")

__all__ = ["Acts", "Subject"]

JOB = "act"

WAITING_SECONDS, POLL_SECONDS = 60.0, 0.1
"""How long a person waits here for an action that another process performs, and how often its journal is looked at."""

STALE = timedelta(seconds=90)
"""An action that has not come to an end for so long has lost whoever was at work on it."""

Told = Callable[[Entry, Outcome], Awaitable[None]]


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
        self._performer = Performer(self.looking, store, policy, self._tell, **options)
        self._work: Work | None = None
        self._waiting: dict[str, asyncio.Future[Outcome]] = {}
        self._on_outcome: Told | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def jobs(self) -> Mapping[str, Job]:
        """What the engine runs for us."""
        return {JOB: self._performer.job}

    def start(self, work: Work) -> None:
        """Begin to act, by this engine."""
        self._work = work

    def listen(self, told: Told) -> None:
        """Let somebody hear of outcomes that nobody here waits for: of actions that another process began."""
        self._on_outcome = told

    async def record(self, subject: Subject) -> tuple[Record, tuple[Action, ...]]:
        """A record as it is now, with our notes, and what can be done to it."""
        record = await self.looking.record(subject)
        return record, self.looking.actions(record)

    def allowed(self, actor: Actor, record: Record, action: Action) -> bool:
        """Whether a person may do something here; an amount is judged when it is given."""
        return self.policy.decide(actor, self._question(record.account, action.name, None)).allowed

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
        entry, new = await self.store.journal.begin(self._entry(subject, act, token, actor, reply))
        self._performer.reached("begun")
        if new:
            return await self._run(entry)
        return outcome_of(entry) if not entry.running else await self._joined(entry)

    async def undo(self, id: str, actor: Actor, reply: Mapping[str, Any] | None = None) -> Outcome:
        """Take an action of the journal back.

        Raises:
            NotFound: there is no such action.
            NotPossible: it cannot be taken back, or not any more.
        """
        entry = await self.store.journal.by_id(id)
        if entry is None:
            raise NotFound("There is no such action in the journal.")
        act = undo_of(entry) if entry.state == "done" else None
        if act is None:
            raise NotPossible("This cannot be taken back.")
        subject = Subject(entry.account, Kind(entry.kind), entry.record)
        preview = await self.preview(subject, act, actor)
        return await self.perform(subject, preview.act, preview.token, actor, reply)

    async def settle(self, reference: str, done: bool, actor: Actor) -> Outcome:
        """What a person found of an action whose end was unknown; that closes it.

        Raises:
            NotFound: nothing of that reference is unknown.
            NotAllowed: the person may not do the action itself.
        """
        entry = await self._unknown(reference)
        subject = Subject(entry.account, Kind(entry.kind), entry.record)
        await self._permit(subject, Act(name=ActionName(entry.name)), actor)
        why = f"{actor.name} looked: it was {'done' if done else 'not done'}."
        now = self.looking.now()
        said = line(entry, "resolved", now, why, await self.looking.after(subject, ActionName(entry.name)))
        said = Line(**{**_fields(said), "by": actor.id, "by_name": actor.name, "via": _via(actor)})
        await self.store.journal.finish(entry, "done" if done else "not_done", said, why=why, finished_at=now)
        return outcome_of(await self.store.journal.by_id(entry.id) or entry)

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
        await self.store.audit.add(self._line("shown", subject, actor, account.venue, account.settings.vendor, "contact", "", None))

    async def sweep(self) -> None:
        """Bring to an end what lost whoever was at work on it, and look once more at what is unknown."""
        now = datetime.now(UTC)
        for entry in await self.store.journal.open():
            if entry.state == UNKNOWN:
                await self._performer.look_again(entry)
            elif entry.id not in self._waiting and entry.asked_at < now - STALE and self._work is not None:
                await self._work.run(JOB, f"{entry.key}:{now:%d%H%M}", entry.id)

    async def close(self) -> None:
        """Wait until every outcome has been told."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _permit(self, subject: Subject, act: Act, actor: Actor) -> None:
        question = self._question(subject.account, act.name, act.given.amount)
        decision = self.policy.decide(actor, question)
        if decision.allowed:
            return
        refused = self._line(
            "refused", subject, actor, question.venue, question.vendor, act.name.value, decision.why, act.given.amount
        )
        await self.store.audit.add(refused)
        raise NotAllowed(decision.why, who=decision.who)

    def _line(
        self, event: str, subject: Subject, actor: Actor, venue: str, vendor: str, name: str, why: str, amount: int | None
    ) -> Line:
        return Line(
            at=self.looking.now(),
            event=event,
            workspace=actor.workspace,
            by=actor.id,
            by_name=actor.name,
            via=_via(actor),
            account=subject.account,
            kind=subject.kind.value,
            record=subject.id[:200],
            venue=venue,
            vendor=vendor,
            name=name,
            amount=amount,
            why=why or None,
            reference=new_reference(),
        )

    def _question(self, account: str, name: ActionName, amount: int | None) -> Question:
        of = self.looking.account(account)
        return Question(action=name, venue=of.venue, vendor=of.settings.vendor, amount=amount)

    def _entry(self, subject: Subject, act: Act, token: str, actor: Actor, reply: Mapping[str, Any] | None) -> Entry:
        account = self.looking.account(subject.account)
        given = act.given.model_dump(mode="json", exclude_none=True)
        what = [actor.workspace, subject.account, subject.kind.value, subject.id, act.name.value, given, token]
        return Entry(
            id=secrets.token_hex(16),
            key=sha256(json.dumps(what, sort_keys=True).encode()).hexdigest(),
            reference=new_reference(),
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
            via=_via(actor),
            asked_at=self.looking.now(),
            reply=reply,
        )

    async def _run(self, entry: Entry) -> Outcome:
        assert self._work is not None
        outcome = self._waiting[entry.id] = asyncio.get_running_loop().create_future()
        self._performer.fresh[entry.id] = entry
        run = asyncio.ensure_future(self._work.run(JOB, entry.key, entry.id))
        self._tasks.add(run)
        run.add_done_callback(self._tasks.discard)
        try:
            # The outcome is known before the engine has written down that the run is over.
            await asyncio.wait({outcome, run}, return_when=asyncio.FIRST_COMPLETED)
            if outcome.done():
                known: Outcome = outcome.result()
                return known
            run.result()
            return await self._polled(entry)
        finally:
            self._waiting.pop(entry.id, None)
            self._performer.fresh.pop(entry.id, None)

    async def _joined(self, entry: Entry) -> Outcome:
        """The outcome of an action that somebody else asked for first."""
        if (outcome := self._waiting.get(entry.id)) is not None:
            shared: Outcome = await asyncio.shield(outcome)
            return shared
        return await self._polled(entry)

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

    def _tell(self, entry: Entry, outcome: Outcome) -> None:
        waiting = self._waiting.get(entry.id)
        if waiting is not None and not waiting.done():
            waiting.set_result(outcome)
        elif self._on_outcome is not None:
            task = asyncio.ensure_future(self._on_outcome(entry, outcome))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)


def _via(actor: Actor) -> str:
    return "terminal" if actor.operator else "slack"


def _fields(said: Line) -> dict[str, Any]:
    return {name: getattr(said, name) for name in Line.__dataclass_fields__}
