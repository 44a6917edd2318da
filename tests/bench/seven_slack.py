"""A strict Slack for many channels: one message a second in each, 429 with Retry-After for more. It knows what it took.

A picture comes in three steps, as Slack's files do: an address to upload to, the upload, and where it is shown.
"""

import asyncio
import json
import sys
import time
from collections import Counter, defaultdict
from typing import Any
from urllib.parse import parse_qs

from bot.slack import limits

DELAY = 0.2
_HEAD = b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s"


class Workspace:
    """What was posted where and when."""

    def __init__(self) -> None:
        self.last: dict[str, float] = defaultdict(float)
        self.posts: Counter[str] = Counter()
        self.replies: Counter[str] = Counter()
        self.pictures = 0
        self.first: float | None = None
        self.newest = 0.0
        self.newest_reply = 0.0
        self.refused = 0
        self.faults: list[str] = []

    def answer(self, method: str, given: dict[str, Any], host: str) -> tuple[int, dict[str, Any]]:
        """What Slack says to a call; `host` is where it was called."""
        now = time.monotonic()
        match method:
            case "chat.postMessage":
                channel = given["channel"]
                if now - self.last[channel] < 1.0:
                    self.refused += 1
                    return 429, {"ok": False, "error": "ratelimited"}
                self.faults += limits.faults(given)
                self.last[channel] = now
                if given.get("thread_ts"):
                    self.replies[channel] += 1
                    self.newest_reply = now
                else:
                    self.posts[channel] += 1
                    self.newest = now
                return 200, {"ok": True, "ts": f"{now:.6f}", "channel": channel}
            case "files.getUploadURLExternal":
                return 200, {"ok": True, "upload_url": f"http://{host}/upload", "file_id": "F1"}
            case "upload":
                return 200, {"ok": True}
            case "files.completeUploadExternal":
                self.last[given["channel_id"]] = self.newest_reply = now
                self.pictures += 1
                return 200, {"ok": True, "files": [{"id": "F1", "title": "Chart"}]}
            case "report":
                return 200, {
                    "posts": sum(self.posts.values()),
                    "double": sum(times > 1 for times in self.posts.values()),
                    "replies": sum(self.replies.values()),
                    "pictures": self.pictures,
                    "seconds": self.newest - (self.first or 0.0),
                    "reply_seconds": self.newest_reply - (self.first or 0.0),
                    "refused": self.refused,
                    "faults": self.faults[:3],
                }
            case "start":
                self.__init__()  # type: ignore[misc]  # as if new: nothing received yet
                self.first = now
                return 200, {"ok": True}
            case _:
                return 200, {"ok": False, "error": "unknown_method"}


async def serve() -> None:
    """Serve; prints the port."""
    workspace = Workspace()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                first, *lines = head.split("\r\n")
                named = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
                body = await reader.readexactly(int(named.get("content-length", "0")))
                path, _, query = first.split(" ", 2)[1].partition("?")
                method = path.rsplit("/", 1)[-1]
                given = {} if method == "upload" else json.loads(body) if body[:1] == b"{" else _form(body.decode() or query)
                if method.startswith(("chat.", "files.", "upload")):
                    await asyncio.sleep(DELAY)
                status, said = workspace.answer(method, given, named["host"])
                written = json.dumps(said).encode()
                writer.write(_HEAD % (status, b"Retry-After: 1\r\n" if status == 429 else b"", len(written), written))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, backlog=4_096)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


def _form(body: str) -> dict[str, Any]:
    fields = {name: values[0] for name, values in parse_qs(body).items()}
    return {name: json.loads(value) if name in ("blocks", "metadata") else value for name, value in fields.items()}


if __name__ == "__main__":
    asyncio.run(serve())
