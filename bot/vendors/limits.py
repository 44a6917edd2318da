"""What one call to a vendor may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one call may take: seconds to connect, seconds of silence, tries, and bytes of an answer once unpacked.

    After `failures` in a row an account is left alone for `rest` seconds; a try that fails doubles them.
    """

    connect: float = 3.0
    silence: float = 8.0
    attempts: int = 3
    max_bytes: int = 20_000_000
    failures: int = 5
    rest: float = 30.0
