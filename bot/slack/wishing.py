"""Setting posts up by words and showing them. What may be kept is decided by `bot.digests.wishes`; here it is asked and shown."""

from dataclasses import replace
from uuid import uuid4

import structlog

from bot.core.errors import AskDifferently, NotAllowed, NotFound, NotUnderstood
from bot.core.recurrence import Recurrence
from bot.digests.permits import ALL_VENUES, Wish
from bot.digests.wishes import Person, Wishes
from bot.language.recurring import Recurring, is_bare, read_recurring
from bot.language.tables import spoken
from bot.slack import asking
from bot.slack.cards import with_who
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.reply import Reply
from bot.slack.values import Setup
from bot.slack.views.parts import Message
from bot.slack.views.wishes import Kept, card_message, confirm_message, form_message, list_message
from bot.store.subscriptions import Subscription

log = structlog.get_logger("frontdesk.slack")

BUTTONS = 5
"""So many venues are offered to be pressed; more are chosen in the form."""


async def hear(house: House, incoming: Incoming, reply: Reply) -> None:
    """What was typed: a post to be set up, what is set up here, or a question."""
    try:
        await _hear(house, incoming, reply)
    except NotAllowed as error:
        raise NotAllowed(await with_who(house, error)) from error


async def _hear(house: House, incoming: Incoming, reply: Reply) -> None:
    locale = house.lead(incoming.channel).locale
    if is_bare(incoming.text, locale):
        await reply.show(await listed(house, incoming, private=reply.private))
    elif (found := read_recurring(incoming.text, locale=locale, names=house.places.names)) is not None:
        await _set_up(house, incoming, reply, found)
    else:
        await asking.ask(house, incoming, reply, text=incoming.text)


def wishes_of(house: House) -> Wishes:
    """What keeps the posts; raises `NotFound` where nothing does."""
    if house.wishes is None:
        raise NotFound("No posts are kept here: this bot was started without a store.")
    return house.wishes


def person_of(house: House, incoming: Incoming) -> Person:
    """Who wishes."""
    return Person(id=incoming.user, name=incoming.person.name if incoming.person else incoming.user, workspace=house.home.team)


def new_id() -> str:
    """What a post will be called that is not kept yet."""
    return uuid4().hex


async def listed(house: House, incoming: Incoming, *, private: bool, said: str = "") -> Message:
    """What is posted in a channel, and what the person has elsewhere where nobody else looks."""
    found = await wishes_of(house).listed(person_of(house, incoming), incoming.channel, private=private)
    return list_message(found, house.scene(incoming, private=private), _offer(house, incoming), said)


def card(house: House, incoming: Incoming, subscription: Subscription, *, private: bool, said: str = "") -> Message:
    """One post as it stands now."""
    understood, doubts = "", list[str]()
    try:
        if (reading := wishes_of(house).permits.read(Wish.of(subscription))) is not None:
            understood, doubts = reading.understood, [doubt.message for doubt in reading.doubts]
    except AskDifferently as error:
        # A venue is gone, or a name in it: it can still be changed or deleted.
        doubts = [str(error)]
    kept = Kept(subscription=subscription, understood=understood, said=said, doubts=doubts)
    return card_message(kept, house.scene(incoming, private=private))


def wish_of(setup: Setup) -> Wish:
    """What a button or a form stands for."""
    return Wish(
        venue=setup.venue,
        channel=setup.channel,
        recurrence=Recurrence.of(setup.cron),
        question=setup.question,
        skip_empty=setup.skip_empty,
        policy=setup.policy,
    )


def setup_of(subscription: Subscription) -> Setup:
    """The form of a post that is to be changed."""
    return Setup(
        id=new_id(),
        venue=subscription.venue,
        channel=subscription.channel,
        cron=subscription.cron,
        question=subscription.question or "",
        skip_empty=subscription.skip_empty,
        policy=subscription.policy,
        changes=subscription.id,
    )


async def make(house: House, incoming: Incoming, reply: Reply, setup: Setup, doubts: tuple[str, ...] = ()) -> None:
    """Keep what was asked for and show it, with everything that can be done about it."""
    subscription, new = await wishes_of(house).add(wish_of(setup), person_of(house, incoming), setup.id)
    log.info("post_set_up" if new else "post_known", user=incoming.user, subscription=subscription.id, channel=subscription.channel)
    said = " ".join(("Set up." if new else "That is set up already.", *doubts))
    await reply.show(card(house, incoming, subscription, private=reply.private, said=said))


async def _set_up(house: House, incoming: Incoming, reply: Reply, found: Recurring) -> None:
    """Keep it at once where it was typed, because a wrong reading is mended there; anywhere else ask first."""
    wishes, doubts = wishes_of(house), tuple(doubt.message for doubt in found.doubts)
    setup = Setup(id=new_id(), venue=ALL_VENUES, cron=found.recurrence.cron, question=found.question, channel=incoming.channel)
    if found.channel is not None:
        there = incoming.channels.get(found.channel)
        if there is None:
            text = f"I see no channel #{found.channel}. Choose it from Slack's own list while you type #, or in the form."
            await reply.show(form_message(text, setup.model_copy(update={"venue": _venue(house, incoming, found) or ""})))
            return
        setup = setup.model_copy(update={"channel": there})
    venue = _venue(house, replace(incoming, channel=setup.channel), found)
    if venue is None:
        named = [f"{incoming.text.strip()} {_for(house, incoming)} {each.id}" for each in house.venues]
        which = f"Which venue's summary shall I post? Name it, as in “{named[0]}”"
        if len(named) <= BUTTONS:
            raise NotUnderstood(f"{which}.", nearest=named)
        await reply.show(form_message(f"{which}, or choose it in the form.", setup))
        return
    setup = setup.model_copy(update={"venue": venue})
    wish = wish_of(setup)
    reading = wishes.permits.read(wish)
    await wishes.permits.check(wish, incoming.user)
    if setup.channel == incoming.channel:
        await make(house, incoming, reply, setup, doubts)
        return
    understood = reading.understood if reading else ""
    odd = [doubt.message for doubt in reading.doubts] if reading else []
    scene = house.scene(incoming, private=reply.private)
    await reply.show(confirm_message(setup, scene, understood, [*doubts, *odd]))


def _venue(house: House, incoming: Incoming, found: Recurring) -> str | None:
    """The venue that is named, the channel's own, or the only one; a question that names none is asked of all.

    Raises:
        AskDifferently: the question cannot be read.
    """
    if found.venue is not None:
        return found.venue
    if found.question:
        reading = house.places.read(found.question, now=house.desk.clock())
        if len(reading.query.venues) == 1:
            return reading.query.venues[0]
    if (own := house.venue_of(incoming.channel)) is not None:
        return own.id
    if len(house.venues) == 1:
        return house.venues[0].id
    return ALL_VENUES if found.question else None


def _for(house: House, incoming: Incoming) -> str:
    """The word before a venue in the language that the channel speaks."""
    return spoken(house.lead(incoming.channel).locale)["for"]["for"][0]


def _offer(house: House, incoming: Incoming) -> Setup:
    """What could be set up where somebody asks: the summary of the channel's venue, or of the only one."""
    own = house.venue_of(incoming.channel) or (house.venues[0] if len(house.venues) == 1 else None)
    return Setup(
        id=new_id(),
        venue=own.id if own else "",
        channel=incoming.channel,
        cron=Recurrence().cron,
    )
