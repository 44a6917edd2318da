"""[Export]: the whole answer as a file for a spreadsheet, sent to the person who pressed and to nobody else."""

import structlog

from bot.slack import values
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import action
from bot.slack.reply import Reply
from bot.slack.values import Show
from bot.slack.views.compose import sentence
from bot.slack.views.sheet import sheet

log = structlog.get_logger("frontdesk.slack")


@action("export")
async def export(house: House, incoming: Incoming, reply: Reply) -> None:
    reading = house.reading_of(values.read(incoming.text, Show), incoming.channel)
    answer = await house.desk.ask(reading)
    whole = answer.complete and answer.next is None
    about = reading.understood if whole else f"{reading.understood} (not complete)"
    name = f"frontdesk-{house.desk.clock().astimezone(house.lead(incoming.channel).zone):%Y-%m-%d-%H%M}.csv"
    await house.sender.upload(incoming.user, name, sheet(answer.records, house.scene(incoming)), about=about)
    log.info("exported", user=incoming.user, rows=len(answer.records), complete=whole)
    missing = "" if whole else " It is not complete: the answer above says what is missing."
    await reply.tell(sentence(f"I sent you the file directly, with {len(answer.records):,} rows.{missing}"))
