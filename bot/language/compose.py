"""The filters found in a text, put together into the fields of a query."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.core.query import WORDS, Sort
from bot.core.states import Axis, Grain, Kind, Stage, Status
from bot.core.window import ONE_DAY, midnight
from bot.language.explain import default_axis
from bot.language.pieces import Bounds
from bot.language.questions import settle
from bot.language.setting import Filter, Setting

_MERGED = frozenset("kinds status stage location resource staff service label ids venues vendors accounts".split())
_SINGLE = frozenset(
    "channel channel_name party balance campaign voucher_type ref external_id group report sort limit text refund stays".split()
)
_WHO = {"name": "name", "email": "email", "phone": "phone", "customer_id": "id"}
_ONLY_ONCE = frozenset({"ref", "text", "group", "external_id"})
_STAY = frozenset({Axis.START, Axis.END, Axis.OVERLAP})
_OF_CODES = frozenset({Axis.REDEEMED, Axis.EXPIRES})
_VISITS = frozenset({Kind.SESSION, Kind.ARCADE_SESSION, Kind.SHOP_SESSION, Kind.APPOINTMENT})
_BEGINNING = _VISITS - {Kind.SHOP_SESSION}
_PLACED = frozenset({"location", "resource", "stage"})
_WHOSE = frozenset({"customer", "text", "ref", "ids", "group", "external_id", "limit", "campaign"})
_STAYED_IN = frozenset({"hotel", "store"})
"""Parts of a house in which people are, for a while: being there on a day is not coming there."""

_STATES = frozenset({"status", "stage", "balance"})
_ASKED = frozenset("kind_of_ref places available room_word attends why_not why failing unused sold sent vacancy".split())
"""What only makes sense with the rest of the question."""

_DETAILS = frozenset({Kind.AVAILABILITY, Kind.FREE_ROOM, Kind.SESSION_BOOKING, Kind.REPORT})
_BESIDE = frozenset(
    "axis staying venues vendors accounts trade within any_kind guest count now balance worth party channel channel_name "
    "label sort".split()
)
"""What may stand beside "arrivals" when that alone means today's."""

_ASKS_OF_SOMEBODY = frozenset({"balance", "name", "called", "email", "phone"})

LONGEST_VALUE = 200
MOST_VALUES = 20


def compose(
    found: list[Filter], window: Bounds | None, place: int, setting: Setting, rest: str, *, undated: bool
) -> dict[str, Any]:
    """The fields of the query.

    `place` is the token at which the window stands, `rest` the words that nobody understood; `undated` says that no date was
    tried, so that "in house" alone means today.
    """
    fields: dict[str, Any] = {}
    extra: list[str] = []
    who: dict[str, str] = {}
    called: list[str] = []
    axes: list[Filter] = []
    flags: dict[str, Any] = {}
    parts = {one.part for one in found}
    counted = any(one.part == "count" and not one.first for one in found)
    question, of_a_code = (setting.question or counted) and "ref" in parts, False
    of_somebody = setting.question and parts <= _ASKS_OF_SOMEBODY and (rest or len(parts) > 1) and setting.begins("question")
    for one in found:
        part, value = one.part, one.value
        if (question and part in _STATES) or (of_somebody and part == "balance"):
            # "Is SUMMER10 expired?" and "has Jane Smith paid?" ask for a state; they do not filter on it.
            of_a_code = of_a_code or value == (Status.EXPIRED,)
            continue
        if part in _MERGED:
            fields[part] = tuple(dict.fromkeys((*fields.get(part, ()), *value)))[:MOST_VALUES]
        elif part in _WHO:
            if who.setdefault(_WHO[part], value) != value:
                extra.append(value)
        elif part in _SINGLE:
            if part in _ONLY_ONCE and part in fields:
                extra.append(value)
            else:
                fields[part] = value
        elif part == "worth":
            fields["worth"] = fields.get("worth", {}) | value
        elif part == "axis":
            axes.append(one)
        elif part == "called":
            called.append(value)
        elif part == "taught":
            rest = f"{value} {rest}".strip()
        else:
            flags[part] = value
    if "ref" in fields and not fields.get("kinds") and any(one.value is Axis.REDEEMED for one in axes) and setting.begins("asks"):
        # "Who used SUMMER10" is told by its redemptions.
        fields["kinds"] = (Kind.REDEMPTION,)
    if question and not fields.get("kinds") and (of_a_code or "unused" in flags or any(one.value in _OF_CODES for one in axes)):
        fields["kinds"] = (Kind.VOUCHER,)
    if not _ASKED.isdisjoint(flags) or not _DETAILS.isdisjoint(fields.get("kinds", ())):
        dates = {one.value for one in axes}
        rest = settle(fields, flags, dates, called, rest, asked=question, dated=window is not None)
        axes += [Filter("axis", axis, place, place) for axis in dates.difference([one.value for one in axes])]
    extra += [name for name in called if who.setdefault("name", name) != name]
    if who:
        fields["customer"] = who
    if "guest" in flags:
        _people(fields, flags, axes, window)
    alone = undated and bool(axes) and not rest and _BESIDE.issuperset(one.part for one in found)
    flags["rest"] = rest
    if window is not None or axes or len(flags) > 1:
        _dates(fields, flags, axes, window, place, setting, alone, undated)
    if undated and "on_the_day" in flags and "stage" in fields and not (rest or _WHOSE & fields.keys()):
        # Who has come or not is said of a day, and nobody says "today".
        today = _today(setting)
        said = {"axis": Axis.START, "start": today.start, "end": today.stop, "grain": today.grain}
        fields.setdefault("window", said)
    if "staying" in flags and not fields.get("kinds") and fields.get("window", {}).get("axis") in _STAY:
        fields["stays"] = True
    text = " ".join(word for word in (fields.get("text", ""), *extra, rest) if word)
    if text:
        fields["text"] = text
    if "count" in flags:
        fields["count"] = True
    return fields


def _people(fields: dict[str, Any], flags: Mapping[str, Any], axes: list[Filter], window: Bounds | None) -> None:
    """As in "guests": customers, but only where nothing says that their stay is meant."""
    staying = {"stage", "balance", "party", "resource", "status", "channel", "channel_name", "kinds"} & fields.keys()
    coming = any(one.value in _STAY for one in axes)
    made = "new" in flags or any(one.value in (Axis.CREATED, Axis.MODIFIED) for one in axes)
    if not staying and not coming and (window is None or made):
        fields["kinds"] = (Kind.CUSTOMER,)


def _today(setting: Setting) -> Bounds:
    return Bounds(midnight(setting.today, setting.zone), midnight(setting.today + ONE_DAY, setting.zone), Grain.DAY)


def _this_minute(setting: Setting) -> Bounds:
    """Who plays now: a game is over in an hour, and the day's others are not meant."""
    return Bounds(setting.now, setting.now + timedelta(minutes=1), Grain.INSTANT)


def _dates(
    fields: dict[str, Any],
    flags: Mapping[str, Any],
    axes: list[Filter],
    window: Bounds | None,
    place: int,
    setting: Setting,
    alone: bool,
    undated: bool,
) -> None:
    """The window, its axis, and what an axis or "new" means without one."""
    kinds = fields.get("kinds", ())
    axis = min(axes, key=lambda one: abs(one.first - place)).value if axes else None
    if "new" in flags and axis is None:
        if window is not None:
            axis = Axis.CREATED
        elif "status" not in fields and kinds != (Kind.CUSTOMER,):
            fields["status"] = (Status.PENDING,)
    if window is None and ((alone and axis in _STAY) or (undated and axis is Axis.OVERLAP)):
        window = _today(setting)
    if axis is None and not kinds and "any_kind" not in flags and "inside" in flags:
        # "Who is in room 12", "how many in store 12": who is there, not who comes some day.
        axis, window = Axis.OVERLAP, window or _today(setting)
    if axis is None and "trade" in flags and not kinds and "any_kind" not in flags:
        axis, window = _in_the_house(fields, flags, window, setting)
    if window is None and axis is None and "now" in flags and (_PLACED & fields.keys() or _VISITS & set(kinds)):
        # "Store 12 now", "in treatment now", "sessions now".
        axis, window = Axis.OVERLAP, _this_minute(setting) if kinds == (Kind.ARCADE_SESSION,) else _today(setting)
    if window is None and axis is None and "today" in flags:
        window = _today(setting)
    if window is None and undated and axis is Axis.EXPIRES and "limit" not in fields:
        window = Bounds(setting.now, None, Grain.INSTANT)
        fields.setdefault("sort", Sort(by="expires"))
    window = _rows(fields, flags, axis, window, setting)
    if window is None and undated and axis in (Axis.START, Axis.END) and _still_to_come(fields, axes, setting):
        # "VIP arrivals", "when does room 12 leave": some day from today on.
        window = Bounds(midnight(setting.today, setting.zone), None, Grain.DAY)
        fields.setdefault("sort", Sort(by=axis.value))
    if window is None:
        return
    if setting.tonight and flags.get("rooms"):
        window = _today(setting)
    elif setting.tonight and (
        axis is Axis.OVERLAP or kinds == (Kind.BOOKING,) or (axis is None and ("lodging" in flags or flags.get("trade") == "hotel"))
    ):
        # Tonight is an evening for a table and the night of the day for a stay.
        axis, window = Axis.OVERLAP, _today(setting)
    if axis is Axis.OVERLAP and flags.get("trade") == "hotel" and not kinds:
        fields["stays"] = True
    fields["window"] = {
        "axis": axis or default_axis(kinds, fields.get("status", ())),
        "start": window.start,
        "end": window.stop,
        "grain": flags.get("grain", window.grain),
    }


def _in_the_house(
    fields: dict[str, Any], flags: Mapping[str, Any], window: Bounds | None, setting: Setting
) -> tuple[Axis | None, Bounds | None]:
    """As in "who's in the hotel tonight", "in the store", "spa now": who is there; "what's on at the spa" is said of today."""
    plain = _STATES.isdisjoint(fields)
    there = "within" in flags and plain and (flags["trade"] in _STAYED_IN or (window is None and not flags.get("rest")))
    if there or ("now" in flags and window is None and plain):
        if flags["trade"] == "spa":
            # A spa knows who has come and not left.
            fields["stage"] = (Stage.ARRIVED, Stage.IN_PROGRESS)
            return Axis.START, _today(setting)
        return Axis.OVERLAP, window or (_this_minute(setting) if flags["trade"] == "arcade" else _today(setting))
    alone = window is None and not setting.question and fields.keys() == {"vendors"} and not flags.get("rest")
    return None, _today(setting) if alone else window


def _still_to_come(fields: Mapping[str, Any], axes: list[Filter], setting: Setting) -> bool:
    """Whether who comes or goes is wanted, of several or of a room, not somebody's stay: "jane smith arrival"."""
    tokens = list(range(len(setting.tokens)))
    several = any(setting.plural("axis", one.value.value, tokens, one.first, one.last + 1) for one in axes)
    return ("resource" in fields or several) and not setting.begins("question")


def _rows(
    fields: dict[str, Any], flags: Mapping[str, Any], axis: Axis | None, window: Bounds | None, setting: Setting
) -> Bounds | None:
    """How many, and in which order. "Last 5 arrivals" have come already, "next 5" are still to come."""
    if not flags:
        return window
    by = axis if axis in (Axis.START, Axis.END) else None
    if axis is None and (kinds := fields.get("kinds")) and _BEGINNING.issuperset(kinds):
        # "Last game tonight" is the one that begins last, not the one made last.
        by = Axis.START
    if "latest" in flags:
        fields["limit"] = flags["latest"]
        fields.setdefault("sort", Sort(by=by.value if by else "created", descending=True))
        if by is not None and window is None:
            return Bounds(None, setting.now, Grain.INSTANT)
    if "soonest" in flags:
        fields["limit"] = flags["soonest"]
        fields.setdefault("sort", Sort(by=(by or Axis.START).value))
        if window is None:
            return Bounds(setting.now, None, Grain.INSTANT)
    if "newest" in flags:
        fields.setdefault("sort", Sort(by="created", descending=bool(flags["newest"])))
    return window


def cut_to_fit(fields: dict[str, Any]) -> bool:
    """Cut names and texts to what a query may hold; whether anything had to be cut."""
    budget, cut = WORDS, False

    def size(value: str) -> int:
        return len(json.dumps(value, ensure_ascii=False)) + 1

    def fit(value: str) -> str:
        nonlocal budget, cut
        tidy = " ".join("".join(c if c.isprintable() else " " for c in value).split())
        short = tidy[:LONGEST_VALUE]
        while short and size(short) > budget:
            short = short[: -max(1, (size(short) - budget) // 2)].strip()
        if short:
            budget -= size(short)
        cut = cut or short != tidy
        return short

    for name, value in list(fields.items()):
        match name:
            case "customer":
                made: Any = {part: text for part, one in value.items() if (text := fit(one))} or None
            case "location" | "resource" | "staff" | "service" | "label" | "ids" | "venues" | "vendors" | "accounts":
                made = tuple(text for one in value if (text := fit(one)))
            case "text" | "ref" | "external_id" | "group" | "campaign" | "voucher_type" | "channel_name":
                made = fit(value) or None
            case _:
                continue
        if made:
            fields[name] = made
        else:
            del fields[name]
    return cut
