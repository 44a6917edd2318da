"""Names as people say them, looked up in a vendor's list: one that fits is used, several ask, none suggests the nearest. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rapidfuzz import fuzz, process

from bot.core.errors import NotOnList, SeveralNames
from bot.core.matching import fold
from bot.core.query import Query
from bot.core.reading import Doubt, Reading
from bot.core.record import Named

_NEAR = 70
"""Per cent of likeness, word by word, from which an entry is suggested."""

_SUGGESTED = 3
_FEW_WORDS, _SHORTEST_WORD = 4, 3
_OFFERED = 8
"""How many entries are offered to choose from; a person sees by the count that there are more."""

_COUNTS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}

_NOUNS = {
    "staff": ("practitioner", "practitioners"),
    "resource": ("room", "rooms"),
    "location": ("place", "places"),
    "service": ("treatment", "treatments"),
    "label": ("label", "labels"),
    "campaign": ("campaign", "campaigns"),
    "channel_name": ("channel", "channels"),
    "voucher_type": ("type of voucher", "types of voucher"),
}


def names_in(query: Query, field: str) -> tuple[str, ...]:
    """The names that a question gives in one field."""
    value = getattr(query, field)
    return (value,) if isinstance(value, str) else tuple(value or ())


def meant(names: Iterable[str], field: str, entries: Sequence[Named], who: str) -> tuple[Named, ...]:
    """The entries of a list that names stand for, each once. `who` has the list, in a sentence.

    Raises:
        SeveralNames: one of them may mean several entries.
        NotOnList: one of them means none; the error has the nearest.
    """
    found: dict[str, Named] = {}
    for name in names:
        hits = hits_of(name, entries)
        if not hits:
            near = nearest(name, entries)
            raise NotOnList(_none(f"{who} has", field, name, near), field=field, name=name, nearest=near)
        called = list(dict.fromkeys(str(hit) for hit in hits))
        if len({fold(each) for each in called}) > 1:
            raise SeveralNames(_several(f" at {who}", field, name, called), field=field, name=name, found=called)
        found |= {hit.id: hit for hit in hits}
    return tuple(found.values())


def hits_of(name: str, entries: Sequence[Named]) -> list[Named]:
    """The entries that a name fits best: those called just so, else the one with that id, else those that have each of its words,
    else those with words that begin so. A number is only ever a whole one: room 1 is not room 12.
    """
    wanted = fold(name)
    if exact := [entry for entry in entries if entry.name is not None and fold(entry.name) == wanted]:
        return exact
    if by_id := [entry for entry in entries if entry.id == name]:
        return by_id
    parts = _words(wanted)
    if not parts:
        return []
    words = [(entry, _words(fold(str(entry)))) for entry in entries]
    whole = [(entry, has) for entry, has in words if all(part in has for part in parts)]
    found = whole or [(entry, has) for entry, has in words if all(any(_begins(word, part) for word in has) for part in parts)]
    # "Deluxe" is the type "Deluxe Double" rather than one of its rooms: each other hit only says more than that one.
    general = [entry for entry, has in found if all(set(has) <= set(other) for _, other in found)]
    return general or [entry for entry, _ in found]


def called_so(text: str, entries: Iterable[Named]) -> tuple[Named, ...]:
    """The entries of a list that have each of some free words, as a whole word or its plural: all of them, for nobody chose one.

    "Massage tomorrow" is every massage. A few words only: more are a sentence.
    """
    wanted = _words(fold(text))
    if not wanted or len(wanted) > _FEW_WORDS or any(len(word) < _SHORTEST_WORD for word in wanted):
        return ()
    return tuple(entry for entry in entries if all(_has(word, _words(fold(str(entry)))) for word in wanted))


def _has(word: str, words: Sequence[str]) -> bool:
    return any(word in (each, f"{each}s", f"{each}es") for each in words)


def told_services(text: str, hits: Iterable[Named]) -> str:
    """What an account says of free words that it read as what it offers."""
    called = list(dict.fromkeys(map(str, hits)))
    more = f" and {len(called) - _OFFERED:,} more" if len(called) > _OFFERED else ""
    names = f"{', '.join(called[:_OFFERED])}{more}" if more else _listed(called, "and")
    return f"“{text}” is {names} there; a guest called so is found by name:{text}"


def nearest(name: str, entries: Iterable[Named]) -> tuple[str, ...]:
    """The names on a list that come closest to one that is not."""
    known = {str(entry): fold(str(entry)) for entry in entries}
    found = process.extract(fold(name), known, scorer=_likeness, limit=_SUGGESTED, score_cutoff=_NEAR)
    return tuple(called for _, _, called in found)


def _likeness(wanted: str, called: str, **_: Any) -> float:
    """Each word wanted against the one that comes closest to it: a first name alone is a part of a name, three letters are not."""
    parts, words = _words(wanted), _words(called)
    each = [max((fuzz.ratio(part, word) for word in words), default=0.0) for part in parts]
    return max(fuzz.ratio(wanted, called), sum(each) / len(each) if each else 0.0)


def doubts(failures: Iterable[NotOnList | SeveralNames], reading: Reading) -> list[Doubt]:
    """What to ask back about names that were not used, each name once over all accounts, with whole texts to ask instead."""
    several: dict[tuple[str, str], dict[str, None]] = {}
    unknown: dict[tuple[str, str], dict[str, None]] = {}
    for failure in failures:
        kept, called = (several, failure.found) if isinstance(failure, SeveralNames) else (unknown, failure.nearest)
        kept.setdefault((failure.field, failure.name), {}).update(dict.fromkeys(called))
    said = []
    for (field, name), found in several.items():
        texts = [_one_of_them(reading, field, name, candidate) for candidate in [*found][:_OFFERED]]
        said.append(_doubt(_several("", field, name, [*found]), name, [*texts, all_of_them(reading, name, [*found])]))
    for (field, name), found in unknown.items():
        if (field, name) not in several:
            near = [*found][:_SUGGESTED]
            texts = [_one_of_them(reading, field, name, candidate) for candidate in near]
            said.append(_doubt(_none("There is", field, name, near), name, texts))
    return said


def _doubt(message: str, name: str, texts: Iterable[str | None]) -> Doubt:
    return Doubt(words=name, message=message, suggestions=tuple(text for text in texts if text))


def _one_of_them(reading: Reading, field: str, name: str, candidate: str) -> str | None:
    """A text that asks for one entry: what was typed with a practitioner's name in the place of the other, as people would say it.

    What a house offers is called anything ("Couples' Massage", "Evening swim for 2"), so it stands behind its key, where no word of
    it is read as something else. What a query is explained as can be read again, where there is no text.
    """
    plain = instead(reading.text or reading.understood, name, candidate)
    return plain if field == "staff" else all_of_them(reading, name, [candidate]) or plain


def all_of_them(reading: Reading, name: str, called: Sequence[str]) -> str | None:
    """A text that asks for every entry that a name may mean: the question as it was understood, with each of them in its place."""
    if len(called) > _OFFERED or any(sign in "".join(called) for sign in '"\\“”'):
        return None
    said = reading.understood.split(" · ")
    place = next((n for n, part in enumerate(said) if part.casefold().endswith(f" “{name.casefold()}”")), None)
    if place is None:
        return None
    key = said[place].partition(" “")[0]
    return " · ".join([*said[:place], *(f"{key} “{each}”" for each in called), *said[place + 1 :]])


def none_called(field: str, name: str) -> str:
    """What an account says of a name that it does not have and another one does."""
    one, _ = _NOUNS.get(field, (field, field))
    return f"has no {one} called “{name}”"


def _none(begin: str, field: str, name: str, near: Sequence[str]) -> str:
    one, _ = _NOUNS.get(field, (field, field))
    return f"{begin} no {one} called “{name}”" + (f"; did you mean {_listed(near, 'or')}?" if near else ".")


def _several(where: str, field: str, name: str, called: Sequence[str]) -> str:
    _, many = _NOUNS.get(field, (field, field))
    count = _COUNTS.get(len(called), f"{len(called):,}")
    more = f" and {len(called) - _OFFERED:,} more" if len(called) > _OFFERED else ""
    names = f"{', '.join(called[:_OFFERED])}{more}" if more else _listed(called, "and")
    return f"{count} {many}{where} match “{name}”: {names}."


def _listed(names: Sequence[str], word: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def instead(text: str, name: str, candidate: str) -> str | None:
    """A text with another name in the place of one; nothing when the text does not hold it as it was read."""
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, name.split())) + r"(?!\w)"
    keyed = re.search(rf":\s?{pattern}", text, flags=re.IGNORECASE) is not None
    quoted = (
        candidate
        if _plain(candidate) and not (keyed and " " in candidate)
        else '"' + candidate.replace("\\", r"\\").replace('"', r"\"") + '"'
    )
    changed, count = re.subn(f'["“]{pattern}["”]|{pattern}', lambda _: quoted, text, count=1, flags=re.IGNORECASE)
    return changed if count else None


def _plain(candidate: str) -> bool:
    """Whether a name needs no quotes to be read as one: letters, and the signs that names have."""
    return all(word.replace("-", "").replace("'", "").replace("’", "").isalpha() for word in candidate.split())


def _words(folded: str) -> list[str]:
    return re.findall(r"\w+", folded)


def _begins(word: str, part: str) -> bool:
    return word.startswith(part) and not (part[-1].isdigit() and word[len(part) : len(part) + 1].isdigit())
