"""Numbers and checks of a record in words: the figures of a report, what is free, why something does not work."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import assert_never

from babel.numbers import format_decimal

from bot.core.record import Figure, Finding, Places
from bot.core.states import Unit
from bot.language import money_text
from bot.slack.views.scene import Scene
from bot.slack.views.when import babel_locale


def figures(several: Sequence[Figure], scene: Scene) -> Iterator[str]:
    """Each figure with its name: "Nights sold: 38"."""
    for figure in several:
        yield f"{scene.shown(figure.label)} {amount(figure, scene)}"


def amount(figure: Figure, scene: Scene) -> str:
    """The value alone. Unknown is not zero."""
    value = figure.value
    if value is None:
        return "not known"
    match figure.unit:
        case Unit.MONEY:
            return money_text(int(value), figure.currency or scene.lead.currency, scene.locale)
        case Unit.PERCENT:
            return f"{_number(value, scene)} %"
        case Unit.MINUTES:
            hours, minutes = divmod(round(value), 60)
            return f"{hours} h {minutes} min" if hours and minutes else f"{hours} h" if hours else f"{minutes} min"
        case Unit.COUNT:
            return _number(value, scene)
        case _:
            assert_never(figure.unit)


def finding(found: Finding) -> str:
    """What was looked at; the sign never stands without its sentence."""
    sign = {True: "✓", False: "✗", None: "?"}[found.holds]
    return f"{sign} {found.text}"


def places(free: Places | None) -> str:
    """What is still free: "3 of 8 left", "full"."""
    if free is None or free.left is None:
        return f"{free.capacity} places" if free is not None and free.capacity is not None else ""
    if free.left <= 0:
        return "full"
    return f"{free.left} of {free.capacity} left" if free.capacity is not None else f"{free.left} left"


def _number(value: int | Decimal, scene: Scene) -> str:
    return str(format_decimal(value, locale=babel_locale(scene.locale)))
