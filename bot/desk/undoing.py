"""Whether an action can still be taken back: only what it did itself, not what was done since. Pure."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from bot.core.action import Act
from bot.core.errors import AlreadyDone, ChangedMeanwhile
from bot.core.record import Record
from bot.desk.outcomes import summary
from bot.desk.previewing import ended_of
from bot.store.journal import Entry

_LEFT = ("status", "vendor_status", "stage", "start", "end")
"""What an action leaves behind that taking it back would overwrite. Others may note, label and pay meanwhile."""


def not_over(entry: Entry, undo: Act, done: Iterable[Entry], zone: ZoneInfo) -> None:
    """Nothing, as long as neither the action nor what takes it back was done once more since; `done` is all that was.

    Raises:
        AlreadyDone: it was taken back.
        ChangedMeanwhile: it was done again, which this would take back instead.
    """
    since = [each for each in done if each.id != entry.id and ended_of(each.token) > ended_of(entry.token)]
    for each in sorted(since, key=lambda later: ended_of(later.token)):
        by = f"by {each.by_name} at {(each.finished_at or each.asked_at).astimezone(zone):%H:%M}"
        target = each.given.get("target")
        if each.name == entry.name and target == entry.given.get("target"):
            raise ChangedMeanwhile(f"The same was done again since then, {by}. Nothing was sent.", changes=())
        if each.name == undo.name.value and target == undo.given.target:
            raise AlreadyDone(f"It was taken back already, {by}. Nothing was sent.")


def as_left(entry: Entry, record: Record) -> None:
    """Nothing, as long as the record is as the action left it; where it could not be read back, that is not known.

    Raises:
        ChangedMeanwhile: it is not.
    """
    if entry.after is None:
        return
    now = summary(record) or {}
    changed = [name.replace("vendor_status", "status") for name in _LEFT if entry.after.get(name) != now.get(name)]
    if changed:
        what = " and ".join(dict.fromkeys(changed))
        raise ChangedMeanwhile(f"Its {what} changed since then, which this would undo too. Nothing was sent.", changes=changed)
