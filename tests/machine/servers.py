"""A server program run for us alone: its own folder, a free port of this machine, stopped at the end."""

import os
import pwd
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 30.0
STOP_SECONDS = 15.0
POLL_SECONDS = 0.05


class NotStarted(Exception):
    """A server that was found and did not come up; says what it printed."""


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def unprivileged(preferred: str) -> str | None:
    """The user to run a server as: PostgreSQL refuses root, and no test server needs it. None: as we are."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return preferred if preferred in known else "nobody"


@contextmanager
def private_folder(name: str, user: str | None) -> Iterator[Path]:
    """A folder that only `user` (or we) can enter, removed at the end."""
    with tempfile.TemporaryDirectory(prefix=f"rejoinder-{name}-") as folder:
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        yield Path(folder)


def run_as(user: str | None, command: Sequence[str | Path], folder: Path) -> None:
    """Run a command to its end as `user`. Raises `NotStarted` where it fails."""
    done = subprocess.run(
        command, user=user, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotStarted(f"{Path(command[0]).name} failed: {done.stdout}{done.stderr}")


@contextmanager
def running(
    command: Sequence[str | Path], *, user: str | None, folder: Path, is_up: Callable[[], bool]
) -> Iterator[None]:
    """Run a server until the block ends. Ctrl-C does not reach it, so that it is stopped after those who use it."""
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            user=user,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait_until_up(process, is_up, log)
        yield
    finally:
        _stop(process)


def _wait_until_up(process: subprocess.Popen[bytes], is_up: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_up():
        if process.poll() is not None or time.monotonic() > deadline:
            raise NotStarted(
                f"{process.args!r} did not come up:\n{log.read_text('utf-8', 'replace')[-2000:]}"
            )
        time.sleep(POLL_SECONDS)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """SIGINT is PostgreSQL's “fast shutdown”; Redis ends at once too."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
