"""The Web API: what each method does, and Slack's error for each thing that it refuses."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground import Playground
from bot.playground.method import METHODS
from tests.playground.conftest import APP_TOKEN, BOT_TOKEN, Client

pytestmark = pytest.mark.anyio

FORM = "application/x-www-form-urlencoded"
POST: dict[str, Any] = {"channel": "C0DESK", "text": "hello"}
HOME = {"type": "home", "blocks": [{"type": "divider"}]}

REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "C0DESK"}, "no_text"),
    ("chat.postMessage", {"channel": "C0DESK", "text": "  "}, "no_text"),
    ("chat.postMessage", {"channel": "C9NONE", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "C0GENERAL", "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {**POST, "thread_ts": "1.2"}, "thread_not_found"),
    ("chat.postMessage", {**POST, "blocks": "{"}, "invalid_blocks_format"),
    ("chat.postMessage", {**POST, "blocks": {}}, "invalid_blocks_format"),
    ("chat.postMessage", {**POST, "blocks": ["x"]}, "invalid_blocks_format"),
    ("chat.postMessage", {**POST, "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
    ("chat.postMessage", {**POST, "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
    ("chat.postMessage", {**POST, "attachments": [{}] * 101}, "too_many_attachments"),
    ("chat.postEphemeral", {**POST, "user": "U5ODA"}, "user_not_in_channel"),
    ("chat.postEphemeral", {**POST, "user": "U1MEL", "text": "x" * 4_001}, "msg_too_long"),
    ("chat.update", {**POST, "ts": "1.2"}, "message_not_found"),
    ("chat.delete", {"channel": "C0DESK", "ts": "1.2"}, "message_not_found"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.open", {"users": "U9NONE"}, "user_not_found"),
    ("conversations.open", {"users": "U0BOT"}, "cannot_dm_bot"),
    ("reactions.add", {"channel": "C0DESK", "timestamp": "1.2", "name": "eyes"}, "message_not_found"),
    ("views.open", {"view": {}}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1.2.x"}, "invalid_arguments"),
    ("views.update", {"view": {}}, "invalid_arguments"),
    ("views.update", {"view": {}, "view_id": "V1"}, "not_found"),
    ("views.publish", {"user_id": "U9NONE", "view": HOME}, "user_not_found"),
    ("views.publish", {"user_id": "U1MEL", "view": HOME, "hash": "1.x"}, "hash_conflict"),
    ("files.completeUploadExternal", {"files": [{"id": "F1"}]}, "file_not_found"),
    ("files.completeUploadExternal", {"files": []}, "invalid_arguments"),
]
READS: list[tuple[str, dict[str, Any], str]] = [
    ("users.info", {}, "invalid_arguments"),
    ("users.info", {"user": "U9NONE"}, "user_not_found"),
    ("users.conversations", {"types": "carrier_pigeon"}, "invalid_types"),
    ("users.conversations", {"cursor": "?"}, "invalid_cursor"),
    ("users.conversations", {"limit": "1001"}, "invalid_arguments"),
    ("usergroups.users.list", {"usergroup": "S9NONE"}, "no_such_subteam"),
    ("conversations.info", {"channel": "C9NONE"}, "channel_not_found"),
    ("conversations.replies", {"channel": "C0DESK", "ts": "1.2"}, "thread_not_found"),
    ("conversations.replies", {"channel": "C0GENERAL", "ts": "1.2"}, "not_in_channel"),
    ("chat.getPermalink", {"channel": "C0DESK", "message_ts": "1.2"}, "message_not_found"),
    ("files.getUploadURLExternal", {"filename": "x"}, "missing_argument"),
]


@pytest.mark.parametrize(("method", "given", "error"), REFUSALS)
async def test_a_refusal_has_slacks_code(client: Client, method: str, given: dict[str, Any], error: str) -> None:
    answer = await client.call(method, given)
    assert (answer["ok"], answer["error"]) == (False, error)


@pytest.mark.parametrize(("method", "given", "error"), READS)
async def test_a_refused_read_has_slacks_code(client: Client, method: str, given: dict[str, Any], error: str) -> None:
    answer = await client.read(method, **given)
    assert (answer["ok"], answer["error"]) == (False, error)


@pytest.mark.parametrize(
    ("headers", "body", "error"),
    [
        ({}, b"", "not_authed"),
        ({"Authorization": "Bearer xoxb-wrong"}, b"", "invalid_auth"),
        ({"Authorization": f"Bearer {APP_TOKEN}"}, b"", "not_allowed_token_type"),
        ({"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"}, b"{", "invalid_json"),
        ({"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"}, b"[" * 100_000, "invalid_json"),
        ({"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"}, b"[]", "json_not_object"),
        ({"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"}, b"\xff\xfe", "invalid_json"),
        ({"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": FORM}, b"\xff", "invalid_form_data"),
        ({"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"}, b'{"a": 1e999}', "invalid_json"),
        ({"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"}, b'{"a": NaN}', "invalid_json"),
        ({"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"}, rb'{"a": "\ud800"}', "invalid_json"),
        ({"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "multipart/form-data"}, b"x", "invalid_form_data"),
        ({"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "text/csv"}, b"x", "invalid_post_type"),
        ({"Authorization": f"Bearer {BOT_TOKEN}"}, b"x" * 2_000_001, "request_too_large"),
    ],
)  # fmt: skip
async def test_a_call_that_cannot_be_read_or_trusted(client: Client, headers: dict[str, str], body: bytes, error: str) -> None:
    response = await client.http.post("/api/chat.postMessage", content=body, headers=headers)
    assert (response.status_code, response.json()["error"]) == (200, error)


async def test_an_unknown_method_and_a_missing_scope(client: Client, slack: Playground) -> None:
    assert await client.call("chat.shout") == {"ok": False, "error": "unknown_method", "req_method": "chat.shout"}
    slack.installed.scopes = frozenset({"commands"})
    assert await client.call("chat.postMessage", POST) == {
        "ok": False, "error": "missing_scope", "needed": "chat:write", "provided": "commands",
    }  # fmt: skip
    assert (await client.read("conversations.info", channel="C0DESK"))["needed"] == "channels:read"


async def test_scopes_are_named_with_every_answer(client: Client) -> None:
    response = await client.http.post("/api/auth.test", headers={"Authorization": f"Bearer {BOT_TOKEN}"})
    assert "chat:write" in response.headers["x-oauth-scopes"].split(",")
    assert response.json() | {"url": ""} == {
        "ok": True, "url": "", "team": "Harbour Group", "user": "desk", "team_id": "T0HOME", "user_id": "U0BOT", "bot_id": "B0BOT",
        "is_enterprise_install": False,
    }  # fmt: skip


async def test_a_form_and_a_multipart_form_are_read_as_json_is(client: Client, slack: Playground) -> None:
    fields = {"channel": "C0DESK", "text": "one", "blocks": json.dumps([{"type": "divider"}]), "token": BOT_TOKEN}
    assert (await client.http.post("/api/chat.postMessage", data=fields)).json()["ok"] is True
    parts = {name: (None, value) for name, value in fields.items()}
    assert (await client.http.post("/api/chat.postMessage", files=parts)).json()["ok"] is True
    assert [each["blocks"][0]["type"] for each in slack.workspace.channels["C0DESK"].messages.values()] == ["divider", "divider"]
    assert slack.calls.kept[-1].request["token"] == "•••"


async def test_methods_that_read_do_not_see_json(client: Client) -> None:
    assert (await client.call("users.info", {"user": "U1MEL"}))["error"] == "invalid_arguments"
    assert (await client.read("users.info", user="U3AKI"))["user"]["tz_offset"] == 9 * 3_600


async def test_a_message_is_posted_changed_and_taken_away(client: Client, slack: Playground) -> None:
    first = await client.call("chat.postMessage", POST | {"blocks": [{"type": "divider"}]})
    reply = await client.call("chat.postMessage", POST | {"thread_ts": first["ts"]})
    nested = await client.call("chat.postMessage", POST | {"thread_ts": reply["ts"]})
    assert nested["message"]["thread_ts"] == first["ts"]
    kept = await client.call("chat.update", {"channel": "C0DESK", "ts": first["ts"], "text": "again"})
    assert (kept["message"]["text"], kept["message"]["blocks"][0]["type"]) == ("again", "divider")
    bare = await client.call("chat.update", {"channel": "C0DESK", "ts": first["ts"], "text": "bare", "blocks": []})
    assert "blocks" not in bare["message"]
    thread = await client.read("conversations.replies", channel="C0DESK", ts=first["ts"])
    assert [each["text"] for each in thread["messages"]] == ["bare", "hello", "hello"]
    assert thread["messages"][0]["reply_count"] == 2
    assert (await client.call("chat.delete", {"channel": "C0DESK", "ts": nested["ts"]}))["ok"] is True
    assert (await client.read("conversations.replies", channel="C0DESK", ts=first["ts"]))["messages"][0]["reply_count"] == 1
    said = slack.say(slack.workspace.channels["C0DESK"], "U1MEL", text="mine")
    assert (await client.call("chat.update", {**POST, "ts": said["ts"]}))["error"] == "cant_update_message"
    assert (await client.call("chat.delete", {"channel": "C0DESK", "ts": said["ts"]}))["error"] == "cant_delete_message"


async def test_a_long_text_is_cut_and_a_private_channel_does_not_exist_for_those_outside(client: Client, slack: Playground) -> None:
    posted = await client.call("chat.postMessage", POST | {"text": "x" * 40_001})
    assert len(posted["message"]["text"]) == 40_000
    slack.workspace.channels["C0MANAGERS"].members.remove("U0BOT")
    assert (await client.call("chat.postMessage", POST | {"channel": "C0MANAGERS"}))["error"] == "channel_not_found"
    slack.workspace.channels["C0DESK"].archived = True
    assert (await client.call("chat.postMessage", POST))["error"] == "is_archived"


async def test_a_direct_message_is_opened_once_and_a_persons_id_stands_for_it(client: Client) -> None:
    opened = await client.call("conversations.open", {"users": "U1MEL"})
    again = await client.call("conversations.open", {"users": "U1MEL", "return_im": True})
    posted = await client.call("chat.postMessage", {"channel": "U1MEL", "text": "x"})
    assert opened["channel"] == {"id": "D0MEL"}
    assert (again["channel"]["id"], again["channel"]["user"], posted["channel"]) == ("D0MEL", "U1MEL", "D0MEL")


async def test_lists_are_paged(client: Client) -> None:
    first = await client.read("conversations.members", channel="C0DESK", limit=3)
    rest = await client.read("conversations.members", channel="C0DESK", limit=3, cursor=first["response_metadata"]["next_cursor"])
    assert first["members"] + rest["members"] == ["U1MEL", "U2SAM", "U3AKI", "U4GIA", "U0BOT"]
    assert rest["response_metadata"]["next_cursor"] == ""
    shown = await client.read("users.conversations", types="public_channel,private_channel")
    assert [each["name"] for each in shown["channels"]] == ["front-desk", "managers", "linen"]
    assert (await client.read("usergroups.users.list", usergroup="S0DUTY"))["users"] == ["U1MEL", "U3AKI"]
    (duty,) = (await client.read("usergroups.list"))["usergroups"]
    assert (duty["id"], duty["handle"]) == ("S0DUTY", "duty-managers")


async def test_a_file_goes_up_in_three_steps_and_is_posted(client: Client, slack: Playground) -> None:
    content = b"name,owes\nJane,10\n"
    asked = await client.read("files.getUploadURLExternal", filename="bookings.csv", length=len(content))
    wrong = await client.http.post(asked["upload_url"], content=content[1:])
    assert (wrong.status_code, wrong.text) == (400, "length_mismatch")
    early = await client.call("files.completeUploadExternal", {"files": [{"id": asked["file_id"]}], "channel_id": "C0DESK"})
    assert early["error"] == "file_not_found"
    assert (await client.http.post(asked["upload_url"], content=content)).status_code == 200
    assert (await client.http.post(asked["upload_url"], content=content)).status_code == 400
    done = await client.call(
        "files.completeUploadExternal",
        {"files": [{"id": asked["file_id"], "title": "Bookings"}], "channel_id": "C0DESK", "initial_comment": "all of them"},
    )
    (message,) = slack.workspace.channels["C0DESK"].messages.values()
    assert (message["text"], message["files"][0]["title"], message["files"][0]["preview"]) == (
        "all of them",
        "Bookings",
        content.decode(),
    )
    private = done["files"][0]["url_private"]
    assert (await client.http.get(private)).status_code == 403
    assert (await client.http.get(private, headers={"Authorization": f"Bearer {BOT_TOKEN}"})).content == content
    again = await client.call("files.completeUploadExternal", {"files": [{"id": asked["file_id"]}]})
    assert again["error"] == "file_not_found"


async def test_a_reaction_is_added_once(client: Client, slack: Playground) -> None:
    said = slack.say(slack.workspace.channels["C0DESK"], "U1MEL", text="mine")
    reaction = {"channel": "C0DESK", "timestamp": said["ts"], "name": ":eyes:"}
    assert (await client.call("reactions.add", reaction))["ok"] is True
    assert (await client.call("reactions.add", reaction))["error"] == "already_reacted"
    assert said["reactions"] == [{"name": "eyes", "users": ["U0BOT"], "count": 1}]


async def test_who_is_to_wait_is_told_how_long(client: Client, slack: Playground) -> None:
    await client.http.post("/page/trouble", json={"rate_limit": {"method": "chat.postMessage", "times": 2, "retry_after": 7}})
    for _ in range(2):
        response = await client.http.post("/api/chat.postMessage", json=POST, headers={"Authorization": f"Bearer {BOT_TOKEN}"})
        assert (response.status_code, response.headers["retry-after"]) == (429, "7")
        assert response.json() == {"ok": False, "error": "ratelimited"}
    assert (await client.call("chat.postMessage", POST))["ok"] is True
    assert len(slack.workspace.channels["C0DESK"].messages) == 1


async def test_arguments_that_a_method_does_not_know_are_written_down(client: Client, slack: Playground) -> None:
    assert (await client.call("chat.postMessage", POST | {"txet": "oops", "unfurl_links": False}))["ok"] is True
    assert slack.calls.kept[-1].ignored == ("txet",)


KEYS = "type text blocks elements element rows view title options label chart series user".split()
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)
    | st.sampled_from(["C0DESK", "U1MEL", "modal", "home", "section", "table", "mrkdwn", "plain_text"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=12,
)  # fmt: skip
NAMES = (
    "channel text blocks view ts thread_ts trigger_id user users user_id files metadata attachments limit cursor types view_id hash"
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(method=st.sampled_from(sorted(METHODS)), given=st.dictionaries(st.sampled_from(NAMES.split()), VALUES), form=st.booleans())
async def test_no_body_brings_it_down(client: Client, method: str, given: dict[str, Any], form: bool) -> None:
    token = APP_TOKEN if METHODS[method].by == "app" else BOT_TOKEN
    headers = {"Authorization": f"Bearer {token}"}
    if form:
        fields = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
        response = await client.http.post(f"/api/{method}", data=fields, headers=headers)
    else:
        response = await client.http.post(f"/api/{method}", json=given, headers=headers)
    assert response.status_code == 200
    assert isinstance(response.json()["ok"], bool)
