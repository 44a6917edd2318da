"""The short memory: one call for everybody, for a while, and never a failure."""

import asyncio
from collections.abc import Awaitable, Callable

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
    assert [(each.value, each.age, each.loaded) for each in (first, again, later)] == [
        (1, 0.0, True),
        (1, 29.0, False),
        (2, 0.0, True),
    ]


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


async def test_what_is_kept_is_bounded_by_its_weight() -> None:
    def loading(value: int) -> Callable[[], Awaitable[int]]:
        async def load() -> int:
            return value

        return load

    cache = SingleFlight(30, 10, weigh=lambda value: int(value))
    assert (await cache.get("too heavy", loading(11))).value == 11
    assert (await cache.get("too heavy", loading(11))).loaded
    await cache.get("six", loading(6))
    await cache.get("four", loading(4))
    assert not (await cache.get("six", loading(6))).loaded
    await cache.get("three", loading(3))
    assert (await cache.get("four", loading(4))).loaded or (await cache.get("six", loading(6))).loaded


async def test_closing_stops_what_is_loading() -> None:
    cache, source = SingleFlight(30, 10), Source(held=True)
    asker = asyncio.ensure_future(cache.get("key", source))
    await asyncio.sleep(0)
    await cache.close()
    with pytest.raises(asyncio.CancelledError):
        await asker
