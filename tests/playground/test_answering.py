"""Answers at a response_url: five of them, for half an hour, in the place of what they answer."""

import httpx
import pytest

from bot.playground import Json, Playground
from bot.playground.people import BOT
from tests.playground.conftest import Client, Clock
from tests.playground.test_blocks import actions, button

pytestmark = pytest.mark.anyio


async def answer(client: Client, url: str, **given: object) -> httpx.Response:
    return await client.http.post(url, json=given)


def ephemerals(slack: Playground) -> list[str]:
    return [each["text"] for each in slack.workspace.ephemerals["U1MEL"].values()]


async def test_five_answers_and_no_more(client: Client, slack: Playground) -> None:
    url = slack.response_urls.issue("U1MEL", "C0DESK", "command")
    for number in range(5):
        taken = await answer(client, url, text=f"{number}")
        assert (taken.status_code, taken.text) == (200, "ok")
    used = await answer(client, url, text="5")
    assert (used.status_code, used.json()) == (404, {"ok": False, "error": "used_url"})
    assert ephemerals(slack) == ["0", "1", "2", "3", "4"]


async def test_half_an_hour_and_no_longer(client: Client, slack: Playground, clock: Clock) -> None:
    url = slack.response_urls.issue("U1MEL", "C0DESK", "command")
    clock.now += 30 * 60
    assert (await answer(client, url, text="in time")).status_code == 200
    clock.now += 1
    late = await answer(client, url, text="late")
    assert (late.status_code, late.json()["error"]) == (404, "expired_url")
    unknown = await answer(client, "/respond/nowhere", text="x")
    assert (unknown.status_code, unknown.json()["error"]) == (404, "invalid_url")


async def test_an_answer_to_a_command_replaces_the_one_before(client: Client, slack: Playground) -> None:
    url = slack.response_urls.issue("U1MEL", "C0DESK", "command")
    await answer(client, url, text="checking", replace_original=False)
    await answer(client, url, text="done", replace_original=True)
    assert ephemerals(slack) == ["done"]
    await answer(client, url, delete_original=True)
    assert ephemerals(slack) == []
    await answer(client, url, text="for all", response_type="in_channel")
    assert [each["text"] for each in slack.workspace.channels["C0DESK"].messages.values()] == ["for all"]


@pytest.mark.parametrize("joined", [True, False])
async def test_it_works_where_the_bot_is_not_a_member(client: Client, slack: Playground, joined: bool) -> None:
    channel = "C0DESK" if joined else "C0GENERAL"
    url = slack.response_urls.issue("U1MEL", channel, "command")
    assert (await answer(client, url, text="x", response_type="in_channel")).status_code == 200
    assert len(slack.workspace.channels[channel].messages) == 1


async def test_a_press_in_a_message_that_all_see_is_answered_to_one_or_replaces_it(client: Client, slack: Playground) -> None:
    desk = slack.workspace.channels["C0DESK"]
    posted = slack.workspace.post(desk, BOT, text="press", blocks=[actions(button()) | {"block_id": "b"}])
    url = slack.response_urls.issue("U1MEL", "C0DESK", "message", posted)
    await answer(client, url, text="only you")
    assert (ephemerals(slack), posted["text"]) == (["only you"], "press")
    await answer(client, url, text="for all", replace_original=True)
    assert (posted["text"], "blocks" in posted) == ("for all", False)
    await answer(client, url, delete_original=True)
    assert desk.messages == {}


async def test_a_message_by_somebody_else_cannot_be_replaced(client: Client, slack: Playground) -> None:
    said = slack.workspace.post(slack.workspace.channels["C0DESK"], "U2SAM", text="mine")
    url = slack.response_urls.issue("U1MEL", "C0DESK", "message", said)
    refused = await answer(client, url, text="x", replace_original=True)
    assert (refused.status_code, refused.json()["error"]) == (400, "cant_update_message")


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, "no_text"),
        ({"text": "x", "response_type": "loud"}, "invalid_payload"),
        ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": "x", "thread_ts": "1.2"}, "thread_not_found"),
    ],
)
async def test_what_a_message_cannot_be_an_answer_cannot(client: Client, slack: Playground, given: Json, error: str) -> None:
    url = slack.response_urls.issue("U1MEL", "C0DESK", "command")
    response = await answer(client, url, **given)
    assert (response.status_code, response.json()["error"]) == (400, error)


async def test_a_body_that_is_no_json_is_refused(client: Client, slack: Playground) -> None:
    url = slack.response_urls.issue("U1MEL", "C0DESK", "command")
    for body, error in ((b"{", "invalid_json"), (b"[]", "json_not_object")):
        response = await client.http.post(url, content=body)
        assert (response.status_code, response.json()["error"]) == (400, error)


async def test_it_waits_when_it_is_told_to(client: Client, slack: Playground) -> None:
    url = slack.response_urls.issue("U1MEL", "C0DESK", "command")
    slack.trouble.rate_limit("response_url", 1, 3)
    limited = await answer(client, url, text="x")
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "3")
