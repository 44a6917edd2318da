"""What is said beside a question: words of notes as they stand there, and what cannot be looked for, which is left out aloud."""

from bot.core.query import Sort
from bot.core.states import Axis
from bot.language.grammar import KEEP, Found, Rules
from bot.language.pieces import Taken
from bot.language.setting import Setting

asides: Rules[Setting] = Rules()


@asides.rule("occasion")
def _(setting: Setting, found: Found) -> object:
    """As in "birthdays this week": notes have it of one guest."""
    return setting.take(found, "text", setting.words(found)[:-1])


@asides.rule("how_much (?=(noise|the|trade|present|at|on|bounds|any|unknown){0,6} earned)")
def _(setting: Setting, found: Found) -> object:
    """As in "how much did the spa take yesterday": money, not a count."""
    return setting.take(found, "axis", Axis.REVENUE)


@asides.rule("how_much")
def _(found: Found) -> object:
    """As in "how much does smith owe", which is not how many."""
    money = any("balance" in values or values.get("axis") is Axis.REVENUE for values in found.line.values)
    return Taken() if money and not found.first else KEEP


@asides.rule("most")
def _(setting: Setting, found: Found) -> object:
    """As in "who owes the most"; what is most popular is in no system."""
    if any("balance" in values for values in found.line.values):
        return setting.take(found, "sort", Sort(by="balance", descending=True))
    return setting.take(found, "text", setting.words(found))


@asides.rule("earned")
def _(found: Found) -> object:
    return Taken() if any("how_much" in values for values in found.line.values) else KEEP


@asides.rule("working")
def _(setting: Setting, found: Found) -> object:
    """As in "who's working today", but not "why isn't SUMMER10 working"."""
    if any(one.part == "ref" for one in setting.filters) or any("why" in values for values in found.line.values):
        return KEEP
    setting.remarks.append("No system tells who is on duty; “appointments” show who treats.")
    return Taken()


@asides.rule("early|late")
def _(setting: Setting, found: Found) -> object:
    """As in "late checkouts" and "who is running late": a time is shown, and not sorted into late ones."""
    setting.remarks.append(f"I do not look for “{setting.words(found)}”: all are shown, with their times where they are known.")
    return Taken()


@asides.rule("(more_than|less_than|at_least|at_most) length", "length or_more")
def _(setting: Setting, found: Found) -> object:
    """As in "stays over 7 nights"."""
    setting.remarks.append(f"I cannot look for how long something is; I left out “{setting.words(found)}”.")
    return Taken()


@asides.rule("compare")
def _(setting: Setting) -> object:
    """As in "takings today vs yesterday"."""
    setting.remarks.append("I answer for one stretch of days and do not compare; ask for each. The daily summary compares.")
    return Taken()
