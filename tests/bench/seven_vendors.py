"""What the vendors of a thousand venues answer: recorded from the sandbox once, given again after 200 ms by a process of its own.

The answers are the stand-ins' own, in every vendor's shape and size; a key or an account's name does not matter to them.
"""

import asyncio
import json
import pickle
import re
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from bot import sandbox
from bot.app import open_house
from bot.digests.facts import gather
from bot.digests.metrics import Day
from bot.settings import from_mapping

DELAY = 0.2

_KEYED_PATH = re.compile(r"(/[0-9a-f]{8}-[0-9a-f-]{27})-\d+(?=/)")
"""A key that stands in the path, made another one for each venue by a number."""

Key = tuple[str, str, str, str]
Answer = tuple[int, bytes, bytes]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def key_of(method: str, target: str, body: bytes) -> Key:
    """What an answer depends on: everything but who asks."""
    parts = urlsplit(target)
    asked = json.loads(body) if body else {}
    if isinstance(asked, dict):
        asked.pop("authentication", None)
    query = sorted((name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if "key" not in name.lower())
    return method, _KEYED_PATH.sub(r"\1", unquote(parts.path)), json.dumps(query), json.dumps(asked, sort_keys=True)


async def record(now: datetime) -> tuple[bytes, dict[str, int]]:
    """All that the sandbox answers for a morning of each of its venues, and how many calls each venue makes."""
    known: dict[Key, Answer] = {}
    calls: Counter[str] = Counter()
    app = sandbox.create_app(lambda: now)
    plain = app.middleware_stack or app.build_middleware_stack()
    current = ""

    async def recording(
        scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        body, status, kind, sent = b"", 0, b"", b""
        while (part := await receive()).get("type") == "http.request":
            body += part.get("body", b"")
            if not part.get("more_body"):
                break
        given = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> Message:
            return given.pop() if given else await receive()

        async def kept(message: Message) -> None:
            nonlocal status, kind, sent
            if message["type"] == "http.response.start":
                status, kind = message["status"], dict(message["headers"]).get(b"content-type", b"application/json")
            else:
                sent += message.get("body", b"")
            await send(message)

        await plain(scope, again, kept)
        target = scope["path"] + "?" + scope["query_string"].decode()
        known[key_of(scope["method"], target, body)] = (status, kind, sent)
        calls[current] += 1

    app.middleware_stack = recording
    async with sandbox.serve(app) as address:
        settings = from_mapping(sandbox.config(address))
        async with open_house(settings, lambda: now, log_level="error") as house:
            for place in house.places.venues:
                current = place.id
                await gather(house.desk, place.id, Day(now.astimezone(place.zone).date(), place.zone, now), fresh=True)
    return pickle.dumps(known), dict(calls)


async def serve(known: dict[Key, Answer]) -> None:
    """Answer as recorded, after `DELAY`; prints its port."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                first, *lines = head.split("\r\n")
                named = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
                body = await reader.readexactly(int(named.get("content-length", "0")))
                method, target, _ = first.split(" ", 2)
                await asyncio.sleep(DELAY)
                status, kind, sent = known.get(key_of(method, target, body), (599, b"text/plain", b"not recorded"))
                if status == 599:
                    sys.stderr.write(f"not recorded: {method} {target} {body[:200]!r}\n")
                writer.write(
                    b"HTTP/1.1 %d OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (status, kind, len(sent), sent)
                )
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, backlog=4_096)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(pickle.loads(Path(sys.argv[1]).read_bytes())))
