"""Who may do what: the whole matrix of role × action × venue × place, made from a policy and from its plain meaning."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core.action import ActionKind, ActionName
from bot.core.errors import BadSettings
from bot.desk.roles import OPERATOR, Actor, Place, Policy, Question, Rule
from bot.settings import from_mapping

VENUES, VENDORS = ("palm", "harbour"), ("trybe", "beds24")

RULES = {
    "reception": Rule(channels=("C0DESK",), venues=("palm",), actions=("stage", "notes")),
    "managers": Rule(groups=("S0BOSS",), actions=("stage", "notes", "change", "money"), most=5_000),
    "owner": Rule(users=("U0OWNER",), actions=("stage", "notes", "change", "money", "safety")),
    "spa": Rule(users=("U0SPA",), vendors=("trybe",), actions=("cancel", "refund"), most=0),
}

PEOPLE: dict[str, dict[str, Any]] = {
    "nobody": {},
    "receptionist": {},
    "manager": {"groups": frozenset({"S0BOSS", "S0OTHER"})},
    "owner": {"id": "U0OWNER"},
    "spa": {"id": "U0SPA"},
    "guest": {"groups": frozenset({"S0BOSS"}), "stranger": True},
    "foreign owner": {"id": "U0OWNER", "stranger": True},
}
CHANNELS = {Place.CHANNEL: "C0DESK", Place.PRIVATE: "C0DESK", Place.DIRECT: "D0", Place.SHARED: "C0DESK"}


def actor(person: str, place: Place) -> Actor:
    at_the_desk = person in ("receptionist", "guest")
    plain: dict[str, Any] = {"id": "U0X", "name": person, "workspace": "T0", "place": place}
    return Actor(**{**plain, "channel": CHANNELS[place] if at_the_desk else "C0ELSE", **PEOPLE[person]})


def meant(person: str, place: Place, question: Question) -> bool:
    """What the rules above say, in plain words."""
    kind, amount = ActionKind.of(question.action), question.amount or 0
    match person:
        case "receptionist":
            here = place in (Place.CHANNEL, Place.PRIVATE)
            return here and question.venue == "palm" and kind in (ActionKind.STAGE, ActionKind.NOTES)
        case "manager":
            return kind is not ActionKind.SAFETY and amount <= 5_000
        case "owner":
            return True
        case "spa":
            named = question.action in (ActionName.CANCEL, ActionName.REFUND)
            return question.vendor == "trybe" and named and amount == 0
        case _:
            return False


def test_the_whole_matrix() -> None:
    policy, seen = Policy(RULES), 0
    for person, place, action, venue, vendor in product(PEOPLE, CHANNELS, ActionName, VENUES, VENDORS):
        for amount in (None, 5_000, 5_001) if ActionKind.of(action) is ActionKind.MONEY else (None,):
            question = Question(action=action, venue=venue, vendor=vendor, amount=amount)
            decision = policy.decide(actor(person, place), question)
            assert decision.allowed is meant(person, place, question), (person, place, question)
            assert decision.allowed or decision.why
            assert not decision.allowed or decision.rule in RULES
            seen += 1
    assert seen == len(PEOPLE) * len(CHANNELS) * 4 * (len(ActionName) + 2 * 5)


users, groups, channels = (st.sampled_from([f"{letter}1", f"{letter}2"]) for letter in "USC")
rules = st.builds(
    Rule,
    users=st.lists(users, min_size=1, max_size=2).map(tuple),
    groups=st.lists(groups, max_size=2).map(tuple),
    channels=st.lists(channels, max_size=2).map(tuple),
    venues=st.lists(st.sampled_from(VENUES), max_size=1).map(tuple),
    actions=st.lists(st.sampled_from([kind.value for kind in ActionKind]), min_size=1, max_size=3).map(tuple),
    most=st.none() | st.integers(0, 10_000),
)
actors = st.builds(
    Actor,
    id=users,
    name=st.just("x"),
    workspace=st.just("T0"),
    place=st.sampled_from([Place.CHANNEL, Place.DIRECT, Place.SHARED]),
    channel=channels,
    groups=st.frozensets(groups, max_size=2),
    stranger=st.booleans(),
)
questions = st.builds(
    Question,
    action=st.sampled_from(ActionName),
    venue=st.sampled_from(VENUES),
    vendor=st.sampled_from(VENDORS),
    amount=st.none() | st.integers(0, 20_000),
)


@given(st.dictionaries(st.sampled_from("abcd"), rules, max_size=4), actors, questions)
def test_nothing_is_allowed_that_no_rule_allows(policy: dict[str, Rule], who: Actor, question: Question) -> None:
    decision = Policy(policy).decide(who, question)
    able = [name for name, rule in policy.items() if rule.speaks_of(who) and rule.covers(question) and rule.enough(question)]
    assert decision.allowed is (bool(able) and not who.stranger)
    assert not Policy({}).decide(who, question).allowed


@given(st.dictionaries(st.sampled_from("abcd"), rules, max_size=4), actors, questions, rules)
def test_one_more_rule_takes_nothing_away(policy: dict[str, Rule], who: Actor, question: Question, more: Rule) -> None:
    before, after = Policy(policy).decide(who, question), Policy({**policy, "more": more}).decide(who, question)
    assert after.allowed or not before.allowed


@given(actors)
def test_an_actor_survives_the_journal(who: Actor) -> None:
    assert Actor.of(who.plain()) == who


def test_the_operator_needs_no_rule() -> None:
    question = Question(action=ActionName.REFUND, venue="palm", vendor="trybe", amount=10**9)
    assert Policy({}).decide(OPERATOR, question).allowed


def test_a_refusal_says_which_rule_and_who_may() -> None:
    policy = Policy(RULES)
    refund = Question(action=ActionName.REFUND, venue="palm", vendor="trybe", amount=9_000, currency="GBP")
    manager = policy.decide(actor("manager", Place.CHANNEL), refund)
    assert manager.why == "The amount is above what you may refund at palm (managers up to £50.00)."
    assert manager.who == ("U0OWNER",)
    nobody = policy.decide(actor("nobody", Place.CHANNEL), Question(action=ActionName.ARRIVED, venue="palm", vendor="trybe"))
    assert nobody.why == "You may not mark as arrived at palm: the rule reception or managers or owner would allow it."
    assert nobody.who == ("C0DESK", "S0BOSS", "U0OWNER")


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ({"actions": ["stage"]}, "names nobody"),
        ({"users": ["U1"], "actions": []}, "allows nothing"),
        (
            {"users": ["U1"], "actions": ["cancle"]},
            "“cancle” is no action and no kind of action; did you mean cancel",
        ),
        ({"users": ["U1"], "actions": ["🤷"]}, "“🤷” is no action and no kind of action; known: notes, "),
        ({"users": ["@sam"], "actions": ["stage"]}, "“@sam” is not the id of a user, which Slack shows as U0123ABCD"),
        ({"groups": ["C012"], "actions": ["stage"]}, "“C012” is not the id of a user group, which Slack shows as S0123ABCD"),
        ({"channels": ["#desk"], "actions": ["stage"]}, "“#desk” is not the id of a channel, which Slack shows as C0123ABCD"),
        ({"users": ["U1"], "actions": ["stage"], "most": -1}, "greater than or equal to 0"),
        ({"user": ["U1"], "actions": ["stage"]}, "Extra inputs"),
    ],
)
def test_a_rule_that_cannot_be_one_is_refused(rule: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Rule.model_validate(rule)


def test_a_rule_about_a_venue_that_there_is_not_is_a_fault_of_the_settings() -> None:
    with pytest.raises(BadSettings, match=r"roles\.desk\.venues: there is no venue “plam”; known: palm"):
        from_mapping(
            {"venues": {"palm": {"zone": "UTC"}}, "roles": {"desk": {"users": ["U1"], "venues": ["plam"], "actions": ["stage"]}}}
        )
