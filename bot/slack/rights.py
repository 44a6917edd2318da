"""`/desk log` and `/desk whoami`: what was done here and is still open, and what a person may do."""

from bot.core.errors import NotAllowed
from bot.desk.roles import Rule
from bot.language import money_text
from bot.slack.cards import actor_of, acts_of
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.outcome import named
from bot.slack.reply import Reply
from bot.slack.views.deed import log_message, rights_message
from bot.slack.views.parts import Line
from bot.store.journal import UNKNOWN

LOG_LINES = 15
OPEN_LINES = 8
"""How many actions of an unknown end are shown with their buttons; the oldest come first."""


async def show_log(house: House, incoming: Incoming, reply: Reply) -> None:
    """`/desk log`: the newest of what was done here, and what is still open. Who may change nothing sees nothing of it."""
    acts = acts_of(house)
    actor = await actor_of(house, incoming, incoming.place)
    if not acts.policy.rights(actor):
        raise NotAllowed("The log is for those who may change something here; `/desk whoami` shows your rights.")
    venue = house.venue_of(incoming.channel)
    lines = await acts.store.audit.lines(limit=LOG_LINES, venue=venue.id if venue else None)
    shown: list[Line] = [
        [f"{line.at.astimezone(house.lead(incoming.channel).zone):%a %d %b %H:%M}", line.by_name, line.name.replace("_", " "),
         line.ref or line.record, line.event.replace("_", " "), line.why or "", f"ref {line.reference}"]
        for line in lines
    ]  # fmt: skip
    open_ = [entry for entry in await acts.store.journal.open() if venue is None or entry.venue == venue.id]
    unknown = [(named(entry), entry.reference) for entry in open_ if entry.state == UNKNOWN]
    await reply.show(log_message(shown, unknown[:OPEN_LINES]))


async def show_rights(house: House, incoming: Incoming, reply: Reply) -> None:
    """`/desk whoami`: what this person may do here."""
    actor = await actor_of(house, incoming, incoming.place)
    rules = acts_of(house).policy.rights(actor)
    await reply.show(rights_message(actor.name, {name: _said(house, rule) for name, rule in rules.items()}))


def _said(house: House, rule: Rule) -> str:
    venues = [each for each in house.venues if not rule.venues or each.id in rule.venues]
    currencies = {each.currency for each in venues}
    limit = ""
    if (most := rule.most) is not None:
        limit = money_text(most, currencies.pop(), "en-GB") if len(currencies) == 1 else f"{most:,} of the smallest unit"
    vendors = [house.places.vendors.get(vendor, vendor) for vendor in rule.vendors]
    pieces = (
        ", ".join(action.replace("_", " ") for action in rule.actions),
        f"at {', '.join(each.name for each in venues)}" if rule.venues else "at every venue",
        f"in {', '.join(vendors)}" if vendors else "",
        f"up to {limit}" if limit else "",
    )
    return " · ".join(filter(None, pieces))
