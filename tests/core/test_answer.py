"""Answers and errors: whole or not, and sentences that a person can use."""

from bot.core.answer import AccountAnswer, Answer
from bot.core.errors import BadSettings, UnknownName
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.record import Record
from bot.core.states import Kind, Status

READING = Reading(query=Query(), understood="everything")


def account(name: str, *, complete: bool = True, waiting: bool = False, left_out: dict[Status, int] | None = None) -> AccountAnswer:
    return AccountAnswer(
        account=name, vendor="trybe", venue="palm", title="Trybe", complete=complete, waiting=waiting, left_out=left_out or {}
    )


def test_an_answer_is_complete_when_every_account_is() -> None:
    assert Answer(reading=READING, records=(), accounts=(account("a"), account("b"))).complete
    assert not Answer(reading=READING, records=(), accounts=(account("a"), account("b", complete=False))).complete


def test_an_answer_names_who_is_waited_for() -> None:
    slow = account("b", complete=False, waiting=True)
    assert Answer(reading=READING, records=(), accounts=(account("a"), slow)).waiting == (slow,)


def test_what_was_left_out_is_summed_by_state() -> None:
    one = account("a", left_out={Status.CANCELLED: 2})
    other = account("b", left_out={Status.CANCELLED: 1, Status.BLOCKED: 3})
    assert Answer(reading=READING, records=(), accounts=(one, other)).left_out == {Status.CANCELLED: 3, Status.BLOCKED: 3}


def test_the_raw_object_is_not_shown_and_not_compared() -> None:
    one = Record(vendor="trybe", account="a", venue="v", kind=Kind.ORDER, id="1", raw={"token": "secret"})
    other = Record(vendor="trybe", account="a", venue="v", kind=Kind.ORDER, id="1")
    assert one == other
    assert "secret" not in repr(one)


def test_an_unknown_name_lists_a_dozen_and_counts_the_rest() -> None:
    known = [f"venue-{number:03}" for number in range(1_000)]
    message = str(UnknownName("venue", "plam", known, nearest="venue-001"))
    assert message.startswith("There is no venue called “plam”. Did you mean venue-001? Known: venue-000, ")
    assert message.endswith("venue-011 and 988 more.")
    assert str(UnknownName("venue", "x", [])).endswith("Known: none.")


def test_bad_settings_keep_their_lines() -> None:
    error = BadSettings(["one", "two"])
    assert error.faults == ("one", "two")
    assert str(error) == "one\ntwo"
