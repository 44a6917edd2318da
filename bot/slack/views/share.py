"""Where an answer shall be shared, asked where there is no channel around."""

from bot.slack.values import Form
from bot.slack.views.compose import modal
from bot.slack.views.parts import ChannelField, Input, Paragraph, Part, View

FIELD = "channel"


def share_view(form: Form) -> View:
    """The form that asks for a channel."""
    parts: list[Part] = [
        Paragraph([["Everyone in the channel will see the answer. Phone numbers and e-mail addresses are hidden."]]),
        Input(name=FIELD, label="Channel", field=ChannelField(), hint="I have to be a member of it.", required=True),
    ]
    return modal("Share this answer", parts, callback="share", metadata=form.write(), submit="Share it", close="Keep it private")
