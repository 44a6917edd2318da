"""What a SynthesisVR account has in the configuration."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from bot.vendors.contract import AccountSettings, Address
from bot.vendors.synthesisvr.fields import FIELDS


def _key(secret: SecretStr) -> SecretStr:
    if not secret.get_secret_value().strip(". \t\r\n"):
        raise ValueError("must be the key of an API rule, a UUID")
    return secret


def _known(fields: dict[str, str]) -> dict[str, str]:
    for name in fields:
        if name not in FIELDS:
            raise ValueError(f"there is no field “{name}”; known: {', '.join(sorted(FIELDS))}")
    return fields


class SynthesisVRSettings(AccountSettings):
    """A SynthesisVR location: the key of an API rule that has the customers permission."""

    base_url: Address = Field("https://api.synthesisvr.com", description="where SynthesisVR's API is")
    api_key: Annotated[SecretStr, AfterValidator(_key)] = Field(
        description="key of an API rule with the customers permission: admin account > API & Webhooks"
    )
    allow_writes: bool = Field(
        False, description="whether this key may cancel and move sessions; the vendor does not tell them apart"
    )
    fields: Annotated[dict[str, str], AfterValidator(_known)] = Field(
        default_factory=dict, description="corrections of single fields of its answers: name = “the vendor's key”"
    )
