"""Queries as people may make them in a form, for the properties of reading and speaking back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.core.query import PartySize, Query, Sort, Who, Worth
from bot.core.states import Axis, Balance, Channel, Grain, Kind, Report, Stage, Status
from bot.core.window import Window, midnight
from bot.language.calendar import unit_later, unit_start

ZONES = (ZoneInfo("Europe/London"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Auckland"), ZoneInfo("UTC"))

words = st.text(
    alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=12
).filter(lambda text: text.isprintable() and bool(text.strip()))
plain_words = st.sampled_from(
    ["smith", "May", "12", "Sea view", "O'Neill", "3 Dec", "vip", "no-show", 'the "Ritz"', "back\\slash", "Łódź"]
)
texts = st.one_of(plain_words, words)
name_lists = st.lists(texts, max_size=2, unique=True).map(tuple)


def some(kind: type[Kind] | type[Status] | type[Stage]) -> st.SearchStrategy[tuple[object, ...]]:
    """A few members of an enumeration, in any order."""
    return st.lists(st.sampled_from(list(kind)), max_size=4, unique=True).map(tuple)


@st.composite
def windows(draw: st.DrawFn, zone: ZoneInfo) -> Window:
    """A window of any axis and grain, with ends as a form or a reading makes them."""
    axis = draw(st.sampled_from(list(Axis)))
    grain = draw(st.sampled_from(list(Grain)))
    first = draw(st.dates(date(1999, 1, 1), date(2060, 1, 1)))
    count = draw(st.integers(1, 400))
    ends = draw(st.sampled_from(("both", "start", "end")))
    match grain:
        case Grain.DAY:
            start, end = midnight(first, zone), midnight(first + timedelta(days=count), zone)
        case Grain.WEEK | Grain.MONTH | Grain.QUARTER | Grain.YEAR:
            begins = unit_start(first, grain.value)
            start, end = midnight(begins, zone), midnight(unit_later(begins, grain.value, count % 3 + 1) or begins, zone)
        case Grain.PART:
            start, end = midnight(first, zone).replace(hour=12), midnight(first, zone).replace(hour=18)
        case Grain.HOUR:
            start = midnight(first, zone).replace(hour=count % 20 + 3)
            end = start + timedelta(hours=count % 30 + 1)
        case Grain.MINUTE:
            start = midnight(first, zone).replace(hour=count % 20 + 3, minute=count % 60)
            end = start + timedelta(minutes=count + 60)
        case Grain.INSTANT:
            moment = draw(st.datetimes(datetime(1999, 1, 1), datetime(2060, 1, 1))).replace(tzinfo=UTC)  # noqa: DTZ001 - hypothesis takes naive bounds
            start, end = moment.astimezone(zone), (moment + timedelta(seconds=count)).astimezone(zone)
    return Window(axis=axis, start=None if ends == "end" else start, end=None if ends == "start" else end, grain=grain)


def _who() -> st.SearchStrategy[Who | None]:
    parts = st.fixed_dictionaries({}, optional={"id": texts, "name": texts, "phone": texts, "email": texts})
    return st.one_of(st.none(), parts.filter(bool).map(lambda given: Who(**given)))


def _parties() -> st.SearchStrategy[PartySize | None]:
    edge = st.one_of(st.none(), st.integers(0, 10_000))
    return st.one_of(st.none(), st.builds(PartySize, min=edge, max=edge))


def _worths() -> st.SearchStrategy[Worth | None]:
    amounts = st.one_of(st.none(), st.decimals(0, 1_000_000, places=2))
    currencies = st.sampled_from([None, "GBP", "KWD"])
    return st.one_of(st.none(), st.builds(Worth, over=amounts, least=amounts, under=amounts, most=amounts, currency=currencies))


@st.composite
def queries(draw: st.DrawFn, zone: ZoneInfo) -> Query:
    """A query of any fields."""
    sorts = st.builds(
        Sort,
        by=st.sampled_from(("start", "end", "created", "modified", "expires", "redeemed", "name", "balance", "party")),
        descending=st.booleans(),
    )
    optional = {
        "kinds": some(Kind),
        "window": st.one_of(st.none(), windows(zone)),
        "status": some(Status),
        "stage": some(Stage),
        "customer": _who(),
        "text": texts,
        "location": name_lists,
        "resource": name_lists,
        "staff": name_lists,
        "service": name_lists,
        "label": name_lists,
        "channel": st.sampled_from(list(Channel)),
        "channel_name": texts,
        "party": _parties(),
        "balance": st.sampled_from(list(Balance)),
        "campaign": texts,
        "voucher_type": texts,
        "ids": name_lists,
        "ref": texts,
        "external_id": texts,
        "group": texts,
        "report": st.sampled_from(list(Report)),
        "why": st.booleans(),
        "unused": st.booleans(),
        "refund": st.booleans(),
        "stays": st.booleans(),
        "worth": _worths(),
        "sort": st.one_of(st.none(), sorts),
        "limit": st.integers(1, 10_000),
        "count": st.booleans(),
        "venues": st.lists(st.sampled_from(["palm", "harbour"]), unique=True).map(tuple),
        "vendors": st.lists(st.sampled_from(["trybe", "beds24"]), unique=True).map(tuple),
        "accounts": st.lists(st.sampled_from(["palm-spa"]), unique=True).map(tuple),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(optional)), max_size=6, unique=True))
    return Query(**{name: draw(optional[name]) for name in chosen})
