"""What a Beds24 account has in the configuration."""

import hashlib
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.vendors.contract import AccountSettings, Address
from bot.vendors.secrets import Key


class Beds24Settings(AccountSettings):
    """A Beds24 property: the account's key, the property's key, and the pause between calls in seconds.

    One call at a time is a rule of the vendor; who breaks it is blocked without warning. `times` is the zone of its times.
    """

    base_url: Address = Field("https://api.beds24.com", description="where Beds24's API is")
    api_key: Key = Field(description="key of the account: Settings > Account > Account access")
    prop_key: Key = Field(description="key of the property: Settings > Properties > Link")
    pause: float = Field(2.0, ge=0, le=60, description="seconds between two calls with one api_key")
    times: ZoneInfo = Field(ZoneInfo("UTC"), description="zone of the times in its answers, which it does not state")

    @property
    def queue(self) -> str:
        """The name of the line that all accounts of one key stand in; it does not show the key."""
        return f"beds24:{hashlib.sha256(self.api_key.get_secret_value().encode()).hexdigest()[:16]}"
