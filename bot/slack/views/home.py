"""The app's own page: what can be asked here, the venues, and how the systems are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.slack.values import Ask
from bot.slack.views.compose import home
from bot.slack.views.parts import Button, Buttons, Line, Paragraph, Part, Rule, Small, Strong, Title, View
from bot.slack.views.scene import Scene
from bot.slack.views.when import day, wall_clock
from bot.slack.views.words import Help

_VENUES = 20
_SYSTEMS = 30
_QUESTIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """How one account is: `works` is nothing while it is looked at, and where it was not; `said` is what it answered.

    `account` tells it from another of the same vendor at the same venue.
    """

    title: str
    venue: str
    account: str = ""
    works: bool | None = None
    said: str = ""


def home_view(help: Help, systems: Sequence[System], scene: Scene, *, name: str) -> View:
    """The page of one person."""
    return home(list(_parts(help, systems, scene, name)))


def _parts(help: Help, systems: Sequence[System], scene: Scene, name: str) -> Iterator[Part]:
    yield Title("Frontdesk")
    yield Paragraph([[f"Hello {name}. Ask the way you would ask a colleague, in any channel with /desk, or in Messages."]])
    yield Buttons(list(_questions(help.examples)))
    if help.posts:
        yield Paragraph(
            [[Strong("Posts"), "a venue's daily summary, or any question, posted at its time"]],
            Button(label="Your posts", action="posts", value="posts"),
        )
    yield Rule()
    yield Title("Venues")
    yield Paragraph([_venue(scene, id) for id in list(scene.venues)[:_VENUES]])
    if len(scene.venues) > _VENUES:
        yield Small([f"and {len(scene.venues) - _VENUES} more"])
    yield Rule()
    yield Title("Systems")
    yield Paragraph([_system(each, scene) for each in systems[:_SYSTEMS]])
    if len(systems) > _SYSTEMS:
        yield Small([f"and {len(systems) - _SYSTEMS} more"])
    yield Rule()
    yield Title("Help")
    yield Paragraph([[f"{command} {example}", what] for command, what, example in help.commands])
    yield Small(["/desk answers only you, a mention answers in its thread without phone numbers and e-mail addresses."])


def _questions(examples: Sequence[str]) -> Iterator[Button]:
    for number, text in enumerate(examples[:_QUESTIONS]):
        if value := Ask(text=text).write():
            yield Button(label=text, action=f"ask:{number}", value=value)


def _venue(scene: Scene, id: str) -> Line:
    venue = scene.venues[id]
    local = scene.now.astimezone(venue.zone)
    return [Strong(venue.name), f"{day(local.date(), scene)} {wall_clock(local, scene)}", venue.zone.key]


def _system(system: System, scene: Scene) -> Line:
    state = {True: "✓ works", False: "✗ does not work", None: "…"}[system.works]
    return [Strong(system.title), scene.name_of(system.venue), system.account, state, system.said if system.works is False else ""]
