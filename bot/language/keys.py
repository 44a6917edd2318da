"""Keys for those who like them: `status:paid created:yesterday room:12 -status:cancelled sort:-created`.

A key with a quoted value needs no colon: that is how a query is spoken back, and any value can be written so.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from rapidfuzz.process import extractOne

from bot.core.errors import UnknownName
from bot.core.query import PartySize, Sort
from bot.core.states import Axis, Balance, Grain, Kind, Report, Stage, Status
from bot.language.amounts import unwritten
from bot.language.filters import KINDS, STATES
from bot.language.lexicon import Lexicon
from bot.language.names import Names
from bot.language.tokens import Plain, plain

_AXES = {axis.value for axis in Axis}
_MAYBE = re.compile(r'[^\W\d_]:|"')
"""Without this a text has no key; most texts with a colon have a time."""

_SUCH: Mapping[str, Sequence[str]] = {"grain": tuple(Grain), "worth": (">30", "<=50", ">=20 <50 GBP")}
"""What may stand behind a key; behind the others of those that can be wrong, a number."""

_PHONE = re.compile(r"[\d ()-]*\d")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
MOST_KEYS = 24
"""So many keys of one text are read."""

_SORTS = ("start", "end", "created", "modified", "expires", "redeemed", "name", "balance", "party")


class Keyed(NamedTuple):
    """A key found in a text: the part of the query, its value, and its place in the plain text."""

    part: str
    value: Any
    start: int
    stop: int


def unescape(quoted: str) -> str:
    """A value as it was before `quote` of the explanation escaped it."""
    return _ESCAPED.sub(r"\1", quoted)


def take_keys(text: str, made: Plain, lexicon: Lexicon, names: Names) -> tuple[Plain, list[Keyed]]:
    """The text without its keys (blanks in their places) and what they say.

    Raises:
        UnknownName: a key whose value does not exist here.
    """
    if _MAYBE.search(made.text) is None:
        return made, []
    found: list[Keyed] = []
    left = made.text
    for match in islice(lexicon.keys.finditer(made.text), MOST_KEYS):
        negative, word, quoted = match.group("not", "key", "quoted")
        part = lexicon.key_parts[" ".join(re.split(r"[\s-]+", word))]
        if part in _AXES:
            found.append(Keyed("axis", Axis(part), match.start(), match.end()))
            keep = match.span("quoted") if quoted is not None else match.span("bare")
            left = (
                left[: match.start()]
                + "\x00".rjust(keep[0] - match.start(), " ")
                + left[keep[0] : keep[1]]
                + " " * (match.end() - keep[1])
                + left[match.end() :]
            )
            continue
        span = match.span("quoted" if quoted is not None else "bare")
        if part == "phone" and quoted is None and (more := _PHONE.match(made.text, span[1])) is not None:
            span = span[0], more.end()
        raw = text[slice(*made.place(*span))] if span[0] < span[1] else ""
        value = unescape(raw) if quoted is not None else raw.rstrip(",;")
        if not value.strip():
            continue
        try:
            meaning = _meaning(part, value, bool(negative), quoted is not None, lexicon, names)
        except ValueError as error:
            raise UnknownName(word, value, _SUCH.get(part, ("a number",))) from error
        stop = max(span[1], match.end())
        found.append(Keyed(*meaning, match.start(), stop))
        left = left[: match.start()] + "·".ljust(stop - match.start()) + left[stop:]
    return Plain(left.replace("\x00", " "), made.origin), found


def _meaning(part: str, value: str, negative: bool, quoted: bool, lexicon: Lexicon, names: Names) -> tuple[str, Any]:
    values = [value] if quoted and part not in ("kind", "status", "stage") else [one for one in value.split(",") if one.strip()]
    match part:
        case "kind":
            kinds = [Kind(one) for one in values if one in _of(Kind)]
            for one in values:
                if one.strip() not in _of(Kind):
                    kinds += KINDS.get(kind := _word("kind", one, ("kind",), lexicon)[1], (kind,))
                else:
                    kinds.append(Kind(one.strip()))
            return "kinds", tuple(dict.fromkeys(kinds))
        case "status":
            return _status(values, negative, lexicon)
        case "stage":
            stages = [
                Stage(one.strip()) if one.strip() in _of(Stage) else _word("stage", one, ("stage",), lexicon)[1] for one in values
            ]
            return "stage", tuple(stage for stage in Stage if stage not in stages) if negative else tuple(stages)
        case "channel":
            name, channel = _word("channel", value, ("channel", "channel_name"), lexicon)
            return name, channel
        case "report":
            return "report", Report(value) if value in _of(Report) else _word("report", value, ("report_name",), lexicon)[1]
        case "balance":
            return "balance", _word("balance", value, ("balance",), lexicon)[1]
        case "party":
            return "party", _party(value)
        case "worth":
            return "worth", unwritten(value)
        case "refund" | "stays":
            return part, True
        case "sort":
            descending = value.startswith("-")
            field = value.lstrip("-+").strip()
            return "sort", Sort(
                by=field if field in _SORTS else _word("sort", field, ("sort_field",), lexicon)[1], descending=descending
            )
        case "limit":
            return "limit", min(max(int(value), 1), 10_000)
        case "grain":
            return "grain", Grain(value)
        case "venue" | "vendor" | "account":
            known = {"venue": names.venues, "vendor": names.vendors, "account": {name: name for name in names.accounts}}[part]
            return part + "s", tuple(_named(part, one.strip(), known) for one in values)
        case "location" | "resource" | "staff" | "service" | "label" | "id":
            return "ids" if part == "id" else part, tuple(one.strip() for one in values)
        case _:
            return part, value


def _of(kind: type[Kind] | type[Stage] | type[Status] | type[Report]) -> Sequence[str]:
    return [one.value for one in kind]


def _status(values: Sequence[str], negative: bool, lexicon: Lexicon) -> tuple[str, Any]:
    states: list[Status] = []
    for one in values:
        if one.strip() in _of(Status):
            states.append(Status(one.strip()))
            continue
        section, meaning = _word("status", one, ("status", "states", "balance", "stage", "new"), lexicon)
        match section:
            case "balance":
                other = Balance.NONE if meaning is Balance.OUTSTANDING else Balance.OUTSTANDING
                return "balance", other if negative else meaning
            case "stage":
                return "stage", tuple(stage for stage in Stage if stage is not meaning) if negative else (meaning,)
            case "states":
                states += STATES[meaning]
            case "new":
                states.append(Status.PENDING)
            case _:
                states.append(meaning)
    return "status", tuple(state for state in Status if state not in states) if negative else tuple(dict.fromkeys(states))


def _word(what: str, value: str, sections: tuple[str, ...], lexicon: Lexicon) -> tuple[str, Any]:
    """A value that is one of our own words."""
    spelt = lexicon.accented.get(value.strip().lower())
    branch = spelt.values if spelt is not None else lexicon.phrase(plain(value.strip()).text.replace("_", " "))
    for section in sections:
        if branch is not None and section in branch:
            return section, branch[section]
    nearest = extractOne(plain(value).text, lexicon.words_of(sections), score_cutoff=60)
    raise UnknownName(what, value, lexicon.usual_words_of(sections), nearest[0] if nearest else None)


def _named(what: str, value: str, known: Mapping[str, str]) -> str:
    """The id of a venue, vendor or account by its id or its name; where none are known, the value as it stands."""
    if not known:
        return value
    folded = plain(value).text
    for id_, name in known.items():
        if folded in (plain(id_).text, plain(name).text):
            return id_
    nearest = extractOne(folded, list(known), processor=lambda one: plain(one).text, score_cutoff=50)
    raise UnknownName(what, value, tuple(known), nearest[0] if nearest else None)


def _party(value: str) -> PartySize:
    if value == "any":
        return PartySize()
    least, dash, most = value.partition("-")
    if value.endswith("+"):
        return PartySize(min=int(value[:-1]))
    return PartySize(min=int(least) if least else None, max=int(most) if dash and most else int(least) if not dash else None)


Reader = Callable[[str], Any]
