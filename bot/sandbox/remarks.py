"""What staff and guests write: plain, multilingual, with emoji, right-to-left text and the odd attack."""

from __future__ import annotations

from random import Random

_REMARKS = (
    "Anniversary 🥂 please put roses in the room",
    "Allergic to nuts and shellfish",
    "Arrives by the last train",
    "Wheelchair user, ground floor if possible",
    "يرجى تجهيز غرفة هادئة",
    "נא להתקשר לפני ההגעה",
    "Prefers a female therapist",
    "Pregnant, second trimester",
    "<@U123> please call me back & bring <b>towels</b>",
    "Travelling with a dog 🐕‍🦺 (booked)",
    "Late checkout requested, 13:00",
    "=1+1",
    "*VIP* _do not_ ~forget~ `wine`",
    "Paid by voucher at the desk?",
    "枕を二つお願いします",
)


def remark(chance: Random, probability: float) -> str:
    """A remark with the given probability, else nothing."""
    return chance.choice(_REMARKS) if chance.random() < probability else ""
