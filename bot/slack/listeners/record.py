"""[Open]: all facts of one record, read again at this moment."""

import structlog

from bot.core.errors import FrontdeskError
from bot.slack import acting, cards, values
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import action
from bot.slack.reply import Reply
from bot.slack.values import Open
from bot.slack.views.card import card_view, loading_view, refused_view

log = structlog.get_logger("frontdesk.slack")


@action("open")
async def open_record(house: House, incoming: Incoming, reply: Reply) -> None:
    opened = values.read(incoming.text, Open).model_copy(update={"place": incoming.place})
    shown = await house.sender.open_view(incoming.trigger, loading_view(opened), above=incoming.place.view is not None)
    await fill(house, incoming, opened, shown.id, hash=shown.hash)


@action("contact")
async def show_contact(house: House, incoming: Incoming, reply: Reply) -> None:
    """[Show]: phone and e-mail of the guest. Who looked at which record is logged, and nothing of what was seen."""
    opened = values.read(incoming.text, Open)
    if incoming.view is None:
        return
    log.info("contact_shown", user=incoming.user, account=opened.account, kind=opened.kind.value, record=opened.id)
    await acting.shown_contact(house, incoming, opened)
    await fill(house, incoming, opened, incoming.view.id, contact=True)


async def fill(
    house: House, incoming: Incoming, opened: Open, view: str, *, hash: str | None = None, contact: bool = False
) -> None:
    """Read a record and show it in a modal that stands open; a fault is told there as well."""
    try:
        card = await cards.card(house, incoming, opened, contact=contact)
    except FrontdeskError as error:
        await house.sender.update_view(view, refused_view(opened, str(error)), hash=hash)
        return
    await house.sender.update_view(view, card_view(card, house.scene(incoming)), hash=hash)
