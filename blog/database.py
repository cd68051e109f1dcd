"""How the two databases are made to behave alike: types, names, and SQLite's way of beginning.

SQLite: write-ahead log, foreign keys on, `synchronous=FULL`. A transaction begins as a reader that cannot write
(`PRAGMA query_only`); only `blog.transactions` begins writers, with `BEGIN IMMEDIATE`, so that no reader is ever
upgraded halfway and refused for having read an older state.
"""

import enum
import sqlite3
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase

# Every constraint has a name, so that a migration can speak of it on both databases.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# The lock of `blog.transactions` does the waiting; this is for what else may hold the file, such as a backup.
BUSY_TIMEOUT_MS = 10_000
# Identity columns are 4-byte integers on PostgreSQL (§8.1.1 of its manual): a higher number names nothing.
HIGHEST_ID = 2**31 - 1
WRITER = "rejoinder_writer"

# Only `blog.transactions.writing` flushes by itself: a reading transaction could not.
session_options: dict[str, Any] = {"autoflush": False, "expire_on_commit": False}


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = sa.MetaData(naming_convention=NAMING)


class UTCDateTime(sa.TypeDecorator[datetime]):
    """A moment, stored in UTC and read back with its offset (SQLite drops offsets without a word)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A stored time needs its offset")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(kind: type[enum.StrEnum]) -> sa.Enum:
    """A column type for one of an enum's values, stored as its string."""
    return sa.Enum(
        kind, native_enum=False, length=20, values_callable=lambda k: [member.value for member in k]
    )


def tune(engine: Engine) -> None:
    """Make `engine` keep the promises of this module. Does nothing for PostgreSQL."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin on its own, and only at the first write
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITER, False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def row_number(words: str) -> int | None:
    """The row number that a request names; None for what is none, or higher than any."""
    number = int(words) if words.isascii() and words.isdecimal() and len(words) <= len(str(HIGHEST_ID)) else 0
    return number if 0 < number <= HIGHEST_ID else None
