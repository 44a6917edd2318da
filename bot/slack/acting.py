"""Doing something from Slack: preview, confirm, outcome. Who may, and what is sent, is the desk's; here it is only shown."""

import asyncio

from bot.core.action import Act, ActionInput, Result
from bot.core.errors import FrontdeskError, NotFound
from bot.core.states import Kind
from bot.desk.act import Subject
from bot.slack.cards import actor_of, acts_of, with_who
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.outcome import asked_of, bring, ended, named, show, where, working
from bot.slack.reply import Reply
from bot.slack.values import Do, Open, Settle, Undo
from bot.slack.views.card import loading_view, refused_view
from bot.slack.views.compose import sentence
from bot.slack.views.deed import outcome_message, preview_view
from bot.store.journal import Entry


async def preview(house: House, incoming: Incoming, do: Do, opened: Open | None) -> None:
    """Open a modal with what will come of an action: at once, because Slack gives three seconds, and filled in when it is read."""
    shape = opened or Open(account=do.account, kind=do.kind, id=do.id)
    shown = await house.sender.open_view(incoming.trigger, loading_view(shape), above=incoming.view is not None)
    try:
        actor = await actor_of(house, incoming, shape.place)
        ready = await acts_of(house).preview(_subject(do), Act(name=do.name), actor, whole=False)
    except FrontdeskError as error:
        await house.sender.update_view(shown.id, refused_view(shape, await with_who(house, error)))
        return
    action = ready.action
    filled = do.model_copy(
        update={
            "token": ready.token,
            "currency": action.currency,
            "most": action.most,
            "longest": action.longest,
            "card": incoming.view.id if incoming.view and not incoming.view.home else None,
            "place": shape.place,
        }
    )
    await house.sender.update_view(shown.id, preview_view(ready, filled, house.scene(incoming, in_modal=True)))


async def perform(house: House, incoming: Incoming, do: Do, given: ActionInput) -> None:
    """Do what was shown and confirmed, and show what came of it in the card below and in the thread of its answer."""
    opened = Open(account=do.account, kind=do.kind, id=do.id, place=do.place)
    said = asyncio.ensure_future(working(house, do.card, opened))
    try:
        acts, actor = acts_of(house), await actor_of(house, incoming, do.place)
        reply = where(incoming, do.place, do.card)
        outcome = await acts.perform(_subject(do), Act(name=do.name, given=given), do.token, actor, reply)
        entry = await _entry(house, outcome.reference)
    except FrontdeskError as error:
        await said
        await show(house, incoming, opened, do.card, lines=([f"↺ Not done. {await with_who(house, error)}"],))
        return
    await said
    await bring(house, incoming, opened, do.card, outcome, entry)


async def undo(house: House, incoming: Incoming, value: Undo, opened: Open | None, reply: Reply) -> None:
    """Take an action back, at one press: that it can be, and that it is done once, is the desk's to know."""
    place = opened.place if opened else incoming.place
    view = incoming.view.id if incoming.view else None
    said = asyncio.ensure_future(working(house, view, opened)) if opened is not None else None
    try:
        acts, actor = acts_of(house), await actor_of(house, incoming, place)
        outcome = await acts.undo(value.action, actor, where(incoming, place, view))
        entry = await _entry(house, outcome.reference)
    except FrontdeskError as error:
        why = await with_who(house, error)
        if opened is None or said is None:
            await reply.tell(sentence(why))
            return
        await said
        await show(house, incoming, opened, view, lines=([f"↺ Not done. {why}"],))
        return
    if said is not None:
        await said
    elif outcome.result is Result.DONE and (taken := await acts.store.journal.by_id(value.action)) is not None:
        # The message that was pressed has nothing more to press, for anybody.
        await reply.show(ended(house, incoming, taken))
    shape = opened or Open(account=entry.account, kind=Kind(entry.kind), id=entry.record, place=place)
    await bring(house, incoming, shape, view, outcome, entry)


async def settle(house: House, incoming: Incoming, value: Settle, reply: Reply) -> None:
    """Say what came of an unknown action, or look at its record again."""
    acts, actor = acts_of(house), await actor_of(house, incoming, incoming.place)
    entry = await _entry(house, value.reference)
    if value.done is None:
        outcome = await acts.look_again(value.reference)
    else:
        asked = asked_of(house, entry.venue) == incoming.user
        outcome = await acts.settle(value.reference, value.done, actor, asked=asked)
    scene = house.scene(incoming, private=reply.private)
    await reply.show(outcome_message(outcome, scene, entry.venue, named(entry), entry.id))


async def shown_contact(house: House, incoming: Incoming, opened: Open) -> None:
    """Write down that hidden contact details were looked at, and by whom."""
    if house.acts is not None:
        actor = await actor_of(house, incoming, opened.place)
        await house.acts.note_shown(Subject(opened.account, opened.kind, opened.id), actor)


async def _entry(house: House, reference: str) -> Entry:
    entry = await acts_of(house).store.journal.by_reference(reference)
    if entry is None:
        raise NotFound(f"The journal has no action of reference “{reference}” any more.")
    return entry


def _subject(do: Do) -> Subject:
    return Subject(do.account, do.kind, do.id)
