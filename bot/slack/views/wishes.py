"""Posts that people set up: one as a card, all of a channel as a list, what is asked before one is kept, and the form. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.core.recurrence import EVERY_DAY, Recurrence, day_name, ordinal
from bot.digests.permits import ALL_VENUES, LONGEST_QUESTION
from bot.digests.wishes import is_configured
from bot.slack import limits
from bot.slack.values import Setup, Wished
from bot.slack.views.compose import compose, modal
from bot.slack.views.parts import (
    Button,
    Buttons,
    ChannelField,
    ChannelName,
    Choice,
    Confirm,
    Element,
    Input,
    Line,
    Message,
    OneOf,
    Paragraph,
    Part,
    Small,
    SomeOf,
    Strong,
    TextField,
    TimeField,
    View,
)
from bot.slack.views.scene import Scene
from bot.slack.views.when import day
from bot.store.subscriptions import Policy, Subscription

MOST_LISTED = 20
EVERYWHERE = "*"
"""The choice of all venues: a choice cannot be empty."""

_IN_WORDS = "In words: daily at 6:30 on weekdays, or every monday at 9: cancellations last week"


_MISSED: Mapping[Policy, str] = {
    "late": "Post it late, the same day",
    "all": "Post every day that was missed, a week back at most",
    "skip": "Leave it out",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A subscription as it is shown, with what its question is read as, and what was just done or may have been meant otherwise."""

    subscription: Subscription
    understood: str = ""
    said: str = ""
    doubts: Sequence[str] = ()


def card_message(kept: Kept, scene: Scene) -> Message:
    """One post with everything that can be done about it."""
    subscription = kept.subscription
    parts: list[Part] = [Paragraph([[kept.said]])] if kept.said else []
    parts.append(Paragraph([*_what(subscription, scene)]))
    parts += [Small([f"I read: {kept.understood}"])] if kept.understood else []
    parts += [Small([doubt]) for doubt in kept.doubts]
    parts.append(Small(list(_details(subscription, scene))))
    parts.append(Buttons(list(_controls(subscription))))
    return compose(parts)


def list_message(found: Sequence[Subscription], scene: Scene, offer: Setup, said: str = "") -> Message:
    """What is posted here, with a way to each; where nothing is, `offer` is what could be."""
    parts: list[Part] = [Paragraph([[said]])] if said else []
    here = [each for each in found if each.channel == scene.channel]
    elsewhere = [each for each in found if each.channel != scene.channel]
    shown = [*here, *elsewhere][:MOST_LISTED]
    for number, each in enumerate(shown):
        if number in (0, len(here)):
            parts.append(
                Paragraph([[Strong("Posts here" if number < len(here) else "Your posts elsewhere" if here else "Your posts")]])
            )
        state = ["Paused"] if each.paused else []
        button = Button(label="Open", action=f"post_open:{number}", value=_wished(each), spoken=f"Open {_title(each, scene)}")
        parts.append(Paragraph([*_what(each, scene), state], button))
    if len(found) > MOST_LISTED:
        parts.append(Small([f"and {len(found) - MOST_LISTED} more"]))
    if not found and offer.cron and offer.venue and offer.channel:
        parts.append(Paragraph([["Nothing is posted here yet. I could post:"], *_wish_lines(offer, scene)]))
        parts.append(Buttons([_make(offer), _form(offer, "Choose…")]))
    else:
        parts += [] if found else [Paragraph([["You have no posts set up here yet."]])]
        parts.append(Buttons([_form(offer, "Set one up…")]))
    parts.append(Small([_IN_WORDS]))
    return compose(parts)


def confirm_message(setup: Setup, scene: Scene, understood: str, doubts: Sequence[str]) -> Message:
    """What is asked before something is kept that is posted in another channel than the one it was typed in."""
    parts: list[Part] = [
        Paragraph([["Not set up yet: this would be posted in another channel than this one."], *_wish_lines(setup, scene)]),
        *([Small([f"I read: {understood}"])] if understood else []),
        *(Small([doubt]) for doubt in doubts),
        Buttons([_make(setup), _form(setup, "Change…")]),
    ]
    return compose(parts)


def form_message(text: str, setup: Setup) -> Message:
    """A sentence with a way to the form, which has a list of what there is."""
    return compose([Paragraph([[text]]), Buttons([_form(setup, "Set it up in a form…")])])


def setup_view(setup: Setup, scene: Scene) -> View:
    """The form of a post, filled in with what is known."""
    title = "Change this post" if setup.changes else "Set up a post"
    submit = "Keep the change" if setup.changes else "Set it up"
    return modal(title, list(_fields(setup, scene)), callback="wish", metadata=setup.write(), submit=submit, close="Leave it")


def _fields(setup: Setup, scene: Scene) -> Iterator[Part]:
    recurrence = Recurrence.of(setup.cron) if setup.cron else Recurrence()
    ids = dict.fromkeys((*([setup.venue] if setup.venue in scene.venues else []), *scene.venues))
    names = [(id, scene.venues[id]) for id in list(ids)[: limits.OPTIONS - 1]]
    venues = [Choice(label=f"{venue.name} ({venue.zone.key})", value=id) for id, venue in names]
    venues.append(Choice(label="All venues, for a question", value=EVERYWHERE))
    chosen = setup.venue or (EVERYWHERE if setup.question else None)
    yield Input(name="venue", label="Venue", field=OneOf(choices=venues, chosen=chosen), hint="Its clock counts.", required=True)
    channel = ChannelField(chosen=setup.channel or None, direct=True)
    hint = "I have to be a member of it, and so have you. Or our own direct message."
    yield Input(name="channel", label="Channel", field=channel, hint=hint, required=True)
    yield Input(name="at", label="Time", field=TimeField(value=recurrence.at), required=True)
    days = [Choice(label=day_name(each), value=str(each)) for each in sorted(EVERY_DAY)]
    held = [] if recurrence.of_month else [str(each) for each in sorted(recurrence.days)]
    yield Input(name="days", label="On these days", field=SomeOf(choices=days, chosen=held))
    numbers = [Choice(label=f"the {ordinal(each)}", value=str(each)) for each in range(1, 32)]
    monthly = OneOf(choices=numbers, chosen=str(recurrence.of_month) if recurrence.of_month else None)
    yield Input(name="of_month", label="Or once a month, on", field=monthly, hint="Months without such a day are left out.")
    question = TextField(value=setup.question, example="cancellations last week", longest=LONGEST_QUESTION)
    yield Input(name="question", label="Question", field=question, hint="Empty means the venue's daily summary.")
    empty = [Choice(label="Post it all the same", value="post"), Choice(label="Leave it out", value="skip")]
    nothing = OneOf(choices=empty, chosen="skip" if setup.skip_empty else "post")
    yield Input(name="empty", label="When there is nothing to tell", field=nothing, required=True)
    missed = OneOf(choices=[Choice(label=label, value=policy) for policy, label in _MISSED.items()], chosen=setup.policy)
    yield Input(name="policy", label="When I was not running at its time", field=missed, required=True)


def _what(subscription: Subscription, scene: Scene) -> list[Line]:
    return _lines(
        _title(subscription, scene),
        subscription.venue,
        Recurrence.of(subscription.cron),
        subscription.zone,
        subscription.channel,
        scene,
    )


def _wish_lines(setup: Setup, scene: Scene) -> list[Line]:
    zone = scene.zone_of(setup.venue).key
    return _lines(setup.question or "Daily summary", setup.venue, Recurrence.of(setup.cron), zone, setup.channel, scene)


def _lines(title: str, venue: str, recurrence: Recurrence, zone: str, channel: str, scene: Scene) -> list[Line]:
    where: str = "in our direct message" if channel.startswith("D") else ChannelName(channel)
    name = scene.name_of(venue) if venue != ALL_VENUES else "all venues"
    return [[Strong(title), name], [f"{recurrence.sentence} ({zone})", where]]


def _title(subscription: Subscription, scene: Scene) -> str:
    return scene.shown(subscription.question) if subscription.question else "Daily summary"


def _details(subscription: Subscription, scene: Scene) -> Iterator[str]:
    zone = ZoneInfo(subscription.zone)
    if subscription.paused:
        yield "Paused"
    else:
        local = subscription.next_at.astimezone(zone)
        yield f"Next: {day(local.date(), scene)} {local:%H:%M}"
        if local.time() != Recurrence.of(subscription.cron).at:
            yield "the clocks change on that day, so that time does not exist"
    yield f"set up by {subscription.by_name}"
    if subscription.skip_empty:
        yield "left out when there is nothing to tell"
    match subscription.policy:
        case "skip":
            yield "left out when I was not running at its time"
        case "all":
            yield "each day that was missed is posted later, within a week"
        case "late":
            pass


def _controls(subscription: Subscription) -> Iterator[Element]:
    value = _wished(subscription)
    if not is_configured(subscription):
        yield Button(label="Change…", action="post_change", value=value)
    turn = Wished(subscription=subscription.id, pause=not subscription.paused).write()
    yield Button(label="Resume" if subscription.paused else "Pause", action="post_pause", value=turn)
    yield Button(label="Preview", action="post_preview", value=value, spoken="Show it to me alone")
    yield Button(label="Post now", action="post_now", value=value)
    if not is_configured(subscription):
        sure = Confirm(title="Delete this post?", text="Nothing is posted any more.", yes="Delete the post", danger=True)
        yield Button(label="Delete…", action="post_delete", value=value, style="danger", confirm=sure)
    yield Button(label="All posts", action="posts", value=value)


def _make(setup: Setup) -> Button:
    return Button(label="Set it up", action="post_make", value=setup.write(), style="primary")


def _form(setup: Setup, label: str) -> Button:
    return Button(label=label, action="post_new", value=setup.write())


def _wished(subscription: Subscription) -> str:
    return Wished(subscription=subscription.id).write()
