"""“Tell me when …” in Slack: an alert is made where somebody asks for it; `alerts` lists one's own."""

import asyncio

import structlog

from bot.core.alert import Occasion
from bot.core.errors import NotPossible
from bot.digests.alerts import AlertBook, Standing
from bot.language.alerts import wanted
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.reply import Reply
from bot.slack.views.alerts import alerts_view, standing_view
from bot.slack.views.compose import sentence
from bot.slack.views.parts import Message

log = structlog.get_logger("frontdesk.slack")

LIST = ("alerts", "my alerts")

PATIENCE = 0.4
"""Seconds after which somebody wants to know that something happens."""


async def heard(house: House, incoming: Incoming, reply: Reply, text: str) -> bool:
    """Whether a text was about alerts; then it has been answered."""
    if text.strip().casefold() in LIST:
        await show_list(house, incoming, reply)
        return True
    own = house.venue_of(incoming.channel)
    occasion = wanted(text, house.places, now=house.desk.clock(), only=own.id if own else None)
    if occasion is None:
        return False
    if occasion.here and not incoming.channel.startswith("D"):
        await _make_here(house, incoming, reply, occasion.occasion)
    else:
        await _make(house, incoming, reply, occasion.occasion)
    return True


async def show_list(house: House, incoming: Incoming, reply: Reply) -> None:
    """The alerts of the one who asks."""
    book = book_of(house)
    mine = await book.of(house.home.team, incoming.user)
    await reply.show(alerts_view(mine, house.scene(incoming, private=reply.private), house.places.names, book.pace))


def book_of(house: House) -> AlertBook:
    """The alerts of the house; raises `NotPossible` where none are kept."""
    if house.alerts is None:
        raise NotPossible("No alerts are kept here: an operator has to start me with a store.")
    return house.alerts


async def _make(house: House, incoming: Incoming, reply: Reply, occasion: Occasion) -> None:
    """Tell it by direct message, whoever else was there when it was asked for."""
    channel = await house.sender.direct_channel(incoming.user)
    standing = await _made(house, incoming, reply, occasion, channel)
    await reply.show(_view(house, incoming, standing, private=reply.private))


async def _make_here(house: House, incoming: Incoming, reply: Reply, occasion: Occasion) -> None:
    """Tell it in the channel where it was asked for; everybody there sees that."""
    standing = await _made(house, incoming, reply, occasion, incoming.channel)
    if not standing.new or not reply.private:
        await reply.show(_view(house, incoming, standing, private=reply.private))
        return
    await house.sender.post(incoming.channel, _view(house, incoming, standing, private=False))
    await reply.show(sentence("I will tell it in this channel; everybody here was told so."))


async def _made(house: House, incoming: Incoming, reply: Reply, occasion: Occasion, channel: str) -> Standing:
    making = asyncio.ensure_future(book_of(house).make(occasion, workspace=house.home.team, by=incoming.user, channel=channel))
    await asyncio.wait([making], timeout=PATIENCE)
    if not making.done():
        await reply.show(sentence("Looking at what is so already…"), interim=True)
    standing = await making
    if standing.new:
        log.info("alert_made", user=incoming.user, alert=standing.alert.id, condition=occasion.condition.value)
    return standing


def _view(house: House, incoming: Incoming, standing: Standing, *, private: bool) -> Message:
    scene = house.scene(incoming, private=private)
    return standing_view(standing, scene, house.places.names, book_of(house).pace)
