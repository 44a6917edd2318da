"""Logging: ours and every library's through one chain to standard error, with secrets and personal data taken out at its end."""

import logging
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.core.masking import mask

HIDDEN = "•••"

_TOKENS = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|xoxe\.[\w.-]+|(?<=bearer )[\w.~+/=-]{6,}", re.IGNORECASE)

_SHORTEST_SECRET = 4
"""A shorter one would take half of every line away."""

_QUIET = (
    "httpx",
    "httpcore",
    "aiohttp.access",
    "aiohttp.client",
    "slack_sdk",
    "slack_bolt",
    "urllib3",
    "asyncio",
    "uvicorn.access",
)
"""Loggers that write addresses or bodies below WARNING."""

_OURS = frozenset({"timestamp", "level", "logger"})


class Redaction:
    """A processor that takes known secrets, tokens, e-mail addresses and phone numbers out of everything in a line."""

    def __init__(self, secrets: Iterable[str]) -> None:
        known = sorted({secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        return {key: value if key in _OURS else self._clean(value) for key, value in event.items()}

    def text(self, text: str) -> str:
        """A text without what must not be read."""
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        return mask(_TOKENS.sub(HIDDEN, text))

    def _clean(self, value: Any) -> Any:
        match value:
            case str():
                return self.text(value)
            case bool() | int() | float() | None:
                return value
            case Mapping():
                return {self._clean(key): self._clean(part) for key, part in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self._clean(part) for part in value]
            case _:
                return self.text(repr(value))


def configure(level: str, *, json: bool, secrets: Iterable[str]) -> None:
    """Send everything that is logged in this process to standard error, one line each; call it once, before anything starts.

    `secrets` are the values that must never appear, whoever writes them.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    look: Processor = structlog.processors.JSONRenderer(ensure_ascii=False) if json else structlog.dev.ConsoleRenderer(colors=False)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                Redaction(secrets),
                look,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # bolt gives its loggers the level that the root had when they were made, which goes before that of their parent.
    for name, logger in logging.root.manager.loggerDict.items():
        if isinstance(logger, logging.Logger) and name.startswith(tuple(f"{quiet}." for quiet in _QUIET)):
            logger.setLevel(logging.NOTSET)
