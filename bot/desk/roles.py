"""Who may do what, where: rules from the configuration, and one decision made from them. What no rule allows is denied.

Looking needs no rule. Guests of a workspace and people of another one are never allowed, whatever a rule says. A rule that names a
channel speaks of those who act in it; a channel shared with another workspace allows nothing by itself, since that workspace
decides who is in it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from rapidfuzz import process

from bot.core.action import ActionKind, ActionName
from bot.language.money import money_text

DAILY = "daily"
"""What a rule may allow besides actions: to have something posted in a channel again and again."""

_NEAR = 70.0
"""From how alike on, of 100, a word is taken for a misspelled one."""


class Place(StrEnum):
    """Where somebody acts."""

    CHANNEL = "channel"
    PRIVATE = "private"
    DIRECT = "dm"
    SHARED = "shared"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, and from where. `name` is how the door shows people; `groups` are user groups that the person is in.

    `stranger` is a guest of the workspace, a person of another one, or an app.
    """

    id: str
    name: str
    workspace: str
    place: Place
    channel: str | None = None
    groups: frozenset[str] = frozenset()
    stranger: bool = False

    @property
    def operator(self) -> bool:
        """Whether it is the operator at the terminal, who needs no rule."""
        return self.place is Place.TERMINAL

    @property
    def via(self) -> str:
        """By which door the person came, as the audit has it."""
        return "terminal" if self.operator else "slack"

    def plain(self) -> dict[str, Any]:
        """As plain values, to be judged again before the vendor is called."""
        return {
            "id": self.id,
            "name": self.name,
            "workspace": self.workspace,
            "place": self.place.value,
            "channel": self.channel,
            "groups": sorted(self.groups),
            "stranger": self.stranger,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Actor":
        """The actor of `plain` values."""
        return cls(**{**plain, "place": Place(plain["place"]), "groups": frozenset(plain["groups"])})


OPERATOR = Actor(id="operator", name="the operator", workspace="", place=Place.TERMINAL)


def _known_action(name: str) -> str:
    known = [*(kind.value for kind in ActionKind), *(action.value for action in ActionName), DAILY]
    if name not in known:
        near = process.extractOne(name, known, score_cutoff=_NEAR)
        meant = f" did you mean {near[0]}?" if near else ""
        raise ValueError(f"“{name}” is no action and no kind of action;{meant} known: {', '.join(known)}")
    return name


def _id(what: str, letters: str) -> AfterValidator:
    """A check that something is one of Slack's ids. A name would be taken quietly and speak of nobody."""

    def check(written: str) -> str:
        if re.fullmatch(f"[{letters}][A-Z0-9]+", written) is None:
            raise ValueError(f"“{written}” is not the id of a {what}, which Slack shows as {letters[0]}0123ABCD")
        return written

    return AfterValidator(check)


Allowed = Annotated[str, AfterValidator(_known_action)]

User = Annotated[str, _id("user", "UW")]
Group = Annotated[str, _id("user group", "S")]
Channel = Annotated[str, _id("channel", "CG")]


class Rule(BaseModel):
    """A table `[roles.<name>]`: who (any of users, groups, channels), where (all of venues, vendors) and what (actions)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    users: tuple[User, ...] = Field((), description="ids of Slack users (U…)")
    groups: tuple[Group, ...] = Field((), description="ids of Slack user groups (S…)")
    channels: tuple[Channel, ...] = Field((), description="ids of Slack channels (C…): whoever acts in one of them")
    venues: tuple[str, ...] = Field((), description="only at these venues; else at all")
    vendors: tuple[str, ...] = Field((), description="only in these systems; else in all")
    actions: tuple[Allowed, ...] = Field(
        description="names of actions, or kinds of them: notes, stage, change, money, safety; daily: posts in a channel",
    )
    most: int | None = Field(None, ge=0, description="the highest amount, in the smallest unit of the venue's currency; else any")

    @model_validator(mode="after")
    def _somebody(self) -> "Rule":
        if not (self.users or self.groups or self.channels):
            raise ValueError("names nobody: give users, groups or channels")
        if not self.actions:
            raise ValueError("allows nothing: give actions")
        return self

    def speaks_of(self, actor: Actor) -> bool:
        """Whether the rule is about this person, here."""
        here = actor.place in (Place.CHANNEL, Place.PRIVATE) and actor.channel in self.channels
        return here or actor.id in self.users or not actor.groups.isdisjoint(self.groups)

    def covers(self, question: "Question") -> bool:
        """Whether the rule allows this, to whomever it is about."""
        return (
            (not self.venues or question.venue in self.venues)
            and (not self.vendors or question.vendor in self.vendors)
            and (question.action.value in self.actions or ActionKind.of(question.action).value in self.actions)
        )

    def covers_posts(self, venue: str) -> bool:
        """Whether the rule allows posts about a venue; they tell of every system there, so a rule for some systems does not."""
        return DAILY in self.actions and not self.vendors and (not self.venues or venue in self.venues)

    def enough(self, question: "Question") -> bool:
        """Whether the amount is within the rule."""
        return self.most is None or question.amount is None or question.amount <= self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody wants to do."""

    action: ActionName
    venue: str
    vendor: str
    amount: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether it is allowed; by which rule, or else why not and by whom it could be (mentions or words, for the door to show)."""

    allowed: bool
    rule: str | None = None
    why: str = ""
    who: tuple[str, ...] = ()


_VERBS = {
    ActionName.ARRIVED: "mark as arrived",
    ActionName.NOT_ARRIVED: "mark as not arrived",
    ActionName.IN_TREATMENT: "mark as in treatment",
    ActionName.LEFT: "mark as left",
    ActionName.NO_SHOW: "mark as no-show",
    ActionName.UNDO_NO_SHOW: "take a no-show back",
    ActionName.NOTE: "add a note",
    ActionName.STATUS: "change the status",
    ActionName.INVOICE_LINE: "add a charge",
    ActionName.ROLLBACK: "roll back",
    ActionName.FLAG_FRAUD: "flag as fraud",
}


class Policy:
    """All rules of a configuration, by name."""

    def __init__(self, rules: Mapping[str, Rule], titles: Mapping[str, str] | None = None) -> None:
        """`titles` are the names of the venues as people know them."""
        self.rules = rules
        self._titles = titles or {}

    def decide(self, actor: Actor, question: Question) -> Decision:
        """Whether somebody may do something here."""
        if actor.operator:
            return Decision(allowed=True, rule="operator")
        if actor.stranger:
            return Decision(allowed=False, why="Guests and people of other workspaces cannot change records.")
        covering = {name: rule for name, rule in self.rules.items() if rule.covers(question)}
        about = {name: rule for name, rule in covering.items() if rule.speaks_of(actor)}
        for name, rule in about.items():
            if rule.enough(question):
                return Decision(allowed=True, rule=name)
        able = {name: rule for name, rule in covering.items() if rule.enough(question)}
        return Decision(allowed=False, why=self._why(question, about, able), who=_who(list(able.values())))

    def may_post(self, actor: Actor, venue: str) -> Decision:
        """Whether somebody may have something about a venue posted where they act, again and again; in the own direct message
        everybody may who may ask at all.
        """
        if actor.stranger:
            return Decision(allowed=False, why="Guests and people of other workspaces cannot have anything posted.")
        if actor.place is Place.DIRECT:
            return Decision(allowed=True)
        covering = {name: rule for name, rule in self.rules.items() if rule.covers_posts(venue)}
        about = [name for name, rule in covering.items() if rule.speaks_of(actor)]
        if about:
            return Decision(allowed=True, rule=about[0])
        return Decision(
            allowed=False, why=_no_posts(self._titles.get(venue, venue), list(covering)), who=_who(list(covering.values()))
        )

    def rights(self, actor: Actor) -> dict[str, Rule]:
        """The rules that allow a person something here, by name."""
        return {} if actor.stranger else {name: rule for name, rule in self.rules.items() if rule.speaks_of(actor)}

    def who(self, question: Question) -> tuple[str, ...]:
        """Whom some rule allows this, as ids that the door turns into names."""
        return _who([rule for rule in self.rules.values() if rule.covers(question) and rule.enough(question)])

    def _why(self, question: Question, about: Mapping[str, Rule], able: Mapping[str, Rule]) -> str:
        what = _VERBS.get(question.action) or question.action.value.replace("_", " ")
        venue = self._titles.get(question.venue, question.venue)
        if about:
            limits = ", ".join(f"{name} up to {_money(rule.most or 0, question.currency)}" for name, rule in about.items())
            return f"The amount is above what you may {what} at {venue} ({limits})."
        if able:
            return f"You may not {what} at {venue}: the rule {' or '.join(able)} would allow it."
        return f"Nobody may {what} at {venue}: no rule in [roles] allows it."


def _money(minor: int, currency: str | None) -> str:
    return f"{minor:,} of the smallest unit" if currency is None else money_text(minor, currency, "en-GB")


def _no_posts(venue: str, rules: Sequence[str]) -> str:
    able = f"the rule {' or '.join(rules)} would allow it" if rules else f"no rule in [roles] allows {DAILY}"
    return f"You may not have posts about {venue} in this channel: {able}. In a direct message with me you may."


def _who(rules: Sequence[Rule]) -> tuple[str, ...]:
    """Whom to ask, as ids that the door turns into names."""
    return tuple(dict.fromkeys(id for rule in rules for id in (*rule.users, *rule.groups, *rule.channels)))
