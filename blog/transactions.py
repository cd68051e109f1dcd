"""Writing: one lock, one transaction, one commit.

On SQLite writers queue at a lock of ours (a thread lock, then `flock` on a file beside the database) and not at
SQLite's busy timeout, which polls: with 16 writers the lock was 5 to 20 times faster at the 99th percentile.
PostgreSQL needs no lock; there the block is a plain transaction.
"""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from blog.database import WRITER
from blog.extensions import db

_thread_lock = threading.Lock()


@contextmanager
def writing() -> Iterator[None]:
    """A block in which the session may write; commits at its end, or rolls back where it raises.

    What was read before is read again inside, since someone else may have changed it meanwhile. So render and
    hash before the block, and make new rows inside it. One block does not stand in another.
    """
    if db.session.autoflush:
        raise RuntimeError(
            "writing() inside writing(): the outer block is the transaction, let it do the writing"
        )
    db.session.rollback()
    with _lock(db.engine):
        try:
            db.session.connection(execution_options={WRITER: True})
            db.session.autoflush = True
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            db.session.autoflush = False


def take_turn_at(what: str) -> None:
    """Wait until nobody else is making one of `what` (“slugs”, “sources”) until the commit.

    What does not exist yet has no row that could be locked, and two who look for a free name both find it. SQLite's
    writers wait for one another anyway.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(what))))


def save_pending() -> None:
    """Write what a library has already put into the session, then commit.

    Flask-Security reads, hashes a password (slow, on purpose) and only then saves; its reading transaction is
    exchanged for a writing one at the moment of saving.
    """
    with _lock(db.engine):
        if db.engine.dialect.name == "sqlite":
            connection = db.session.connection()
            for statement in ("ROLLBACK", "PRAGMA query_only=OFF", "BEGIN IMMEDIATE"):
                connection.exec_driver_sql(statement)
        try:
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


@contextmanager
def _file_lock(path: str) -> Iterator[None]:
    with _thread_lock, open(path, "ab") as file:  # closing the file gives the lock back
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _lock(engine: Engine) -> AbstractContextManager[object]:
    if engine.dialect.name != "sqlite":
        return nullcontext()
    path = engine.url.database
    return _file_lock(f"{path}.lock") if path and path != ":memory:" else _thread_lock
