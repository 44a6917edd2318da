"""Records as the rows of one table: only the columns in which something stands."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.record import Record
from bot.core.states import Stage
from bot.language import money_text
from bot.language.labels import stage_label
from bot.slack.views.figures import amount, places
from bot.slack.views.parts import Table
from bot.slack.views.rows import capital, people_text, place_text, services, state_text, who
from bot.slack.views.scene import Scene
from bot.slack.views.when import when

SHOWN = 50
"""How many records a table of a message shows: a hundred rows of eight columns are more text than Slack takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its header, what stands in it, and whether those are numbers."""

    header: str
    cell: Callable[[Record, Scene], str]
    number: bool = False


def records_table(records: Sequence[Record], scene: Scene, *, caption: str, with_venue: bool, plain: bool) -> Table:
    """The table of a message; `plain` is the kind that older clients know."""
    columns, rows = grid(records, scene, [*COLUMNS, VENUE] if with_venue else COLUMNS)
    return Table(
        caption=caption,
        header=[column.header for column in columns[:_MOST]],
        rows=[row[:_MOST] for row in rows],
        numbers=frozenset(n for n, column in enumerate(columns) if column.number),
        plain=plain,
    )


def grid(records: Sequence[Record], scene: Scene, columns: Sequence[Column]) -> tuple[list[Column], list[list[str]]]:
    """The columns that hold anything, the first one always, those of a report's figures last, and the cells row by row."""
    wanted = [*columns, *_figure_columns(records)]
    rows = [[column.cell(record, scene) for column in wanted] for record in records]
    used = [n for n in range(len(wanted)) if n == 0 or any(row[n] for row in rows)]
    return [wanted[n] for n in used], [[row[n] for n in used] for row in rows]


_MOST = 20
"""Slack's tables have no more columns."""


def _figure_columns(records: Sequence[Record]) -> Iterator[Column]:
    """One column for each figure that the rows of a report have, in the order of the first row that has it."""
    labels = {figure.name: figure.label for record in records for figure in record.figures}
    for name, header in labels.items():
        yield Column(header=header, cell=_figure(name), number=True)


def _figure(name: str) -> Callable[[Record, Scene], str]:
    return lambda record, scene: next((amount(each, scene) for each in record.figures if each.name == name), "")


def _stage(record: Record, scene: Scene) -> str:
    return "" if record.stage is Stage.UNKNOWN else capital(stage_label(record.stage, record.kind, scene.locale))


def _balance(record: Record, scene: Scene) -> str:
    money = record.money
    return "" if money is None or money.balance is None else money_text(money.balance, money.currency, scene.locale)


VENUE = Column(header="Venue", cell=lambda record, scene: scene.name_of(record.venue))

COLUMNS: Sequence[Column] = (
    Column(header="Name", cell=who),
    Column(header="Reference", cell=lambda record, scene: record.ref or ""),
    Column(header="When", cell=when),
    Column(header="Where", cell=lambda record, scene: scene.shown(place_text(record, scene))),
    Column(header="What", cell=lambda record, scene: scene.shown(", ".join(str(one) for one in services(record)))),
    Column(header="With", cell=lambda record, scene: scene.shown(", ".join(str(one) for one in record.staff))),
    Column(header="People", cell=lambda record, scene: people_text(record), number=True),
    Column(header="State", cell=state_text),
    Column(header="Stage", cell=_stage),
    Column(header="Free", cell=lambda record, scene: places(record.places)),
    Column(header="Owes", cell=_balance, number=True),
)
