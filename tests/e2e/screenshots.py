"""The README's pictures, taken of `frontdesk demo` in Chromium: `python -m tests.e2e.screenshots DIR`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, expect

from tests.e2e.conftest import CHROMIUM, Desk, chromium, demonstrated

LARGEST = 300_000
"""Bytes of one picture, so that a clone stays small."""

QUESTION = "/desk arrivals tomorrow that still owe us"


def welcome(desk: Desk) -> None:
    expect(desk.go().messages("Ask the way").get_by_role("button", name="Ask")).to_have_count(6)


def morning(desk: Desk) -> None:
    shown = desk.go().messages("Needs attention")
    expect(shown.get_by_role("button", name="Refresh")).to_be_visible()
    shown.evaluate("message => message.scrollIntoView({ block: 'start' })")


def answer(desk: Desk) -> None:
    shown = desk.go().ask(QUESTION)
    expect(shown.get_by_role("button", name="Share")).to_be_visible()
    shown.evaluate("message => message.scrollIntoView({ block: 'start' })")


def table(desk: Desk) -> None:
    shown = desk.go(place="C0HARBOUR").ask("/desk arrivals tomorrow")
    shown.get_by_role("button", name="As table").click()
    expect(shown.get_by_role("columnheader", name="Name")).to_be_visible()
    shown.evaluate("message => message.scrollIntoView({ block: 'start' })")


def record(desk: Desk) -> None:
    shown = desk.go().ask(QUESTION)
    shown.get_by_role("button", name="Open").nth(3).click()
    expect(desk.page.get_by_role("dialog", name="Booking").get_by_role("button", name="Show")).to_be_visible()


def refine(desk: Desk) -> None:
    # Somebody else's window: the record of the picture before is still open in Mel's.
    desk.go("U2SAM").ask(QUESTION).get_by_role("button", name="Refine").click()
    expect(desk.page.get_by_role("dialog", name="Refine the question")).to_be_visible()


def home(desk: Desk) -> None:
    shown = desk.go("U2SAM", "home").page.get_by_role("region", name="Home")
    expect(shown).to_contain_text("Harbour House")
    expect(shown).not_to_contain_text("· …")


PICTURES: tuple[tuple[str, Literal["light", "dark"], Callable[[Desk], None]], ...] = (
    ("welcome", "light", welcome),
    ("morning", "light", morning),
    ("morning-dark", "dark", morning),
    ("answer", "light", answer),
    ("answer-dark", "dark", answer),
    ("table", "light", table),
    ("record", "light", record),
    ("home", "light", home),
    ("refine", "light", refine),
)


def take(browser: Browser, address: str, folder: Path) -> None:
    """Write every picture into a folder."""
    for name, colours, show in PICTURES:
        context = browser.new_context(
            viewport={"width": 1200, "height": 1000}, color_scheme=colours, locale="en-GB", reduced_motion="reduce"
        )
        page = context.new_page()
        show(Desk(page, address))
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement?.blur()")
        picture = page.screenshot(path=folder / f"{name}.png", animations="disabled")
        context.close()
        assert len(picture) < LARGEST, f"{name}.png is {len(picture):,} bytes"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    if CHROMIUM is None:
        sys.exit("There is no Chromium to take pictures with: apt-get install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    with chromium(CHROMIUM) as browser, demonstrated() as address:
        take(browser, address, folder)


if __name__ == "__main__":
    main()
