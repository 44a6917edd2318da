"""What stands beside an alert and below its news: what is so now, pausing it, deleting it."""

import structlog

from bot.slack import values
from bot.slack.alerting import book_of, show_list
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import action
from bot.slack.reply import Aside, Reply
from bot.slack.values import Watched
from bot.slack.views.alerts import so_now_view
from bot.slack.views.compose import sentence
from bot.store.alerts import Alert

log = structlog.get_logger("frontdesk.slack")


@action("alert_show")
async def show(house: House, incoming: Incoming, reply: Reply) -> None:
    """[Show]: what is so now, to the one who presses."""
    value = values.read(incoming.text, Watched)
    alone = reply
    if incoming.place.url is not None:
        alone = Aside(sender=house.sender, url=incoming.place.url, channel=incoming.channel, user=incoming.user)
    standing = await book_of(house).now(value.alert, by=incoming.user, channel=incoming.channel)
    await alone.show(so_now_view(standing, house.scene(incoming, private=alone.private), house.places.names))


@action("alert_pause")
async def pause(house: House, incoming: Incoming, reply: Reply) -> None:
    """[Pause] and [Go on]; pressed twice, each is what it says."""
    value = values.read(incoming.text, Watched)
    alert = await book_of(house).pause(value.alert, by=incoming.user, channel=incoming.channel, paused=value.pause)
    log.info("alert_paused" if alert.paused else "alert_resumed", user=incoming.user, alert=alert.id)
    if alert.paused:
        await _done(house, incoming, reply, alert, "paused this alert. /desk alerts lets it go on.")
    else:
        await _done(house, incoming, reply, alert, "let this alert go on. What happened meanwhile today is told too.")


@action("alert_drop")
async def drop(house: House, incoming: Incoming, reply: Reply) -> None:
    """[Stop telling me] and [Delete]."""
    value = values.read(incoming.text, Watched)
    alert = await book_of(house).drop(value.alert, by=incoming.user, channel=incoming.channel)
    log.info("alert_dropped", user=incoming.user, alert=alert.id)
    await _done(house, incoming, reply, alert, "deleted this alert; nothing more comes of it.")


async def _done(house: House, incoming: Incoming, reply: Reply, alert: Alert, did: str) -> None:
    """Say what was done where it was done; a channel that was told the news is told that too."""
    if incoming.rest == "list" and alert.by == incoming.user:
        await show_list(house, incoming, reply)
    elif alert.channel == incoming.channel and not alert.channel.startswith("D"):
        who = incoming.person.name if incoming.person else "A colleague"
        thread = incoming.place.thread or incoming.place.message
        await house.sender.post(incoming.channel, sentence(f"{who} {did}"), thread)
    else:
        await reply.tell(sentence(f"You {did}"))
