"""Modals and App Home: triggers, the stack, hashes, what was entered, and what an app may answer to a submission."""

from typing import Any

import pytest

from bot.playground import Json, Playground, Refused, pressing
from bot.playground.delivery import NotAcknowledged
from tests.playground.conftest import Client, Clock
from tests.playground.test_blocks import modal, option, plain, words

pytestmark = pytest.mark.anyio

HOME = {"type": "home", "blocks": [{"type": "divider"}]}


def text(block: str, **fields: Any) -> Json:
    return words(block_id=block, element={"type": "plain_text_input", "action_id": "a", **fields})


async def opened(client: Client, slack: Playground, view: Json) -> Json:
    answer = await client.call("views.open", {"trigger_id": slack.triggers.issue("U1MEL"), "view": view})
    assert answer["ok"], answer
    return dict(answer["view"])


async def test_a_trigger_opens_one_view_and_for_three_seconds(client: Client, slack: Playground, clock: Clock) -> None:
    trigger = slack.triggers.issue("U1MEL")
    assert (await client.call("views.open", {"trigger_id": "1.2.x", "view": modal(words())}))["error"] == "invalid_trigger_id"
    assert (await client.call("views.open", {"trigger_id": trigger, "view": modal()}))["error"] == "invalid_arguments"
    assert (await client.call("views.open", {"trigger_id": trigger, "view": modal(words())}))["ok"] is True
    assert (await client.call("views.open", {"trigger_id": trigger, "view": modal(words())}))["error"] == "exchanged_trigger_id"
    late = slack.triggers.issue("U1MEL")
    clock.now += 3.1
    assert (await client.call("views.open", {"trigger_id": late, "view": modal(words())}))["error"] == "expired_trigger_id"


async def test_three_views_fit_on_each_other_and_a_push_needs_a_trigger_from_below(client: Client, slack: Playground) -> None:
    root = await opened(client, slack, modal(words()))
    stray = slack.triggers.issue("U1MEL")
    assert (await client.call("views.push", {"trigger_id": stray, "view": modal(words())}))["error"] == "invalid_trigger_id"
    top = root
    for _ in range(2):
        trigger = slack.triggers.issue("U1MEL", top["id"])
        before, top = top, (await client.call("views.push", {"trigger_id": trigger, "view": modal(words())}))["view"]
        assert (top["root_view_id"], top["previous_view_id"]) == (root["id"], before["id"])
    fourth = slack.triggers.issue("U1MEL", top["id"])
    assert (await client.call("views.push", {"trigger_id": fourth, "view": modal(words())}))["error"] == "push_limit_reached"


async def test_an_update_needs_the_latest_hash_and_keeps_what_was_entered(client: Client, slack: Playground) -> None:
    view = await opened(client, slack, modal(text("note", initial_value="first"), external_id="mine"))
    assert view["state"]["values"]["note"]["a"]["value"] == "first"
    slack.views.stack("U1MEL")[0]["state"]["values"]["note"]["a"]["value"] = "typed"
    update = {"view": modal(text("note"), text("other", initial_value="second")), "external_id": "mine", "hash": view["hash"]}
    fresh = (await client.call("views.update", update))["view"]
    assert [fresh["state"]["values"][name]["a"]["value"] for name in ("note", "other")] == ["typed", "second"]
    again = {"view": modal(text("note")), "view_id": view["id"]}
    assert (await client.call("views.update", {**again, "hash": view["hash"]}))["error"] == "hash_conflict"
    assert (await client.call("views.update", {**again, "hash": fresh["hash"]}))["ok"] is True
    assert (await client.call("views.update", {"view": HOME, "view_id": view["id"]}))["error"] == "invalid_arguments"


async def test_a_choice_that_is_no_longer_offered_is_let_go_and_the_rest_stays(client: Client, slack: Playground) -> None:
    def form(*values: str) -> Json:
        chooser = {"type": "static_select", "action_id": "a", "options": [option(value) for value in values]}
        return modal(words(block_id="which", element=chooser), text("note"))

    view = await opened(client, slack, form("a", "b"))
    state = slack.views.stack("U1MEL")[0]["state"]["values"]
    state["which"]["a"]["selected_option"], state["note"]["a"]["value"] = option("b"), "typed"
    fresh = (await client.call("views.update", {"view": form("a"), "view_id": view["id"]}))["view"]["state"]["values"]
    assert (fresh["which"]["a"]["selected_option"], fresh["note"]["a"]["value"]) == (None, "typed")


async def test_an_external_id_is_one_of_its_kind(client: Client, slack: Playground) -> None:
    await opened(client, slack, modal(words(), external_id="mine"))
    trigger = slack.triggers.issue("U2SAM")
    again = {"trigger_id": trigger, "view": modal(words(), external_id="mine")}
    assert (await client.call("views.open", again))["error"] == "duplicate_external_id"


async def test_app_home_is_each_persons_own(client: Client, slack: Playground) -> None:
    first = await client.call("views.publish", {"user_id": "U1MEL", "view": HOME})
    assert first["ok"] is True
    assert slack.views.homes.keys() == {"U1MEL"}
    again = await client.call("views.publish", {"user_id": "U1MEL", "view": HOME, "hash": first["view"]["hash"]})
    assert again["view"]["id"] == first["view"]["id"]
    slack.installed.home_tab = False
    assert (await client.call("views.publish", {"user_id": "U1MEL", "view": HOME}))["error"] == "not_enabled"


def answering(slack: Playground, monkeypatch: pytest.MonkeyPatch, answer: Any) -> list[Json]:
    """Let the app answer every delivery with one thing; what it was sent."""
    sent: list[Json] = []

    async def ask(kind: str, name: str, payload: Json, *, answers: bool) -> Any:
        sent.append(payload)
        if isinstance(answer, Exception):
            raise answer
        return answer if answers else None

    monkeypatch.setattr(type(slack.delivery), "ask", lambda _, *given, **named: ask(*given, **named))
    return sent


ENTERED = {"values": {"note": {"a": {"type": "plain_text_input", "value": "towels"}}}}


@pytest.mark.parametrize(
    ("answer", "left", "action"),
    [
        (None, 0, None),
        ({}, 0, None),
        ({"response_action": "clear"}, 0, "clear"),
        ({"response_action": "update", "view": modal(words())}, 1, "update"),
        ({"response_action": "push", "view": modal(words())}, 2, "push"),
    ],
)
async def test_what_an_app_answers_to_a_submission_happens(
    client: Client, slack: Playground, monkeypatch: pytest.MonkeyPatch, answer: Any, left: int, action: str | None
) -> None:
    view = await opened(client, slack, modal(text("note"), private_metadata="kept"))
    (sent,) = [answering(slack, monkeypatch, answer)]
    assert await pressing.submit(slack, slack.person("U1MEL"), view["id"], ENTERED) == {"response_action": action}
    assert len(slack.views.stack("U1MEL")) == left
    assert sent[0]["type"] == "view_submission"
    assert sent[0]["view"]["private_metadata"] == "kept"
    assert sent[0]["user"] == {"id": "U1MEL", "username": "mel", "name": "mel", "team_id": "T0HOME"}


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors"},
        {"response_action": "update", "view": {}},
        {"response_action": "dance"},
    ],
)
async def test_an_answer_that_slack_does_not_take_leaves_the_form_open(
    client: Client, slack: Playground, monkeypatch: pytest.MonkeyPatch, answer: Json
) -> None:
    view = await opened(client, slack, modal(text("note")))
    answering(slack, monkeypatch, answer)
    with pytest.raises(Refused, match="invalid_"):
        await pressing.submit(slack, slack.person("U1MEL"), view["id"], ENTERED)
    assert len(slack.views.stack("U1MEL")) == 1


async def test_an_app_that_does_not_answer_leaves_the_form_open(
    client: Client, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = await opened(client, slack, modal(text("note")))
    answering(slack, monkeypatch, NotAcknowledged("operation_timeout", "timeout"))
    answer = await client.do("submit", view_id=view["id"], state=ENTERED)
    assert (answer["ok"], answer["error"]) == (False, "operation_timeout")
    assert len(slack.views.stack("U1MEL")) == 1


@pytest.mark.parametrize(
    ("element", "entered", "why"),
    [
        ({"type": "plain_text_input"}, {"value": ""}, "required"),
        ({"type": "plain_text_input", "min_length": 3}, {"value": "ab"}, "at least 3"),
        ({"type": "plain_text_input", "max_length": 3}, {"value": "abcd"}, "at most 3"),
        ({"type": "email_text_input"}, {"value": "jane"}, "valid email"),
        ({"type": "url_text_input"}, {"value": "jane"}, "valid URL"),
        ({"type": "number_input", "is_decimal_allowed": False}, {"value": "1.5"}, "whole number"),
        ({"type": "number_input", "is_decimal_allowed": True}, {"value": "many"}, "a number"),
        ({"type": "number_input", "is_decimal_allowed": True}, {"value": "nan"}, "a number"),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "2"}, {"value": "1"}, "at least 2"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, {"value": "3"}, "at most 2"),
        ({"type": "static_select", "options": [option("a")]}, {"selected_option": None}, "required"),
        ({"type": "checkboxes", "options": [option("a")]}, {"selected_options": []}, "required"),
        ({"type": "multi_users_select", "max_selected_items": 1}, {"selected_users": ["U1MEL", "U2SAM"]}, "at most 1"),
    ],
)
async def test_slacks_own_client_checks_a_form_first(
    client: Client, slack: Playground, element: Json, entered: Json, why: str
) -> None:
    form = modal(words(block_id="field", element={**element, "action_id": "a"}))
    view = await opened(client, slack, form)
    state = {"values": {"field": {"a": {"type": element["type"], **entered}}}}
    answer = await client.do("submit", view_id=view["id"], state=state)
    assert answer["error"] == "invalid_input"
    assert why in answer["errors"]["field"]


async def test_an_optional_field_may_be_empty_and_a_choice_is_the_whole_option(
    client: Client, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    chooser = {"type": "static_select", "action_id": "a", "options": [option("a"), option("b", description=plain("more"))]}
    view = await opened(client, slack, modal(words(block_id="which", element=chooser), text("note") | {"optional": True}))
    sent = answering(slack, monkeypatch, None)
    chosen = {"values": {"which": {"a": {"type": "static_select", "selected_option": {"value": "b"}}}}}
    assert (await client.do("submit", view_id=view["id"], state=chosen))["ok"] is True
    values = sent[0]["view"]["state"]["values"]
    assert values["which"]["a"]["selected_option"] == option("b", description=plain("more"))
    assert values["note"]["a"] == {"type": "plain_text_input", "value": None}


async def test_a_choice_that_is_not_offered_is_refused(client: Client, slack: Playground) -> None:
    chooser = {"type": "static_select", "action_id": "a", "options": [option("a")]}
    view = await opened(client, slack, modal(words(block_id="which", element=chooser)))
    chosen = {"values": {"which": {"a": {"type": "static_select", "selected_option": {"value": "z"}}}}}
    assert (await client.do("submit", view_id=view["id"], state=chosen))["error"] == "no_such_option"


async def test_closing_tells_the_app_where_it_asked(client: Client, slack: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    view = await opened(client, slack, modal(words(), notify_on_close=True))
    trigger = slack.triggers.issue("U1MEL", view["id"])
    await client.call("views.push", {"trigger_id": trigger, "view": modal(words())})
    sent = answering(slack, monkeypatch, None)
    assert (await client.do("close", view_id=slack.views.stack("U1MEL")[-1]["id"]))["ok"] is True
    assert (len(slack.views.stack("U1MEL")), sent) == (1, [])
    assert (await client.do("close", view_id=view["id"], all=True))["ok"] is True
    assert [(each["type"], each["is_cleared"]) for each in sent] == [("view_closed", True)]
    assert (await client.do("close", view_id=view["id"]))["error"] == "no_such_view"


async def test_suggestions_come_from_the_app_and_only_they_can_be_chosen(
    client: Client, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    chooser = {"type": "external_select", "action_id": "guest", "min_query_length": 1}
    view = await opened(client, slack, modal(words(block_id="who", element=chooser)))
    answering(slack, monkeypatch, {"options": [option("jane")]})
    where = {"view_id": view["id"], "block_id": "who", "action_id": "guest"}
    assert await client.do("suggest", **where, value="ja") == {"ok": True, "options": [option("jane")]}
    assert (await client.do("press", **where, selected_option={"value": "sam"}))["error"] == "no_such_option"
    assert (await client.do("press", **where, selected_option={"value": "jane"}))["ok"] is True
    assert slack.views.stack("U1MEL")[0]["state"]["values"]["who"]["guest"]["selected_option"] == option("jane")
    answering(slack, monkeypatch, {"options": [option(f"{n}") for n in range(101)]})
    assert (await client.do("suggest", **where, value="ja"))["error"] == "invalid_options"
