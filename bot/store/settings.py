"""`StoreSettings`: where what must outlive the process is kept, and for how long."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

SCHEMES = ("sqlite", "postgresql+psycopg")


def _known(url: SecretStr) -> SecretStr:
    try:
        scheme = make_url(url.get_secret_value()).drivername
    except ArgumentError:
        scheme = ""
    if scheme not in SCHEMES:
        raise ValueError("must look like sqlite:///frontdesk.db or postgresql+psycopg://user:password@host/database")
    return url


class StoreSettings(BaseModel):
    """The table `[store]` of the configuration. SQLite is for one process, PostgreSQL for several replicas."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    url: Annotated[SecretStr, AfterValidator(_known)] | None = Field(
        None, description="sqlite:///… or postgresql+psycopg://…; else frontdesk.db beside the configuration"
    )
    keep_days: int = Field(400, ge=1, le=3_650, description="days that the audit and finished actions are kept")
