"""The app's own page, made anew for each person who looks at it."""

import asyncio

from bot.core.errors import FrontdeskError
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import event
from bot.slack.reply import Reply
from bot.slack.views.home import System, home_view

LOOK_SECONDS = 5.0
"""How long a system may take to show that it works."""

MOST = 20
"""How many systems are looked at for one page: each look is a call."""


@event("app_home_opened", subscription="app_home_opened", scope=None)
async def home(house: House, incoming: Incoming, reply: Reply) -> None:
    """Show the page at once, and again when it is known which systems work."""
    name = incoming.person.name if incoming.person else ""
    scene = house.scene(incoming)
    for look in (False, True):
        systems = await _systems(house, look=look)
        await house.sender.publish(incoming.user, home_view(house.help(), systems, scene, name=name))
        if all(each.works is not None for each in systems):
            return


async def _systems(house: House, *, look: bool) -> list[System]:
    ids = list(house.desk.accounts)
    states = await asyncio.gather(*(_state(house, id, look=look and n < MOST) for n, id in enumerate(ids)))
    places = [(house.title_of(id), house.desk.accounts[id].venue) for id in ids]
    return [
        System(title=title, venue=venue, account=id if places.count((title, venue)) > 1 else "", works=works, said=said)
        for id, (title, venue), (works, said) in zip(ids, places, states, strict=True)
    ]


async def _state(house: House, id: str, *, look: bool) -> tuple[bool | None, str]:
    """Whether an account works: as it was a few minutes ago, else as one cheap read shows now."""
    known = house.states.get(id)
    if known is not None or not look:
        return known or (None, "")
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            house.states[id] = (True, await house.desk.probe(id))
    except FrontdeskError as error:
        house.states[id] = (False, str(error))
    except TimeoutError:
        return None, ""
    return house.states[id]
