"""`Files`: what was uploaded, by the app in Slack's three steps or by people in one."""

from __future__ import annotations

import mimetypes
import secrets
from dataclasses import dataclass, field
from typing import Any

from bot.playground.shapes import Json, Refused
from bot.playground.workspace import Workspace

LARGEST = 20_000_000
PREVIEW = 1_000


@dataclass(slots=True)
class File:
    """A file. `content` is missing until it was uploaded, `shared` until it was completed."""

    id: str
    name: str
    user: str
    size: int
    title: str
    mimetype: str
    created: int
    alt_text: str | None = None
    content: bytes | None = None
    complete: bool = False
    channels: list[str] = field(default_factory=list)

    @property
    def filetype(self) -> str:
        return self.name.rpartition(".")[2].lower() if "." in self.name else "binary"

    def for_page(self) -> Json:
        """The file as the page shows it."""
        return {**self._common(), "preview": self._preview(), "url": f"/page/file/{self.id}"}

    def for_api(self, address: str) -> Json:
        """The file as apps see it; `url_private` wants the bot's token."""
        return {**self._common(), "created": self.created, "channels": self.channels, "url_private": f"{address}/files/{self.id}"}

    def _common(self) -> Json:
        return {
            "id": self.id, "name": self.name, "title": self.title, "mimetype": self.mimetype, "filetype": self.filetype,
            "size": self.size, "user": self.user, **({"alt_txt": self.alt_text} if self.alt_text else {}),
        }  # fmt: skip

    def _preview(self) -> str | None:
        if self.content is None or not (self.mimetype.startswith("text/") or self.mimetype == "application/json"):
            return None
        return self.content[: 4 * PREVIEW].decode("utf-8", "replace")[:PREVIEW]


class Files:
    """All files, and the addresses at which the app may upload."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.kept: dict[str, File] = {}
        self._tickets: dict[str, File] = {}

    def begin(self, name: str, length: int, user: str, alt_text: str | None = None) -> tuple[File, str]:
        """A file to come, and the path at which it is uploaded, once."""
        file = self._new(name, length, user)
        file.alt_text = alt_text
        ticket = secrets.token_urlsafe(12)
        self._tickets[ticket] = file
        return file, f"/upload/{ticket}"

    def receive(self, ticket: str, content: bytes) -> File:
        """Take the bytes of a file.

        Raises:
            Refused: the address is not known, or the length is not the announced one.
        """
        file = self._tickets.get(ticket)
        if file is None:
            raise Refused("invalid_upload_url")
        if len(content) != file.size:
            raise Refused("length_mismatch")
        del self._tickets[ticket]
        file.content = content
        return file

    def complete(self, id: Any, title: Any) -> File:
        """Make an uploaded file one that can be shown.

        Raises:
            Refused: `file_not_found`, also where the bytes have not come.
        """
        file = self.kept.get(id) if isinstance(id, str) else None
        if file is None or file.content is None or file.complete:
            raise Refused("file_not_found")
        if isinstance(title, str) and title:
            file.title = title
        file.complete = True
        return file

    def add(self, name: str, content: bytes, user: str, mimetype: str | None = None) -> File:
        """A person's file, whole."""
        file = self._new(name, len(content), user)
        file.content, file.complete = content, True
        if mimetype:
            file.mimetype = mimetype
        return file

    def share(self, file: File, channel: str) -> Json:
        """The file as a message of a channel holds it."""
        file.channels.append(channel)
        shown = file.for_page()
        self._workspace.watchers.tell({"type": "file", "file": shown}, lambda who: True)
        return shown

    def _new(self, name: str, size: int, user: str) -> File:
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        id = self._workspace.new_id("F")
        made = File(id=id, name=name, user=user, size=size, title=name, mimetype=mimetype, created=int(self._workspace.clock()))
        self.kept[id] = made
        return made
