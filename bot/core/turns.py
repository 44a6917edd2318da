"""Long work in turns: what takes longer than a moment lets the loop see to others in between."""

import asyncio
import time
from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")

TURN = 0.005
"""Seconds that work goes on before others are let in."""


async def in_turns(work: Generator[None, None, T]) -> T:
    """Run work that says by `yield` where it may be interrupted, and return what it returns; raises what it raises."""
    until = time.perf_counter() + TURN
    while True:
        try:
            next(work)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]  # what the generator returns
        if time.perf_counter() >= until:
            await asyncio.sleep(0)
            until = time.perf_counter() + TURN


def at_once(work: Generator[None, None, T]) -> T:
    """Run such work without a pause."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]  # what the generator returns
