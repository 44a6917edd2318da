"""What was shown, in a few signs; what changed since; and whether what was given fits. Pure."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from bot.core.action import Action, ActionInput, Choice, Need
from bot.core.errors import NotPossible
from bot.core.record import Record
from bot.language import labels
from bot.language.money import money_text

_SHOWN = (
    "status vendor_status stage start end customer party resource staff service labels money notes items expires redeemed_at "
    "cancelled_at location arrival_time campaign"
).split()
"""The fields that a person decides by. A time of change alone is none: what changed is in one of these, or was not shown."""

_SIGNS, _WHOLE = 3, 16

_TAG = re.compile(r"<[A-Za-z/!@#][^<>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def token_of(record: Record, ended: int) -> str:
    """A record's present state in some ninety signs; `ended` counts the actions on it that have come to an end.

    The count makes a state that came back another one: marked arrived, taken back, marked arrived again.
    """
    plain = record.plain()
    signs = [sha256(json.dumps(plain[name], sort_keys=True).encode()).hexdigest() for name in _SHOWN]
    return f"{ended:x}.{''.join(sign[:_SIGNS] for sign in signs)}.{sha256(''.join(signs).encode()).hexdigest()[:_WHOLE]}"


def only_notes_came(shown: str, now: str) -> bool:
    """Whether at most the notes differ between two tokens: that is no reason not to add another one."""
    try:
        (_, before, _), (_, after, _) = shown.split("."), now.split(".")
    except ValueError:
        return False
    at = _SHOWN.index("notes") * _SIGNS
    first, second = (each[:at] + each[at + _SIGNS :] for each in (before, after))
    return first == second


def ended_of(token: str) -> int:
    """How many actions on the record had come to an end when a token was made: that puts them in order without any clock."""
    return int(token.split(".")[0], 16)


def changes(record: Record, shown: str, now: str, locale: str) -> tuple[str, ...]:
    """What is no longer as it was shown, a sentence for each field; one sentence when the token is not one of ours."""
    try:
        (_, before, _), (_, after, _) = shown.split("."), now.split(".")
    except ValueError:
        return ("what was shown cannot be read any more",)
    if len(before) != len(after):
        return ("it was shown by another version of Frontdesk",)
    pieces = [(before[at : at + _SIGNS], after[at : at + _SIGNS]) for at in range(0, len(after), _SIGNS)]
    changed = [name for name, (old, new) in zip(_SHOWN, pieces, strict=True) if old != new]
    return tuple(dict.fromkeys(_now(record, name, locale) for name in changed)) or ("something was done to it in the meantime",)


def _now(record: Record, field: str, locale: str) -> str:
    match field:
        case "status" | "vendor_status":
            return f"its status is now {labels.label(record.status, locale)}"
        case "stage":
            return f"the guest is now {labels.stage_label(record.stage, record.kind, locale)}"
        case "start" | "end" | "expires":
            return f"its {field} is now {_when(getattr(record, field))}"
        case "money" if record.money is not None and record.money.balance is not None:
            return f"{money_text(record.money.balance, record.money.currency, locale)} is now owed"
        case _:
            return f"its {_WORDS.get(field, field)} changed"


_WORDS = {"items": "lines", "redeemed_at": "redemption", "cancelled_at": "cancellation", "arrival_time": "time of arrival"}


def _when(at: Any) -> str:
    if at is None:
        return "open"
    return f"{at:%a %d %b %H:%M}" if isinstance(at, datetime) else f"{at:%a %d %b}"


def fitting(action: Action, choices: Sequence[Choice], given: ActionInput, now: datetime) -> ActionInput:
    """What was given, with a target that was named by its words turned into its id, and the only choice taken by itself.

    Raises:
        NotPossible: something is missing, is not taken, or is out of bounds; the message says what, and what fits.
    """
    target = _target(action, choices, given.target)
    currency = given.currency or (action.currency if given.amount is not None else None)
    whole = given.model_copy(update={"target": target.id if target else None, "currency": currency})
    for fault in _faults(action, target, whole, now):
        raise NotPossible(f"{action.label}: {fault} Nothing was sent.")
    return whole


def named_by_words(action: Action | None, named: str | None) -> str | None:
    """The id of the one choice whose words are given; else what was given."""
    word = (named or "").strip().casefold()
    found = [each.id for each in action.choices if each.label.casefold() == word] if action is not None else []
    return found[0] if len(found) == 1 else named


def _target(action: Action, choices: Sequence[Choice], named: str | None) -> Choice | None:
    if Need.TARGET not in action.takes:
        if named is not None:
            raise NotPossible(f"{action.label}: it takes no choice, and “{named[:40]}” was given. Nothing was sent.")
        return None
    if named is None:
        return choices[0] if len(choices) == 1 and Need.TARGET in action.needs else None
    word = named.strip().casefold()
    found = [each for each in choices if each.id == named.strip()] or [each for each in choices if each.label.casefold() == word]
    if len(found) != 1:
        known = ", ".join(f"{each.label} ({each.id})" for each in choices[:12]) or "none"
        raise NotPossible(f"{action.label}: “{named[:40]}” is not one of its choices: {known}. Nothing was sent.")
    return found[0]


def _faults(action: Action, target: Choice | None, given: ActionInput, now: datetime) -> Iterator[str]:
    values = {Need.TEXT: given.text, Need.AMOUNT: given.amount, Need.WHEN: given.when, Need.TARGET: target}
    for need, value in values.items():
        if value is None and need in action.needs:
            yield _MISSING[need]
        if value is not None and need not in action.takes:
            yield f"it takes no {need.value}."
    if given.text is not None:
        yield from text_faults(given.text, action.longest)
    if given.amount is not None:
        yield from _money_faults(action, target, given)
    if given.when is not None and given.when < now:
        yield f"{given.when:%a %d %b %Y %H:%M} is in the past."


_MISSING = {
    Need.TEXT: "write its text first; an empty one says nothing.",
    Need.AMOUNT: "give the amount; it is never taken to be all of it.",
    Need.WHEN: "give the new time.",
    Need.TARGET: "say which one.",
}


def text_faults(text: str, longest: int) -> Iterator[str]:
    """What is wrong with a text, a sentence each."""
    if len(text) > longest:
        yield f"the text has {len(text):,} characters, and {longest:,} fit."
    if tag := _TAG.search(text):
        yield f"the text is kept as plain words; leave out “{tag.group()[:30]}”."
    if _CONTROL.search(text):
        yield "the text holds signs that cannot be shown."


def _money_faults(action: Action, target: Choice | None, given: ActionInput) -> Iterator[str]:
    amount, currency = given.amount or 0, given.currency or ""
    if action.currency is not None and currency != action.currency:
        yield f"the amount is in {currency}, and the record is in {action.currency}."
        return
    yield from amount_faults(amount, currency, target.most if target is not None and target.most is not None else action.most)


def amount_faults(amount: int, currency: str, most: int | None) -> Iterator[str]:
    """What is wrong with an amount, a sentence each; `most` is the highest that there can be."""
    if amount <= 0:
        yield "the amount has to be above zero."
    elif most is not None and amount > most:
        yield f"{money_text(amount, currency, 'en-GB')} is more than the {money_text(most, currency, 'en-GB')} that are left."
