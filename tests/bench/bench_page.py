"""The page in Chromium: a command typed until its answer is shown, and scrolling through 1,000 messages.

python -m tests.bench.bench_page
"""

import statistics
import sys
import time
from typing import Any

from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Browser, expect

from bot.playground import Playground
from tests.e2e.conftest import CHROMIUM, Desk, chromium, demonstrated
from tests.e2e.kitchen import ACTIONS, MANIFEST, cooking, section

MESSAGES = 1_000
ASKED = """text => new Promise(resolve => {
    const field = document.querySelector(".channel .composer-field");
    const list = document.querySelector(".channel .messages");
    const before = list.querySelectorAll(".message").length;
    field.value = text;
    const start = performance.now();
    new MutationObserver((_, observer) => {
        const last = [...list.querySelectorAll(".message")].slice(before).at(-1);
        if (!last?.querySelector('[data-action-id="refine"]')) return;
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
    }).observe(list, { childList: true, subtree: true });
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
})"""
SHOWN = """id => new Promise(resolve => {
    const start = performance.now();
    location.hash = id;
    const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
    addEventListener("hashchange", painted);
})"""
SCROLLED = """async step => {
    const scroller = document.querySelector(".channel .scroller");
    const frames = [];
    let last = await new Promise(requestAnimationFrame);
    for (let frame = 0; frame < 300; frame += 1) {
        scroller.scrollTop -= step;
        const now = await new Promise(requestAnimationFrame);
        frames.push(now - last);
        last = now;
    }
    return frames;
}"""


def asking(browser: Browser) -> None:
    """Enter pressed until the whole answer is painted, with warm accounts and a cold cache for each question."""
    with demonstrated() as address:
        start = time.perf_counter()
        desk = Desk(browser.new_page(), address).go()
        print(f"page usable {1_000 * (time.perf_counter() - start):.0f} ms after it is opened")
        expect(desk.ask("/desk arrivals today").get_by_role("button", name="Refine")).to_be_visible()
        for text in ("arrivals tomorrow", "departures tomorrow", "in house tonight", "arrivals tomorrow", "arrivals tomorrow"):
            print(f"/desk {text}: {desk.page.evaluate(ASKED, f'/desk {text}'):.0f} ms")


def scrolling(browser: Browser) -> None:
    """Frame times of a scroll upwards, at 100 and at 400 pixels a frame; at none, what the machine itself costs."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(cooking(_full())) as address:
        desk = Desk(browser.new_page(), address).go(place="C0GENERAL")
        print(f"{MESSAGES:,} messages drawn: {desk.page.evaluate(SHOWN, 'C0DESK'):.0f} ms")
        for step in (0, 100, 400):
            frames: list[float] = sorted(desk.page.evaluate(SCROLLED, step))
            late = sum(frame > 34 for frame in frames)
            print(
                f"scroll {step} px a frame: median {statistics.median(frames):.1f} ms, 95 % {frames[285]:.1f}, "
                f"longest {frames[-1]:.1f}, {late} of 300 over two frames"
            )


def _full() -> Playground:
    """A channel of long answers and short words."""
    slack = Playground(MANIFEST)
    channel = slack.workspace.channels["C0DESK"]
    for number in range(MESSAGES):
        blocks: list[dict[str, Any]] = [section(f"*Guest {row}* · 2 adults\n24–27 Nov · *owes £{row}.00*") for row in range(4)]
        answer = {"blocks": [*blocks, ACTIONS], "bot_id": "B0BOT", "app_id": "A0DESK"} if number % 3 == 0 else {}
        slack.workspace.post(channel, "U0BOT" if answer else "U2SAM", text=f"message {number} about room {number % 50}", **answer)
    return slack


def main() -> None:
    if CHROMIUM is None:
        sys.exit("There is no Chromium to measure in: apt-get install chromium")
    with chromium(CHROMIUM) as browser:
        asking(browser)
        scrolling(browser)


if __name__ == "__main__":
    main()
