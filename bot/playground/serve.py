"""Serve the playground on loopback inside the running event loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from bot.playground import page_api, web_api
from bot.playground.guard import Guard
from bot.playground.playground import Playground

FRAME_BYTES = 16_000_000


class _Server(uvicorn.Server):
    """A server that leaves signals to its host process and says when it is ready."""

    def __init__(self, settings: uvicorn.Config) -> None:
        super().__init__(settings)
        self.ready = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


def create_app(slack: Playground) -> Starlette:
    """The Web API, Socket Mode and the page, behind the guard."""
    return Starlette(routes=[*web_api.routes(slack), *page_api.routes(slack)], middleware=[Middleware(Guard)])


@asynccontextmanager
async def serve(slack: Playground, port: int = 0) -> AsyncIterator[str]:
    """Run a playground on 127.0.0.1 while the context is open; port 0 takes a free one. Yields its address, without a slash.

    Raises OSError when the port is taken.
    """
    listener = socket.create_server(("127.0.0.1", port))
    slack.workspace.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    settings = uvicorn.Config(
        create_app(slack), log_config=None, log_level="warning", access_log=False, lifespan="off", ws="websockets-sansio",
        ws_max_size=FRAME_BYTES, timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = _Server(settings)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    ready = asyncio.create_task(server.ready.wait())
    try:
        await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
        yield slack.address
    finally:
        ready.cancel()
        await slack.close()
        server.should_exit = True
        await running
        listener.close()
