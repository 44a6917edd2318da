"""What stands below a daily post: a figure's records for the one who presses, the post made anew, pausing it."""

from dataclasses import replace

import structlog

from bot.core.errors import NotFound
from bot.digests.dailies import Dailies
from bot.slack import asking, values, wishing
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import action
from bot.slack.outbox import LISTS
from bot.slack.reply import Aside, Reply
from bot.slack.values import Daily, Show
from bot.slack.views.compose import sentence
from bot.slack.views.lists import has_lists, lists_view
from bot.slack.views.summary import edition_view

log = structlog.get_logger("frontdesk.slack")


@action("figure")
async def figure(house: House, incoming: Incoming, reply: Reply) -> None:
    """[Show]: the question that a line of the post stands for, answered to the one who presses."""
    value = values.read(incoming.text, Show)
    alone = reply
    if (place := incoming.place).url is not None:
        heads = place.thread is not None and place.thread == place.message
        alone = Aside(sender=house.sender, url=place.url, channel=incoming.channel, user=incoming.user, in_channel=heads)
    await asking.show(house, incoming, alone, house.reading_of(value, incoming.channel))


@action("refresh")
async def refresh(house: House, incoming: Incoming, reply: Reply) -> None:
    """[Refresh]: today's post, and the lists in its thread, from what the systems say now, in their places."""
    value, dailies = values.read(incoming.text, Daily), _dailies(house)
    edition, post = await dailies.made_anew(value.subscription, value.day)
    if post.ts is None:
        return
    scene = replace(house.scene(incoming, private=False), lead=house.places.lead(edition.subscription.venue))
    await house.sender.update(post.channel, post.ts, edition_view(edition, scene))
    lists = (await dailies.thread_of(post)).get(LISTS)
    if lists is not None and has_lists(edition):
        await house.sender.update(post.channel, lists, lists_view(edition, scene), post.ts)


@action("pause")
async def pause(house: House, incoming: Incoming, reply: Reply) -> None:
    """[Pause]: no further posts, also when it is pressed twice. Everybody in the channel is told who did."""
    value = values.read(incoming.text, Daily)
    await wishing.wishes_of(house).pause(value.subscription, wishing.person_of(house, incoming))
    log.info("daily_paused", user=incoming.user, subscription=value.subscription)
    who = incoming.person.name if incoming.person else "A colleague"
    said = f"{who} paused this daily post. /desk daily lets it go on."
    await house.sender.post(incoming.channel, sentence(said), incoming.place.thread or incoming.place.message)


def _dailies(house: House) -> Dailies:
    if house.dailies is None:
        raise NotFound("No daily posts are kept here.")
    return house.dailies
