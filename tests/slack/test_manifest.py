"""The manifest holds everything that the code uses, and nothing else."""

import ast
from pathlib import Path

import pytest
import yaml

import bot.service
import bot.slack
from bot.slack.listeners import ACTIONS, COMMANDS, EVENTS
from bot.slack.manifest import manifest, manifest_text, scopes
from bot.slack.sending import METHODS

SCOPES = {
    "app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "files:write", "groups:history",
    "groups:read", "im:history", "im:write", "usergroups:read", "users:read",
}  # fmt: skip
ROOT = Path(bot.slack.__file__).parents[2]
SOURCES = [path for room in (bot.slack, bot.service) for path in Path(str(room.__file__)).parent.rglob("*.py")]


def test_the_file_is_the_manifest() -> None:
    assert (ROOT / "manifest.yml").read_text("utf-8") == manifest_text()


def test_what_is_registered_is_in_it() -> None:
    made = manifest()
    assert [each["command"] for each in made["features"]["slash_commands"]] == sorted(COMMANDS) == ["/bookings", "/desk", "/orders"]
    assert made["settings"]["event_subscriptions"]["bot_events"] == sorted(event.subscription for event in EVENTS.values())
    assert made["settings"]["interactivity"]["is_enabled"] is bool(ACTIONS)
    assert all(each["should_escape"] and "url" not in each for each in made["features"]["slash_commands"])


def test_every_button_that_is_made_has_a_handler() -> None:
    made = {
        keyword.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Button", "Select", "Menu")
        for keyword in node.keywords
        if keyword.arg == "action"
    }
    ids = {_beginning(each).partition(":")[0] for each in made}
    assert ids == set(ACTIONS)


def test_every_method_that_is_called_has_its_scope() -> None:
    called = {
        node.func.attr
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr.split("_")[0] in _FAMILIES
    }
    assert called == set(METHODS)
    assert (
        set(scopes())
        == SCOPES
        == {"commands", "groups:history", "groups:read"}
        | {each.scope for each in EVENTS.values() if each.scope}
        | {scope for scope in METHODS.values() if scope}
    )


def test_over_http_every_address_is_ours() -> None:
    made = manifest("http", "https://desk.example.org/")
    address = "https://desk.example.org/slack/events"
    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["event_subscriptions"]["request_url"] == made["settings"]["interactivity"]["request_url"] == address
    assert {each["url"] for each in made["features"]["slash_commands"]} == {address}
    assert yaml.safe_load(manifest_text("http", "https://desk.example.org")) == made


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_names_are_as_long_as_slack_takes(mode: str) -> None:
    made = manifest("socket" if mode == "socket" else "http")
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    assert all(2 <= len(each["command"]) <= 32 and each["command"][0] == "/" for each in made["features"]["slash_commands"])


_FAMILIES = {"chat", "conversations", "auth", "users", "apps", "files", "views", "reactions", "usergroups"}


def _beginning(node: ast.expr) -> str:
    """The constant that an action's id begins with."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return text
        case _:
            raise AssertionError(ast.dump(node))
