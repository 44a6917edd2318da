"""views.* and files.* (docs.slack.dev/reference/methods/views.open, …/files.getUploadURLExternal)."""

from __future__ import annotations

import copy
from typing import Any

from bot.playground.files import LARGEST
from bot.playground.method import Arguments, listed, method
from bot.playground.methods_chat import content, thread_of, to_post_in
from bot.playground.people import APP_ID, BOT, BOT_ID
from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused


@method("views.open")
def views_open(slack: Playground, arguments: Arguments) -> Json:
    return _shown(slack.views.open(_trigger(arguments), _view(arguments)))


@method("views.push")
def views_push(slack: Playground, arguments: Arguments) -> Json:
    return _shown(slack.views.push(_trigger(arguments), _view(arguments)))


@method("views.update")
def views_update(slack: Playground, arguments: Arguments) -> Json:
    view_id, external_id = arguments.text("view_id"), arguments.text("external_id")
    if (view_id is None) is (external_id is None):
        raise Refused("invalid_arguments")
    return _shown(slack.views.update(_view(arguments), view_id, external_id, arguments.text("hash")))


@method("views.publish")
def views_publish(slack: Playground, arguments: Arguments) -> Json:
    user = arguments.need("user_id")
    person = slack.workspace.people.get(user)
    if person is None or person.is_bot or person.is_stranger:
        raise Refused("user_not_found")
    if not slack.installed.home_tab:
        raise Refused("not_enabled")
    return _shown(slack.views.publish(user, _view(arguments), arguments.text("hash")))


@method("files.getUploadURLExternal", "files:write", json=False)
def get_upload_url(slack: Playground, arguments: Arguments) -> Json:
    name = arguments.need("filename")
    length = arguments.whole("length", 0, 1, LARGEST)
    if length == 0:
        raise Refused("missing_argument")
    arguments.get("snippet_type")
    file, path = slack.files.begin(name, length, BOT, arguments.text("alt_txt"))
    return {"upload_url": slack.address + path, "file_id": file.id}


@method("files.completeUploadExternal", "files:write")
def complete_upload(slack: Playground, arguments: Arguments) -> Json:
    given = arguments.structure("files", "invalid_arguments")
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
        raise Refused("invalid_arguments")
    ids = [*listed(arguments.text("channel_id")), *listed(arguments.text("channels"))]
    places = [to_post_in(slack, id, joined=True) for id in ids]
    thread, comment = arguments.text("thread_ts"), arguments.text("initial_comment")
    threads = [thread_of(place, thread) for place in places]
    blocks = content(arguments, longest=None)["blocks"] if arguments.get("blocks") else None
    files = [slack.files.complete(each.get("id"), each.get("title")) for each in given]
    for place, head in zip(places, threads, strict=True):
        shown = [slack.files.share(file, place.id) for file in files]
        slack.say(
            place,
            BOT,
            text=comment or "",
            blocks=blocks,
            files=shown,
            thread_ts=head,
            bot_id=BOT_ID,
            app_id=APP_ID,
            subtype="file_share",
        )
    return {"files": [file.for_api(slack.address) for file in files]}


def _shown(view: Json) -> Json:
    """A view as it is now: it goes on changing."""
    return {"view": copy.deepcopy(view)}


def _trigger(arguments: Arguments) -> str:
    trigger, interactivity = arguments.text("trigger_id"), arguments.text("interactivity_pointer")
    if trigger is None and interactivity is None:
        raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: trigger_id"]})
    return trigger or ""


def _view(arguments: Arguments) -> Any:
    view = arguments.structure("view", "invalid_arguments")
    if view is None:
        raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: view"]})
    return view
