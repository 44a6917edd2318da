"""Who is who: records become persons by e-mail, customer number and phone, and two of one house stay two."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching import fold
from bot.core.query import Query, Who
from bot.core.record import Customer, Record
from bot.core.states import Kind
from bot.desk.people import about_a_person, people
from bot.vendors.contract import Found
from tests.desk.fake import account, asked, desk, record

HOUSE = "+44 20 7946 0958"


def of(
    id: str,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    *,
    number: str | None = None,
    account: str = "a",
) -> Record:
    return record(account, id, customer=Customer(id=number, name=name, email=email, phone=phone))


def grouped(*records: Record) -> list[set[str]]:
    return [{each.id for each in person.records} for person in people(records)]


def test_one_address_is_one_person_over_all_accounts() -> None:
    records = [of("1", "Anna Kowalska", "Anna@x.pl"), of("2", "A. Kowalska", "anna@X.pl", account="b"), of("3", "Bea", "bea@x.pl")]
    assert grouped(*records) == [{"1", "2"}, {"3"}]


def test_one_phone_is_one_person_however_it_is_written() -> None:
    records = [of("1", "Anna Kowalska", phone="+44 (0)20 7946 0958"), of("2", "Anna Kowalska", phone="020 7946 0958", account="b")]
    assert grouped(*records) == [{"1", "2"}]
    (person,) = people(records)
    assert (person.name, len(person.records)) == ("Anna Kowalska", 2)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Anna Smith", "anna@x.uk"), ("Bob Smith", "bob@x.uk"), False),
        (("Anna Smith", None), ("Bob Smith", None), False),
        (("Anna Smith", "anna@x.uk"), ("Anna Smith", "smith@work.uk"), True),
        (("Anna Smith", "anna@x.uk"), ("A. Smith", None), True),
        (("Anna Smith", "anna@x.uk"), ("Anna", None), True),
        (("Anna Smith", "anna@x.uk"), (None, None), True),
        (("Anna Smith", "anna@x.uk"), (None, "other@x.uk"), True),
        (("Łukasz Żółć", None), ("lukasz zolc", None), True),
    ],
)
def test_what_a_shared_phone_joins(one: tuple[str | None, ...], other: tuple[str | None, ...], same: bool) -> None:
    assert (len(grouped(of("1", one[0], one[1], HOUSE), of("2", other[0], other[1], HOUSE))) == 1) is same


def test_who_gives_no_name_bridges_no_two_persons_of_one_house() -> None:
    records = [of("1", "Anna Smith", "a@x.uk", HOUSE), of("2", None, None, HOUSE), of("3", "Bob Smith", "b@x.uk", HOUSE)]
    assert grouped(*records) == [{"1"}, {"2"}, {"3"}]
    assert grouped(*records, of("4", "Smith", None, HOUSE)) == [{"1"}, {"2"}, {"3"}, {"4"}]


def test_a_customers_number_is_one_person_at_its_own_account_only() -> None:
    records = [of("1", "Anna", number="7"), of("2", "A", number="7"), of("3", "Bob", number="7", account="b"), of("4")]
    assert grouped(*records) == [{"1", "2"}, {"3"}, {"4"}]


def test_a_number_that_ends_two_longer_ones_is_neither_of_them() -> None:
    short, uk, pl = of("1", phone="7911 123456"), of("2", "Anna", phone="+44 7911 123456"), of("3", "Bob", phone="+48 7911 123456")
    assert grouped(short, uk, pl) == [{"1"}, {"2"}, {"3"}]
    assert grouped(short, uk) == [{"1", "2"}]


def test_extensions_and_records_of_nobody_join_nothing() -> None:
    assert grouped(of("1", "Anna", phone="12"), of("2", "Anna", phone="12"), record("a", "3")) == [{"1"}, {"2"}]


def test_a_person_is_called_by_the_name_used_most_and_has_each_address_once() -> None:
    records = [
        of("1", "A. Kowalska", "anna@x.pl"),
        of("2", "Anna Kowalska", "ANNA@x.pl", "020 7946 0958"),
        of("3", "Anna Kowalska", "anna@x.pl"),
    ]
    (person,) = people(records)
    assert (person.name, person.emails, person.phones) == ("Anna Kowalska", ("anna@x.pl",), ("020 7946 0958",))


CUSTOMERS = st.builds(
    Customer,
    name=st.sampled_from([None, "Anna Smith", "A Smith", "Bob Smith", "Smith", "Bo"]),
    email=st.sampled_from([None, None, "a@x.uk", "A@X.uk", "b@x.uk"]),
    phone=st.sampled_from([None, None, HOUSE, "020 7946 0958", "+44 7911 123456", "07911 123456", "+48 7911 123456", "12"]),
    id=st.sampled_from([None, None, None, "7"]),
)


@given(st.lists(st.tuples(st.sampled_from("ab"), CUSTOMERS), max_size=12), st.integers(0, 10))
def test_persons_are_a_partition_that_does_not_hang_on_the_order(given_: list[tuple[str, Customer]], seed: int) -> None:
    records = [record(where, str(number), customer=customer) for number, (where, customer) in enumerate(given_)]
    groups = {frozenset(group) for group in grouped(*records)}
    assert sorted(id for group in groups for id in group) == sorted(each.id for each in records)
    shuffled = random.Random(seed).sample(records, len(records))
    assert {frozenset(group) for group in grouped(*shuffled)} == groups
    group_of = {id: group for group in groups for id in group}
    for one in records:
        for other in records:
            assert one.customer
            assert other.customer
            if one.customer.email and other.customer.email and fold(one.customer.email) == fold(other.customer.email):
                assert group_of[one.id] is group_of[other.id]
    for group in groups:
        shared = [_keys(each) for each in records if each.id in group]
        reached = shared[0]
        for _ in shared:
            reached = reached.union(*(keys for keys in shared if keys & reached))
        assert all(keys & reached for keys in shared), "joined by nothing"


def _keys(one: Record) -> set[object]:
    customer = one.customer
    assert customer
    phone = "".join(filter(str.isdigit, customer.phone or ""))[-9:]
    found = {("email", fold(customer.email or "")), ("phone", phone), ("id", one.account, customer.id), ("self", one.id)}
    return {key for key in found if all(key)}


@pytest.mark.anyio
async def test_a_question_about_a_person_has_people_and_another_has_none() -> None:
    async def search(errand: Any, plan: Any) -> Found:
        who = Customer(id="7", name="Anna Smith", email="anna@x.uk")
        return Found(records=(record(errand.account.id, f"{plan.kind}", kind=plan.kind, customer=who),))

    async with desk(search, account("a"), account("b")) as counter:
        answer = await counter.ask(asked(customer=Who(name="anna")))
        other = await counter.ask(asked(kinds=(Kind.ORDER,)))
    (person,) = answer.people
    assert sorted((each.account, each.kind.value) for each in person.records) == [
        ("a", "customer"),
        ("a", "order"),
        ("b", "customer"),
        ("b", "order"),
    ]
    assert other.people == ()


def test_words_alone_may_be_a_person() -> None:
    assert about_a_person(Query(text="anna smith"))
    assert about_a_person(Query(customer=Who(phone="020 7946 0958")))
    assert not about_a_person(Query(text="anna", label=("VIP",)))
