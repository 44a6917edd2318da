"""What a spa's rules say of guests who cancel."""

from datetime import UTC, date, datetime

import pytest

from bot.vendors.trybe.names import Service
from bot.vendors.trybe.rules import sentence

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SOON, LATER = datetime(2026, 11, 23, 16, 30, tzinfo=UTC), datetime(2026, 12, 1, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "notice", "start", "said"),
    [
        ("disallowed", None, LATER, "guests may not cancel Facial themselves."),
        ("allowed", "P7D", SOON, "guests could cancel Facial themselves until Mon 16 Nov 16:30."),
        ("allowed", "P7D", LATER, "guests may cancel Facial themselves until Tue 24 Nov 10:00."),
        ("allowed", "PT90M", SOON, "guests may cancel Facial themselves until Mon 23 Nov 15:00."),
        ("allowed", None, SOON, "guests may cancel Facial themselves until Mon 23 Nov 16:30."),
        ("allowed", "a week", SOON, "guests may cancel Facial themselves."),
        ("allowed", "P1D", date(2026, 12, 1), "guests may cancel Facial themselves."),
        ("unpaid", "P1D", LATER, "guests may cancel Facial themselves only while nothing is paid, and until Mon 30 Nov 10:00."),
        (None, "P1D", LATER, None),
        ("sometimes", None, LATER, None),
    ],
)
def test_a_rule_is_told_in_words(rule: str | None, notice: str | None, start: date | datetime, said: str | None) -> None:
    told = sentence(Service("t1", "Facial", "appointment", rule, notice), start, NOW)
    assert told == (said and f"By the spa's rules {said}")
