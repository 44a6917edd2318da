"""The playground's page in a real browser, with the real bot and with an app that shows everything."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.e2e.kitchen import cooking

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 20_000
"""Milliseconds until something that should be there is missed. Only a failing test waits that long."""

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Desk:
    """A window, played by one person."""

    page: Page
    address: str

    def go(self, person: str = "U1MEL", place: str = "C0DESK") -> "Desk":
        """Be somebody, somewhere."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/?as={person}#{place}")
        expect(self.page.locator("body.ready")).to_be_visible()
        expect(self.page.locator(".bot-state.on")).to_be_visible()
        return self

    @property
    def composer(self) -> Locator:
        return self.page.locator(".channel .composer-field")

    def messages(self, text: str | re.Pattern[str] | None = None) -> Locator:
        """The channel's messages, or those that hold a text."""
        found = self.page.locator(".channel .message")
        return found.filter(has_text=text) if text is not None else found

    def ask(self, text: str) -> Locator:
        """Send a text by keyboard; the message that comes next, once it has buttons or says that nothing is left to do."""
        before = self.messages().count()
        self.composer.fill(text)
        self.composer.press("Enter")
        return self.messages().nth(before)


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """The browser at a path, until the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def demonstrated() -> Iterator[str]:
    """`frontdesk demo` as a visitor starts it, until the block ends; gives the address that it prints."""
    command = [sys.executable, "-m", "bot", "demo", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        address = re.search(r"http://\S+", said)
        assert address is not None, said
        try:
            yield address[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(15)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium to drive the page with: apt-get install chromium")
    with chromium(CHROMIUM) as browser:
        yield browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, color_scheme="light", locale="en-GB")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A window. Whatever the page complains of fails the test."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    assert faults == []


@pytest.fixture(scope="package")
def demo(browser: Browser) -> Iterator[str]:
    with demonstrated() as address:
        yield address


@pytest.fixture
def kitchen(browser: Browser) -> Iterator[str]:
    """The app that shows everything, in a thread of its own; gives the page's address."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(cooking()) as address:
        yield address


@pytest.fixture
def desk(page: Page, demo: str) -> Desk:
    return Desk(page, demo)


@pytest.fixture
def counter(page: Page, kitchen: str) -> Desk:
    return Desk(page, kitchen)
