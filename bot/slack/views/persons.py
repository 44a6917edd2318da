"""The people that an answer is about, over all systems: who they are, and how many records each has."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from bot.core.answer import Answer, Person
from bot.core.query import Query, Who
from bot.core.states import Kind
from bot.language import noun
from bot.slack.values import Show
from bot.slack.views.parts import Button, Buttons, Paragraph, Part, Strong
from bot.slack.views.report import listed
from bot.slack.views.scene import Scene

_SHOWN = 5


def persons(answer: Answer, scene: Scene) -> Iterator[Part]:
    """A line for each person, and a button for each where there are several; nothing where a row says it all."""
    people = answer.people
    known, more = persons_named(answer, scene)
    if not known:
        return
    yield Paragraph([*([Strong(name), has] for name, has in known), *([[more]] if more else [])])
    if len(people) > 1:
        asked = [(person, _alone(answer.reading.query, person, scene)) for person in people[:_SHOWN]]
        yield Buttons(
            [
                Button(label=_name(person, scene), action=f"show:person{n}", value=Show(query=query).write())
                for n, (person, query) in enumerate(asked)
                if query is not None
            ]
        )


def persons_named(answer: Answer, scene: Scene) -> tuple[Sequence[tuple[str, str]], str]:
    """Each person's name and what she has, and how many more there are; nobody where a row says it all."""
    people = answer.people
    if not any(len(person.records) > 1 for person in people) and len(people) < 2:
        return (), ""
    more = f"and {len(people) - _SHOWN} more" if len(people) > _SHOWN else ""
    return [(_name(person, scene), _counted(person, scene)) for person in people[:_SHOWN]], more


def _name(person: Person, scene: Scene) -> str:
    known = (person.name, *person.emails, *person.phones)
    return scene.shown(next((each for each in known if each), "without a name"))


def _counted(person: Person, scene: Scene) -> str:
    """What a person has: "2 bookings, 1 voucher"; of the lists of customers, whose she is on: "customer of Trybe"."""
    kinds = Counter(record.kind for record in person.records if record.kind is not Kind.CUSTOMER)
    has = [noun(None if kind is Kind.BOOKING else kind, count, scene.locale) for kind, count in kinds.items()]
    lists = dict.fromkeys(scene.title_of(record.vendor) for record in person.records if record.kind is Kind.CUSTOMER)
    return ", ".join(has + ([f"customer of {listed(list(lists))}"] if lists else []))


def _alone(query: Query, person: Person, scene: Scene) -> Query | None:
    """The same question about one person; where others read it, a button holds no address."""
    who = {"email": person.emails[0]} if person.emails and scene.private else {"name": person.name} if person.name else None
    try:
        return query.model_copy(update={"customer": Who.model_validate(who), "text": None}) if who else None
    except ValidationError:
        return None
