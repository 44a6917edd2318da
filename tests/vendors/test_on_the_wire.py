"""What leaves the house over real sockets, whatever a person typed: one request, to the vendor's own host, of the usual shape."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote

import pytest

from bot.core.query import Query
from bot.core.states import Axis, Kind
from bot.vendors import vendors
from tests.vendors import loopback
from tests.vendors.samples import on
from tests.vendors.texts import typed
from tests.vendors.world import account, desk_over, reading

VENDOR_WORDS = [
    "api_only",
    "skip_api",
    "label:7",
    "date>2020-01-01",
    "today",
    "[filters]",
    "a,b,c",
    "../",
    "x\r\nX-Evil: 1\r\n\r\nGET /",
]
KEYS: Mapping[str, Mapping[str, Any]] = {
    "aifi": {"token": "secret"},
    "beds24": {"api_key": "secret-api-key-of-one", "prop_key": "secret-prop-key-of-one", "pause": 0},
    "synthesisvr": {"api_key": "secret-1111"},
    "trybe": {"token": "secret", "site_id": "palm-site"},
    "voucherify": {"app_id": "secret-id", "app_token": "secret-token", "per_minute": 10_000},
}
KIND = {
    "aifi": Kind.SHOP_SESSION,
    "beds24": Kind.BOOKING,
    "synthesisvr": Kind.ARCADE_SESSION,
    "trybe": Kind.ORDER,
    "voucherify": Kind.REDEMPTION,
}
NOTHING = {
    "beds24": b"[]",
    "synthesisvr": b'{"sessions": []}',
}
ELSEWHERE = b'{"data": [], "sessions": [], "data_ref": "data", "total": 0, "meta": {"current_page": 1, "last_page": 1, "total": 0}}'
FIELDS = ("text", "ref")
_CRITERION = re.compile(r"^(?:api_only|skip_api|today|upcoming|(?:date|crdate|label|uuid|externaluuid|customer)[:=<>].*)$")


class Shape(NamedTuple):
    """One request as a server reads it, without the values."""

    method: str
    path: tuple[str, ...]
    parameters: frozenset[str]
    headers: frozenset[str]
    criteria: frozenset[str]


def shape(head: bytes) -> Shape:
    """The shape of a request; SynthesisVR's criteria are the words of a path segment, of which those with a meaning count."""
    line, *rest = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, target, version = line.split(" ")
    assert version == "HTTP/1.1"
    path, _, query = target.partition("?")
    steps = path.split("/")
    words = unquote(steps[-1]).split(" ") if steps[1] == "data" else []
    names = [name for name, _ in parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))]
    assert len(names) == len(set(names))
    return Shape(
        method=method,
        path=(*steps[:3], str(len(steps))),
        parameters=frozenset(names),
        headers=frozenset(each.partition(":")[0].lower() for each in rest),
        criteria=frozenset(word for word in words if _CRITERION.match(word)),
    )


@pytest.mark.anyio
@pytest.mark.parametrize("vendor", sorted(KEYS))
async def test_no_text_changes_what_is_sent(vendor: str) -> None:
    known, heard = vendors()[vendor], list[bytes]()
    async with loopback.serving(loopback.answering(NOTHING.get(vendor, ELSEWHERE)), heard) as here:

        async def shapes(query: Query) -> set[Shape]:
            heard.clear()
            # Each by a desk of its own: what a vendor may be sent in a minute is no matter here.
            async with desk_over(known, [account(known, KEYS[vendor], base_url=here)], None) as desk:
                answer = await desk.ask(reading(query))
            assert "fault of ours" not in str(answer.accounts[0].error)
            return {shape(head) for head in heard}

        for field in FIELDS:
            usual = set[Shape]().union(*[await shapes(asked) for text in ("jane", "zoe") if (asked := about(vendor, field, text))])
            for text in VENDOR_WORDS:
                if (query := about(vendor, field, text)) is None:
                    continue
                for sent in await shapes(query):
                    assert (sent.method, sent.path) in {(each.method, each.path) for each in usual}, (field, text, sent)
                    for part in ("parameters", "headers", "criteria"):
                        assert getattr(sent, part) <= set().union(*(getattr(each, part) for each in usual)), (field, text, sent)


def about(vendor: str, field: str, text: str) -> Query | None:
    """A question of one day with a text in one of its fields; a reference has no day."""
    query, outer = typed(field, text), field.partition(".")[0]
    if query is None:
        return None
    kinds = {"kinds": (KIND[vendor],)}
    day = Query() if field == "ref" else on(Axis.START)
    return day.model_copy(update={**kinds, outer: getattr(query, outer)})
