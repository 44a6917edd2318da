"""Keys and tokens as settings: what cannot travel in a header is refused before anything is asked."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, SecretStr


def _masked(value: Any) -> Any:
    """Made secret before it is judged: pydantic quotes in its error what the validator was given."""
    return SecretStr(value) if isinstance(value, str) else value


def _sendable(secret: SecretStr) -> SecretStr:
    """A header's value is visible ASCII, with no blank at its ends (RFC 9110, section 5.5)."""
    value = secret.get_secret_value()
    if not value.strip():
        raise ValueError("must not be empty; copy the key from the vendor")
    if not value.isascii() or not value.isprintable():
        raise ValueError("must be one line of plain letters, digits and signs (ASCII); copy the key again")
    if value != value.strip():
        raise ValueError("must not begin or end with a blank; copy the key again")
    return secret


Key = Annotated[SecretStr, AfterValidator(_sendable), BeforeValidator(_masked)]
"""A key or token that goes out with every call. No error about it quotes it."""
