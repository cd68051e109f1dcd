"""Rate limits without Redis: counters in a small SQLite file of their own, shared by this machine's workers.

A storage for the `limits` library (its “custom storage” contract), fixed windows only. Losing the file loses only
the counting, so it is written without waiting for the disk. Keys are stored as digests: they contain addresses.
"""

import hashlib
import os
import sqlite3
import tempfile
import threading
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

from limits.storage import Storage

from blog.clock import now

SCHEME = "limits-file"
# A counter that waits longer than this for its turn lets the request pass (RATELIMIT_SWALLOW_ERRORS).
BUSY_SECONDS = 2.0
# Expired counters are dropped once in so many hits.
SWEEP_EVERY = 500

TABLE = (
    "CREATE TABLE IF NOT EXISTS counter "
    "(key BLOB PRIMARY KEY, hits INTEGER NOT NULL, expires_at REAL NOT NULL) WITHOUT ROWID"
)
HIT = """
    INSERT INTO counter (key, hits, expires_at) VALUES (:key, :amount, :now + :expiry)
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN expires_at <= :now THEN excluded.hits ELSE hits + excluded.hits END,
        expires_at = CASE WHEN expires_at <= :now THEN excluded.expires_at ELSE expires_at END
    RETURNING hits
"""


class FileStorage(Storage):
    """Counters in the file named by a URI such as `limits-file:///srv/blog/limits.sqlite3`."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 (the library reads a list)

    def __init__(
        self, uri: str | None = None, wrap_exceptions: bool = False, **options: float | str | bool
    ) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._path = Path(unquote(urlsplit(uri or "").path))
        self._local = threading.local()
        self._hits = 0

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        return sqlite3.Error, OSError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        self._hits += 1
        if self._hits % SWEEP_EVERY == 0:
            self._run("DELETE FROM counter WHERE expires_at <= :now")
        row = self._run(HIT, key=_digest(key), amount=amount, expiry=expiry)
        return int(row[0]) if row else 0

    def get(self, key: str) -> int:
        row = self._run("SELECT hits FROM counter WHERE key = :key AND expires_at > :now", key=_digest(key))
        return int(row[0]) if row else 0

    def get_expiry(self, key: str) -> float:
        row = self._run(
            "SELECT expires_at FROM counter WHERE key = :key AND expires_at > :now", key=_digest(key)
        )
        return float(row[0]) if row else _now()

    def clear(self, key: str) -> None:
        self._run("DELETE FROM counter WHERE key = :key", key=_digest(key))

    def reset(self) -> int | None:
        count = self._run("SELECT count(*) FROM counter")
        self._run("DELETE FROM counter")
        return int(count[0]) if count else 0

    def check(self) -> bool:
        return self._run("SELECT 1") is not None

    def _run(self, statement: str, **values: object) -> tuple[float, ...] | None:
        rows = self._connection().execute(statement, {"now": _now(), **values}).fetchall()
        return rows[0] if rows else None

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection, made anew after a fork: SQLite's must not cross one."""
        if getattr(self._local, "pid", None) != os.getpid():
            _make(self._path)
            connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
            for statement in ("PRAGMA synchronous=OFF", TABLE):
                connection.execute(statement)
            self._local.connection, self._local.pid = connection, os.getpid()
        kept: sqlite3.Connection = self._local.connection
        return kept


def _make(path: Path) -> None:
    """Make the file where there is none, for this user alone.

    A process that closes any descriptor of a file loses its locks on it, other connections' too (fcntl(2),
    https://www.sqlite.org/howtocorrupt.html §2.2). So the file is made and closed before it gets its name.
    """
    if path.exists():
        return
    descriptor, unnamed = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    os.close(descriptor)
    # Set here, where nobody waits: a file that is in use changes its journal for nobody, and says so at once.
    with closing(sqlite3.connect(unnamed, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(TABLE)
    try:
        os.link(unnamed, path)
    except FileExistsError:
        pass  # another thread or process was first
    finally:
        os.unlink(unnamed)


def _now() -> float:
    return now().timestamp()


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
