"""What is not done: bad input, old tokens, no role. Nothing is sent."""

from typing import Any

import pytest

from bot.core.action import Act, ActionName, Need, Result
from bot.core.errors import NotAllowed, NotPossible
from bot.core.states import Kind
from bot.desk.act import Subject
from bot.desk.roles import Rule
from tests.acting import MEL, OPERATOR, SAM, counter

pytestmark = pytest.mark.anyio

JANE = Subject("harbour-spa", Kind.ORDER, "5f0000000000000000000012")
"""Order TRY0012, Jane Smith, today at 16:30, £31.20 of £78.00 paid."""


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "write its text first"),
        ({"text": "   "}, "write its text first"),
        ({"text": "x" * 10_000}, "the text has 10,000 characters, and 3,000 fit"),
        ({"text": "see <script>alert(1)</script>"}, "leave out “<script>”"),
        ({"text": "call <!channel>"}, "leave out “<!channel>”"),
        ({"text": "bell \x07"}, "signs that cannot be shown"),
        ({"text": "x", "amount": 5}, "it takes no amount"),
        ({"text": "x", "target": "y"}, "it takes no choice"),
    ],
)
async def test_a_note_that_is_none_is_refused_and_nothing_is_sent(given: dict[str, Any], why: str) -> None:
    async with counter() as house:
        with pytest.raises(NotPossible, match=why):
            await house.preview(JANE, ActionName.NOTE, **given)
        assert house.sent() == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "never taken to be all of it"),
        ({"amount": 0}, "above zero"),
        ({"amount": -5}, "above zero"),
        ({"amount": 3_121}, "£31.21 is more than the £31.20 that are left"),
        ({"amount": 100, "currency": "EUR"}, "in EUR, and the record is in GBP"),
        ({"amount": 100, "target": "another"}, "“another” is not one of its choices"),
    ],
)
async def test_an_amount_that_does_not_fit_is_refused_and_nothing_is_sent(given: dict[str, Any], why: str) -> None:
    async with counter() as house:
        with pytest.raises(NotPossible, match=why):
            await house.preview(JANE, ActionName.REFUND, **given)
        assert house.sent() == []


async def test_a_role_is_checked_at_the_click_and_again_before_the_call() -> None:
    rules = {"desk": Rule(users=("U0MEL",), actions=("stage",))}
    async with counter(rules=rules) as house:
        with pytest.raises(NotAllowed, match="Nobody may cancel at harbour") as refused:
            await house.preview(JANE, ActionName.CANCEL)
        assert refused.value.who == ()
        with pytest.raises(NotAllowed, match="the rule desk would allow it") as refused:
            await house.preview(JANE, ActionName.ARRIVED, SAM)
        assert refused.value.who == ("U0MEL",)
        shown = await house.preview(JANE, ActionName.ARRIVED)
        house.acts.policy.rules = {}
        with pytest.raises(NotAllowed):
            await house.acts.perform(JANE, shown.act, shown.token, MEL)
        assert house.sent() == []
        assert [line.event for line in await house.store.audit.lines()] == ["refused"] * 3


async def test_an_altered_or_old_token_sends_nothing() -> None:
    async with counter() as house:
        act = Act(name=ActionName.CANCEL)
        for token in ("", "x", "0.aaa.bbb", "1." * 90, "0" * 400):
            outcome = await house.acts.perform(JANE, act, token, MEL)
            assert outcome.result is Result.NOT_DONE, token
        gone = Subject(JANE.account, JANE.kind, "5f0000000000000000009999")
        outcome = await house.acts.perform(gone, act, "0.a.b", MEL)
        assert outcome.result is Result.NOT_DONE
        assert house.sent() == []


async def test_the_operator_needs_no_role_and_the_audit_says_so() -> None:
    async with counter(rules={}) as house:
        assert (await house.do(JANE, ActionName.LOCK, OPERATOR)).result is Result.DONE
        (line,) = await house.store.audit.lines()
        assert (line.by, line.via) == ("operator", "terminal")


async def test_previews_name_what_is_still_needed() -> None:
    async with counter() as house:
        shown = await house.acts.preview(JANE, Act(name=ActionName.LABEL), MEL, whole=False)
        assert shown.action.needs == (Need.TARGET,)
        assert {choice.label for choice in shown.action.choices} <= {"VIP", "Birthday", "Hotel guest"}
