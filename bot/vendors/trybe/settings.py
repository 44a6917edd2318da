"""What a Trybe account needs to be configured."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.vendors.contract import AccountSettings, Address
from bot.vendors.secrets import Key


class TrybeSettings(AccountSettings):
    """A Trybe account: a personal access token and the site it answers for."""

    base_url: Address = Field("https://api.try.be", description="where Trybe's API is")
    token: Key = Field(description="personal access token of an integration user, issued by Trybe")
    site_id: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)] = Field(
        description="id of the site that this account answers for"
    )
    organisation_id: str | None = Field(
        None, description="id of the site's organisation, which labels belong to; looked up where it is not given"
    )
    email_type: Literal["basket_confirmed", "BasketConfirmed"] = Field(
        "basket_confirmed", description="how Trybe spells the confirmation mail; its two documents differ"
    )
