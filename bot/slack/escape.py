"""Texts in and out of Slack.

Everything that comes from a guest, a vendor or the person asking is data: it must never become a mention, a link or markup.
Slack knows three escapes in mrkdwn, `& < >` in that order, and none for its marks; a mark with a zero-width space on both sides is
no mark (docs.slack.dev/messaging/formatting-message-text). `plain_text` is not parsed and must not be escaped.
"""

import re

ZERO_WIDTH = "\u200b"

_MARKS = re.compile(r"[*_~`]")
_EMOJI = re.compile(r":(?=[a-z0-9_+'-]+:)", re.IGNORECASE)
_QUOTE = re.compile(r"(?m)^(\s*)(?=>)")
_LINK = re.compile(r"(?<=\w)(?=://)|(?<=www)(?=\.)|(?<![\w.]@)(?<=@)(?=(?:here|channel|everyone)\b)", re.IGNORECASE)
"""Where a bare address or a bare @here would begin to work; mrkdwn objects can be told not to look for them, a text cannot."""

_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and those that turn the direction of what follows."""

_PLAIN = re.compile(r"[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff*_~`&<>:@.]*")
"""What holds none of the signs that any of these rules is about: most names are such, and an answer has hundreds of them."""

_TOKEN = re.compile(r"<([^<>]*)>")
_CHANNEL = re.compile(r"<#(?P<id>[A-Z0-9]+)(?:\|(?P<name>[^<>]*))?>")


def clip(text: str, longest: int) -> str:
    """A text of at most `longest` characters; one that was cut ends with "…"."""
    return text if len(text) <= longest else text[: max(0, longest - 1)].rstrip() + "…"


def one_line(text: str) -> str:
    """A text without line breaks, doubled blanks and characters that are not to be seen."""
    return " ".join(_INVISIBLE.sub(" ", text).split())


def mrkdwn(text: str) -> str:
    """Any text so that mrkdwn shows it as it is."""
    if _PLAIN.fullmatch(text):
        return text
    text = _INVISIBLE.sub("", text)
    text = _QUOTE.sub(rf"\1{ZERO_WIDTH}", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _LINK.sub(ZERO_WIDTH, _EMOJI.sub(f":{ZERO_WIDTH}", text))
    return _MARKS.sub(lambda mark: f"{ZERO_WIDTH}{mark[0]}{ZERO_WIDTH}", text)


def bold(text: str) -> str:
    """Any text in bold."""
    inside = mrkdwn(one_line(text))
    return f"*{inside}*" if inside else ""


def decode(text: str, own_id: str | None = None) -> str:
    """What a person typed, from what Slack sends when `should_escape` is on: mentions, channels and links as their words.

    A mention of ourselves, `own_id`, is taken out.
    """
    typed = _TOKEN.sub(lambda token: _typed(token[1], own_id), text)
    typed = typed.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return typed.replace("\u00a0", " ").strip()


def channels(text: str) -> dict[str, str]:
    """The ids of the channels that a text from Slack names, by the name that `decode` leaves of each."""
    return {match["name"] or match["id"]: match["id"] for match in _CHANNEL.finditer(text)}


def channel_link(id: str) -> str:
    """What Slack shows as the name of a channel, to those who may see it; an id that is none as it is."""
    return f"<#{id}>" if re.fullmatch(r"[CG][A-Z0-9]+", id) else mrkdwn(id)


def _typed(token: str, own_id: str | None) -> str:
    target, _, label = token.partition("|")
    match target[:1]:
        case "@":
            return " " if target[1:] == own_id else f"@{label or target[1:]}"
        case "#":
            return f"#{label or target[1:]}"
        case "!":
            return f"@{label.removeprefix('@')}" if target.startswith("!subteam^") and label else label or f"@{target[1:]}"
        case _:
            return label or target.removeprefix("mailto:").removeprefix("tel:")
