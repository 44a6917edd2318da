"""An account that fails again and again is left alone for a while, tried once, and asked again when it lives."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from pydantic import SecretStr

from bot.core.errors import FrontdeskError, NotFound, Resting, RetryLater, VendorBroken
from bot.vendors.breaker import LONGEST_REST, Breaker
from bot.vendors.contract import Access, Request
from bot.vendors.http import Http
from bot.vendors.limits import Limits
from bot.vendors.line import Line

pytestmark = pytest.mark.anyio
REQUEST = Request(route="all", method="GET", path="/all")


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


async def fail(breaker: Breaker, error: BaseException | None = None, sent: bool = True) -> None:
    with suppress(FrontdeskError, asyncio.CancelledError), breaker.watch(lambda: sent):
        if error is not None:
            raise error


async def test_it_opens_after_so_many_in_a_row_and_rests_twice_as_long_each_time() -> None:
    clock = Clock()
    breaker = Breaker(most=3, rest=30, timer=clock)
    for _ in range(2):
        await fail(breaker, VendorBroken("x"))
    await fail(breaker)
    for _ in range(2):
        await fail(breaker, VendorBroken("x"))
        assert breaker.rests() is None
    for rest in (30, 60, 120, 240, LONGEST_REST, LONGEST_REST):
        await fail(breaker, VendorBroken("x"))
        assert breaker.rests() == rest
        clock.now += rest
        assert breaker.rests() is None
    await fail(breaker)
    assert (breaker.failures, breaker.rests()) == (0, None)


@pytest.mark.parametrize(
    ("error", "sent", "failures"),
    [
        (VendorBroken("x"), True, 2),
        (VendorBroken("x"), False, 1),
        (NotFound("x"), True, 0),
        (asyncio.CancelledError(), True, 1),
        (None, True, 0),
    ],
)
async def test_what_counts(error: BaseException | None, sent: bool, failures: int) -> None:
    breaker = Breaker(failures=1)
    await fail(breaker, error, sent)
    assert breaker.failures == failures


async def test_only_one_tries_and_who_gives_up_leaves_the_try_to_the_next() -> None:
    clock = Clock()
    breaker = Breaker(most=1, rest=30, timer=clock)
    await fail(breaker, VendorBroken("x"))
    clock.now += 30
    with suppress(asyncio.CancelledError), breaker.watch(lambda: True):
        assert breaker.rests() == 1.0
        raise asyncio.CancelledError
    assert breaker.rests() is None


async def test_a_late_failure_of_an_old_call_prolongs_nothing() -> None:
    clock = Clock()
    breaker = Breaker(most=1, rest=30, timer=clock)
    with suppress(RetryLater), breaker.watch(lambda: True):
        await fail(breaker, VendorBroken("x"))
        clock.now += 10
        raise VendorBroken("x")
    assert breaker.rests() == 20


@asynccontextmanager
async def line(statuses: list[int], calls: list[int], limits: Limits) -> AsyncIterator[Line]:
    async def answer(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        calls.append(statuses[min(len(calls), len(statuses) - 1)])
        return httpx.Response(calls[-1], json=[])

    async with Http(limits, httpx.MockTransport(answer)) as http:
        access = Access(base_url="https://fake.example", sign=lambda request: request, secrets=(SecretStr("x"),))
        yield http.line("palm", "Fake", access)


async def read(each: Line) -> object:
    return await each.read(REQUEST, deadline=asyncio.get_running_loop().time() + 5, sent=lambda: None)


async def test_nothing_is_sent_while_it_rests_and_the_sentence_has_the_time_of_the_next_try() -> None:
    calls: list[int] = []
    async with line([500], calls, Limits(attempts=1, failures=2)) as each:
        for _ in range(2):
            with pytest.raises(VendorBroken):
                await read(each)
        assert each.rests_until() is not None
        with pytest.raises(Resting, match=r"failed 2 times in a row and is left alone until \d\d:\d\d:\d\d\.$") as raised:
            await read(each)
    assert len(calls) == 2
    assert timedelta(seconds=25) < raised.value.until - datetime.now(UTC) <= timedelta(seconds=31)


async def test_an_account_that_lives_again_is_asked_as_before() -> None:
    calls: list[int] = []
    async with line([500, 500, 200], calls, Limits(attempts=1, failures=2)) as each:
        clock = Clock()
        each.breaker.timer = clock
        for _ in range(2):
            with pytest.raises(VendorBroken):
                await read(each)
        clock.now += 30
        many = await asyncio.gather(*(read(each) for _ in range(10)), return_exceptions=True)
        assert await read(each) == []
    assert [type(one) for one in many].count(Resting) == 9
    assert many.count([]) == 1
    assert calls == [500, 500, 200, 200]


async def test_a_refusal_never_opens_it() -> None:
    calls: list[int] = []
    async with line([404], calls, Limits(attempts=1, failures=2)) as each:
        for _ in range(5):
            with pytest.raises(NotFound):
                await read(each)
    assert len(calls) == 5
