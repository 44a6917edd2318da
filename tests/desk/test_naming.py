"""Names looked up in a list: which entry is meant, what is asked back, and the text that a suggestion asks instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import NotOnList, SeveralNames
from bot.core.matching import fold
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.record import Named
from bot.desk.naming import called_so, doubts, hits_of, instead, meant, names_in

STAFF = [Named(id="p1", name="Anna Kowalska"), Named(id="p2", name="Anna Lee"), Named(id="p3", name="Zoë Łoś"), Named(id="p4")]
ROOMS = [Named(id="1", name="Suite"), *(Named(id=f"r{n}", name=f"Room {n}") for n in ("1", "12", "12A", "112"))]
LABELS = [Named(id="l1", name="VIP"), Named(id="l2", name="VIP Gold"), Named(id="l3", name="vip"), Named(id="l4", name="Vipassana")]


@pytest.mark.parametrize(
    ("name", "entries", "ids"),
    [
        ("kowalska", STAFF, ["p1"]),
        ("LEE anna", STAFF, ["p2"]),
        ("zoe los", STAFF, ["p3"]),
        ("Anna", STAFF, ["p1", "p2"]),
        ("an l", STAFF, ["p2"]),
        ("p3", STAFF, ["p3"]),
        ("p4", STAFF, ["p4"]),
        ("nna", STAFF, []),
        ("", STAFF, []),
        ("...", STAFF, []),
        ("12", ROOMS, ["r12"]),
        ("room 1", ROOMS, ["r1"]),
        ("11", ROOMS, []),
        ("suite", ROOMS, ["1"]),
        ("VIP", LABELS, ["l1", "l3"]),
        ("gold", LABELS, ["l2"]),
        ("vipa", LABELS, ["l4"]),
    ],
)
def test_a_name_means_the_entries_that_it_fits_best(name: str, entries: list[Named], ids: list[str]) -> None:
    assert [entry.id for entry in hits_of(name, entries)] == ids


def test_an_id_is_one_even_where_a_name_holds_it() -> None:
    assert [entry.id for entry in hits_of("1", ROOMS)] == ["1"]
    assert [entry.id for entry in hits_of("12", [Named(id="12", name="Suite"), Named(id="x", name="12")])] == ["x"]


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=6), st.data())
def test_a_whole_name_always_means_its_own_entry_and_nothing_else(names: list[str], data: st.DataObject) -> None:
    entries = [Named(id=f"#{number}", name=name) for number, name in enumerate(names)]
    chosen = data.draw(st.sampled_from(entries))
    hits = meant([str(chosen)], "staff", entries, "Fake (a)")
    assert chosen in hits
    assert {fold(str(hit)) for hit in hits} == {fold(str(chosen))}


def test_one_is_used_and_entries_of_the_same_name_are_all_used() -> None:
    assert meant(["kowalska", "zoe"], "staff", STAFF, "Fake (a)") == (STAFF[0], STAFF[2])
    assert [entry.id for entry in meant(["vip"], "label", LABELS, "Fake (a)")] == ["l1", "l3"]
    assert meant(["lee", "Anna Lee"], "staff", STAFF, "Fake (a)") == (STAFF[1],)


def test_two_ask_and_none_is_picked() -> None:
    with pytest.raises(SeveralNames) as raised:
        meant(["Anna"], "staff", STAFF, "Fake (a)")
    assert str(raised.value) == "Two practitioners at Fake (a) match “Anna”: Anna Kowalska and Anna Lee."
    assert raised.value.found == ("Anna Kowalska", "Anna Lee")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Kowlaska", "Fake (a) has no practitioner called “Kowlaska”; did you mean Anna Kowalska?"),
        ("Hana", "Fake (a) has no practitioner called “Hana”; did you mean Anna Kowalska or Anna Lee?"),
        ("Ana Leo", "Fake (a) has no practitioner called “Ana Leo”; did you mean Anna Lee?"),
        ("Dan", "Fake (a) has no practitioner called “Dan”."),
        ("xqv", "Fake (a) has no practitioner called “xqv”."),
    ],
)
def test_none_suggests_the_nearest(name: str, sentence: str) -> None:
    with pytest.raises(NotOnList) as raised:
        meant([name], "staff", STAFF, "Fake (a)")
    assert str(raised.value) == sentence


def test_what_is_asked_back_is_said_once_over_all_accounts_with_whole_texts() -> None:
    reading = Reading(query=Query(), understood="", text="appointments with anna tomorrow")
    several = [
        SeveralNames("", field="staff", name="Anna", found=found)
        for found in (["Anna Lee", "Anna O'Hara"], ["Anna Lee", "Anna B. (new)"])
    ]
    unknown = NotOnList("", field="staff", name="Anna", nearest=["Ann"])
    (doubt,) = doubts([*several, unknown], reading)
    assert doubt.message == "Three practitioners match “Anna”: Anna Lee, Anna O'Hara and Anna B. (new)."
    assert doubt.suggestions == (
        "appointments with Anna Lee tomorrow",
        "appointments with Anna O'Hara tomorrow",
        'appointments with "Anna B. (new)" tomorrow',
    )
    (doubt,) = doubts([unknown], reading)
    assert doubt.message == "There is no practitioner called “Anna”; did you mean Ann?"


def test_many_are_counted_and_the_first_ones_offered() -> None:
    error = SeveralNames("", field="label", name="x", found=[f"x{n}" for n in range(12)])
    (doubt,) = doubts([error], Reading(query=Query(), understood="orders · label “x”"))
    assert doubt.message == "12 labels match “x”: x0, x1, x2, x3, x4, x5, x6, x7 and 4 more."
    assert doubt.suggestions[0] == "orders · label “x0”"


@pytest.mark.parametrize(
    ("text", "name", "candidate", "expected"),
    [
        ('with "ANNA" today', "Anna", "Anna Lee", "with Anna Lee today"),
        ("with anna   lee today", "Anna Lee", r"\1 \g<0>", 'with "\\\\1 \\\\g<0>" today'),
        ("with Joanna today", "anna", "Anna Lee", None),
    ],
)
def test_a_suggestion_puts_the_name_where_the_other_stood(text: str, name: str, candidate: str, expected: str | None) -> None:
    assert instead(text, name, candidate) == expected


def test_the_names_of_a_field_are_a_tuple_however_many() -> None:
    query = Query(staff=("Anna", "Bea"), campaign="Summer")
    assert (names_in(query, "staff"), names_in(query, "campaign"), names_in(query, "label")) == (("Anna", "Bea"), ("Summer",), ())


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("massage", ["m1", "m2"]),
        ("massages", ["m1", "m2"]),
        ("hot stone", ["m1"]),
        ("yoga", ["y"]),
        ("mass", []),
        ("an", []),
        ("", []),
        ("a hot stone massage for my mother", []),
    ],
)
def test_free_words_are_everything_that_is_called_so(text: str, ids: list[str]) -> None:
    offered = [
        Named(id="m1", name="Hot Stone Massage"),
        Named(id="m2", name="Couples' Massage"),
        Named(id="y", name="Yoga (an hour)"),
    ]
    assert [entry.id for entry in called_so(text, offered)] == ids


def test_all_that_a_name_may_mean_can_be_asked_for_at_once() -> None:
    error = SeveralNames("", field="service", name="Massage", found=["Hot Stone", "Couples' Massage"])
    reading = Reading(query=Query(), understood="Free places · Tue 24 Nov 2026 · service “massage” · Palm", text="service: massage")
    (doubt,) = doubts([error], reading)
    assert doubt.suggestions == (
        "Free places · Tue 24 Nov 2026 · service “Hot Stone” · Palm",
        "Free places · Tue 24 Nov 2026 · service “Couples' Massage” · Palm",
        "Free places · Tue 24 Nov 2026 · service “Hot Stone” · service “Couples' Massage” · Palm",
    )
