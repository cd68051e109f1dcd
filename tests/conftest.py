"""One database a test process, made by migrating: a copied file for SQLite, truncated tables for PostgreSQL."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from blog import clock, create_app
from blog.accounts.signing import FLASK_SECURITY
from blog.config import read_settings
from blog.extensions import db, limiter
from tests.client import Reader

# Argon2id with the least work, and no limits but in their own test: tests sign in often.
FLASK_SECURITY["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"] = {
    "argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1
}  # fmt: skip
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "")


@pytest.fixture(scope="session")
def instance_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folders: dict[str, Path] = {}
    return lambda engine: folders.setdefault(engine, tmp_path_factory.mktemp(engine))


def _settings(url: str, instance: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "INSTANCE_DIR": str(instance),
        "SITE_URL": "http://localhost",
        "SECRET_KEY": "test",
    }


@pytest.fixture(scope="session")
def _sqlite_app(instance_of: Callable[[str], Path]) -> Flask:
    instance = instance_of("sqlite")
    app = create_app(read_settings(_settings(f"sqlite:///{instance / 'test.sqlite3'}", instance)))
    with app.app_context():
        upgrade()
        db.engine.dispose()
    shutil.copy(instance / "test.sqlite3", instance / "migrated")
    return app


@pytest.fixture(scope="session")
def _postgres_app(instance_of: Callable[[str], Path]) -> Iterator[Flask]:
    if not POSTGRES:
        pytest.skip("no PostgreSQL: set TEST_POSTGRES_URL or run `make test`")
    name = f"rejoinder_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    server = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        # A run that was killed may have left one of the same process number.
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    server.dispose()
    url = sa.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    app = create_app(read_settings(_settings(url, instance_of("postgresql"))))
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


def _fresh_file(app: Flask) -> None:
    instance = app.config["SETTINGS"].instance_dir
    db.engine.dispose()
    for suffix in ("-wal", "-shm"):
        (instance / f"test.sqlite3{suffix}").unlink(missing_ok=True)
    shutil.copy(instance / "migrated", instance / "test.sqlite3")


# Rows in one table from which on its files are made anew rather than its rows deleted.
MANY_ROWS = 1000


def _emptied(app: Flask) -> None:
    """Delete what the last test left. TRUNCATE would make some two hundred files anew, for a handful of rows."""
    names = [table.name for table in db.metadata.sorted_tables]
    query = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)
    with db.engine.begin() as connection:
        connection.exec_driver_sql(
            "SET LOCAL session_replication_role = replica"
        )  # no triggers, no foreign keys
        filled = list(connection.exec_driver_sql(query).scalars())
        counts = [connection.exec_driver_sql(f'DELETE FROM "{name}"').rowcount for name in filled]
        connection.exec_driver_sql(
            "SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences "
            "WHERE last_value IS NOT NULL"
        )
        if max(counts, default=0) > MANY_ROWS:
            every = ", ".join(f'"{name}"' for name in names)
            connection.exec_driver_sql(f"TRUNCATE {every} RESTART IDENTITY CASCADE")


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest) -> Flask:
    """The application on an empty database; every test that asks for it runs on both databases."""
    app: Flask = request.getfixturevalue("_sqlite_app" if request.param == "sqlite" else "_postgres_app")
    with app.app_context():
        _fresh_file(app) if request.param == "sqlite" else _emptied(app)
    app.extensions.pop("rejoinder-robots", None)  # what the last test's sites asked for
    limiter.enabled = False
    shutil.rmtree(app.config["SETTINGS"].instance_dir / "outbox", ignore_errors=True)
    return app


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The application with its context pushed, for tests of rules. Do not mix with a client's requests."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def reader(app: Flask) -> Reader:
    """A person with a browser of their own, signed out."""
    return Reader(app)


class Clock:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self.moment = datetime(2025, 5, 15, 9, 14, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **delta: float) -> None:
        self.moment += timedelta(**delta)

    def wait(self, seconds: float) -> None:
        self.move(seconds=seconds)


@pytest.fixture
def stopped_clock() -> Iterator[Clock]:
    stopped = Clock()
    clock.set_source(stopped, stopped.wait)
    yield stopped
    clock.set_source(None)
