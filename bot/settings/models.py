"""What can be set. Unknown keys are refused: a misspelt one would be a setting that silently does nothing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Self, Union
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.numbers import UnknownCurrencyError, get_currency_name, get_territory_currencies
from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, SecretStr, Tag, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.core.venue import Venue
from bot.desk.ask import DeskLimits
from bot.desk.roles import Rule
from bot.desk.settings import ActionSettings
from bot.digests.dailies import Wanted
from bot.digests.settings import AlertSettings, DigestSettings, weekdays
from bot.service.settings import ServiceSettings
from bot.slack.settings import SlackSettings
from bot.store.settings import StoreSettings
from bot.vendors import vendors
from bot.vendors.contract import Account, AccountSettings
from bot.vendors.limits import Limits
from bot.vendors.routes import Routes

_DESK, _CALL = DeskLimits(), Limits()


def _locale(name: str) -> str:
    try:
        Locale.parse(name, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError("is not a locale; write one like en-GB or de-AT") from error
    return name


def _currency(code: str) -> str:
    try:
        get_currency_name(code.upper(), locale="en")
        known = get_currency_name(code.upper(), locale="en") != code.upper()
    except UnknownCurrencyError:
        known = False
    if not known:
        raise ValueError("is not a currency; write its ISO 4217 code, like GBP")
    return code.upper()


class Section(BaseModel):
    """A section of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class VenueSettings(Section):
    """A venue. Its zone is required: "today" is the venue's, and a guess would be another day."""

    zone: ZoneInfo = Field(description="IANA time zone; the venue's today is this zone's")
    name: str | None = Field(None, description="what people call it; else made from the section's name")
    locale: Annotated[str, AfterValidator(_locale)] = Field("en-GB", description="language and order of day and month")
    currency: Annotated[str, AfterValidator(_currency)] | None = Field(
        None, description="ISO 4217 code; else that of the locale's country"
    )
    rooms: Annotated[int, Field(ge=1)] | None = Field(None, description="how many rooms can be sold, for occupancy")
    channel: str | None = Field(None, description="id of the Slack channel of its desk; questions there are about this venue")

    def venue(self, id: str) -> Venue:
        """The venue; without a currency it has that of its locale's country."""
        territory = Locale.parse(self.locale, sep="-").territory
        home = get_territory_currencies(territory) if territory else []
        return Venue(
            id=id,
            name=self.name or id.replace("-", " ").replace("_", " ").title(),
            zone=self.zone,
            currency=self.currency or (home[0] if home else "EUR"),
            locale=self.locale,
            rooms=self.rooms,
            channel=self.channel,
        )


class LimitSettings(Section):
    """What one question and one call may take: seconds, rows, pages, tries, bytes."""

    seconds: float = Field(_DESK.seconds, gt=0, le=120, description="how long one account may take for an answer")
    rows: int = Field(_DESK.rows, ge=1, le=100_000, description="rows looked through at one account for one question")
    pages: int = Field(_DESK.pages, ge=1, le=1_000, description="pages read at one account for one question")
    cache_seconds: float = Field(_DESK.cache_seconds, ge=0, le=3_600, description="how long an answer is kept")
    connect: float = Field(_CALL.connect, gt=0, le=60, description="seconds to reach a vendor")
    silence: float = Field(_CALL.silence, gt=0, le=120, description="seconds a vendor may be silent within a call")
    attempts: int = Field(_CALL.attempts, ge=1, le=10, description="tries of one read")
    max_bytes: int = Field(_CALL.max_bytes, ge=1_000, description="largest answer of one call, unpacked")
    failures: int = Field(_CALL.failures, ge=1, le=100, description="failures in a row after which an account is left alone")
    rest: float = Field(_CALL.rest, gt=0, le=300, description="for how long at first")

    @property
    def desk(self) -> DeskLimits:
        return DeskLimits(seconds=self.seconds, rows=self.rows, pages=self.pages, cache_seconds=self.cache_seconds)

    @property
    def call(self) -> Limits:
        return Limits(
            connect=self.connect,
            silence=self.silence,
            attempts=self.attempts,
            max_bytes=self.max_bytes,
            failures=self.failures,
            rest=self.rest,
        )


def _vendor_of(account: Any) -> Any:
    return account.get("vendor") if isinstance(account, dict) else getattr(account, "vendor", None)


if TYPE_CHECKING:
    AnyAccount = AccountSettings
else:
    # The vendors declare their keys, so the union is made of whatever vendors there are.
    AnyAccount = Annotated[
        Union[tuple(Annotated[vendor.settings, Tag(name)] for name, vendor in vendors().items())],  # noqa: UP007
        Discriminator(_vendor_of),
    ]


class Settings(BaseSettings):
    """Everything. The keys of an account depend on its vendor, which declares them."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="FRONTDESK_", env_nested_delimiter="__", hide_input_in_errors=True
    )

    slack: SlackSettings = SlackSettings()
    service: ServiceSettings = ServiceSettings()
    limits: LimitSettings = LimitSettings()
    store: StoreSettings = StoreSettings()
    actions: ActionSettings = ActionSettings()
    alerts: AlertSettings = AlertSettings()
    digests: dict[str, DigestSettings] = Field(default_factory=dict)
    roles: dict[str, Rule] = Field(default_factory=dict)
    venues: dict[str, VenueSettings] = Field(default_factory=dict)
    accounts: dict[str, AnyAccount] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        """What no single value can say: an account's venue exists, and its routes are routes of its vendor."""
        faults = []
        for id, account in self.accounts.items():
            if account.venue not in self.venues:
                known = ", ".join(sorted(self.venues)) or "none yet; add [venues.<id>] with its zone"
                faults.append(f"accounts.{id}.venue: there is no venue “{account.venue}”; known: {known}")
            try:
                Routes.of(vendors()[account.vendor].routes, account.routes)
            except ValueError as error:
                faults.append(f"accounts.{id}.routes: {error}")
        faults += [*self._role_faults(), *self._digest_faults()]
        if faults:
            raise ValueError("\n".join(faults))
        return self

    def _role_faults(self) -> list[str]:
        """A rule about a venue or vendor that there is not would silently allow nothing."""
        faults = []
        for name, rule in self.roles.items():
            for what, named, known in (("venue", rule.venues, self.venues), ("vendor", rule.vendors, vendors())):
                for each in named:
                    if each not in known:
                        listed = ", ".join(sorted(known)) or "none yet"
                        faults.append(f"roles.{name}.{what}s: there is no {what} “{each}”; known: {listed}")
        return faults

    def _digest_faults(self) -> Iterator[str]:
        """A summary needs a venue that there is, and a channel."""
        for name, digest in self.digests.items():
            venue = self.venues.get(digest.venue)
            if venue is None:
                known = ", ".join(sorted(self.venues)) or "none yet; add [venues.<id>] with its zone"
                yield f"digests.{name}.venue: there is no venue “{digest.venue}”; known: {known}"
            elif not (digest.channel or venue.channel):
                yield f"digests.{name}.channel: is missing, and the venue {digest.venue} has no channel of its own"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `loading` hands in: it merges file, secrets and environment itself, to know where each value stood."""
        return (init_settings,)

    def places(self) -> list[Venue]:
        """The venues, in the order of the file."""
        return [settings.venue(id) for id, settings in self.venues.items()]

    def mornings(self) -> list[Wanted]:
        """The daily summaries that are asked for."""
        places = {venue.id: venue for venue in self.places()}
        return [
            Wanted(
                name=name,
                venue=places[digest.venue],
                channel=digest.channel or places[digest.venue].channel or "",
                at=digest.at,
                days=weekdays(digest.days),
                missed=digest.missed,
            )
            for name, digest in self.digests.items()
        ]

    def connections(self) -> list[Account[AccountSettings]]:
        """The accounts with what they take from their venue."""
        places = {venue.id: venue for venue in self.places()}
        return [
            Account(
                id=id,
                venue=settings.venue,
                venue_name=places[settings.venue].name,
                zone=places[settings.venue].zone,
                currency=places[settings.venue].currency,
                settings=settings,
            )
            for id, settings in self.accounts.items()
        ]

    def secrets(self) -> list[str]:
        """Every secret value, for the log to leave out."""
        sections: list[BaseModel] = [self.slack, self.store, *self.accounts.values()]
        values = [getattr(section, name) for section in sections for name in type(section).model_fields]
        return [secret for value in values if isinstance(value, SecretStr) and (secret := value.get_secret_value())]
