"""Everything that is said without an answer: help, refusals, errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.core.errors import FrontdeskError, NotUnderstood
from bot.core.masking import mask
from bot.core.states import Kind
from bot.language.occasions import EXAMPLES
from bot.slack.values import Ask
from bot.slack.views.answer import suggestions
from bot.slack.views.compose import compose, sentence
from bot.slack.views.parts import Button, Buttons, Message, Paragraph, Part, Small, Strong
from bot.slack.views.report import listed

POSTS = (
    ("daily", "what is posted here: set it up, change it, pause it, delete it"),
    ("daily at 6:30 on weekdays", "the summary of this channel's venue; add for palm, or in #spa-desk"),
    ("every monday at 9: cancellations last week", "any question, posted at its time"),
)
"""How something is had posted again and again, and what comes of it."""

RESTARTING = sentence("Frontdesk is being restarted and could not finish this; please ask again in a minute.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """What can be asked here: commands with what they do and an example, texts that work, names, and the keys of `key:value`.

    `posts` is whether anything can be posted by itself.
    """

    commands: Sequence[tuple[str, str, str]]
    examples: Sequence[str]
    vendors: Sequence[str]
    venues: Sequence[str]
    keys: Sequence[str] = ()
    posts: bool = False


def help_view(help: Help) -> Message:
    """How to ask, with examples that work here and a button to ask each."""
    parts: list[Part] = [
        Paragraph(
            [[Strong("Ask the way you would ask a colleague.")], [f"I look in {_listed(help.vendors)} for {_listed(help.venues)}."]]
        ),
        *(_example(number, text) for number, text in enumerate(help.examples)),
        Paragraph([[Strong("Commands")], *([f"{name} {example}", what] for name, what, example in help.commands)]),
        Paragraph([[Strong("Be told when it happens")], *([text] for text in EXAMPLES.values()), ["/desk alerts lists yours"]]),
        *([Paragraph([[Strong("Again and again")], *([f"/desk {text}", what] for text, what in POSTS)])] if help.posts else []),
        *([Paragraph([[Strong("Keys")], [", ".join(f"{key}:" for key in help.keys)]])] if help.keys else []),
        Small(["/desk answers only you, a mention answers in its thread, a direct message answers here."]),
    ]
    return compose(parts)


def error_view(
    error: FrontdeskError, *, private: bool, kinds: tuple[Kind, ...] = (), channels: Mapping[str, str] = MappingProxyType({})
) -> Message:
    """What went wrong and what to do; the nearest texts that can be read as buttons. `channels` are those that the text named."""
    said = str(error) if private else mask(str(error))
    nearest = error.nearest if isinstance(error, NotUnderstood) else ()
    return compose([Paragraph([[said]]), Buttons(suggestions(nearest, kinds, channels))])


def broken_view(reference: str) -> Message:
    """A fault of ours: nothing about it but the reference that finds it in the log."""
    return sentence(
        f"Something went wrong on our side (ref {reference}). Please try again; if it stays, give an operator the reference."
    )


def _example(number: int, text: str) -> Part:
    value = Ask(text=text).write()
    button = Button(label="Ask", action=f"ask:{number}", value=value) if value else None
    return Paragraph([[text]], button)


def _listed(names: Sequence[str]) -> str:
    if len(names) > 6:
        return f"{len(names)} places"
    return listed(names) or "nothing yet"
