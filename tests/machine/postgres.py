"""A PostgreSQL of our own: its data in a folder that goes, fast because it may lose everything."""

import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.machine import packages
from tests.machine.servers import NotStarted, free_port, private_folder, run_as, running, unprivileged

PACKAGE = "postgresql"
# Debian keeps the programs out of PATH, one folder a version.
DEBIAN = Path("/usr/lib/postgresql")
# The data is thrown away, so nothing need survive a crash.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
# Several test processes, each with a few connections.
MOST_CONNECTIONS = 200


def find() -> Path | None:
    """The folder with PostgreSQL's programs, the newest version first."""
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]), reverse=True)
    found = versions[0] if versions else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def get() -> Path | None:
    """The same, installed where it is missing and we may."""
    return find() or (find() if packages.install(PACKAGE) else None)


@contextmanager
def private_postgres(programs: Path) -> Iterator[str]:
    """Run it; gives the URL of its superuser's database. Only who has the password gets in."""
    user, port, password = unprivileged("postgres"), free_port(), secrets.token_hex(16)
    with private_folder("postgres", user) as folder:
        _make(programs, folder, user, password)
        settings = [*FAST, "listen_addresses=127.0.0.1", "unix_socket_directories="]
        settings.append(f"max_connections={MOST_CONNECTIONS}")
        command: list[str | Path] = [programs / "postgres", "-D", folder / "data", "-p", str(port)]
        command += [word for setting in settings for word in ("-c", setting)]
        with running(command, user=user, folder=folder, is_up=lambda: _is_ready(programs, port)):
            yield f"postgresql+psycopg://postgres:{password}@127.0.0.1:{port}/postgres"


def _make(programs: Path, folder: Path, user: str | None, password: str) -> None:
    words = folder / "password"
    words.write_text(password)
    if user:
        shutil.chown(words, user)
    options = [
        "--username=postgres",
        "--auth=scram-sha-256",
        f"--pwfile={words}",
        "--encoding=UTF8",
        "--no-sync",
    ]
    command: list[str | Path] = [programs / "initdb", "--pgdata", folder / "data", *options]
    try:
        run_as(user, [*command, "--locale=C.UTF-8"], folder)
    except NotStarted:  # not every system has that locale
        run_as(user, command, folder)


def _is_ready(programs: Path, port: int) -> bool:
    command: list[str | Path] = [programs / "pg_isready", "--quiet", "--host=127.0.0.1", f"--port={port}"]
    return subprocess.run(command, check=False).returncode == 0
