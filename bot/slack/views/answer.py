"""An answer: what was found and what was understood, the records, what could not be had, and what to press next."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.core.answer import Answer
from bot.core.record import Record
from bot.core.states import Axis, Kind, Report
from bot.language import day_label, money_text, noun
from bot.language.tables import spoken
from bot.slack.escape import one_line
from bot.slack.nearest import Nearest
from bot.slack.values import Ask
from bot.slack.views.compose import compose
from bot.slack.views.controls import controls
from bot.slack.views.parts import Button, Buttons, Line, Message, Paragraph, Part, Rule, Small, Strong
from bot.slack.views.persons import persons
from bot.slack.views.report import checking, cut_short, missing, other_days, sources
from bot.slack.views.rows import capital, row, who
from bot.slack.views.scene import Scene
from bot.slack.views.table import SHOWN as TABLE_PAGE
from bot.slack.views.table import records_table
from bot.slack.views.when import moment

PAGE = 10
"""How many records one message shows as rows."""

_VENUES = 3
_DOUBTS = 3
_SUGGESTIONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Which part of an answer is shown, and how: the first record, rows or a table.

    `kinds` is what the command adds to a text, kept for the suggestions; `by` is who shared it, where somebody did.
    """

    offset: int = 0
    table: bool = False
    kinds: tuple[Kind, ...] = ()
    by: str | None = None


def answer_view(answer: Answer, scene: Scene, page: Page | None = None, *, nearest: Nearest | None = None) -> Message:
    """An answer as it stands, also while some accounts have not answered yet; `nearest` is offered where nothing was found."""
    page = page or Page()
    message = compose(list(_parts(answer, scene, page, nearest)))
    if not page.table:
        return message
    # Slack's two kinds of table, the better one first, and rows where it takes neither.
    older = compose(list(_parts(answer, scene, page, nearest, plain=True)))
    rows = answer_view(answer, scene, replace(page, table=False))
    return replace(message, instead=replace(older, instead=rows))


def _parts(answer: Answer, scene: Scene, page: Page, nearest: Nearest | None, *, plain: bool = False) -> Iterator[Part]:
    query = answer.reading.query
    length = TABLE_PAGE if page.table else PAGE
    shown = () if query.count else answer.records[page.offset : page.offset + length]
    yield Paragraph([_headline(answer, scene)])
    yield Small(["I read:", scene.shown(answer.reading.understood), *other_days(answer, scene.venues, scene.locale)])
    if shown and not answer.waiting:
        yield from persons(answer, scene)
    if shown:
        several = len(_venues(answer)) > 1
        yield Rule()
        if page.table:
            yield records_table(shown, scene, caption=scene.shown(answer.reading.understood), with_venue=several, plain=plain)
        else:
            yield from (row(record, scene, with_venue=several, why=query.why) for record in shown)
            yield Rule()
        if len(answer.records) > 1:
            yield Small(list(_summary(answer, scene, page.offset, len(shown))))
    if answer.waiting:
        yield checking(answer, some=bool(answer.records))
        return
    if nearest is not None:
        yield Paragraph(
            [["Next:" if nearest.ahead else "Last:", Strong(who(nearest.record, scene)), moment(nearest.at, nearest.record, scene)]]
        )
    yield from missing(answer, scene)
    yield from cut_short(answer)
    yield from _doubts(answer, scene, page.kinds)
    if scene.gives_away(query):
        yield Small(["Without buttons: they would carry the address or number that was asked for"])
    else:
        yield Buttons(list(controls(answer, scene, page.offset, len(shown), length=length, table=page.table, nearest=nearest)))
    yield sources(answer, scene)
    if page.by is not None:
        yield Small([f"Shared by {page.by}; phone numbers and e-mail addresses are hidden"])


def _headline(answer: Answer, scene: Scene) -> Line:
    """One sentence that answers the question by itself."""
    found = answer.found
    where = _where(answer, scene)
    if found and answer.reading.query.report is not None:
        return [Strong(_report(answer.reading.query.report, scene)), *where]
    if found:
        exactly = answer.total if answer.total is not None else found
        number = f"{exactly:,} {_noun(answer, scene, exactly)}"
        if answer.waiting:
            return [Strong(f"{number} so far"), *where]
        return [Strong(number if answer.total is not None else f"At least {number}"), *where]
    text = answer.reading.query.text
    nothing = _noun(answer, scene, 0) + (f" with “{scene.shown(text)}”" if text else "")
    if answer.waiting:
        return [Strong("One moment"), *where]
    if answer.complete:
        return [Strong(f"No {nothing}"), *where]
    if any(account.asked and account.complete for account in answer.accounts):
        return [Strong(f"No {nothing} found, but not everything could be checked"), *where]
    return [Strong(f"I could not check the {nothing}"), *where]


def _noun(answer: Answer, scene: Scene, count: int) -> str:
    """What is counted: the one kind asked for, or what the day is about, or whatever the vendors call a booking."""
    query = answer.reading.query
    if not query.kinds and any(record.kind is Kind.CUSTOMER for record in answer.records):
        return "record" if count == 1 else "records"
    axis = query.window.axis if query.window is not None and query.stays and not query.kinds else None
    of = query.kinds[0] if len(query.kinds) == 1 else axis
    return noun(of, count, scene.locale).removeprefix(f"{count} ")


def _report(report: Report, scene: Scene) -> str:
    return capital(spoken(scene.locale)["report_name"][report.value][0])


def _where(answer: Answer, scene: Scene) -> Sequence[str]:
    """The window in the words of a calendar, and the venues that were asked."""
    window, venues = answer.reading.query.window, _venues(answer)
    dates = day_label(window, scene.locale) if window is not None else ""
    return [dates, ", ".join(map(scene.name_of, venues)) if len(venues) <= _VENUES else f"{len(venues)} venues"]


def _venues(answer: Answer) -> Sequence[str]:
    return list(dict.fromkeys(account.venue for account in answer.accounts if account.asked))


def _summary(answer: Answer, scene: Scene, offset: int, shown: int) -> Iterator[str]:
    """Which records these are, and what they come to; sums only where nothing is missing."""
    counted = _counted(answer.records, scene)
    yield f"{offset + 1}–{offset + shown} of {counted}" if offset or len(answer.records) > shown else counted
    if answer.total is None:
        return
    guests = [record.party.total for record in answer.records if record.party and record.party.total]
    if len(guests) == len(answer.records):
        yield f"{sum(guests):,} guests"
    yield from _owed(answer.records, scene)
    window = answer.reading.query.window
    if window is not None and window.axis is Axis.REVENUE:
        yield from _taken(answer.records, scene)


def _counted(records: Sequence[Record], scene: Scene) -> str:
    """How many records these are: bookings, or by the name of the one kind that they are of."""
    kinds = {record.kind for record in records}
    if Kind.CUSTOMER in kinds and len(kinds) > 1:
        return f"{len(records):,} records"
    if kinds == {Kind.REPORT}:
        return f"{len(records):,} {'row' if len(records) == 1 else 'rows'}"
    of = kinds.pop() if len(kinds) == 1 and Kind.BOOKING not in kinds else None
    return f"{len(records):,}{noun(of, len(records), scene.locale).removeprefix(str(len(records)))}"


def _owed(records: Sequence[Record], scene: Scene) -> Iterator[str]:
    """What is owed in each currency, where every record says whether it owes."""
    folios = [record.money for record in records]
    balances = [(folio.currency, folio.balance) for folio in folios if folio is not None and folio.balance is not None]
    if len(balances) < len(folios):
        return
    sums: Counter[str] = Counter()
    owing: Counter[str] = Counter()
    for currency, balance in balances:
        if balance > 0:
            sums[currency] += balance
            owing[currency] += 1
    for currency, total in sums.items():
        amount = money_text(total, currency, scene.locale)
        yield f"{owing[currency]} {'owes' if owing[currency] == 1 else 'owe'} {amount}"


def _taken(records: Sequence[Record], scene: Scene) -> Iterator[str]:
    """What they come to in each currency, where every record says what it comes to."""
    totals = [(record.money.currency, record.money.total) for record in records if record.money and record.money.total is not None]
    if len(totals) == len(records):
        sums: Counter[str] = Counter()
        for currency, total in totals:
            sums[currency] += total
        yield from (f"{money_text(total, currency, scene.locale)} in all" for currency, total in sums.items())


def _doubts(answer: Answer, scene: Scene, kinds: tuple[Kind, ...]) -> Iterator[Part]:
    """What may have been meant otherwise, with a button for each other meaning."""
    doubts = answer.reading.doubts[:_DOUBTS]
    for doubt in doubts:
        yield Paragraph([[scene.shown(doubt.message)]])
    texts = dict.fromkeys(text for doubt in doubts for text in doubt.suggestions)
    yield Buttons(suggestions([text for text in texts if scene.shown(text) == text], kinds))


def suggestions(
    texts: Sequence[str], kinds: tuple[Kind, ...] = (), channels: Mapping[str, str] = MappingProxyType({})
) -> list[Button]:
    """A button for each text to ask instead; one that is too long for a button is left out."""
    written = [
        (text, Ask(text=text, kinds=kinds, channels=channels).write())
        for text in texts[:_SUGGESTIONS]
        if 0 < len(one_line(text)) <= 1_500
    ]
    return [Button(label=text, action=f"ask:{n}", value=value) for n, (text, value) in enumerate(written) if value]
