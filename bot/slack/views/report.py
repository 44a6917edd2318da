"""What an answer says of the accounts: whom it waits for, what is missing and why, and how old the rest is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.core.answer import AccountAnswer, Answer
from bot.core.venue import Venue
from bot.language import day_label, label
from bot.slack.views.parts import Paragraph, Small, Strong
from bot.slack.views.scene import Scene

_REASONS = 5
"""How many accounts are named with their reason; the rest is counted."""

_FRESH = 5
"""Seconds below which an answer is of just now."""


def checking(answer: Answer, *, some: bool) -> Small:
    """Whom the answer still waits for."""
    return Small([f"{'Still checking' if some else 'Checking'} {_titles(answer.waiting)}…"])


def other_days(answer: Answer, venues: Mapping[str, Venue], locale: str) -> Iterator[str]:
    """Where the same words mean another day, because it is yesterday or tomorrow there: "at Palm Court: Wed 25 Nov"."""
    reading = answer.reading
    here = day_label(reading.query.window, locale) if reading.query.window is not None else ""
    days: dict[str, list[str]] = {}
    for id in dict.fromkeys(account.venue for account in answer.accounts if account.asked):
        there = reading.elsewhere.get(venues[id].zone.key) if id in venues else None
        if there is not None and there.window is not None and (day := day_label(there.window, locale)) != here:
            days.setdefault(day, []).append(venues[id].name)
    return (f"at {', '.join(names)}: {day}" for day, names in days.items())


def missing(answer: Answer, scene: Scene) -> Iterator[Paragraph]:
    """What could not be had, account by account, each reason once."""
    reasons = list(dict.fromkeys(_reason(account) for account in answer.accounts if not account.complete and not account.waiting))
    for reason in reasons[:_REASONS]:
        yield Paragraph([[Strong("⚠ Not complete:"), scene.shown(reason)]])
    if len(reasons) > _REASONS:
        left = len(reasons) - _REASONS
        yield Paragraph([[Strong("⚠ Not complete:"), f"{left} more {'account' if left == 1 else 'accounts'} could not be read."]])


def cut_short(answer: Answer) -> Iterator[Paragraph]:
    """That there are more records than one answer holds."""
    if answer.next is not None:
        shown = f"⚠ Shown: the first {len(answer.records):,}."
        yield Paragraph([[Strong(shown), "Narrow the dates to see all."]])


def sources(answer: Answer, scene: Scene) -> Small:
    """Who answered and how old it is, who was not asked, and what a vendor adds."""
    said = [*_ages(answer.accounts), *_notes(answer.accounts)]
    said += [f"not listed: {_left_out(answer, scene)}"] if answer.left_out else []
    return Small(said)


def _reason(account: AccountAnswer) -> str:
    why = account.error or f"{account.title} ({account.account}) did not give everything."
    return f"{why} (ref {account.reference})" if account.reference else why


def _titles(accounts: Iterable[AccountAnswer]) -> str:
    counts = Counter(account.title for account in accounts)
    return ", ".join(title if count == 1 else f"{title} ({count} accounts)" for title, count in counts.items())


def _ages(accounts: Sequence[AccountAnswer]) -> Iterator[str]:
    """For each vendor the oldest of its answers."""
    oldest: dict[str, float] = {}
    for account in accounts:
        if account.asked and not account.waiting and account.complete:
            oldest[account.title] = max(account.age, oldest.get(account.title, 0.0))
    for title, age in oldest.items():
        yield f"{title} just now" if age < _FRESH else f"{title} {round(age)} s ago"


def _notes(accounts: Sequence[AccountAnswer]) -> Iterator[str]:
    """What a vendor adds; vendors that were not asked for one reason are named together."""
    noted = [account for account in accounts if account.note]
    yield from dict.fromkeys(f"{each.title}: {each.note}" for each in noted if each.asked)
    unasked: dict[str, dict[str, None]] = {}
    for each in noted:
        if not each.asked:
            unasked.setdefault(each.note or "", {})[each.title] = None
    for note, titles in unasked.items():
        said = note if len(titles) == 1 else note.replace("has no ", "have no ").replace("was not ", "were not ")
        yield f"{listed(list(titles))} {said}"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them: "Beds24, Trybe and Voucherify"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _left_out(answer: Answer, scene: Scene) -> str:
    return ", ".join(f"{count} {label(status, scene.locale)}" for status, count in answer.left_out.items())
