"""A fresh site on each of the two databases, for what must hold on both."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from blog import create_app
from blog.config import read_settings
from blog.extensions import db


def sites() -> Iterator[tuple[str, Flask]]:
    """SQLite's and, where `TEST_POSTGRES_URL` names a server, PostgreSQL's: name and site, gone after its turn."""
    servers = {"SQLite": "", "PostgreSQL": os.environ.get("TEST_POSTGRES_URL", "")}
    for name, server in servers.items():
        if name == "PostgreSQL" and not server:
            print("Set TEST_POSTGRES_URL to measure PostgreSQL too: a URL whose user may create databases.")
            continue
        with site(server) as app:
            yield name, app


@contextmanager
def site(server: str) -> Iterator[Flask]:
    """A fresh site on SQLite, or on a database of its own at the PostgreSQL `server`."""
    with tempfile.TemporaryDirectory() as folder, _database(server) as url:
        settings = {"INSTANCE_DIR": folder, "SITE_URL": "http://localhost", "SECRET_KEY": "benchmark"}
        app = create_app(read_settings(settings | ({"DATABASE_URL": url} if url else {})))
        with app.app_context():
            upgrade()
        try:
            yield app
        finally:
            with app.app_context():
                db.engine.dispose()


@contextmanager
def _database(server: str) -> Iterator[str]:
    if not server:
        yield ""
        return
    name = f"rejoinder_benchmark_{os.getpid()}_{time.time_ns()}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}"')
        engine.dispose()
