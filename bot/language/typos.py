"""A mistyped word is read as the one known word that it is close to. Names and references are never touched."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.language.lexicon import Lexicon

SHORTEST = 5
LONG = 8


@lru_cache(maxsize=8)
def _by_letter(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in lexicon.known:
        found.setdefault(word[0], []).append(word)
    return {letter: tuple(words) for letter, words in found.items()}


@lru_cache(maxsize=8192)
def meant(word: str, lexicon: Lexicon) -> str | None:
    """The known word that a mistyped one stands for: one slip in five letters, two in eight, and no other word as close.

    The first letter counts as typed right, and no shorter word is corrected: "jane" is not June.
    """
    if len(word) < SHORTEST or word in lexicon.never:
        return None
    limit = 2 if len(word) >= LONG else 1
    best, found = limit + 1, None
    for known in _by_letter(lexicon).get(word[0], ()):
        if len(known) < SHORTEST - 1 or abs(len(known) - len(word)) > limit:
            continue
        distance = OSA.distance(word, known, score_cutoff=limit)
        if distance < best:
            best, found = distance, known
        elif distance == best <= limit and found is not None and not _same(known, found, lexicon):
            found = None
    return found


def _same(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether two words mean the same, as "order" and "orders"."""
    mine, others = lexicon.root.then[one].values, lexicon.root.then[other].values
    return any(name in others and others[name] == meaning for name, meaning in mine.items())
