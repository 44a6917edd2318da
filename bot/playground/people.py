"""The people of the playground, and their workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.playground.shapes import Json

TEAM, TEAM_NAME, TEAM_DOMAIN = "T0HOME", "Harbour Group", "harbour-group"
OTHER_TEAM = "T9LINEN"
BOT, BOT_ID, APP_ID = "U0BOT", "B0BOT", "A0DESK"
SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who reads and writes. A restricted person is a guest of the workspace; a stranger belongs to another one."""

    id: str
    name: str
    real_name: str
    title: str = ""
    team_id: str = TEAM
    zone: str = "Europe/London"
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    groups: tuple[str, ...] = ()

    @property
    def is_stranger(self) -> bool:
        return self.team_id != TEAM

    @property
    def playable(self) -> bool:
        return not self.is_bot

    def for_page(self) -> Json:
        """The person as the page lists people."""
        return {
            "id": self.id,
            "name": self.name,
            "real_name": self.real_name,
            "title": self.title,
            "team_id": self.team_id,
            "tz": self.zone,
            "is_bot": self.is_bot,
            "is_restricted": self.is_restricted or self.is_ultra_restricted,
            "is_stranger": self.is_stranger,
            "playable": self.playable,
        }

    def for_api(self, now: datetime) -> Json:
        """The person as users.info gives them (docs.slack.dev/reference/objects/user-object); no e-mail without its scope."""
        local = now.astimezone(ZoneInfo(self.zone))
        offset = local.utcoffset()
        return {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": False,
            "real_name": self.real_name,
            "tz": self.zone,
            "tz_label": local.tzname(),
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": {"real_name": self.real_name, "display_name": self.name, "title": self.title, "team": self.team_id},
            "is_admin": self.is_admin,
            "is_owner": self.is_admin,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 1_764_000_000,
            **({"is_stranger": True} if self.is_stranger else {}),
        }


MEL = Person(id="U1MEL", name="mel", real_name="Mel Kowalska", title="Front office manager", is_admin=True, groups=("S0DUTY",))
SAM = Person(id="U2SAM", name="sam", real_name="Sam Okafor", title="Receptionist")
AKI = Person(id="U3AKI", name="aki", real_name="Aki Tanaka", title="Night manager", zone="Asia/Tokyo", groups=("S0DUTY",))
GIA = Person(id="U4GIA", name="gia", real_name="Gia Rossi", title="Agency temp (guest)", zone="Europe/Rome", is_restricted=True)
ODA = Person(id="U5ODA", name="oda", real_name="Oda Blanc", title="Clean Linen Ltd (another workspace)", team_id=OTHER_TEAM)

GROUPS = {"S0DUTY": ("duty-managers", "Duty managers")}
"""The user groups: their handle and their name."""

PEOPLE: Sequence[Person] = (MEL, SAM, AKI, GIA, ODA)


def bot_user(name: str) -> Person:
    """The bot as a member of the workspace."""
    return Person(id=BOT, name=name, real_name=name.capitalize(), is_bot=True)


SLACKBOT_USER = Person(id=SLACKBOT, name="slackbot", real_name="Slackbot", is_bot=True)
