"""`Answer`: the records of all accounts asked, and for each account whether that was everything."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.reading import Reading
from bot.core.record import Record
from bot.core.states import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAnswer:
    """How one account answered.

    `complete` is false when rows are missing, and `error` then says why in a sentence. `asked` is false for an account that has
    nothing of the kind asked for; `note` says so. `waiting` is true while its answer has not come. `calls` and `ms` are what this
    question cost; `age` is how old the rows are in seconds. `left_out` counts rows that the question did not want by their state.
    """

    account: str
    vendor: str
    venue: str
    title: str
    complete: bool
    asked: bool = True
    waiting: bool = False
    error: str | None = None
    note: str | None = None
    reference: str | None = None
    calls: int = 0
    ms: int = 0
    age: float = 0.0
    rows: int = 0
    total: int | None = None
    left_out: Mapping[Status, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person over all accounts, and her records in the order of the answer. Personal data: masked as a `Customer` is."""

    name: str | None
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer: sorted records, at most the limit; `total` counts them all, `None` when that is not known.

    `next` is a cursor for the records after the last one here, when there are more. `people` are the persons of these records,
    where the question was about one. A question that only asks how many has no records of an account that counts by itself.
    """

    reading: Reading
    records: tuple[Record, ...]
    accounts: tuple[AccountAnswer, ...]
    total: int | None = None
    next: str | None = None
    people: tuple[Person, ...] = ()

    @property
    def found(self) -> int:
        """How many records are known of so far, those after a cut and those that a vendor counted by itself among them."""
        return max(len(self.records), sum(account.rows for account in self.accounts))

    @property
    def complete(self) -> bool:
        """Whether every account gave everything it has."""
        return all(account.complete for account in self.accounts)

    @property
    def waiting(self) -> tuple[AccountAnswer, ...]:
        """The accounts whose answer has not come yet."""
        return tuple(account for account in self.accounts if account.waiting)

    @property
    def left_out(self) -> Mapping[Status, int]:
        """How many records of which state the question did not want."""
        counts: dict[Status, int] = {}
        for account in self.accounts:
            for status, count in account.left_out.items():
                counts[status] = counts.get(status, 0) + count
        return counts
