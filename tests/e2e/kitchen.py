"""A small app that is not ours and shows everything a page can be asked to draw: messages, modals, a Home, threads and files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground, serve

Json = dict[str, Any]

GUESTS = ("Jane Smith", "Jane Jones", "Janet <b>Lee</b>", "Bob Brown")


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def options(*names: str) -> list[Json]:
    return [{"text": plain(name), "value": name.lower()} for name in names]


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": {"action_id": "given", **element}, **more}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": marked(text), **more}


def button(action_id: str, label: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(label), **more}


FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Move a booking"),
    "submit": plain("Move it"),
    "close": plain("Keep it"),
    "blocks": [
        section("*Jane Smith* · Sat 28 Nov"),
        field("note", "Note", {"type": "plain_text_input", "multiline": True}, hint=plain("The guest does not see this.")),
        field("guests", "Guests", {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"}),
        field("mail", "E-mail", {"type": "email_text_input"}, optional=True),
        field("day", "New day", {"type": "datepicker", "initial_date": "2026-11-28"}),
        field("time", "Time", {"type": "timepicker"}, optional=True),
        field("room", "Room", {"type": "static_select", "options": options("Room 12", "Room 14", "Room 3")}),
        field("labels", "Labels", {"type": "multi_static_select", "options": options("VIP", "Late", "Allergy")}, optional=True),
        field("guest", "Guest", {"type": "external_select", "min_query_length": 2}, optional=True),
        field("tell", "Tell", {"type": "users_select"}, optional=True),
        field("how", "How", {"type": "radio_buttons", "options": options("By phone", "By e-mail")}, optional=True),
        field("also", "Also", {"type": "checkboxes", "options": options("Resend", "Charge a fee")}, optional=True),
        field("plan", "Plan", {"type": "file_input", "filetypes": ["txt"]}, optional=True),
        {"type": "actions", "block_id": "more", "elements": [button("push", "More…"), button("update", "Look again")]},
    ],
}
DETAILS: Json = {"type": "modal", "title": plain("Details"), "close": plain("Back"), "blocks": [section("Pushed on top.")]}
HOME: Json = {"type": "home", "blocks": [{"type": "header", "text": plain("Good morning")}, section("*14 arrivals* today")]}


def text_cell(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def number_cell(value: float) -> Json:
    return {"type": "raw_number", "value": value, "text": f"£{value:.2f}"}


ARRIVALS: Json = {
    "type": "data_table",
    "caption": "Arrivals",
    "page_size": 5,
    "rows": [
        [text_cell("Guest"), text_cell("Owes")],
        *([text_cell(f"Guest {letter}"), number_cell(9.5 * ((at * 5) % 7))] for at, letter in enumerate("ABCDEFG")),
    ],
}
OCCUPANCY: Json = {
    "type": "data_visualization",
    "title": "Occupancy",
    "chart": {
        "type": "bar",
        "series": [{"name": "Rooms", "data": [{"label": "Mon", "value": 12}, {"label": "Tue", "value": 18}]}],
        "axis_config": {"categories": ["Mon", "Tue"]},
    },
}
SORTS = {"type": "static_select", "action_id": "sort", "placeholder": plain("Sort"), "options": options("By name", "By time")}
CONFIRM = {
    "title": plain("Cancel it?"),
    "text": marked("*£120.00* was paid."),
    "confirm": plain("Cancel the order"),
    "deny": plain("Keep it"),
}
ACTIONS: Json = {
    "type": "actions",
    "block_id": "acts",
    "elements": [
        button("arrived", "Mark arrived", style="primary"),
        button("cancel", "Cancel…", style="danger", confirm=CONFIRM),
        SORTS,
        {"type": "datepicker", "action_id": "day"},
        {"type": "overflow", "action_id": "rest", "options": options("No-show", "Resend", "Label")},
    ],
}
MESSAGES: dict[str, list[Json]] = {"table": [ARRIVALS], "chart": [OCCUPANCY], "actions": [section("*Order 12*"), ACTIONS]}

MANIFEST: Json = {
    "display_information": {"name": "Kitchen"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "kitchen"},
        "slash_commands": [
            {"command": "/form", "description": "Opens a form", "usage_hint": "now"},
            {"command": "/show", "description": "Shows a message", "usage_hint": "table"},
        ],
        "shortcuts": [{"name": "Keep as a note", "type": "message", "callback_id": "note", "description": "Saves the message"}],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "app_mentions:read", "files:write", "reactions:write"]}},
    "settings": {
        "socket_mode_enabled": True,
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention"]},
    },
}


def kitchen(slack: Playground) -> AsyncApp:
    """The app; what it was told by forms and elements is in `slack.told`."""
    client = AsyncWebClient(token=slack.installed.bot_token, base_url=slack.api_url)
    app = AsyncApp(client=client, signing_secret=slack.installed.signing_secret)

    @app.command("/form")
    async def form(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.command("/show")
    async def show(ack: Any, body: Json, client: Any, respond: Any) -> None:
        await ack()
        wanted = body["text"]
        if wanted in MESSAGES:
            await client.chat_postMessage(channel=body["channel_id"], text=wanted, blocks=MESSAGES[wanted])
        else:
            await respond(text=wanted, blocks=[{"type": "header", "text": plain(wanted)}, section("only you")])

    @app.action("push")
    async def push(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=DETAILS)

    @app.action("update")
    async def update(ack: Any, body: Json, client: Any) -> None:
        await ack()
        view = {**FORM, "blocks": [section("*Looked again.*"), *FORM["blocks"]]}
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

    @app.action({"block_id": "acts"})
    async def acted(ack: Any, body: Json, client: Any) -> None:
        await ack()
        (action,) = body["actions"]
        what = action.get("selected_option", {}).get("value") or action.get("selected_date") or "pressed"
        line = section(f"*Order 12*: {action['action_id']} {what}")
        await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="changed", blocks=[line, ACTIONS])

    @app.options("given")
    async def suggest(ack: Any, body: Json) -> None:
        await ack(options=options(*(name for name in GUESTS if body["value"].lower() in name.lower())))

    @app.view("form")
    async def submitted(ack: Any, body: Json, client: Any) -> None:
        values = {block: value["given"] for block, value in body["view"]["state"]["values"].items() if "given" in value}
        if values["note"]["value"] == "no":
            await ack(response_action="errors", errors={"note": "“no” is no note."})
            return
        await ack()
        room = values["room"]["selected_option"]["text"]["text"]
        said = f"{values['guests']['value']} guests, {room}, {values['day']['selected_date']}"
        await client.chat_postMessage(channel="C0DESK", text=said)

    @app.shortcut("note")
    async def note(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.reactions_add(channel=body["channel"]["id"], timestamp=body["message"]["ts"], name="memo")

    @app.event("app_home_opened")
    async def opened(event: Json, client: Any) -> None:
        if event["tab"] == "home":
            await client.views_publish(user_id=event["user"], view=HOME)

    @app.event("app_mention")
    async def mentioned(event: Json, client: Any) -> None:
        thread = event.get("thread_ts") or event["ts"]
        await client.chat_postMessage(channel=event["channel"], thread_ts=thread, text="I am *here*.")
        content = 'ref,guest\n1,"Smith, Jane"\n'
        await client.files_upload_v2(channel=event["channel"], thread_ts=thread, content=content, filename="bookings.csv")

    return app


@asynccontextmanager
async def cooking(slack: Playground | None = None) -> AsyncIterator[str]:
    """The playground, or one that was prepared, with this app connected, up until the block ends; gives the page's address."""
    slack = slack or Playground(MANIFEST)
    async with serve(slack) as address:
        handler = AsyncSocketModeHandler(kitchen(slack), slack.installed.app_token)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        try:
            yield address
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]
