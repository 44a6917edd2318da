"""`Views`: each person's modals and App Home, with Slack's rules for opening, pushing and updating them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, Literal

from bot.playground.checking import check_view
from bot.playground.inputs import entered, filled
from bot.playground.people import APP_ID, BOT_ID, TEAM
from bot.playground.shapes import Json, Refused
from bot.playground.tickets import Triggers

DEEPEST = 3
Why = Literal["opened", "pushed", "updated", "submitted", "closed", "cleared", "errors"]


class Views:
    """`told` hears of a person whose stack changed, `home_told` of one whose App Home did."""

    def __init__(
        self,
        triggers: Triggers,
        clock: Callable[[], float],
        told: Callable[[str, Why], None],
        home_told: Callable[[str], None],
    ) -> None:
        self._triggers = triggers
        self._clock = clock
        self._told = told
        self._home_told = home_told
        self.stacks: dict[str, list[Json]] = {}
        self.homes: dict[str, Json] = {}

    def stack(self, person: str) -> list[Json]:
        """A person's open modals, the one on screen last."""
        return self.stacks.setdefault(person, [])

    def open(self, trigger_id: str, view: Any) -> Json:
        """Open a modal in place of whatever was open."""
        checked = check_view(view, ["modal"])
        self._free_external_id(checked)
        trigger = self._triggers.exchange(trigger_id)
        made = self._made(checked)
        self.stacks[trigger.person] = [made]
        self._told(trigger.person, "opened")
        return made

    def push(self, trigger_id: str, view: Any) -> Json:
        """Put a modal on top of the one in which the trigger came about."""
        checked = check_view(view, ["modal"])
        self._free_external_id(checked)
        trigger = self._triggers.exchange(trigger_id)
        stack = self.stack(trigger.person)
        if trigger.view is None or trigger.view not in [each["id"] for each in stack]:
            raise Refused("invalid_trigger_id")
        return self._pushed(trigger.person, checked)

    def update(self, view: Any, view_id: str | None, external_id: str | None, hash: str | None) -> Json:
        """Replace a view that is open or published; what was entered in blocks that stay is kept."""
        found = self._find(view_id, external_id)
        if found is None:
            raise Refused("not_found")
        person, old = found
        checked = check_view(view, [old["type"]])
        if hash is not None and hash != old["hash"]:
            raise Refused("hash_conflict")
        self._free_external_id(checked, but=old)
        self._replace(old, checked)
        if old["type"] == "home":
            self._home_told(person)
        else:
            self._told(person, "updated")
        return old

    def publish(self, person: str, view: Any, hash: str | None) -> Json:
        """Publish a person's App Home."""
        checked = check_view(view, ["home"])
        old = self.homes.get(person)
        if hash is not None and (old is None or hash != old["hash"]):
            raise Refused("hash_conflict")
        self._free_external_id(checked, but=old)
        if old is None:
            self.homes[person] = old = self._made(checked)
        else:
            self._replace(old, checked)
        self._home_told(person)
        return old

    def answered(self, person: str, view: Json, answer: Json) -> str | None:
        """What the app answered to a submission happens: its `response_action`, or closing.

        Raises:
            Refused: it is not what Slack takes.
        """
        action = answer.get("response_action")
        stack = self.stack(person)
        match action:
            case None:
                del stack[stack.index(view) :]
                self._told(person, "submitted")
            case "clear":
                stack.clear()
                self._told(person, "cleared")
            case "errors":
                errors = answer.get("errors")
                inputs = {block["block_id"] for block in view["blocks"] if block.get("type") == "input"}
                if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
                    raise Refused("invalid_response_action", message="errors must name blocks of type input in this view")
                view["errors"] = {str(block): str(why) for block, why in errors.items()}
                self._told(person, "errors")
            case "update":
                self._replace(view, check_view(answer.get("view"), ["modal"]))
                self._told(person, "updated")
            case "push":
                self._pushed(person, check_view(answer.get("view"), ["modal"]))
            case _:
                raise Refused("invalid_response_action", message=f"there is no response_action “{action}”")
        return action

    def close(self, person: str, view: Json) -> None:
        """Close a view; with `clear_on_close` everything below it closes as well."""
        stack = self.stack(person)
        if view in stack:
            del stack[0 if view.get("clear_on_close") else stack.index(view) :]
        self._told(person, "closed")

    def refuse(self, person: str, view: Json, errors: dict[str, str]) -> None:
        """Show what is wrong with what was entered."""
        view["errors"] = errors
        self._told(person, "errors")

    def of(self, person: str, view_id: str) -> Json:
        """A view that a person has before them.

        Raises:
            Refused: `no_such_view`.
        """
        home = self.homes.get(person)
        for view in (*self.stack(person), *([home] if home else [])):
            if view["id"] == view_id:
                return view
        raise Refused("no_such_view")

    def _pushed(self, person: str, checked: Json) -> Json:
        stack = self.stack(person)
        if len(stack) >= DEEPEST:
            raise Refused("push_limit_reached")
        made = self._made(checked)
        if stack:
            made |= {"root_view_id": stack[0]["id"], "previous_view_id": stack[-1]["id"]}
        stack.append(made)
        self._told(person, "pushed")
        return made

    def _made(self, checked: Json) -> Json:
        id = f"V{secrets.token_hex(5).upper()}"
        view = {"id": id, "root_view_id": id, "previous_view_id": None}
        self._replace(view, checked)
        return view

    def _replace(self, view: Json, checked: Json) -> None:
        blocks = filled(checked["blocks"])
        before = view.get("state", {}).get("values")
        kept = {name: view[name] for name in ("id", "root_view_id", "previous_view_id")}
        view.clear()
        view |= kept | {
            "team_id": TEAM, "app_id": APP_ID, "app_installed_team_id": TEAM, "bot_id": BOT_ID, "type": checked["type"],
            "blocks": blocks, "private_metadata": checked.get("private_metadata") or "",
            "callback_id": checked.get("callback_id") or "", "external_id": checked.get("external_id") or "",
            "title": checked.get("title"), "submit": checked.get("submit"), "close": checked.get("close"),
            "clear_on_close": bool(checked.get("clear_on_close")), "notify_on_close": bool(checked.get("notify_on_close")),
            "state": {"values": {}}, "hash": f"{int(self._clock())}.{secrets.token_hex(4)}",
        }  # fmt: skip
        view["state"]["values"] = entered(blocks, None, before)

    def _free_external_id(self, checked: Json, but: Json | None = None) -> None:
        if (external := checked.get("external_id")) and any(
            each.get("external_id") == external for _, each in self._all() if each is not but
        ):
            raise Refused("duplicate_external_id")

    def _find(self, view_id: str | None, external_id: str | None) -> tuple[str, Json] | None:
        return next(
            (
                (person, view)
                for person, view in self._all()
                if (view["id"] == view_id if view_id else bool(external_id) and view["external_id"] == external_id)
            ),
            None,
        )

    def _all(self) -> list[tuple[str, Json]]:
        modals = [(person, view) for person, stack in self.stacks.items() for view in stack]
        return modals + list(self.homes.items())
