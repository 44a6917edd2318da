"""The tables. A change of one is a new file in `migrations/versions`; a test compares both databases with what stands here."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A point in time, aware, kept in UTC: SQLite would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


RUNNING = ("begun", "sent", "accepted")
"""The states of an action that somebody is at work on."""

_ONE_AT_A_TIME = text("state IN ('begun', 'sent', 'accepted')")


def _subject() -> list[Column[Any]]:
    """What an action or a note is about: the record's account, kind and id."""
    return [
        Column("account", String(100), nullable=False),
        Column("kind", String(32), nullable=False),
        Column("record", String(200), nullable=False),
    ]


actions = Table(
    "actions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("reference", String(12), nullable=False),
    Column("workspace", String(64), nullable=False),
    *_subject(),
    Column("venue", String(100), nullable=False),
    Column("vendor", String(32), nullable=False),
    Column("ref", String(200)),
    Column("name", String(32), nullable=False),
    Column("action", JSON),
    Column("given", JSON, nullable=False),
    Column("token", String(300), nullable=False),
    Column("state", String(12), nullable=False),
    Column("by", String(64), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("actor", JSON, nullable=False),
    Column("via", String(12), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("finished_at", Moment),
    Column("answer", Text),
    Column("why", Text),
    Column("before", JSON),
    Column("after", JSON),
    Column("undo", JSON),
    Column("reply", JSON),
    Column("told", String(12)),
    Index("ix_actions_record", "account", "kind", "record"),
    Index("ix_actions_state", "state"),
    Index("uq_actions_reference", "reference", unique=True),
)
"""The journal. `given` is emptied of texts once an action is finished; `reply` is where its outcome is shown."""

Index(
    "uq_actions_one_at_a_time",
    actions.c.account,
    actions.c.kind,
    actions.c.record,
    unique=True,
    sqlite_where=_ONE_AT_A_TIME,
    postgresql_where=_ONE_AT_A_TIME,
)

audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False, index=True),
    Column("event", String(20), nullable=False),
    Column("workspace", String(64), nullable=False),
    Column("by", String(64), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("via", String(12), nullable=False),
    *_subject(),
    Column("venue", String(100), nullable=False),
    Column("vendor", String(32), nullable=False),
    Column("ref", String(200)),
    Column("name", String(32), nullable=False),
    Column("amount", BigInteger),
    Column("currency", String(3)),
    Column("before", JSON),
    Column("after", JSON),
    Column("why", Text),
    Column("reference", String(12), nullable=False),
    Column("action_id", String(32)),
    UniqueConstraint("action_id", "event", name="uq_audit_once"),
    Index("ix_audit_record", "account", "kind", "record"),
)
"""Who did what to which record, and what came of it. Rows are added and, after the retention time, deleted; never changed."""

notes = Table(
    "notes",
    metadata,
    Column("id", String(32), primary_key=True),
    *_subject(),
    Column("text", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_notes_record", "account", "kind", "record"),
)
"""Notes that Frontdesk keeps where a vendor has none."""

replicas = Table(
    "replicas",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("beat_at", Moment, nullable=False),
)
"""The processes at work, each with its last sign of life."""

counts = Table(
    "counts",
    metadata,
    Column("venue", String(100), primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("value", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)
"""What was counted at a venue on a day, and when. It is of the venue, whichever workspace asks, and names nobody."""

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("workspace", String(64), nullable=False),
    Column("venue", String(100), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("question", Text),
    Column("cron", String(100), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("policy", String(8), nullable=False),
    Column("skip_empty", Boolean, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("by", String(64), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("next_at", Moment, nullable=False, index=True),
    Column("lost_told", Boolean, nullable=False),
)
"""What is posted where and when. Without a question it is the venue's summary."""

posts = Table(
    "posts",
    metadata,
    Column("subscription", String(64), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("state", String(12), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("again_at", Moment),
    Column("sent_at", Moment),
    Column("ts", String(32)),
    Column("partial", Boolean, nullable=False),
    Column("why", Text),
    Index("ix_posts_again_at", "again_at"),
)
"""One row for each subscription and day of its venue: that is what makes a post happen once."""

replies = Table(
    "replies",
    metadata,
    Column("subscription", String(64), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("part", String(12), primary_key=True),
    Column("sent_at", Moment, nullable=False),
    Column("ts", String(32)),
)
"""What stands in the thread of a post: one row for each part, written before it is sent; `ts` once it is known to be there."""

alerts = Table(
    "alerts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(64), nullable=False),
    Column("by", String(64), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("occasion", Text, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("lost_told", Boolean, nullable=False),
    Index("ix_alerts_by", "workspace", "by"),
)
"""Who wants to be told of what, and where. `occasion` is the asker's own words as they were read."""

watches = Table(
    "watches",
    metadata,
    Column("condition", String(16), primary_key=True),
    Column("venue", String(100), primary_key=True),
    Column("names", String(40), primary_key=True),
    Column("next_at", Moment, nullable=False),
)
"""When each question is asked next, for all alerts that want its answer."""

tellings = Table(
    "tellings",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("alert", String(32), nullable=False, index=True),
    Column("venue", String(100), nullable=False),
    Column("day", Date, nullable=False),
    Column("state", String(12), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("again_at", Moment, index=True),
    Column("sent_at", Moment),
    Column("ts", String(32)),
    Column("why", Text),
)
"""One message of an alert, and what became of it."""

told = Table(
    "told",
    metadata,
    Column("alert", String(32), primary_key=True),
    *(Column(column.name, column.type, primary_key=True) for column in _subject()),
    Column("day", Date, primary_key=True),
    Column("telling", String(32), index=True),
)
"""One row for each alert, record and day of the venue: that is what makes a fact be told once. It holds ids only; without a telling
it was so when the alert was made."""
