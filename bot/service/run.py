"""Running: Slack's door and the health page open, until somebody says stop."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import aiohttp
import structlog
import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.core.errors import AskOperator, NoAnswer
from bot.service.settings import ServiceSettings
from bot.service.web import web_app
from bot.slack.front import Front
from bot.slack.identity import refused
from bot.slack.settings import SlackSettings

log = structlog.get_logger("frontdesk.service")

DRAIN_SECONDS = 12.0
"""How long a stop waits for answers under way: a little more than a vendor may take."""

Connected = Callable[[], Awaitable[bool]]


async def serve(
    front: Front,
    slack: SlackSettings,
    service: ServiceSettings,
    *,
    stop: asyncio.Event | None = None,
    started: Callable[[str], None] | None = None,
) -> None:
    """Run until SIGTERM, SIGINT or `stop`. `started` is called with the service's address once everything is up.

    A stop takes nothing new, lets what was begun come to its end, then closes.

    Raises:
        AskOperator: Slack refuses a token, or the port is taken.
        NoAnswer: Slack cannot be reached.
    """
    stopped = stop or asyncio.Event()
    with _listening(service) as door, _signals(stopped):
        try:
            await front.start()
            async with _connection(front, slack) as connected, _site(front, slack.mode, connected, door):
                host, port = door.getsockname()[:2]
                address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
                log.info("started", mode=slack.mode, address=address, accounts=len(front.desk.accounts))
                if started is not None:
                    started(address)
                await stopped.wait()
                log.info("stopping")
        finally:
            await front.drain(DRAIN_SECONDS)


@contextlib.asynccontextmanager
async def _connection(front: Front, settings: SlackSettings) -> AsyncIterator[Connected]:
    """Socket Mode's connection for as long as the context lasts; in HTTP mode Slack comes to us."""
    if settings.mode == "http":
        yield _always
        return
    token = settings.app_token.get_secret_value()
    handler = AsyncSocketModeHandler(front.app, token)
    try:
        # The SDK tries a refused token again for ever; with an address at hand it connects without asking once more.
        opened = await front.app.client.apps_connections_open(app_token=token)
        handler.client.wss_uri = opened["url"]
        await handler.connect_async()  # type: ignore[no-untyped-call]
        yield handler.client.is_connected
    except SlackApiError as error:
        raise refused(error, "slack.app_token") from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise NoAnswer("Slack could not be reached for Socket Mode: check the network.") from error
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@contextlib.asynccontextmanager
async def _site(front: Front, mode: str, connected: Connected, door: socket.socket) -> AsyncIterator[None]:
    """The web server for as long as the context lasts; requests under way are answered before it ends."""
    config = uvicorn.Config(web_app(front, mode, connected), log_config=None, access_log=False, lifespan="off")
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[door]))
    try:
        await server.up.wait()
        yield
    finally:
        server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    """uvicorn without its own handling of signals: the whole process stops, not only the server. `up` is set once it serves."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.contextmanager
def _listening(service: ServiceSettings) -> Iterator[socket.socket]:
    """A socket at the configured address, taken before anything else starts."""
    family = socket.AF_INET6 if ":" in service.host else socket.AF_INET
    try:
        door = socket.create_server((service.host, service.port), family=family)
    except OSError as error:
        raise AskOperator(
            f"Nothing can listen at {service.host}:{service.port} (it is taken or not ours): set service.host and service.port."
        ) from error
    with door:
        yield door


@contextlib.contextmanager
def _signals(stopped: asyncio.Event) -> Iterator[None]:
    """SIGTERM and SIGINT mean stop; a second one is left to Python."""
    loop = asyncio.get_running_loop()
    asked = (signal.SIGTERM, signal.SIGINT)
    for each in asked:
        with contextlib.suppress(RuntimeError):
            loop.add_signal_handler(each, stopped.set)
    try:
        yield
    finally:
        for each in asked:
            loop.remove_signal_handler(each)


async def _always() -> bool:
    return True
