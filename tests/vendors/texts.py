"""Texts that try to be more than text on some vendor's wire."""

from pydantic import ValidationError

from bot.core.query import Query, Who

AWKWARD = [
    "../",
    "..",
    ".",
    "../../admin",
    "?a=b&c=d",
    "#fragment",
    "{orderRef}",
    "{0.__class__}",
    "\r\nX-Evil: 1",
    "a\x00b",
    '"; drop',
    "'",
    "%2F",
    "%2e%2e%2f",
    "%",
    "a+b c",
    "//evil.example/x",
    "https://evil.example",
    "@evil.example",
    "site_id=1",
    "[filters][x]",
    "😀👩‍👩‍👧",
    "ß" * 200,
    "x" * 200,
    "<!channel>",
    '{"$ne": null}',
    "\u202eabc",
]


def typed(field: str, text: str) -> Query | None:
    """A question with a text in one of its fields (`customer.name`), unless no such question can be made."""
    outer, _, inner = field.partition(".")
    try:
        return Query.model_validate({outer: Who.model_validate({inner: text}) if inner else (text,) if outer == "ids" else text})
    except ValidationError:
        return None
