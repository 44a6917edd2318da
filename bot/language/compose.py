"""The filters found in a text, put together into the fields of a query."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.core.query import WORDS, Sort
from bot.core.states import Axis, Grain, Kind, Status
from bot.core.window import ONE_DAY, midnight
from bot.language.explain import default_axis
from bot.language.pieces import Bounds, Filter, Setting

_MERGED = ("kinds", "status", "stage", "location", "resource", "staff", "service", "label", "ids", "venues", "vendors", "accounts")
_SINGLE = (
    "channel",
    "channel_name",
    "party",
    "balance",
    "campaign",
    "voucher_type",
    "ref",
    "external_id",
    "group",
    "sort",
    "limit",
    "text",
)
_WHO = {"name": "name", "email": "email", "phone": "phone", "customer_id": "id"}
_STAY = frozenset({Axis.START, Axis.END, Axis.OVERLAP})
LONGEST_VALUE = 200
MOST_VALUES = 20


@dataclass(slots=True)
class Composed:
    """The fields of a query, the words that stay as free text, and the names that did not fit beside another."""

    fields: dict[str, Any]
    rest: list[str] = field(default_factory=list)
    cut: bool = False


def compose(found: list[Filter], window: Bounds | None, place: int, setting: Setting, rest: str) -> Composed:
    """Put together what was found. `place` is the token at which the window stands, `rest` the words that nobody understood."""
    fields: dict[str, Any] = {}
    extra: list[str] = []
    who: dict[str, str] = {}
    axes: list[Filter] = []
    flags: dict[str, Any] = {}
    for one in found:
        part, value = one.part, one.value
        if part in _MERGED:
            fields[part] = tuple(dict.fromkeys((*fields.get(part, ()), *value)))[:MOST_VALUES]
        elif part in _WHO:
            if _WHO[part] in who:
                extra.append(value)
            else:
                who[_WHO[part]] = value
        elif part in _SINGLE:
            if part in ("ref", "text", "group", "external_id") and part in fields:
                extra.append(value)
            else:
                fields[part] = value
        elif part == "axis":
            axes.append(one)
        else:
            flags[part] = value
    _people(fields, flags, axes, window)
    if who:
        fields["customer"] = who
    _dates(fields, flags, axes, window, place, setting)
    text = " ".join(word for word in (fields.get("text", ""), *extra, rest) if word)
    if text:
        fields["text"] = text
    if flags.get("count"):
        fields["count"] = True
    return Composed(fields)


def _people(fields: dict[str, Any], flags: Mapping[str, Any], axes: list[Filter], window: Bounds | None) -> None:
    """As "Guests" are customers only where nothing says that their stay is meant."""
    if not flags.get("guest") or "kinds" in fields:
        return
    staying = {"stage", "balance", "party", "resource", "status", "channel", "channel_name"} & fields.keys()
    coming = any(one.value in _STAY for one in axes)
    made = flags.get("new") or any(one.value in (Axis.CREATED, Axis.MODIFIED) for one in axes)
    if not staying and not coming and (window is None or made):
        fields["kinds"] = (Kind.CUSTOMER,)


def _dates(
    fields: dict[str, Any], flags: Mapping[str, Any], axes: list[Filter], window: Bounds | None, place: int, setting: Setting
) -> None:
    kinds = fields.get("kinds", ())
    axis = min(axes, key=lambda one: abs(one.first - place)).value if axes else None
    if flags.get("new"):
        if window is not None and axis is None:
            axis = Axis.CREATED
        elif window is None and axis is None and "status" not in fields and kinds != (Kind.CUSTOMER,):
            fields["status"] = (Status.PENDING,)
    if (window is None and axis is Axis.OVERLAP) or (window is None and axis in (Axis.START, Axis.END) and flags.get("alone")):
        window = Bounds(midnight(setting.today, setting.zone), midnight(setting.today + ONE_DAY, setting.zone), Grain.DAY)
    window = _rows(fields, flags, axis, window, setting)
    if window is not None:
        if flags.get("tonight") and (axis is Axis.OVERLAP or kinds == (Kind.BOOKING,)):
            axis = Axis.OVERLAP
            window = Bounds(midnight(setting.today, setting.zone), midnight(setting.today + ONE_DAY, setting.zone), Grain.DAY)
        fields["window"] = {
            "axis": axis or default_axis(kinds),
            "start": window.start,
            "end": window.stop,
            "grain": flags.get("grain", window.grain),
        }


def _rows(
    fields: dict[str, Any], flags: Mapping[str, Any], axis: Axis | None, window: Bounds | None, setting: Setting
) -> Bounds | None:
    """How many, and in which order. "Last 5 arrivals" have come already, "next 5" are still to come."""
    by = axis if axis in (Axis.START, Axis.END) else None
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


def fitting(fields: dict[str, Any]) -> bool:
    """Cut names and texts to what a query may hold; whether anything had to be cut."""
    budget, cut = WORDS, False

    def fit(value: str) -> str:
        nonlocal budget, cut
        tidy = " ".join("".join(c if c.isprintable() else " " for c in value).split())
        short = tidy[:LONGEST_VALUE]
        while short and len(json.dumps(short, ensure_ascii=False)) + 1 > budget:
            short = short[: -max(1, (len(json.dumps(short, ensure_ascii=False)) + 1 - budget) // 2)]
        short = short.strip()
        if short:
            budget -= len(json.dumps(short, ensure_ascii=False)) + 1
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
