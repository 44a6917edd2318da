"""What goes wrong between us and a vendor: odd values, faulty answers, broken connections. `LEAKED` must never be shown."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from bot.vendors.limits import Limits
from tests.vendors import loopback

SMALL = Limits(silence=0.15, connect=1.0, max_bytes=1_000_000)
"""Small enough that a fault shows at once."""

JUNK: tuple[Any, ...] = (
    None,
    "",
    "   ",
    0,
    -1,
    2**80,
    1.5,
    True,
    [],
    {},
    [None],
    [[]],
    "🤷",
    {"id": {}},
    [{"id": []}],
    "9999-12-31",
    "1e999999",
)

ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "401": (401, {}, b'{"message": "token LEAKED is bad"}'),
    "403": (403, {}, b'{"message": "LEAKED may not"}'),
    "404": (404, {}, b'{"message": "no LEAKED here"}'),
    "422": (422, {}, b'{"message": "LEAKED", "errors": {"x": ["LEAKED"]}}'),
    "429 in seconds": (429, {"Retry-After": "120"}, b"LEAKED"),
    "429 at a date": (429, {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)}, b"LEAKED"),
    "429 without a word": (429, {}, b"LEAKED"),
    "429 with nonsense": (429, {"Retry-After": "9" * 400}, b"LEAKED"),
    "500": (500, {}, b"Traceback: LEAKED"),
    "503": (503, {"Retry-After": "60"}, b"LEAKED"),
    "a web page": (200, {"Content-Type": "text/html"}, b"<html>LEAKED</html>"),
    "cut JSON": (200, {"Content-Type": "application/json"}, b'{"data": [{"id": "LEAKED'),
    "nothing": (200, {"Content-Type": "application/json"}, b""),
    "not JSON": (200, {"Content-Type": "application/json"}, b"LEAKED"),
    "deep JSON": (200, {"Content-Type": "application/json"}, b"[" * 100_000),
    "another shape": (200, {"Content-Type": "application/json"}, b'"LEAKED"'),
    "elsewhere": (302, {"Location": "https://elsewhere.example/LEAKED"}, b""),
    "too large": (200, {"Content-Type": "application/json"}, b'["' + b"LEAKED" * 400_000 + b'"]'),
    "not packed": (200, {"Content-Type": "application/json", "Content-Encoding": "gzip"}, b"LEAKED"),
}

CONNECTIONS: dict[str, loopback.Behaviour] = {
    "reset": loopback.reset,
    "closed": loopback.close,
    "silent": loopback.silence,
    "trickling": loopback.trickle,
    "cut short": loopback.sending(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[{"),
    "cut chunk": loopback.sending(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n[{"),
    "not HTTP": loopback.sending(b"\x00\xff LEAKED\r\n\r\n"),
    "endless header": loopback.sending(b"HTTP/1.1 200 OK\r\nX: " + b"LEAKED" * 50_000 + b"\r\n\r\n"),
    "bad length": loopback.sending(b"HTTP/1.1 200 OK\r\nContent-Length: LEAKED\r\n\r\n[]"),
    "web page": loopback.answering(b"<html>LEAKED", headers="Content-Type: text/html\r\n"),
    "too large": loopback.answering(b'["' + b"LEAKED" * 400_000 + b'"]'),
}
