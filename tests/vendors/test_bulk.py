"""Large answers are read in steps, and as Python's own reader reads them."""

import asyncio
import json

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.core.errors import VendorBroken
from bot.core.turns import at_once, in_turns
from bot.vendors.bulk import LARGE, steps
from bot.vendors.contract import Access, Request
from bot.vendors.http import Http
from bot.vendors.limits import Limits

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([None, 2]))
def test_it_reads_what_json_writes(value: object, indent: int | None) -> None:
    assert at_once(steps(json.dumps(value, indent=indent).encode())) == value


@given(VALUES, st.data())
def test_what_is_cut_or_altered_is_never_read_as_something_else(value: object, data: st.DataObject) -> None:
    written = json.dumps(value)
    place = data.draw(st.integers(0, len(written)))
    altered = written[:place] + data.draw(st.sampled_from(["", ",", "]", "}", ":", "x", '"', " "])) + written[place + 1 :]
    try:
        expected = json.loads(altered)
    except ValueError:
        with pytest.raises(ValueError):
            at_once(steps(altered.encode()))
    else:
        assert at_once(steps(altered.encode())) == expected


@pytest.mark.anyio
async def test_others_are_let_in_while_long_work_goes_on() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0)

    rows = [{"id": str(number), "notes": ["x" * 200]} for number in range(20_000)]
    content = json.dumps({"data": rows, "meta": {"total": 1}}).encode()
    ticking = asyncio.ensure_future(tick())
    assert await in_turns(steps(content)) == {"data": rows, "meta": {"total": 1}}
    ticking.cancel()
    assert ticks > 2


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'[{"a": "' + b"x" * LARGE, "cut off or not JSON"),
        (b"<html>" + b"x" * LARGE, "a web page"),
        (b"[" * LARGE + b"]", "cut off or not JSON"),
    ],
)
async def test_a_large_answer_that_is_none_is_told_as_a_small_one_is(content: bytes, sentence: str) -> None:
    async with Http(Limits(attempts=1), httpx.MockTransport(lambda request: httpx.Response(200, content=content))) as http:
        line = http.line("palm", "Fake", Access(base_url="https://x.example", sign=lambda r: r, secrets=(SecretStr("x"),)))
        with pytest.raises(VendorBroken, match=sentence):
            await line.read(Request(route="all", method="GET", path="/"), deadline=float("inf"), sent=lambda: None)
