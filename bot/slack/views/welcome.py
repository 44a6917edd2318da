"""The post that opens a channel: what can be asked, with a button for each question. Whoever presses is answered alone."""

from collections.abc import Sequence

from bot.slack.values import Ask
from bot.slack.views.compose import compose
from bot.slack.views.parts import Button, Message, Paragraph, Part, Small, Strong


def welcome_view(questions: Sequence[tuple[str, str]]) -> Message:
    """A greeting with questions, each with what it is good for."""
    return compose(
        [
            Paragraph(
                [[Strong("Ask the way you would ask a colleague.")], ["Press a question; the answer is for your eyes only."]]
            ),
            *(_question(number, text, why) for number, (text, why) in enumerate(questions)),
            Small(["/desk answers only you, a mention answers in its thread, a direct message answers where you write."]),
        ]
    )


def _question(number: int, text: str, why: str) -> Part:
    value = Ask(text=text).write()
    button = Button(label="Ask", action=f"welcome:{number}", value=value) if value else None
    return Paragraph([[Strong(text)], [why]], button)
