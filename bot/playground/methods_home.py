"""Who and where: auth.*, apps.*, users.*, usergroups.*, conversations.*, reactions.* (docs.slack.dev/reference/methods)."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.playground.acting import change_reaction
from bot.playground.checking import check_blocks, check_view
from bot.playground.method import Arguments, listed, method, page
from bot.playground.methods_chat import known
from bot.playground.payloads import public
from bot.playground.people import BOT, BOT_ID, GROUPS, TEAM, TEAM_NAME
from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused
from bot.playground.workspace import Channel

_KINDS = {"channel": "public_channel", "private": "private_channel", "im": "im"}
_READ_SCOPES = {"channel": "channels:read", "private": "groups:read", "im": "im:read"}
_HISTORY_SCOPES = {"channel": "channels:history", "private": "groups:history", "im": "im:history"}


@method("auth.test")
def auth_test(slack: Playground, _: Arguments) -> Json:
    name = slack.installed.name
    who = {"url": f"{slack.address}/", "team": TEAM_NAME, "user": name, "team_id": TEAM, "user_id": BOT, "bot_id": BOT_ID}
    return {**who, "is_enterprise_install": False}


@method("api.test", by="none")
def api_test(_: Playground, arguments: Arguments) -> Json:
    if (error := arguments.text("error")) is not None:
        raise Refused(error)
    return {"args": dict(arguments.given)}


@method("apps.connections.open", "connections:write", by="app")
def connections_open(slack: Playground, _: Arguments) -> Json:
    if slack.installed.mode != "socket":
        raise Refused("socket_mode_not_enabled")
    return {"url": f"ws{slack.address.removeprefix('http')}{slack.sockets.ticket()}"}


@method("users.info", "users:read", json=False)
def users_info(slack: Playground, arguments: Arguments) -> Json:
    person = slack.workspace.people.get(arguments.need("user"))
    if person is None:
        raise Refused("user_not_found")
    locale = {"locale": "en-GB"} if arguments.flag("include_locale") else {}
    return {"user": person.for_api(datetime.fromtimestamp(slack.clock(), UTC)) | locale}


@method("users.conversations", "channels:read", json=False)
def users_conversations(slack: Playground, arguments: Arguments) -> Json:
    user = arguments.text("user") or BOT
    if user not in slack.workspace.people:
        raise Refused("user_not_found")
    kinds = list(listed(arguments.text("types"))) or ["public_channel"]
    if not set(kinds) <= {"public_channel", "private_channel", "mpim", "im"}:
        raise Refused("invalid_types")
    skip_archived = arguments.flag("exclude_archived")
    for kind, name in _KINDS.items():
        if name in kinds:
            _need(slack, _READ_SCOPES[kind])
    found = [
        channel
        for channel in slack.workspace.channels.values()
        if user in channel.members
        and BOT in channel.members
        and _KINDS[channel.kind] in kinds
        and not (skip_archived and channel.archived)
    ]
    shown, more = page(found, arguments)
    return {"channels": [_channel(each) for each in shown], **more}


@method("usergroups.list", "usergroups:read", json=False)
def usergroups_list(_: Playground, __: Arguments) -> Json:
    groups = [
        {"id": id, "team_id": TEAM, "is_usergroup": True, "handle": handle, "name": name, "date_delete": 0}
        for id, (handle, name) in GROUPS.items()
    ]
    return {"usergroups": groups}


@method("usergroups.users.list", "usergroups:read", json=False)
def usergroups_users(slack: Playground, arguments: Arguments) -> Json:
    group = arguments.need("usergroup")
    users = [person.id for person in slack.workspace.people.values() if group in person.groups]
    if not users:
        raise Refused("no_such_subteam")
    return {"users": users}


@method("conversations.info", json=False)
def conversations_info(slack: Playground, arguments: Arguments) -> Json:
    channel = known(slack, arguments.need("channel"))
    _need(slack, _READ_SCOPES[channel.kind])
    counted = {"num_members": len(channel.members)} if arguments.flag("include_num_members") else {}
    return {"channel": _channel(channel) | counted}


@method("conversations.members", json=False)
def conversations_members(slack: Playground, arguments: Arguments) -> Json:
    channel = known(slack, arguments.need("channel"))
    _need(slack, _READ_SCOPES[channel.kind])
    shown, more = page(channel.members, arguments)
    return {"members": shown, **more}


@method("conversations.replies", json=False)
def conversations_replies(slack: Playground, arguments: Arguments) -> Json:
    channel = known(slack, arguments.need("channel"))
    _need(slack, _HISTORY_SCOPES[channel.kind])
    ts = arguments.need("ts")
    if BOT not in channel.members:
        raise Refused("not_in_channel")
    if ts not in channel.messages:
        raise Refused("thread_not_found")
    metadata = arguments.flag("include_all_metadata")
    thread = [
        {name: value for name, value in public(each).items() if metadata or name != "metadata"}
        for each in channel.messages.values()
        if ts in (each["ts"], each.get("thread_ts"))
    ]
    shown, more = page(thread, arguments)
    return {"messages": shown, "has_more": bool(more["response_metadata"]["next_cursor"]), **more}


@method("conversations.history", json=False)
def conversations_history(slack: Playground, arguments: Arguments) -> Json:
    """Newest first, without replies; `oldest` and `latest` are left out themselves unless `inclusive`."""
    channel = known(slack, arguments.need("channel"))
    _need(slack, _HISTORY_SCOPES[channel.kind])
    if BOT not in channel.members:
        raise Refused("not_in_channel")
    oldest, latest = float(arguments.text("oldest") or 0), float(arguments.text("latest") or "inf")
    inclusive, metadata = arguments.flag("inclusive"), arguments.flag("include_all_metadata")
    found = [
        {name: value for name, value in public(each).items() if metadata or name != "metadata"}
        for each in reversed(channel.messages.values())
        if each.get("thread_ts", each["ts"]) == each["ts"]
        and (oldest <= float(each["ts"]) <= latest if inclusive else oldest < float(each["ts"]) < latest)
    ]
    shown, more = page(found, arguments)
    return {"messages": shown, "has_more": bool(more["response_metadata"]["next_cursor"]), **more}


@method("conversations.open", "im:write")
def conversations_open(slack: Playground, arguments: Arguments) -> Json:
    users = list(listed(arguments.text("users")))
    if (id := arguments.text("channel")) is not None:
        channel = known(slack, id)
    elif not users:
        raise Refused("users_list_not_supplied")
    elif len(users) > 1:
        raise Refused("method_not_supported_for_channel_type")
    else:
        person = slack.workspace.people.get(users[0])
        if person is None:
            raise Refused("user_not_found")
        if person.is_bot or person.is_stranger:
            raise Refused("cannot_dm_bot" if person.is_bot else "user_not_visible")
        channel = slack.workspace.direct(person.id, BOT)
    return {"channel": _channel(channel) if arguments.flag("return_im") else {"id": channel.id}}


@method("reactions.add", "reactions:write")
def reactions_add(slack: Playground, arguments: Arguments) -> Json:
    channel = known(slack, arguments.need("channel"))
    message = channel.messages.get(arguments.need("timestamp"))
    name = arguments.need("name").strip(":")
    if message is None:
        raise Refused("message_not_found")
    change_reaction(slack, channel, message, BOT, name, remove=False)
    return {}


@method("blocks.validate", by="none")
def blocks_validate(_: Playground, arguments: Arguments) -> Json:
    """Exactly one of `blocks`, `message`, `view`; nothing is sent."""
    given = {name: arguments.structure(name, "invalid_json") for name in ("blocks", "message", "view")}
    (name, value), *rest = [each for each in given.items() if each[1] is not None] or [("", None)]
    if not name or rest:
        raise Refused("invalid_arguments")
    if name == "view":
        check_view(value, ["modal", "home"])
    else:
        check_blocks(value.get("blocks", []) if name == "message" and isinstance(value, dict) else value)
    return {}


def _need(slack: Playground, scope: str) -> None:
    if scope not in slack.installed.scopes:
        raise Refused("missing_scope", needed=scope, provided=",".join(sorted(slack.installed.scopes)))


def _channel(channel: Channel) -> Json:
    """A channel as apps see it (docs.slack.dev/reference/objects/conversation-object)."""
    if channel.kind == "im":
        return {"id": channel.id, "is_im": True, "user": channel.other(BOT), "is_org_shared": False, "created": 1_764_000_000}
    return {
        "id": channel.id, "name": channel.name, "is_channel": channel.kind == "channel", "is_group": channel.kind == "private",
        "is_im": False, "is_mpim": False, "is_private": channel.kind == "private", "is_archived": channel.archived,
        "is_member": BOT in channel.members, "is_ext_shared": channel.shared, "is_shared": channel.shared, "is_general": False,
        "created": 1_764_000_000, "topic": {"value": channel.topic}, "purpose": {"value": ""}, "context_team_id": TEAM,
    }  # fmt: skip
