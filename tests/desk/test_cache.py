"""The short memory: one call for everybody, for a while, and never a failure."""

import asyncio
import time
from collections import Counter

import pytest

from bot.core.errors import NoAnswer
from bot.desk.cache import SingleFlight

pytestmark = pytest.mark.anyio


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Source:
    """Something to load, that counts and can be held back."""

    def __init__(self, *, held: bool = False, fails: bool = False) -> None:
        self.loads = 0
        self.go = asyncio.Event()
        self.fails = fails
        if not held:
            self.go.set()

    async def __call__(self) -> int:
        self.loads += 1
        number = self.loads
        await self.go.wait()
        if self.fails:
            raise NoAnswer("not now")
        return number


async def test_two_hundred_askers_are_one_load() -> None:
    cache, source = SingleFlight(30, 10), Source(held=True)
    askers = [asyncio.ensure_future(cache.get("key", source)) for _ in range(200)]
    await asyncio.sleep(0)
    source.go.set()
    kept = await asyncio.gather(*askers)
    assert source.loads == 1
    assert {each.value for each in kept} == {1}


async def test_a_value_is_kept_until_it_is_too_old_and_says_its_age() -> None:
    clock = Clock()
    cache, source = SingleFlight(30, 10, clock), Source()
    first = await cache.get("key", source)
    clock.now = 29.0
    again = await cache.get("key", source)
    clock.now = 31.0
    later = await cache.get("key", source)
    assert [(each.value, each.age) for each in (first, again, later)] == [(1, 0.0), (1, 29.0), (2, 0.0)]


async def test_fresh_goes_past_the_memory_and_renews_it() -> None:
    cache, source = SingleFlight(30, 10), Source()
    await cache.get("key", source)
    assert (await cache.get("key", source, fresh=True)).value == 2
    assert (await cache.get("key", source)).value == 2


async def test_keys_do_not_share() -> None:
    cache, source = SingleFlight(30, 10), Source()
    assert [(await cache.get(key, source)).value for key in "ab"] == [1, 2]


async def test_an_asker_who_gives_up_takes_the_answer_from_nobody() -> None:
    cache, source = SingleFlight(30, 10), Source(held=True)
    impatient, patient = (asyncio.ensure_future(cache.get("key", source)) for _ in range(2))
    await asyncio.sleep(0)
    impatient.cancel()
    await asyncio.sleep(0)
    source.go.set()
    assert (await patient).value == 1
    assert impatient.cancelled()
    assert source.loads == 1


async def test_a_failure_reaches_all_who_wait_and_is_not_kept() -> None:
    cache, source = SingleFlight(30, 10), Source(held=True, fails=True)
    askers = [asyncio.ensure_future(cache.get("key", source)) for _ in range(3)]
    await asyncio.sleep(0)
    source.go.set()
    assert all(isinstance(each, NoAnswer) for each in await asyncio.gather(*askers, return_exceptions=True))
    source.fails = False
    assert (await cache.get("key", source)).value == 2


async def test_a_failure_that_nobody_waits_for_any_more_is_no_warning() -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: complaints.append(context))
    cache, source = SingleFlight(30, 10), Source(held=True, fails=True)
    asker = asyncio.ensure_future(cache.get("key", source))
    await asyncio.sleep(0)
    asker.cancel()
    source.go.set()
    for _ in range(5):
        await asyncio.sleep(0)
    assert asker.cancelled()
    assert complaints == []


async def test_what_is_kept_is_bounded_by_all_its_parts() -> None:
    loaded: list[str] = []
    cache = SingleFlight(30, 10, parts=lambda value: range(1, value))

    async def get(name: str, value: int) -> int:
        async def load() -> int:
            loaded.append(name)
            return value

        return (await cache.get(name, load)).value

    assert [await get("too heavy", 11), await get("too heavy", 11)] == [11, 11]
    assert loaded == ["too heavy", "too heavy"]
    loaded.clear()
    for name, value in (("six", 6), ("four", 4), ("six", 6)):
        await get(name, value)
    assert loaded == ["six", "four"]
    for name, value in (("three", 3), ("four", 4), ("six", 6)):
        await get(name, value)
    assert len(loaded) > 3, "three more than ten: one of the others had to go"


async def test_a_large_value_is_let_go_in_turns() -> None:
    turn, freed = 0, Counter[int]()

    class Part:
        def __del__(self) -> None:
            time.sleep(0.0001)
            freed[turn] += 1

    async def load() -> list[Part]:
        return [Part() for _ in range(1_000)]

    cache = SingleFlight(30, 10_000, parts=lambda value: value)
    await cache.get("key", load)
    await cache.get("key", load, fresh=True)
    while freed.total() < 1_000:
        turn += 1
        await asyncio.sleep(0)
    assert max(freed.values()) < 500, "a tenth of a second in one piece would stop everybody"


async def test_who_waits_a_while_gets_it_or_nothing_and_the_next_one_has_it() -> None:
    cache, source = SingleFlight(30, 10), Source(held=True)
    assert await cache.soon("key", source, 0) is None
    assert await cache.soon("key", source, 0.01) is None
    source.go.set()
    assert await cache.soon("key", source, 5) == 1
    assert await cache.soon("key", source, 0) == 1
    assert source.loads == 1


async def test_closing_stops_what_is_loading() -> None:
    cache, source = SingleFlight(30, 10), Source(held=True)
    asker = asyncio.ensure_future(cache.get("key", source))
    await asyncio.sleep(0)
    await cache.close()
    with pytest.raises(asyncio.CancelledError):
        await asker
