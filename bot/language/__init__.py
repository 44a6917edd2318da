"""Words into a query and back: `read` a text, `explain` a query, and the labels that the views use."""

from bot.language.explain import explain
from bot.language.labels import day_label, label, noun, span_of_dates
from bot.language.money import money_text
from bot.language.names import Names
from bot.language.reader import read

__all__ = ["Names", "day_label", "explain", "label", "money_text", "noun", "read", "span_of_dates"]
