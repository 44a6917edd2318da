"""The keys of an AiFi account in the configuration."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from bot.vendors.contract import AccountSettings, Address
from bot.vendors.secrets import Key

PREFIX = "/api/admin/v2"
"""Where the admin API is below the host; guides print the address with it and without."""

_CREDENTIALS = ("client_id", "client_secret", "token_url")

Store = Annotated[int, Field(ge=1)]


def _host(url: str) -> str:
    return url.removesuffix(PREFIX).rstrip("/")


class AifiSettings(AccountSettings):
    """An AiFi OASIS retailer or some of its stores. Hosts differ by deployment, so there is no address to assume."""

    base_url: Annotated[Address, AfterValidator(_host)] = Field(
        description="where the deployment's API is, like https://oasis-api.<deployment>.oasis.aifi.com"
    )
    token: Key = Field(description="token of the admin API, issued by AiFi; it usually ends after 90 days")
    store_ids: tuple[Store, ...] | None = Field(None, min_length=1, description="ids of the stores that it answers for; else all")

    @model_validator(mode="before")
    @classmethod
    def _only_tokens(cls, values: Any) -> Any:
        """Client credentials are refused by name: their token comes from another host, for a form, and a read sends neither."""
        given = [key for key in _CREDENTIALS if key in values] if isinstance(values, Mapping) else []
        if given:
            raise ValueError(f"{' and '.join(given)} cannot be used: client credentials are not supported; set token instead")
        return values

    @property
    def stores(self) -> tuple[str, ...]:
        """The stores as AiFi's answers write them, each once; empty for all."""
        return tuple(dict.fromkeys(str(id) for id in self.store_ids or ()))
