"""What a whole question asks for, where its single words do not tell: free places, whom somebody treats, why a code fails.

Rules note what was asked as a flag beside the filters; `settle` turns flags into fields once all words are read.
"""

from typing import Any

from bot.core.states import Axis, Kind, Report
from bot.language.filters import KINDS
from bot.language.grammar import KEEP, Found, Rules
from bot.language.setting import Setting

questions: Rules[Setting] = Rules()

_OF_STAFF = frozenset({Report.RUN_SHEET, Report.STAFF_UTILISATION})
_CLASSES = frozenset({Kind.SESSION, Kind.ARCADE_SESSION, Kind.SESSION_BOOKING})
_TAUGHT = frozenset({Kind.SESSION, Kind.ARCADE_SESSION, Kind.APPOINTMENT})
_FREE = frozenset({Kind.AVAILABILITY, Kind.FREE_ROOM})
_GIVEN = frozenset({Kind.VOUCHER, Kind.PUBLICATION})
_OF_CODES = frozenset({Kind.VOUCHER, Kind.PUBLICATION, Kind.REDEMPTION, Kind.CAMPAIGN})
_SCOPE = frozenset({"venues", "vendors", "accounts"})
_NARROWED = frozenset("status stage balance ref ids channel channel_name report".split())


# The parts of a house.


@questions.rule(
    "asks noise? present the? noise? t=trade",
    "present the? noise? t=trade",
    "(?<!with)(at|on|of|for|called_for)? the? noise? t=trade",
)
def _(setting: Setting, found: Found, t: str) -> object:
    """As in "massages at the spa" and "hotel arrivals"; "spa vouchers" are for the spa, whoever made them."""
    line = found.line
    article = next((n for n in range(found.first, found.stop - 1) if "the" in line.values[n]), found.stop - 1)
    vendor = setting.names.serving(t, setting.words(Found(line, article, found.stop)))
    alone = found.stop - found.first == 1
    if vendor is None or (alone and any(values.get("kind") in _OF_CODES for values in line.values)):
        return KEEP
    setting.take(found, "trade", t)
    if any("present" in values for values in line.values[found.first : found.stop - 1]):
        setting.take(found, "within", True)
    return setting.take(found, "vendors", (vendor,))


# Free places.


@questions.rule("any noise{0,2} room (?=in noise? unknown)")
def _(setting: Setting, found: Found) -> object:
    """As in "any room in pilates"."""
    return setting.take(found, "places", "slot")


@questions.rule(
    "slot+ (noise? available)?",
    "available+ (slot|kind|room)+",
    "(kind|room)+ noise{0,2} available",
    "any noise{0,2} room",
)
def _(setting: Setting, found: Found) -> object:
    rooms = any("lodging" in values for values in found.line.values[found.first : found.stop])
    return setting.take(found, "places", "room" if rooms else "slot")


@questions.rule("question noise{0,2} unknown unknown? available (?!room|kind|slot)")
def _(setting: Setting, found: Found) -> object:
    """As in "is Anna free at 3", but not "is the pool free" or "is yoga full"."""
    if "the" in found.line.values[found.first + 1] or "full" in found.line.values[found.stop - 1]:
        return KEEP
    setting.take(found, "places", "slot")
    return _staff(setting, found)


@questions.rule(
    "question unknown (?=(bounds|noise){1,2} (?!full)available)",
    "question available unknown (?!kind)",
    "unknown question noise? available (?!room|kind|slot)",
)
def _(setting: Setting, found: Found) -> object:
    """As in "ist Anna morgen frei" and "Ana está libre mañana"."""
    if any("full" in values for values in found.line.values[found.first : found.stop]):
        return KEEP
    setting.take(found, "places", "slot")
    return _staff(setting, found)


@questions.rule("vacancy (for|of)?")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "places", "any")


@questions.rule("present the? place")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "axis", Axis.OVERLAP)


@questions.rule("available")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "available", setting.words(found))


@questions.rule("(room|dining)")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "room_word", "lodging" in found.line.values[found.first])


# Who treats whom, and who takes part.


def _staff(setting: Setting, found: Found) -> object:
    places = [place for place in range(found.first, found.stop) if "unknown" in found.line.values[place]]
    name = setting.raw(found.line.firsts[places[0]], found.line.lasts[places[-1]])
    return setting.take(found, "staff", (name,))


@questions.rule(
    "asks noise? unknown unknown? noise? seeing",
    "question unknown unknown? working",
    "asks unknown unknown? working",
    "whom seeing unknown unknown?",
)
def _(setting: Setting, found: Found) -> object:
    setting.take(found, "kinds", (Kind.APPOINTMENT,))
    if any("seeing" in values for values in found.line.values[found.first : found.stop]):
        setting.take(found, "today", True)
    return _staff(setting, found)


@questions.rule("unknown diary", "name k=kind")
def _(setting: Setting, found: Found, k: Kind | None = None) -> object:
    """As "Anna's diary" and "Anna's appointments": one appointment may be a guest's, several are hers who gives them."""
    name = setting.raw(found.line.firsts[found.first], found.line.lasts[found.first])
    owner = name[:-1].rstrip("'’") if name[-1] in "sS" else ""
    several = k is Kind.APPOINTMENT and not setting.singular("kind", k, found.line.firsts[found.stop - 1])
    if not owner or (k is not None and not several) or (k is None and len(name) - len(owner) < 2):
        return KEEP
    setting.take(found, "kinds", (Kind.APPOINTMENT,))
    if "unit" in found.line.values[found.stop - 1]:
        setting.take(found, "today", True)
    return setting.take(found, "staff", (owner,))


@questions.rule("k=kind of the? unknown (dash? unknown)?")
def _(setting: Setting, found: Found, k: Kind) -> object:
    """As in "cours de yoga": what is taught, not who comes."""
    first, stop = found.first, found.stop
    start = first + (3 if "the" in found.line.values[first + 2] else 2)
    if k not in _TAUGHT or setting.capital(found.line.firsts[start]):
        return KEEP
    setting.take(Found(found.line, first, first + 1), "kinds", KINDS.get(k, (k,)))
    return setting.take(found, "taught", setting.raw(found.line.firsts[start], found.line.lasts[stop - 1]), start - first)


@questions.rule("attends", "asks noise? present (?=noise{0,2} (unknown|kind|bounds))")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "attends", True)


# Codes that do not work, that nobody used, and how they came to be.


@questions.rule("why_not", "why", "failing+", "unused", "sold", "sent")
def _(setting: Setting, found: Found) -> object:
    values = found.line.values[found.first]
    part = next(name for name in ("why_not", "unused", "why", "failing", "sold", "sent") if name in values)
    return setting.take(found, part, setting.words(found))


@questions.rule("campaign_word named? (unknown|holiday|month|code)+", "(unknown|code)+ campaign_word")
def _(setting: Setting, found: Found) -> object:
    values = found.line.values
    first = "campaign_word" in values[found.first]
    skip = (2 if "named" in values[found.first + 1] else 1) if first else 0
    return setting.take(found, "campaign", setting.words(found, skip, 0 if first else 1))


@questions.rule("r=report_name")
def _(setting: Setting, found: Found, r: Report) -> object:
    if r is Report.OCCUPANCY and setting.names.serving("hotel", "") and not any("trade" in each for each in found.line.values):
        setting.remarks.append("Only a spa tells its occupancy; for the rooms of a hotel ask “free rooms”.")
    setting.take(found, "kinds", (Kind.REPORT,))
    return setting.take(found, "report", r)


def settle(
    fields: dict[str, Any], flags: dict[str, Any], axes: set[Axis], called: list[str], rest: str, *, asked: bool, dated: bool
) -> str:
    """Turn what was asked into fields; returns the free text that is still left.

    `axes` are the dates named, `called` who or what "for" and capitals name, `asked` tells a question about a state ("is SUMMER10
    unused"), `dated` that a date was read.
    """
    kinds = frozenset(fields.get("kinds", ()))
    if "kind_of_ref" in flags and not kinds:
        fields["kinds"] = flags["kind_of_ref"]
    report = fields.get("report")
    if report in _OF_STAFF and called:
        fields["staff"] = (called.pop(0),)
    if report is Report.OCCUPANCY and flags.get("trade") == "hotel":
        # How full a hotel is, is told by the rooms that it has left.
        fields["kinds"] = kinds = frozenset({Kind.FREE_ROOM})
        del fields["report"]
    elif report is Report.OCCUPANCY:
        flags["rooms"] = True
    _codes(fields, flags, kinds, axes, asked=asked)
    if "why" in fields and "ref" not in fields:
        rest = _code_without_a_number(fields, called, rest)
    free = "places" in flags or bool(kinds and kinds <= _FREE) or _bare(fields, flags, axes, kinds, dated=dated)
    if free:
        rest = _places(fields, flags, called, rest)
    else:
        rest = " ".join(
            word
            for word in (
                "" if "resource" in fields else flags.get("available", ""),
                "" if "why" in fields else flags.get("failing", ""),
                rest,
            )
            if word
        )
    if kinds == {Kind.SESSION_BOOKING} or ("attends" in flags and not free):
        rest = _attends(fields, called, rest, kinds)
    if "room_word" in flags and not (free or dated or axes or called or rest) and _SCOPE.issuperset(fields):
        fields["kinds"] = (Kind.ROOM,)
    return rest


def _codes(fields: dict[str, Any], flags: dict[str, Any], kinds: frozenset[Kind], axes: set[Axis], *, asked: bool) -> None:
    if (
        "why_not" in flags
        or ("why" in flags and ("failing" in flags or "ref" in fields))
        or ("failing" in flags and "ref" in fields)
    ):
        fields["why"] = True
        for name in ("status", "stage"):
            if "why_not" not in flags:
                fields.pop(name, None)
    if "unused" in flags and not asked:
        fields["unused"] = True
    if "sent" in flags and (not kinds or kinds <= _GIVEN):
        fields["kinds"] = (Kind.PUBLICATION,)
    if "sold" in flags:
        if not kinds or kinds == {Kind.PRODUCT}:
            fields["kinds"] = (Kind.GOODS_SALE,)
        elif kinds <= {Kind.VOUCHER, Kind.MEMBERSHIP}:
            axes.add(Axis.CREATED)


def _code_without_a_number(fields: dict[str, Any], called: list[str], rest: str) -> str:
    """A single word that does not work is a code, though it looks like a name: WELCOME. Returns the free text still left."""
    if len(called) == 1 and not rest and " " not in called[0]:
        fields["ref"] = called.pop()
    elif not called and rest and " " not in rest:
        fields["ref"], rest = rest, ""
    return rest


def _bare(fields: dict[str, Any], flags: dict[str, Any], axes: set[Axis], kinds: frozenset[Kind], *, dated: bool) -> bool:
    """Whether a place is wanted although nobody said "free": "room tonight for 2", "what is free tomorrow"."""
    if axes or "resource" in fields or not _NARROWED.isdisjoint(fields) or "customer" in flags:
        return False
    if "available" in flags:
        return True
    return "room_word" in flags and not kinds and not {"any_kind", "guest"} & flags.keys() and ("party" in fields or dated)


def _places(fields: dict[str, Any], flags: dict[str, Any], called: list[str], rest: str) -> str:
    """A question for what is free: rooms to sleep in, places of what a house offers, or both where neither is said.

    What is left of its words names the room or the treatment.
    """
    said, named = flags.get("places"), fields.get("kinds", ())
    hotel = flags.get("trade") == "hotel" and not named
    rooms = said == "room" or hotel or bool(flags.get("room_word")) or set(named) == {Kind.FREE_ROOM}
    part = "trade" in flags and not hotel
    either = not part and (said == "any" or (said is None and not named and "room_word" not in flags) or set(named) == _FREE)
    fields.pop("stage", None)
    flags.pop("count", None)
    flags["rooms"] = rooms
    _named(fields, "resource" if rooms else "service", called, rest)
    if rooms:
        fields["kinds"] = (Kind.FREE_ROOM,)
    elif either and not {"service", "staff"} & fields.keys():
        fields["kinds"] = (Kind.AVAILABILITY, Kind.FREE_ROOM)
    else:
        fields["kinds"] = (Kind.AVAILABILITY,)
    return ""


def _attends(fields: dict[str, Any], called: list[str], rest: str, kinds: frozenset[Kind]) -> str:
    """A question for who takes part in something."""
    if "resource" in fields or "location" in fields or not (called or rest or kinds) or not kinds <= _CLASSES:
        return rest
    fields["kinds"] = (Kind.SESSION_BOOKING,)
    _named(fields, "service", called, rest)
    return ""


def _named(fields: dict[str, Any], part: str, called: list[str], rest: str) -> None:
    thing = " ".join([*called, rest] if rest else called)
    called.clear()
    if thing:
        fields[part] = (*fields.get(part, ()), thing)
