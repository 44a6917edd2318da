"""An occasion as a sentence, and the sentences that are read as one."""

from typing import assert_never

from bot.core.alert import Condition, Occasion
from bot.core.query import Query
from bot.language.explain import explain
from bot.language.labels import label
from bot.language.money import money_text
from bot.language.names import Names

EXAMPLES = {
    Condition.CANCELLED: "tell me when somebody cancels today",
    Condition.NO_SHOW: "tell me when there is a no-show",
    Condition.OWES: "tell me when a guest arriving today owes more than 200",
    Condition.FULL: "tell me when a class is full",
}
"""One text for each condition that can be read."""


def occasion_text(occasion: Occasion, names: Names) -> str:
    """An occasion as the end of "I tell you when …"."""
    kind = label(occasion.query.kinds[0], "en") if len(occasion.query.kinds) == 1 else "booking"
    noun = f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
    match occasion.condition:
        case Condition.CANCELLED:
            said = f"{noun} arriving today is cancelled" if occasion.arriving else f"{noun} is cancelled today"
        case Condition.NO_SHOW:
            said = f"{noun} of today is a no-show"
        case Condition.OWES if occasion.above and occasion.currency:
            said = f"{noun} arriving today owes more than {money_text(occasion.above, occasion.currency, 'en-GB')}"
        case Condition.OWES:
            said = f"{noun} arriving today owes anything"
        case Condition.FULL:
            said = "a class of today is full"
        case _:
            assert_never(occasion.condition)
    narrowed = occasion.query.model_copy(update={"kinds": ()})
    return said if narrowed == Query() else f"{said} · {explain(narrowed, names=names)}"
