"""How fast our reading is, beside other parsers of dates, on the project's own phrases. Run by hand:

    python tests/bench/bench_reader.py             # ours, and dateparser, ctparse, timefhuman, parsedatetime where installed
    python tests/bench/bench_reader.py million     # 1,000,000 generated texts through ours: no crash, nothing slow

The others read dates only; ours reads the whole question. How many phrases of the file each gives the right day for is said too.
"""

import gc
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.core.errors import AskDifferently
from bot.language import read
from bot.language.lexicon import lexicon
from bot.language.tables import LANGUAGES, words
from tests.language.phrases import LONDON, NAMES, NOW, Phrase, phrases

ROUNDS = 5
LOCAL = NOW.replace(tzinfo=None)
Parser = Callable[[str], date | None]


def ours(text: str) -> date | None:
    """The first day of the window read."""
    try:
        window = read(text, now=NOW, zone=LONDON, names=NAMES).query.window
    except AskDifferently:
        return None
    return None if window is None else window.first_day


def _day(made: Any) -> date | None:
    return made.date() if isinstance(made, datetime) else None


def others() -> Iterator[tuple[str, Parser]]:
    """The other parsers that are installed here, each told the same clock."""
    if find_spec("dateparser"):
        parse = import_module("dateparser").parse
        settings = {"RELATIVE_BASE": LOCAL, "PREFER_DATES_FROM": "future", "DATE_ORDER": "DMY"}
        yield "dateparser", lambda text: _day(parse(text, languages=["en"], settings=settings))
    if find_spec("ctparse"):
        ctparse = import_module("ctparse").ctparse
        yield "ctparse", lambda text: _day(getattr(getattr(ctparse(text, ts=LOCAL), "resolution", None), "dt", None))
    if find_spec("timefhuman"):
        timefhuman = import_module("timefhuman").timefhuman
        yield "timefhuman", lambda text: _day(timefhuman(text))
    if find_spec("parsedatetime"):
        calendar = import_module("parsedatetime").Calendar()
        yield "parsedatetime", lambda text: _day(calendar.parseDT(text, LOCAL)[0])


def timed(name: str, parser: Parser, cases: list[Phrase]) -> None:
    """Print the median and the 99th percentile of a parser, warm, and how many first days it has right."""
    best: list[float] = []
    right = 0
    for case in cases:
        took = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            day = parser(case.text)
            took.append(time.perf_counter() - begun)
        best.append(min(took) * 1e6)
        right += ("" if day is None else day.isoformat()) == case.start[:10]
    best.sort()
    median, slowest = best[len(best) // 2], best[int(len(best) * 0.99)]
    print(f"{name:14} median {median:8.0f} µs   p99 {slowest:8.0f} µs   first day right {100 * right / len(cases):5.1f} %")


def million(count: int = 1_000_000) -> None:
    """Read generated texts; print how many were read, how many asked for other words, and the slowest."""
    chance = random.Random(7)
    vocabulary = {language: [phrase for phrase, _, _ in words(language)] for language in LANGUAGES}
    extras = ["3/12", "03.12.2026", "14:00", "7", "31", "2026", "-", "smith", "TRY0012", "#vip", "a@b.co", "“x y”", "5", "..", "👩"]
    for language in LANGUAGES:
        lexicon(f"{language}-{language.upper()}").ready()
    gc.freeze()
    done, refused, slowest = 0, 0, 0.0
    for number in range(count):
        language = LANGUAGES[number % len(LANGUAGES)]
        picked = [chance.choice(vocabulary[language] if chance.random() < 0.75 else extras) for _ in range(chance.randint(1, 8))]
        begun = time.perf_counter()
        try:
            read(" ".join(picked), now=NOW, zone=LONDON, locale=f"{language}-{language.upper()}", names=NAMES)
            done += 1
        except AskDifferently:
            refused += 1
        slowest = max(slowest, time.perf_counter() - begun)
    print(f"{done:,} read, {refused:,} asked for other words, slowest {slowest * 1e3:.1f} ms")


if __name__ == "__main__":
    if "million" in sys.argv[1:]:
        million()
    else:
        everything = list(phrases())
        timed("ours", ours, everything)
        timed("ours", ours, everything)
        for name, parser in others():
            timed(name, parser, everything)
