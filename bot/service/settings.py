"""`ServiceSettings`: where the process listens and how it logs."""

import sys
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class ServiceSettings(BaseModel):
    """The table `[service]` of the configuration. Lines are JSON unless a person looks on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8080
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_json: bool = Field(default_factory=lambda: not sys.stderr.isatty())
