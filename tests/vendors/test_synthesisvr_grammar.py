"""SynthesisVR's search grammar: whatever a person writes stays a word to search for."""

from datetime import date
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import CannotAnswer
from bot.core.query import Query, Who
from bot.core.states import Kind, Status
from bot.vendors.routes import Routes
from bot.vendors.synthesisvr import asking, criteria
from bot.vendors.synthesisvr.routes import KEY, ROUTES, signed, unsigned

TODAY = date(2024, 6, 15)
ALL_ROUTES = Routes.of(ROUTES, {})

COMMANDS = ["today", "Upcoming", "api_only", "ＴＯＤＡＹ", "phone,", "label:7", "date>2020-01-01", "crdate=2024-01-01", "uuid:1"]
SIGNS = ["/", "\\", "..", ".", "{key}", "%2F", "\x00", "\n", "?x=1", "#", "a/../b", "toda/y", "+", "\u200b"]
RISKY = st.lists(st.one_of(st.sampled_from([*COMMANDS, *SIGNS]), st.text(max_size=12)), max_size=6).map(" ".join)


@given(RISKY)
def test_free_text_never_becomes_a_command(text: str) -> None:
    for word in criteria.free(text).kept:
        assert word.casefold() not in criteria.KEYWORDS
        assert not criteria.PREFIXES.search(word.casefold())
        assert not set(word) & set(" /\\\n\r\t\x00")


@given(RISKY)
def test_a_search_keeps_its_shape_whatever_is_searched_for(text: str) -> None:
    try:
        query = Query(text=text)
        (way,) = asking.variations(query)
    except (CannotAnswer, ValueError):
        return
    path = unsigned(ALL_ROUTES, "sessions", range="1 day", criteria=" ".join(("date=2024-06-15", *way.words))).path
    empty, data, sessions, key, form, range_, words = signed(path, "the-key").split("/")
    assert (empty, data, sessions, key, form, range_) == ("", "data", "sessions", "the-key", "json", "1%20day")
    assert unquote(words).split(" ") == ["date=2024-06-15", *way.words]
    assert not set(words) & set("?#+/\\&=:<>@ ")


@given(RISKY)
def test_a_customer_search_is_one_segment_and_never_empty(text: str) -> None:
    try:
        (segment,) = asking.customer_searches(Query(customer=Who(name=text)))
    except (CannotAnswer, ValueError):
        return
    path = signed(unsigned(ALL_ROUTES, "customers", text=segment).path, "the-key")
    *before, last = path.split("/")
    assert before == ["", "data", "customers", "the-key", "search"]
    assert last.strip(".")
    assert not set(last) & set("?#+\\ ")


def test_taking_a_slash_away_makes_no_command() -> None:
    assert criteria.free("toda/y") == criteria.Words(kept=("toda", "y"))
    assert criteria.free("date=/2024") == criteria.Words(kept=("2024",), dropped=("date=",))


@pytest.mark.parametrize("name", ["Today", "UPCOMING", "phone", "Comments,", "skip_api", "ｔｏｄａｙ"])
def test_a_guest_named_like_a_command_is_not_searched_for(name: str) -> None:
    assert criteria.free(f"{name} Smith") == criteria.Words(kept=("Smith",), dropped=(name,))
    with pytest.raises(CannotAnswer, match="another part of the name"):
        asking.variations(Query(customer=Who(name=name)))
    assert asking.dropped(Query(text=f"{name} Smith")) == f"“{name}” was not searched for: it is a command there"


def test_a_value_that_looks_like_the_place_of_the_key_stays_a_value() -> None:
    path = unsigned(ALL_ROUTES, "customers", text="{key}").path
    assert path.count(KEY) == 1
    assert signed(path, "se/cret") == "/data/customers/se%2Fcret/search/%7Bkey%7D"


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (("1 day", "date=2024-06-15"), "1%20day/date%3D2024-06-15"),
        (("1 day", "date>2024-06-15"), "1%20day/date%3E2024-06-15"),
        (("1 day", "date<2024-06-15"), "1%20day/date%3C2024-06-15"),
        (("1 day", "uuid:a b@c+d"), "1%20day/uuid%3Aa%20b%40c%2Bd"),
    ],
)
def test_each_segment_is_encoded_by_itself_with_nothing_left_safe(words: tuple[str, str], path: str) -> None:
    assert unsigned(ALL_ROUTES, "sessions", range=words[0], criteria=words[1]).path == f"/data/sessions/{{key}}/json/{path}"


@pytest.mark.parametrize("id", ["7 upcoming", "7/8", "", "birthday party", "label:7", "é", "." * 3])
def test_an_id_that_is_none_is_refused(id: str) -> None:
    assert not criteria.is_identifier(id)


def test_an_account_by_words_is_refused_with_what_works() -> None:
    with pytest.raises(CannotAnswer, match="number or a UUID"):
        asking.variations(Query(customer=Who(id="7 upcoming")))


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.NO_SHOW, Status.PENDING])
def test_states_that_sessions_do_not_have_are_refused(status: Status) -> None:
    with pytest.raises(CannotAnswer, match="only upcoming and used ones"):
        asking.variations(Query(status=(status,)))


def test_a_range_is_whole_days() -> None:
    assert [criteria.days(count) for count in (1, 2, 7, 31)] == ["1 day", "2 days", "7 days", "31 days"]


def test_all_customers_are_never_asked_for() -> None:
    for query in (Query(), Query(text="//"), Query(customer=Who(name="..")), Query(kinds=(Kind.CUSTOMER,))):
        with pytest.raises(CannotAnswer, match="cannot list all customers"):
            asking.customer_searches(query)


def test_a_phone_number_is_searched_by_the_digits_that_all_its_forms_share() -> None:
    (way,) = asking.variations(Query(customer=Who(phone="+44 7700 900123")))
    assert way.words == ("900123", "phone")
    assert asking.customer_searches(Query(customer=Who(phone="07700 900123"))) == ("900123",)


def test_each_customer_asked_for_is_searched_for() -> None:
    assert asking.customer_searches(Query(ids=("4411", "4412"))) == ("4411", "4412")
    assert asking.customer_searches(Query(ids=("4411",), customer=Who(name="Zoë"))) == ("Zoë",)
