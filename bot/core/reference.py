"""References: a few signs that somebody reads out and somebody else finds again."""

import secrets

_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without letters that are misread aloud."""


def new_reference(length: int = 4) -> str:
    """Signs by chance: four find an error in the log; where two may not be the same, whoever keeps them sees to it."""
    return "".join(secrets.choice(_SIGNS) for _ in range(length))
