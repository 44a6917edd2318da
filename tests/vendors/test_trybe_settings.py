"""What a Trybe account may be set to."""

import re

import pytest
from pydantic import ValidationError

from bot.core.errors import BadSettings
from bot.core.query import Query
from bot.core.states import Kind
from bot.settings import from_mapping
from bot.vendors.trybe import VENDOR
from tests.vendors.trybe_server import serving
from tests.vendors.trybe_wire import KEYS, SITE
from tests.vendors.world import Wire, account, ask

UNUSABLE = {
    "": "must not be empty",
    "   ": "must not be empty",
    "\n": "must not be empty",
    "hush-1234\n": "must be one line",
    "hush\r\nX-Other: 1234": "must be one line",
    "hush\x00-1234": "must be one line",
    "hush\x7f-1234": "must be one line",
    "hüsh-1234": "must be one line",
    "hush-1234’": "must be one line",
    " hush-1234": "must not begin or end with a blank",
    "hush-1234 ": "must not begin or end with a blank",
}


@pytest.mark.parametrize("token", UNUSABLE, ids=repr)
def test_a_token_that_cannot_be_sent_is_refused_without_being_quoted(token: str) -> None:
    with pytest.raises(ValidationError, match=UNUSABLE[token]) as caught:
        account(VENDOR, {**KEYS, "token": token})
    assert not re.search("h[uü]sh|1234", str(caught.value) + repr(caught.value.errors()))


def test_a_token_that_cannot_be_sent_stops_the_start_with_a_sentence() -> None:
    spa = {"vendor": "trybe", "venue": "palm", "token": "hüsh-1234", "site_id": SITE}
    with pytest.raises(BadSettings, match=r"accounts\.spa\.token.*: must be one line of plain letters") as caught:
        from_mapping({"venues": {"palm": {"zone": "Europe/London"}}, "accounts": {"spa": spa}})
    assert "1234" not in str(caught.value)


@pytest.mark.parametrize("token", ["secret-token", "a.b_c~d+e/f=", "12|two words"])
def test_a_token_that_can_be_sent_is_kept_as_it_is(token: str) -> None:
    settings = account(VENDOR, {**KEYS, "token": token}).settings
    assert settings.token.get_secret_value() == token
    assert token not in repr(settings)


@pytest.mark.anyio
@pytest.mark.parametrize("given", [None, "org-7"])
async def test_labels_are_those_of_the_organisation_given_or_of_the_sites(given: str | None) -> None:
    wire = Wire(serving({}, SITE))
    await ask(VENDOR, [account(VENDOR, {**KEYS, "organisation_id": given})], wire, Query(kinds=(Kind.ORDER,), label=("vip",)))
    (labels,) = [request.url.path for request in wire.requests if request.url.path.startswith("/shop/organisations/")]
    assert labels == f"/shop/organisations/{given or '5d0c3c9e-1c0f-4b52-8a44-9f6f0f7f2a01'}/labels"
    assert any(request.url.path == "/sites" for request in wire.requests) is (given is None)
