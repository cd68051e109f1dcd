"""`flask serve`: the whole blog in one command, web workers and job worker; `flask worker`: a job worker alone."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from blog.accounts.links import LOCAL_URL
from blog.accounts.people import has_owner
from blog.cli import first_run
from blog.cli.processes import KeptAlive, do_jobs
from blog.cli.web_workers import WebWorkers
from blog.config import Settings
from blog.demo.loading import is_empty, load
from blog.extensions import db

HIGHEST_PORT = 65_535
# Any number that no other program locks in the same PostgreSQL database.
MIGRATION_LOCK = 7_365_646


@click.command("serve")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, help="Where to listen (HOST).")
@click.option(
    "--port",
    envvar="PORT",
    default=8000,
    show_default=True,
    type=click.IntRange(1, HIGHEST_PORT),
    help="The port to listen on (PORT).",
)
@with_appcontext
def serve(host: str, port: int) -> None:
    """Serve the blog: bring the database up to date, start web workers and job worker. Ctrl-C stops everything."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    settings: Settings = app.config["SETTINGS"]
    _refuse_taken(host, port)
    _migrate()
    if is_empty() and not has_owner():
        load()  # the demo: at the very first start only
    app.config[LOCAL_URL] = _address(host, port)
    lines = _banner(settings, app.config[LOCAL_URL])
    _close_database()
    jobs = KeptAlive("The job worker", lambda: do_jobs(app))
    jobs.start()
    try:
        web = WebWorkers(app, host, port, workers=settings.web_workers)
        web.run(when_up=lambda: click.echo("\n".join(lines)))
    finally:
        jobs.stop()


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Do jobs only, such as sending mail: for a machine that serves no pages. Ctrl-C stops it."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    _migrate()
    _close_database()
    do_jobs(app, when_up=lambda: click.echo("Doing jobs. Ctrl-C stops this worker."))


def _refuse_taken(host: str, port: int) -> None:
    """Say what is in the way before anything is done."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(found[0], found[1]) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found[4])
    except OSError as error:
        raise click.ClickException(
            f"{_address(host, port)} cannot be served: {error.strerror}. "
            f"Another port can be named: PORT={port % HIGHEST_PORT + 1} make run"
        ) from error


def _migrate() -> None:
    """Bring the tables up to date."""
    try:
        with _alone():
            upgrade()
    except sa.exc.OperationalError as error:
        where = db.engine.url.render_as_string(hide_password=True)
        raise click.ClickException(f"The database {where} cannot be used: {error.orig}") from error


@contextmanager
def _alone() -> Iterator[None]:
    """Let the nodes of one site migrate one after another; SQLite's writers queue anyway."""
    if db.engine.dialect.name == "sqlite":
        yield
        return
    with db.engine.connect() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_lock(MIGRATION_LOCK)))
        yield
        connection.execute(sa.select(sa.func.pg_advisory_unlock(MIGRATION_LOCK)))


def _close_database() -> None:
    """Before a fork: a connection must not be shared by processes."""
    db.session.remove()
    db.engine.dispose()


def _banner(settings: Settings, address: str) -> list[str]:
    return [
        f"Rejoinder is at {address}",
        f"Data: {_data_place(settings)}",
        *first_run.lines(base=settings.site_url or address),
        "Ctrl-C stops everything.",
    ]


def _data_place(settings: Settings) -> str:
    url = sa.make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and Path(url.database or "").is_relative_to(settings.instance_dir):
        return str(settings.instance_dir)
    return f"{url.render_as_string(hide_password=True)} and {settings.instance_dir}"


def _address(host: str, port: int) -> str:
    """The address to open in a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"
