"""What the site stands on: its settings, its database, its owner."""

import shutil
from collections.abc import Generator, Iterator
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from blog.accounts.mail import LOOPBACK
from blog.accounts.people import has_owner
from blog.cli.checks.findings import Finding, State, current_settings, few
from blog.extensions import db

LEAST_FREE_BYTES = 500 * 1024 * 1024
LEAST_POSTGRESQL = 15
LEAST_SECRET = 32
OTHERS_MAY_ENTER = 0o077


def settings() -> Iterator[Finding]:
    """The address, the folder, the key."""
    given, what = current_settings(), "Settings"
    site = urlsplit(given.site_url)
    if not given.site_url:
        yield Finding(
            State.LOOK, what, "SITE_URL is not set: links in feeds lead where each reader came from."
        )
    elif site.scheme == "http" and site.hostname not in LOOPBACK:
        yield Finding(
            State.LOOK, what, f"SITE_URL={given.site_url}: passwords travel unencrypted. Use https."
        )
    elif site.scheme == "https" and not given.trusted_proxies:
        words = "SITE_URL is https and TRUSTED_PROXIES is 0: limits count all readers as one, the proxy."
        yield Finding(State.LOOK, what, words)
    if given.instance_dir.stat().st_mode & OTHERS_MAY_ENTER:
        words = f"Other users of this machine may enter {given.instance_dir}: chmod 700 keeps them out."
        yield Finding(State.LOOK, what, words)
    if len(given.secret_key) < LEAST_SECRET:
        words = f"SECRET_KEY is short: at least {LEAST_SECRET} random characters keep sessions safe."
        yield Finding(State.LOOK, what, words)
    free = shutil.disk_usage(given.instance_dir).free
    if free < LEAST_FREE_BYTES:
        words = f"Only {free // 1024 // 1024:,} MiB are free where {given.instance_dir} lies."
        yield Finding(State.LOOK, what, words)
    yield Finding(State.OK, what, f"read; data in {given.instance_dir}")


def database() -> Iterator[Finding]:
    """Whether it answers, is whole, and has the tables that this version needs."""
    what = "Database"
    with db.engine.connect() as connection:
        is_file = db.engine.dialect.name == "sqlite"
        version = yield from _file(connection) if is_file else _server(connection)
        have = set(MigrationContext.configure(connection).get_current_heads())
    scripts = ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())
    needed = set(scripts.get_heads())
    if have != needed:
        words = f"The tables are of version {_names(have)}, this program needs {_names(needed)}: run “db upgrade”."
        yield Finding(State.BROKEN, what, words)
    yield Finding(State.OK, what, f"{version}, tables of version {_names(have)}")


def _file(connection: sa.Connection) -> Generator[Finding, None, str]:
    wrong = list(connection.exec_driver_sql("PRAGMA quick_check").scalars())
    if wrong != ["ok"]:
        yield Finding(State.BROKEN, "Database", f"The file is damaged: {few(wrong)} Restore a backup.")
    strays = len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
    if strays:
        yield Finding(State.BROKEN, "Database", f"{strays:,} rows refer to rows that are gone.")
    return f"SQLite {connection.exec_driver_sql('SELECT sqlite_version()').scalar()}"


def _server(connection: sa.Connection) -> Generator[Finding, None, str]:
    version = f"PostgreSQL {connection.exec_driver_sql('SHOW server_version').scalar()}"
    number = int(connection.exec_driver_sql("SHOW server_version_num").scalar() or 0)
    if number // 10_000 < LEAST_POSTGRESQL:
        yield Finding(State.LOOK, "Database", f"{version} is older than {LEAST_POSTGRESQL}.")
    return version


def owner() -> Iterator[Finding]:
    """Whether the site is somebody's."""
    if has_owner():
        yield Finding(State.OK, "Owner", "there is one")
    else:
        yield Finding(State.LOOK, "Owner", "Nobody owns this site yet: run “setup-link”.")


def _names(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"
