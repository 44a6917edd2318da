"""`ServiceSettings`: where the process listens and how it logs."""

import sys
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ServiceSettings(BaseModel):
    """The table `[service]` of the configuration. Lines are JSON unless a person looks on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", description="address to listen at, for /healthz and in HTTP mode for Slack")
    port: int = Field(8080, ge=0, le=65_535, description="port to listen at")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="least level that is logged")
    log_json: bool = Field(
        default_factory=lambda: not sys.stderr.isatty(), description="lines as JSON; else when no terminal looks on"
    )
