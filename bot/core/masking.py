"""Hiding what identifies a person: e-mail addresses and phone numbers inside any text."""

import re

_EMAIL = re.compile(r"(?P<first>[\w.+%-])[\w.+%'-]*@(?P<domain>[\w-]+(?:\.[\w-]+)+)")
_PHONE = re.compile(
    r"(?<![\w.:/-])"
    r"(?:\+\d|00\d|0\d|\d{3}[-. ]\d{3}[-. ]\d)"  # +44…, 0044…, 07…, 415-555-…
    r"[\d\s().\-/]*\d(?!-?\w)"
)
_FEWEST_DIGITS = 8


def mask(text: str) -> str:
    """A text with each e-mail address as `j•••@example.com` and each phone number as `•••• 123`.

    Dates, times and references stay: a phone number here begins with `+`, `0` or an area code and has eight digits or more.
    """
    return _PHONE.sub(_masked_phone, _EMAIL.sub(r"\g<first>•••@\g<domain>", text))


def _masked_phone(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return found[0] if len(digits) < _FEWEST_DIGITS else f"•••• {digits[-3:]}"
