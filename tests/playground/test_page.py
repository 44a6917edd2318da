"""The page's side: what each person sees, what they can do, and who is not let in."""

import asyncio
import json
from typing import Any

import aiohttp
import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground import Playground, serve
from bot.playground.deeds import DEEDS
from bot.playground.people import BOT
from tests.playground.conftest import Client, manifest
from tests.playground.test_web_api import VALUES

pytestmark = pytest.mark.anyio


async def state(client: Client, person: str) -> dict[str, Any]:
    response = await client.http.get("/page/state", params={"as": person})
    assert response.status_code == 200
    shown: dict[str, Any] = response.json()
    return shown


async def test_each_person_sees_their_own_channels_and_messages(client: Client, slack: Playground) -> None:
    desk = slack.workspace.channels["C0DESK"]
    slack.workspace.post(desk, BOT, text="for all")
    slack.workspace.whisper(desk, "U1MEL", BOT, text="for Mel")
    mel, gia, oda = [await state(client, person) for person in ("U1MEL", "U4GIA", "U5ODA")]
    assert [each["name"] for each in mel["channels"]] == ["front-desk", "general", "managers", "linen", "desk"]
    assert [each["name"] for each in gia["channels"]] == ["front-desk", "desk"]
    assert [each["name"] for each in oda["channels"]] == ["linen"]
    assert [each["text"] for each in mel["messages"]["C0DESK"]] == ["for all", "for Mel"]
    assert [each["text"] for each in gia["messages"]["C0DESK"]] == ["for all"]
    assert mel["messages"]["C0DESK"][0]["permalink"].startswith("http://127.0.0.1/archives/C0DESK/p")
    assert mel["channels"][0]["unread"] == 1
    assert await client.do("read", channel="C0DESK") == {"ok": True}
    assert (await state(client, "U1MEL"))["channels"][0]["unread"] == 0
    assert (await client.http.get("/page/state", params={"as": "U0BOT"})).json()["error"] == "no_such_person"
    assert (await client.http.get("/page/state")).json()["me"] == "U1MEL"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": ""},
        {"Host": "["},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "http://localhost"},
    ],
)
async def test_a_foreign_host_or_origin_is_refused_everywhere(client: Client, headers: dict[str, str]) -> None:
    for method, path in (("GET", "/page/state"), ("POST", "/page/say"), ("POST", "/api/auth.test"), ("GET", "/")):
        response = await client.http.request(method, path, headers=headers)
        assert (response.status_code, response.text) == (403, "foreign host or origin")


async def test_the_pages_own_origin_is_let_in(client: Client) -> None:
    for host in ("127.0.0.1:8090", "localhost:8090", "[::1]:8090"):
        response = await client.http.get("/page/state", headers={"Host": host, "Origin": f"http://{host}"})
        assert response.status_code == 200


async def test_a_socket_from_elsewhere_is_refused() -> None:
    async with serve(Playground(manifest())) as address, aiohttp.ClientSession() as session:
        url = f"{address}/page/socket?as=U1MEL"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url, origin="http://evil.example")
        async with session.ws_connect(url, origin=address) as watching:
            assert not watching.closed


async def test_a_page_is_told_of_what_concerns_its_person_in_order() -> None:
    slack = Playground(manifest())
    async with serve(slack) as address, aiohttp.ClientSession() as session:
        mel = await session.ws_connect(f"{address}/page/socket?as=U1MEL")
        sam = await session.ws_connect(f"{address}/page/socket?as=U2SAM")
        desk = slack.workspace.channels["C0DESK"]
        slack.workspace.whisper(desk, "U1MEL", BOT, text="for Mel")
        said = slack.workspace.post(desk, BOT, text="for all")
        slack.workspace.post(slack.workspace.channels["C0MANAGERS"], BOT, text="for managers")
        slack.workspace.post(desk, "U1MEL", text="reply", thread_ts=said["ts"])
        heard_by_mel = [await asyncio.wait_for(mel.receive_json(), 5) for _ in range(5)]
        heard_by_sam = [await asyncio.wait_for(sam.receive_json(), 5) for _ in range(3)]
    kinds = [(each["type"], each["message"]["text"]) for each in heard_by_mel]
    assert kinds == [
        ("message", "for Mel"),
        ("message", "for all"),
        ("message", "for managers"),
        ("message_changed", "for all"),
        ("message", "reply"),
    ]
    assert [each["message"]["text"] for each in heard_by_sam] == ["for all", "for all", "reply"]
    assert [each["seq"] for each in heard_by_mel] == [1, 2, 3, 4, 5]
    assert [each["seq"] for each in heard_by_sam] == [1, 2, 3]
    assert heard_by_sam[1]["message"]["reply_count"] == 1


@pytest.mark.parametrize(
    ("deed", "given", "error"),
    [
        ("say", {"channel": "C0MANAGERS", "as": "U2SAM", "text": "x"}, "channel_not_found"),
        ("say", {"channel": "C0MANAGERS", "as": "U4GIA", "text": "x"}, "channel_not_found"),
        ("say", {"channel": "C0GENERAL", "as": "U4GIA", "text": "x"}, "channel_not_found"),
        ("say", {"channel": "C0DESK", "as": "U0BOT", "text": "x"}, "no_such_person"),
        ("say", {"channel": "C0DESK", "text": " "}, "no_text"),
        ("say", {"channel": "C0DESK", "text": "x", "thread_ts": "1.2"}, "thread_not_found"),
        ("say", {"channel": "C0LINEN", "as": "U2SAM", "text": "x"}, "not_in_channel"),
        ("command", {"channel": "C0LINEN", "as": "U2SAM", "command": "/desk"}, "not_in_channel"),
        ("command", {"channel": "C0DESK", "command": "/nope"}, "not_a_command"),
        ("command", {"channel": "C0LINEN", "as": "U5ODA", "command": "/desk"}, "not_a_command"),
        ("command", {"channel": "C0DESK", "command": "/desk"}, "app_not_connected"),
        ("press", {"channel": "C0DESK", "ts": "1.2", "block_id": "b", "action_id": "a"}, "no_such_message"),
        ("press", {"view_id": "V1", "block_id": "b", "action_id": "a"}, "no_such_view"),
        ("submit", {"view_id": "V1"}, "no_such_view"),
        ("shortcut", {"callback_id": "nope"}, "no_such_shortcut"),
        ("shortcut", {"callback_id": "note", "channel": "C0DESK", "ts": "1.2"}, "no_such_message"),
        ("react", {"channel": "C0DESK", "ts": "1.2", "name": "eyes"}, "no_such_message"),
        ("member", {"channel": "C0DESK", "user": "U1MEL"}, "already_in_channel"),
        ("open_dm", {"user": "U9NONE"}, "user_not_found"),
    ],
)
async def test_what_a_person_cannot_do_is_a_code_and_a_sentence(
    client: Client, deed: str, given: dict[str, Any], error: str
) -> None:
    answer = await client.do(deed, **given)
    assert (answer["ok"], answer["error"]) == (False, error)
    assert answer["message"].endswith(".")


async def test_what_is_not_an_action_is_refused(client: Client) -> None:
    assert (await client.http.post("/page/say", data={"as": "U1MEL"})).status_code == 415
    assert (await client.http.post("/page/dance", json={})).status_code == 404
    for body in (b"{", b"[]", b"\xff"):
        response = await client.http.post("/page/say", content=body, headers={"Content-Type": "application/json"})
        assert (response.status_code, response.json()["error"]) == (400, "malformed")
    assert (await client.do("say", channel=["C0DESK"], text="x"))["error"] == "channel_not_found"
    assert (await client.do("say", channel="C0DESK", text=["x"]))["error"] == "malformed"


async def test_an_upload_is_posted_and_cannot_run(client: Client, slack: Playground) -> None:
    async def put(name: str, kind: str, **query: str) -> httpx.Response:
        asked = {"as": "U1MEL", "name": name, **query}
        return await client.http.post("/page/upload", params=asked, content=b"<script>", headers={"Content-Type": kind})

    kept = (await put("a.html", "text/html")).json()["file"]
    assert slack.workspace.channels["C0DESK"].messages == {}
    shown = await client.http.get(kept["url"])
    assert shown.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert shown.headers["x-content-type-options"] == "nosniff"
    posted = (await put("b.txt", "text/plain", channel="C0DESK")).json()
    assert posted["file"]["preview"] == "<script>"
    (message,) = slack.workspace.channels["C0DESK"].messages.values()
    assert [each["name"] for each in message["files"]] == ["b.txt"]


async def test_someone_is_invited_and_the_channel_says_so(client: Client, slack: Playground) -> None:
    assert await client.do("member", channel="C0GENERAL", user=BOT) == {"ok": True}
    (message,) = slack.workspace.channels["C0GENERAL"].messages.values()
    assert (message["subtype"], BOT in slack.workspace.channels["C0GENERAL"].members) == ("channel_join", True)
    assert await client.do("member", channel="C0GENERAL", user=BOT, **{"in": False}) == {"ok": True}
    assert BOT not in slack.workspace.channels["C0GENERAL"].members


NAMES = "as channel ts text command block_id action_id view_id state value user callback_id files selected_option thread_ts".split()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deed=st.sampled_from(sorted(DEEDS)), given=st.dictionaries(st.sampled_from(NAMES), VALUES))
async def test_no_action_brings_it_down(client: Client, deed: str, given: dict[str, Any]) -> None:
    content = json.dumps({"as": "U1MEL", **given})
    response = await client.http.post(f"/page/{deed}", content=content, headers={"Content-Type": "application/json"})
    assert response.status_code in (200, 400)
    assert isinstance(response.json()["ok"], bool)
