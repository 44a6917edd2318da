"""`House`: what every handler is given."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cachetools import TTLCache

from bot.core.errors import NotAllowed
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.states import Kind
from bot.core.venue import Venue
from bot.desk.act import Acts
from bot.desk.ask import Desk
from bot.digests.alerts import AlertBook
from bot.digests.dailies import Dailies
from bot.digests.wishes import Wishes
from bot.language import explain
from bot.language.places import Places
from bot.language.tables import spoken
from bot.slack.actors import Actors
from bot.slack.incoming import Incoming
from bot.slack.names import Names
from bot.slack.people import People, Person
from bot.slack.sending import Sender
from bot.slack.values import Form, Show
from bot.slack.views.scene import Scene
from bot.slack.views.words import Help

STATE_SECONDS = 300.0
"""How long an account that was looked at is taken to be as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where the bot is installed, as auth.test says: its own user, its workspace, and the organisation of that, if any."""

    user: str
    bot: str | None
    team: str
    enterprise: str | None = None


@dataclass(frozen=True, kw_only=True)
class House:
    """The desk, the venues, and the workspace that we work for; `commands` are its commands with what they do and an example.

    Without `acts` nothing can be changed, without `dailies` and `wishes` nothing is posted by itself.
    `asked` is who is asked when nobody knows what came of an action.
    """

    desk: Desk
    venues: Sequence[Venue]
    home: Home
    sender: Sender
    people: People
    actors: Actors
    names: Names
    acts: Acts | None = None
    asked: str | None = None
    dailies: Dailies | None = None
    alerts: AlertBook | None = None
    wishes: Wishes | None = None
    commands: Sequence[tuple[str, str, str]] = ()

    @cached_property
    def places(self) -> Places:
        """The venues that words are read for, and the names that a text may use."""
        desk = self.desk
        return Places(venues=tuple(self.venues), vendors=desk.titles(), accounts=tuple(desk.accounts), trades=desk.trades())

    @cached_property
    def states(self) -> TTLCache[str, tuple[bool, str]]:
        """Which accounts were found to work lately, and what they said."""
        return TTLCache(10_000, STATE_SECONDS)

    def title_of(self, account: str) -> str:
        """The name of an account's vendor as people know it."""
        return self.desk.vendors[self.desk.accounts[account].settings.vendor].title

    @cached_property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of records that the configured systems have."""
        vendors = {account.settings.vendor for account in self.desk.accounts.values()}
        return frozenset(kind for name in vendors for kind in self.desk.vendors[name].offers)

    def help(self, channel: str = "") -> Help:
        """What can be asked here."""
        return Help(
            commands=self.commands,
            examples=self.desk.examples(),
            vendors=list(self.desk.titles().values()),
            venues=[venue.name for venue in self.venues],
            posts=self.wishes is not None,
            keys=[words[0] for words in spoken(self.lead(channel).locale)["key"].values()],
        )

    async def admit(self, incoming: Incoming) -> Person:
        """Let in only people of our own workspace or organisation, and none of its guests: answers hold what is private of others.

        Raises:
            NotAllowed: the person belongs to another workspace or is a guest of this one.
            NoAnswer, AskOperator: Slack does not say who it is.
        """
        if incoming.teams - {self.home.team, self.home.enterprise}:
            raise NotAllowed("I answer only people of the workspace that I belong to; please ask a colleague there.")
        person = await self.people.about(incoming.user)
        if person.guest:
            raise NotAllowed("I do not answer guests of this workspace, because bookings are private; please ask a colleague.")
        return person

    def read(self, text: str, channel: str, kinds: tuple[Kind, ...] = ()) -> Reading:
        """Read a text as it is meant in a channel.

        A channel that belongs to a venue speaks of that venue unless the text names one; `kinds` is meant where it names none.
        """
        own = self.venue_of(channel)
        reading = self.places.read(text, now=self.desk.clock(), only=own.id if own else None)
        if not kinds or reading.query.kinds:
            return reading
        query = reading.query.model_copy(update={"kinds": kinds})
        elsewhere = {zone: other.model_copy(update={"kinds": kinds}) for zone, other in reading.elsewhere.items()}
        return replace(reading, query=query, elsewhere=elsewhere, understood=self._explained(query, channel))

    def warm(self) -> None:
        """Build the word tables of every venue's language now: the first reading takes a fifth of a second, the next ones none."""
        self.places.ready()

    def reading_of(self, value: Show | Form, channel: str) -> Reading:
        """The reading that a button carries."""
        elsewhere = {zone: value.query.model_copy(update={"window": window}) for zone, window in value.elsewhere.items()}
        return Reading(query=value.query, understood=self._explained(value.query, channel), elsewhere=elsewhere)

    def _explained(self, query: Query, channel: str) -> str:
        return explain(query, locale=self.lead(channel).locale, names=self.places.names)

    def scene(self, incoming: Incoming, *, private: bool = True, in_modal: bool = False) -> Scene:
        """What a view has to know to speak to somebody in a channel, or in a modal."""
        return Scene(
            lead=self.lead(incoming.channel),
            venues={venue.id: venue for venue in self.venues},
            titles=self.places.vendors,
            now=self.desk.clock(),
            private=private,
            channel=incoming.channel,
            in_modal=in_modal,
            reader=incoming.person.zone if incoming.person and private else None,
        )

    def lead(self, channel: str) -> Venue:
        """The venue whose zone and language a channel speaks: its own, else the first."""
        return self.venue_of(channel) or self.venues[0]

    def venue_of(self, channel: str) -> Venue | None:
        """The venue that a channel belongs to."""
        return next((venue for venue in self.venues if venue.channel == channel), None)
