"""The segments of a path as they were sent: an ASGI path is already decoded, so a `%2F` in it looks like a slash."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from starlette.requests import Request

# RFC 3986, section 3.3: what a segment may hold as it is. A space, < and > are not among it; + is, and means itself.
_SEGMENT = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*")


class SegmentError(ValueError):
    """A segment holds what should have been escaped, or escapes that are no UTF-8."""


def segments(request: Request) -> list[str]:
    """The segments below the mount, each decoded once. Raises SegmentError."""
    raw = bytes(request.scope.get("raw_path") or quote(request.scope["path"]).encode()).decode("latin-1")
    root = request.scope.get("root_path", "")
    decoded = []
    for segment in raw.removeprefix(root).lstrip("/").split("/"):
        if not _SEGMENT.fullmatch(segment):
            raise SegmentError(segment)
        try:
            decoded.append(unquote(segment, errors="strict"))
        except UnicodeDecodeError as error:
            raise SegmentError(segment) from error
    return decoded
