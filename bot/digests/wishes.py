"""`Wishes`: posts that people set up for themselves: made, changed, shown, posted out of turn, deleted. Refusals keep nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.core.errors import NotAllowed, NotFound, NotPossible
from bot.core.window import ONE_DAY, midnight
from bot.digests.dailies import CONFIGURED
from bot.digests.edition import Edition, Editor
from bot.digests.permits import Permits, Wish
from bot.digests.schedule import next_time
from bot.store.posts import Post
from bot.store.store import Store
from bot.store.subscriptions import Occurrence, Subscription

PER_PERSON = 50
"""How many posts one person may set up."""

PER_WORKSPACE = 1_000
"""How many the people of a workspace may have together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who wishes: the id by which Slack knows somebody, and the name that is shown."""

    id: str
    name: str
    workspace: str


class Wishes:
    """The posts that the people of one workspace set up. `bring_on` posts what is due, at once."""

    def __init__(self, store: Store, editor: Editor, permits: Permits, bring_on: Callable[[Post], Awaitable[None]]) -> None:
        self._store = store
        self._editor = editor
        self.permits = permits
        self._bring_on = bring_on

    async def add(self, wish: Wish, person: Person, id: str | None = None) -> tuple[Subscription, bool]:
        """Keep a wish, and whether it is a new one: the same is kept once, whoever has it. `id` names it should a press come twice.

        Raises:
            NotPossible: the person, or the workspace, has as many as are allowed.
            NotAllowed, RetryLater, AskDifferently: as `Permits.check` does.
        """
        await self.permits.check(wish, person.id)
        known = await self._store.subscriptions.of(person.workspace)
        same = [each for each in known if each.id == id or _same(each, wish)]
        if same:
            return same[0], False
        now = self._editor.clock()
        fields = self._fields(wish, now)
        made = Subscription(
            id=id or uuid4().hex, workspace=person.workspace, by=person.id, by_name=person.name, created_at=now, **fields
        )
        if not await self._store.subscriptions.add_one(made, person=PER_PERSON, workspace=PER_WORKSPACE):
            raise await self._too_many(person)
        return made, True

    async def change(self, id: str, wish: Wish, person: Person) -> Subscription:
        """Make a subscription another one. Whoever changes it answers for it from then on.

        Raises:
            NotFound: it was deleted.
            NotPossible: it stands in the configuration.
            NotAllowed, RetryLater, AskDifferently: as `Permits.check` does; for the old place as well as for the new one.
        """
        before = await self.changeable(id, person)
        await self.permits.check(wish, person.id)
        now = self._editor.clock()
        fields = self._fields(wish, now)
        if (before.cron, before.zone, before.paused) == (fields["cron"], fields["zone"], False):
            fields["next_at"] = before.next_at
        changes = {**fields, "by": person.id, "by_name": person.name, "paused": False, "lost_told": False}
        await self._store.subscriptions.change(id, **changes)
        return replace(before, **changes)

    async def delete(self, id: str, person: Person) -> Subscription:
        """Delete a subscription; raises as `change` does."""
        before = await self.changeable(id, person)
        await self._store.subscriptions.drop(id)
        return before

    async def pause(self, id: str, person: Person, *, paused: bool = True) -> None:
        """Pause a subscription, or let one that is paused go on from its next time; one that is so already stays as it is.

        Raises:
            NotFound, NotAllowed, RetryLater: as `managed` does.
        """
        found = await self.managed(id, person)
        if found.paused is paused:
            return
        changes: dict[str, Any] = {"paused": paused}
        if not paused:
            changes |= {"next_at": next_time(found.cron, ZoneInfo(found.zone), self._editor.clock()), "lost_told": False}
        await self._store.subscriptions.change(id, **changes)

    async def managed(self, id: str, person: Person) -> Subscription:
        """A subscription that somebody may do something about: it is the person's own, or they might have set it up there.

        Raises:
            NotFound: it was deleted.
            NotAllowed, RetryLater: as `Permits.check` does.
        """
        found = await self._store.subscriptions.get(id)
        if found is None or found.workspace != person.workspace:
            raise NotFound("That post was deleted; nothing comes of it any more.")
        if found.by != person.id:
            if found.channel.startswith("D"):
                raise NotAllowed("That post is somebody else's own.")
            await self.permits.check(Wish.of(found), person.id)
        return found

    async def changeable(self, id: str, person: Person) -> Subscription:
        """A subscription that somebody may change or delete.

        Raises:
            NotPossible: it stands in the configuration.
            NotFound, NotAllowed, RetryLater: as `managed` does.
        """
        found = await self.managed(id, person)
        _refuse_configured(found)
        return found

    async def listed(self, person: Person, channel: str, *, private: bool) -> list[Subscription]:
        """What is posted in a channel, and what the person has elsewhere where nobody else looks."""
        known = await self._store.subscriptions.of(person.workspace)
        return [each for each in known if each.channel == channel or (private and each.by == person.id)]

    async def preview(self, id: str, person: Person) -> Edition:
        """What would be posted now; nothing is posted. Raises as `managed` and `Editor.make` do."""
        found = await self.managed(id, person)
        zone, now = ZoneInfo(found.zone), self._editor.clock()
        return await self._editor.make(found, now.astimezone(zone).date(), next_time(found.cron, zone, now))

    async def post_now(self, id: str, person: Person) -> tuple[Subscription, Post]:
        """Have today's post made now, out of turn: there is one a day, so what was still to come today does not come again.

        Raises:
            NotPossible: it is paused, or today's is there already.
            NotFound, NotAllowed, RetryLater: as `managed` does.
        """
        found = await self.managed(id, person)
        if found.paused:
            raise NotPossible("It is paused; let it go on first.")
        zone, now = ZoneInfo(found.zone), self._editor.clock()
        day = now.astimezone(zone).date()
        if not await self._store.subscriptions.enter(found, Occurrence(day, now)):
            there = await self._store.posts.get(id, day)
            if there is None or there.state != "skipped":
                sent = there.sent_at.astimezone(zone) if there and there.state == "sent" and there.sent_at else None
                said = f"was posted at {sent:%H:%M}; Refresh below it brings it up to date" if sent else "is on its way"
                raise NotPossible(f"Today's post {said}.")
            await self._store.posts.move(there, "due", channel=found.channel, due_at=now, again_at=now, sent_at=None, why=None)
        post = await self._store.posts.get(id, day)
        if post is None:
            raise NotFound("That post was deleted; nothing comes of it any more.")
        if found.next_at.astimezone(zone).date() == day:
            last = midnight(day + ONE_DAY, zone) - timedelta(seconds=1)
            await self._store.subscriptions.change(id, next_at=next_time(found.cron, zone, last))
        await self._bring_on(post)
        return found, await self._store.posts.get(id, day) or post

    async def _too_many(self, person: Person) -> NotPossible:
        if await self._store.subscriptions.count(person.workspace, person.id) >= PER_PERSON:
            return NotPossible(
                f"You have {PER_PERSON} posts already, and {PER_PERSON} is the most: delete one first (/desk daily)."
            )
        return NotPossible(f"This workspace has {PER_WORKSPACE:,} posts already, and that is the most: one has to go first.")

    def _fields(self, wish: Wish, now: datetime) -> dict[str, Any]:
        zone = self.permits.zone(wish)
        return {
            "venue": wish.venue,
            "channel": wish.channel,
            "cron": wish.recurrence.cron,
            "zone": zone.key,
            "question": wish.question or None,
            "skip_empty": wish.skip_empty,
            "policy": wish.policy,
            "next_at": next_time(wish.recurrence.cron, zone, now),
        }


def is_configured(subscription: Subscription) -> bool:
    """Whether a subscription stands in the configuration, where alone it is changed."""
    return subscription.id.startswith(CONFIGURED)


def _refuse_configured(subscription: Subscription) -> None:
    if is_configured(subscription):
        name = subscription.id.removeprefix(CONFIGURED)
        raise NotPossible(f"This post stands in the configuration; an operator changes it there, under [digests.{name}].")


def _same(subscription: Subscription, wish: Wish) -> bool:
    return (subscription.venue, subscription.channel, subscription.cron, subscription.question) == (
        wish.venue,
        wish.channel,
        wish.recurrence.cron,
        wish.question or None,
    )
