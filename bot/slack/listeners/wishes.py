"""Posts that people set up: the list, the card of each with its buttons, and the form."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import get_args

import structlog

from bot.core.errors import FrontdeskError, NotAllowed
from bot.core.recurrence import EVERY_DAY, Recurrence
from bot.digests.permits import ALL_VENUES
from bot.slack import values, wishing
from bot.slack.cards import with_who
from bot.slack.house import House
from bot.slack.incoming import Incoming, Seen
from bot.slack.listeners.table import action, submission
from bot.slack.reply import Aside, Reply, reply_at
from bot.slack.values import Daily, Place, Setup, Wished
from bot.slack.views.compose import modal, sentence
from bot.slack.views.parts import Message, Paragraph, View
from bot.slack.views.summary import edition_view
from bot.slack.views.wishes import EVERYWHERE, setup_view
from bot.store.subscriptions import Policy, Subscription

log = structlog.get_logger("frontdesk.slack")


@action("posts")
async def posts(house: House, incoming: Incoming, reply: Reply) -> None:
    """What is posted here, and what one has elsewhere."""
    await reply.show(await wishing.listed(house, incoming, private=reply.private))


@action("post_open")
async def post_open(house: House, incoming: Incoming, reply: Reply) -> None:
    """One post with everything that can be done about it."""
    await _show(house, incoming, reply, await _managed(house, incoming))


@action("post_new")
async def post_new(house: House, incoming: Incoming, reply: Reply) -> None:
    """The form, with what is known already."""
    setup = values.read(incoming.text, Setup).model_copy(update={"place": incoming.place})
    await _open_form(house, incoming, setup)


@action("post_make")
async def post_make(house: House, incoming: Incoming, reply: Reply) -> None:
    """[Set it up]: what was shown is kept."""
    await wishing.make(house, incoming, reply, values.read(incoming.text, Setup))


@action("post_change")
async def post_change(house: House, incoming: Incoming, reply: Reply) -> None:
    """The form of a post that one has open."""
    value = values.read(incoming.text, Wished)
    setup = wishing.setup_of(await wishing.wishes_of(house).changeable(value.subscription, wishing.person_of(house, incoming)))
    await _open_form(house, incoming, setup.model_copy(update={"place": incoming.place}))


@action("change")
async def change(house: House, incoming: Incoming, reply: Reply) -> None:
    """[Change] below a post that stands in a channel: the post stays as it is, what comes of it is for the one who presses."""
    value = values.read(incoming.text, Daily)
    found = await wishing.wishes_of(house).changeable(value.subscription, wishing.person_of(house, incoming))
    place = Place(channel=incoming.channel, thread=incoming.place.thread, message=incoming.place.message, url=incoming.place.url)
    await _open_form(house, incoming, wishing.setup_of(found).model_copy(update={"place": place, "aside": True}))


@action("post_pause")
async def post_pause(house: House, incoming: Incoming, reply: Reply) -> None:
    """[Pause] and [Resume]; pressed twice, each is what it says."""
    value = values.read(incoming.text, Wished)
    await wishing.wishes_of(house).pause(value.subscription, wishing.person_of(house, incoming), paused=value.pause)
    log.info("daily_paused" if value.pause else "daily_resumed", user=incoming.user, subscription=value.subscription)
    await _show(house, incoming, reply, await _managed(house, incoming), "Paused." if value.pause else "It goes on.")


@action("post_preview")
async def post_preview(house: House, incoming: Incoming, reply: Reply) -> None:
    """What would be posted now, for the one who presses alone."""
    value = values.read(incoming.text, Wished)
    shown = None
    if incoming.view is not None:
        loading = modal("Preview", [Paragraph([["Reading the systems…"]])])
        shown = await house.sender.open_view(incoming.trigger, loading, above=True)
    edition = await wishing.wishes_of(house).preview(value.subscription, wishing.person_of(house, incoming))
    lead = house.places.lead(edition.subscription.venue)
    scene = replace(house.scene(incoming, private=False, in_modal=shown is not None), lead=lead)
    message = _without_buttons(edition_view(edition, scene))
    if shown is not None:
        plain = message.instead or message
        await house.sender.update_view(shown.id, View(title="Preview", blocks=plain.blocks))
    elif incoming.place.url is not None:
        alone = Aside(sender=house.sender, url=incoming.place.url, channel=incoming.channel, user=incoming.user)
        await alone.show(message)
    else:
        await house.sender.direct(incoming.user, message)


@action("post_now")
async def post_now(house: House, incoming: Incoming, reply: Reply) -> None:
    """Today's post now, out of turn."""
    value = values.read(incoming.text, Wished)
    found, post = await wishing.wishes_of(house).post_now(value.subscription, wishing.person_of(house, incoming))
    log.info("posted_out_of_turn", user=incoming.user, subscription=found.id, state=post.state)
    match post.state:
        case "sent":
            said = "Posted. It counts as today's post: no other one comes today."
        case "skipped":
            said = f"Nothing was posted: {(post.why or 'unknown').rstrip('.')}."
        case _:
            said = "Slack did not take it yet; I go on trying while the day lasts."
    await _show(house, incoming, reply, await _managed(house, incoming), said)


@action("post_delete")
async def post_delete(house: House, incoming: Incoming, reply: Reply) -> None:
    """No post any more; Slack asked before."""
    value = values.read(incoming.text, Wished)
    gone = await wishing.wishes_of(house).delete(value.subscription, wishing.person_of(house, incoming))
    log.info("post_deleted", user=incoming.user, subscription=gone.id)
    said = f"Deleted: {gone.question or 'the daily summary'} ({Recurrence.of(gone.cron).sentence})."
    await reply.show(await wishing.listed(house, incoming, private=reply.private, said=said))


def faults(house: House, seen: Seen) -> Mapping[str, str]:
    """What was entered that cannot be kept, under its field, as far as it can be told without asking Slack."""
    if house.wishes is None:
        return {}
    found: dict[str, str] = {}
    days = seen.some("days")
    if not days and not seen.one("of_month"):
        found["days"] = "Choose a day."
    elif seen.one("of_month") and 0 < len(days) < len(EVERY_DAY):
        found["of_month"] = "Choose days of the week or a day of the month, not both."
    if not seen.one("at"):
        found["at"] = "Choose a time."
    if seen.one("venue") == EVERYWHERE and not seen.one("question"):
        found["venue"] = "A summary is of one venue: choose it, or write a question."
    if found:
        return found
    try:
        house.wishes.permits.read(wishing.wish_of(_entered(seen)))
    except FrontdeskError as error:
        return {"question": str(error)}
    return {}


async def refusals(house: House, incoming: Incoming) -> Mapping[str, str]:
    """What Slack and the roles say against it, under the channel."""
    if house.wishes is None or incoming.view is None:
        return {}
    try:
        await house.wishes.permits.check(wishing.wish_of(_entered(incoming.view)), incoming.user)
    except NotAllowed as error:
        return {"channel": await with_who(house, error)}
    return {}


@submission("wish", faults=faults, refusals=refusals)
async def submitted(house: House, incoming: Incoming, reply: Reply) -> None:
    if incoming.view is None:
        return
    setup = _entered(incoming.view)
    there = _told_at(house, incoming, setup)
    moved = replace(incoming, channel=setup.place.channel)
    if setup.changes is None:
        await wishing.make(house, moved, there, setup)
        return
    person = wishing.person_of(house, incoming)
    changed = await wishing.wishes_of(house).change(setup.changes, wishing.wish_of(setup), person)
    log.info("post_changed", user=incoming.user, subscription=changed.id)
    await there.show(wishing.card(house, moved, changed, private=there.private, said="Changed."))


def _entered(seen: Seen) -> Setup:
    setup = values.read(seen.metadata, Setup)
    at = time.fromisoformat(seen.one("at"))
    if of_month := seen.one("of_month"):
        recurrence = Recurrence(at=at, of_month=int(of_month))
    else:
        recurrence = Recurrence(at=at, days=frozenset(map(int, seen.some("days"))))
    venue = seen.one("venue")
    changes = {
        "venue": ALL_VENUES if venue == EVERYWHERE else venue,
        "channel": seen.one("channel"),
        "cron": recurrence.cron,
        "question": seen.one("question"),
        "skip_empty": seen.one("empty") == "skip",
        "policy": next((each for each in get_args(Policy) if each == seen.one("policy")), setup.policy),
    }
    return setup.model_copy(update=changes)


def _told_at(house: House, incoming: Incoming, setup: Setup) -> Reply:
    """Where the form was opened; beside a post that stays as it is."""
    if setup.aside and setup.place.url is not None:
        heads = setup.place.thread is not None and setup.place.thread == setup.place.message
        url, channel = setup.place.url, setup.place.channel
        return Aside(sender=house.sender, url=url, channel=channel, user=incoming.user, in_channel=heads)
    return reply_at(house.sender, setup.place, incoming.user, incoming.trigger)


async def _open_form(house: House, incoming: Incoming, setup: Setup) -> None:
    above = incoming.view is not None and not incoming.view.home
    await house.sender.open_view(incoming.trigger, setup_view(setup, house.scene(incoming)), above=above)


async def _managed(house: House, incoming: Incoming) -> Subscription:
    value = values.read(incoming.text, Wished)
    return await wishing.wishes_of(house).managed(value.subscription, wishing.person_of(house, incoming))


async def _show(house: House, incoming: Incoming, reply: Reply, found: Subscription, said: str = "") -> None:
    await reply.show(wishing.card(house, incoming, found, private=reply.private, said=said))


def _without_buttons(message: Message) -> Message:
    """A post as it would look, with nothing to press: it stands nowhere yet."""
    note = sentence("A preview that only you see; nothing was posted.")
    kept = tuple(block for block in message.blocks if block["type"] != "actions")
    instead = _without_buttons(message.instead) if message.instead else None
    return Message(text=f"{note.text}\n{message.text}", blocks=(*note.blocks, *kept), instead=instead)
