"""One chain for all that is logged: whoever writes it, no secret and nobody's address gets out."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
import structlog

from bot.service.logs import configure

KEY = "vendor-key-1234567890"
PERSONAL = ["jane.doe@example.com", "+44 7700 900123", KEY, "xoxb-12-34-abc", "xapp-1-A0-99", "Bearer abcdef1234567890"]


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[dict[str, object]]]]:
    stream = io.StringIO()
    with _configured(monkeypatch, stream, json=True):
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


@contextmanager
def _configured(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, *, json: bool) -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        configure("debug", json=json, secrets=[KEY, "", "ab"])
    yield
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.mark.parametrize("secret", PERSONAL)
def test_nothing_personal_and_no_secret_is_written(logs: Callable[[], list[dict[str, object]]], secret: str) -> None:
    ours, theirs = structlog.get_logger("frontdesk.test"), logging.getLogger("someone.else")
    ours.info("said", note=f"from {secret}", nested={"deep": [secret]}, thing=Exception(secret))
    theirs.warning("got %s", secret)
    try:
        raise ValueError(secret)
    except ValueError:
        ours.exception("broke")
        theirs.exception("broke too")
    lines = logs()
    assert len(lines) == 4
    hidden = secret.removeprefix("Bearer ")
    assert hidden not in json.dumps(lines, ensure_ascii=False)
    assert "ValueError" in str(lines[2]["exception"])


def test_a_line_says_when_who_and_how_bad(logs: Callable[[], list[dict[str, object]]]) -> None:
    structlog.get_logger("frontdesk.test").warning("full", rows=1_000, share=0.123456789, ok=True)
    line = logs()[0]
    assert str(line.pop("timestamp")).endswith("Z")
    assert line == {
        "event": "full",
        "level": "warning",
        "logger": "frontdesk.test",
        "rows": 1_000,
        "share": 0.123456789,
        "ok": True,
    }


def test_libraries_that_write_addresses_and_bodies_are_quiet(logs: Callable[[], list[dict[str, object]]]) -> None:
    httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200))).get("https://vendor.example/?apiKey=1")
    for name in ("httpcore.http11", "aiohttp.access", "slack_bolt.RequestVerification", "slack_sdk.web.async_client"):
        logging.getLogger(name).info("body with a guest in it")
    assert logs() == []


def test_a_logger_that_a_library_made_loud_before_is_quiet_too(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    logging.getLogger("slack_bolt.Made.Before").setLevel(logging.DEBUG)
    with _configured(monkeypatch, stream, json=True):
        logging.getLogger("slack_bolt.Made.Before").info("body with a guest in it")
    assert stream.getvalue() == ""


def test_a_person_reads_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    with _configured(monkeypatch, stream, json=False):
        structlog.get_logger("frontdesk.test").info("hello", who="jane@example.com")
    assert "hello" in stream.getvalue()
    assert "jane@example.com" not in stream.getvalue()
