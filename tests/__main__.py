"""`make test`: get what the suite needs, run it whole, and put everything away again, also after Ctrl-C.

A TEST_POSTGRES_URL, TEST_REDIS_URL or CHROMIUM of the environment is used as it is. Words on the command line go
to pytest.
"""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType

from tests.machine import chromium, postgres, redis
from tests.machine.servers import NotStarted

# For pytest to end its fixtures, the sites that browser tests started among them.
STOP_SECONDS = 5.0
INTERRUPTED = 130
NOT_HAD = "no {} here, and none could be installed (that takes root on Debian)"
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: list[str]) -> int:
    """Run the suite; returns pytest's exit status, or 1 where CI lacked a part."""
    for end in ENDS:
        signal.signal(end, _interrupt)
    try:
        with ExitStack() as stack:
            environment, missing = prepare(stack)
            _tell(missing)
            status = run_pytest(arguments, {**os.environ, **environment})
            _tell(missing)
    except KeyboardInterrupt:
        print("\nStopped. Everything that was started is gone.", flush=True)
        return INTERRUPTED
    return 1 if missing and os.environ.get("CI") and not status else status


def prepare(stack: ExitStack) -> tuple[dict[str, str], list[str]]:
    """Start what is needed until `stack` closes. Returns the tests' environment, and what cannot be tested and why."""
    environment: dict[str, str] = {}
    missing: list[str] = []
    found = chromium.get()
    if found:
        environment["CHROMIUM"] = found
    else:
        missing.append("browser tests: " + NOT_HAD.format("Chromium"))
    for name, start, what in (
        ("TEST_POSTGRES_URL", _postgres, "tests on PostgreSQL"),
        ("TEST_REDIS_URL", _redis, "tests with Redis"),
    ):
        try:
            environment[name] = os.environ.get(name) or start(stack)
        except NotStarted as error:
            missing.append(f"{what}: {error}")
    return environment, missing


def _postgres(stack: ExitStack) -> str:
    programs = postgres.get()
    if programs is None:
        raise NotStarted(NOT_HAD.format("PostgreSQL"))
    return stack.enter_context(postgres.private_postgres(programs))


def _redis(stack: ExitStack) -> str:
    program = redis.get()
    if program is None:
        raise NotStarted(NOT_HAD.format("Redis"))
    return stack.enter_context(redis.private_redis(program))


def run_pytest(arguments: list[str], environment: dict[str, str]) -> int:
    """Run it in a session of its own, so that on Ctrl-C nothing of it is left when the servers stop."""
    command = [sys.executable, "-m", "pytest", "--numprocesses=auto", "--dist=worksteal", *arguments]
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        return process.wait()
    except KeyboardInterrupt:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            print("The tests do not end; killing them.", flush=True)
        raise
    finally:
        _kill_what_is_left(process.pid)


def _kill_what_is_left(session: int) -> None:
    """All of a session's processes: pytest's group and, where the system lists them, those that tests started."""
    with suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)
    for number in (int(folder.name) for folder in Path("/proc").glob("[0-9]*")):
        with suppress(ProcessLookupError):
            if os.getsid(number) == session:
                os.kill(number, signal.SIGKILL)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """End in good order; a second Ctrl-C must not leave half of it running."""
    for end in ENDS:
        signal.signal(end, signal.SIG_IGN)
    raise KeyboardInterrupt


def _tell(missing: list[str]) -> None:
    for line in missing:
        print(f"!!! NOT TESTED: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
