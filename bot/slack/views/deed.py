"""An action as people see it: what will come of it, what to enter, and what came of it. Nothing here knows any vendor."""

from collections.abc import Iterator, Mapping, Sequence

from bot.core.action import Action, Danger, Need, Outcome, Preview, Result
from bot.core.record import Record
from bot.slack import limits
from bot.slack.values import Do, Open, Settle, Undo, do_id
from bot.slack.views.compose import compose, modal
from bot.slack.views.parts import (
    Button,
    Buttons,
    Choice,
    DateField,
    Element,
    Field,
    Input,
    Line,
    Message,
    OneOf,
    Paragraph,
    Part,
    Select,
    Small,
    Strong,
    TextField,
    View,
)
from bot.slack.views.rows import who
from bot.slack.views.scene import Scene
from bot.slack.views.when import when

_BUTTONS = 4
"""How many actions have a button of their own; the rest stands in a list."""


def action_buttons(record: Record, actions: Sequence[Action]) -> list[Element]:
    """What can be done to a record, the first as buttons and the rest as a list."""
    rest = do_id(record)
    shown = list(actions[:_BUTTONS]) if rest is not None and len(actions) > _BUTTONS + 1 else list(actions[: limits.BUTTONS])
    elements: list[Element] = [_button(record, action) for action in shown]
    if rest is not None and len(shown) < len(actions):
        more = [Choice(label=f"{action.label}…", value=action.name.value) for action in actions[len(shown) :]]
        elements.append(Select(action=f"do:{rest}", label="More…", choices=more))
    return elements


def _button(record: Record, action: Action) -> Button:
    value = Do(account=record.account, kind=record.kind, id=record.id, name=action.name)
    return Button(label=f"{action.label}…", action=f"do:{action.name}", value=value.write())


def preview_view(preview: Preview, do: Do, scene: Scene) -> View:
    """What will come of an action, and what to enter for it. The button says what it does."""
    action = preview.action
    return modal(
        action.label,
        list(_preview(preview, scene)),
        callback="do",
        metadata=do.write(),
        submit=action.label if len(action.label) <= limits.TITLE else action.done,
        close="Keep it",
    )


def _preview(preview: Preview, scene: Scene) -> Iterator[Part]:
    record, action = preview.record, preview.action
    named = [Strong(who(record, scene)), record.ref or "", when(record, scene), scene.name_of(record.venue)]
    yield Paragraph([named])
    yield Paragraph([[sentence] for sentence in preview.will])
    for need in action.takes:
        yield from _fields(need, action, required=need in action.needs)
    if action.danger is Danger.HIGH:
        yield Small(["Please look twice"])
    yield Small([f"Read from {scene.title_of(record.vendor)} a moment ago"])


def _fields(need: Need, action: Action, *, required: bool) -> Iterator[Part]:
    def input(name: str, label: str, field: Field, hint: str = "") -> Input:
        return Input(name=name, label=label, field=field, hint=hint, required=required)

    match need:
        case Need.TARGET:
            choices = [Choice(label=each.label, value=each.id) for each in action.choices[: limits.OPTIONS]]
            chosen = choices[0].value if len(choices) == 1 else None
            yield input("target", "Which one", OneOf(choices=choices, chosen=chosen))
        case Need.AMOUNT:
            yield input("amount", f"Amount in {action.currency or 'the currency of the record'}", TextField(example="12.50"))
        case Need.WHEN:
            yield input("day", "New day", DateField())
            yield input("time", "New time", TextField(example="14:30", longest=5), "On the venue's clock, as 14:30.")
        case Need.TEXT:
            yield input("text", action.asks, TextField(longest=min(action.longest, limits.TYPED)))


def working_view(opened: Open) -> View:
    """What stands in a record's place while something is done to it."""
    return modal("Working on it", [Paragraph([["Working on it…"]])], callback="record", metadata=opened.write())


def outcome_lines(outcome: Outcome, scene: Scene, venue: str) -> list[Line]:
    """What came of an action, who asked for it, and when."""
    at = f"{outcome.at.astimezone(scene.zone_of(venue)):%H:%M}"
    match outcome.result:
        case Result.DONE:
            return [[f"✔ {outcome.action.done} by {outcome.by}, {at}", outcome.why]]
        case Result.NOT_DONE:
            return [["↺ Not done.", outcome.why]]
        case Result.UNKNOWN:
            return [["? Unknown.", outcome.why, f"ref {outcome.reference}"]]


def outcome_buttons(outcome: Outcome, entry: str) -> list[Element]:
    """What can be done about an outcome: taken back, or looked at again and settled."""
    if outcome.result is Result.UNKNOWN:
        return _settling(outcome.reference)
    if outcome.undo is None:
        return []
    return [Button(label="Undo", action="undo", value=Undo(action=entry).write(), spoken=f"Undo: {outcome.action.done}")]


def _settling(reference: str) -> list[Element]:
    return [
        Button(label="Look again", action="settle:look", value=Settle(reference=reference).write()),
        Button(label="It was done", action="settle:done", value=Settle(reference=reference, done=True).write()),
        Button(label="It was not done", action="settle:not", value=Settle(reference=reference, done=False).write()),
    ]


def outcome_message(outcome: Outcome, scene: Scene, venue: str, subject: str, entry: str, *, over: bool = False) -> Message:
    """What came of an action, for a thread or for who is asked: which record, without what identifies a guest.

    Once that is `over`, because it was taken back, there is nothing more to press.
    """
    parts: list[Part] = [
        Paragraph([[Strong(subject)], *outcome_lines(outcome, scene, venue)]),
        Buttons([] if over else outcome_buttons(outcome, entry)),
    ]
    return compose(parts)


def log_message(lines: Sequence[Line], open_: Sequence[tuple[str, str]]) -> Message:
    """The newest lines of the audit, and what is open."""
    parts: list[Part] = [Paragraph([line]) for line in lines] or [Paragraph([["Nothing was done yet."]])]
    for said, reference in open_:
        parts += [Paragraph([["? Still open:", said, f"ref {reference}"]]), Buttons(_settling(reference))]
    return compose(parts)


def rights_message(name: str, rights: Mapping[str, str]) -> Message:
    """What somebody may do here, rule by rule."""
    looking = ["You may look at everything and change nothing: no rule names you here."]
    lines: list[Line] = [[f"{rule}:", said] for rule, said in rights.items()] or [looking]
    posts = "Posts that come again: in a direct message with me always, in a channel that you are in with the right daily."
    return compose([Paragraph([[Strong(name)], *lines]), Small([posts])])
