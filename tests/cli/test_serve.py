"""`flask serve` and `flask worker`, as people start and stop them: real processes, told by real signals."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask import Flask

from tests.machine.servers import free_port

ROOT = Path(__file__).parents[2]
# For a process that should end at once: far more than it takes, so that a slow machine is not taken for a fault.
END_SECONDS = 20


class Running:
    """A command of ours in a process group of its own, as a shell would start it in its terminal's session."""

    def __init__(self, instance: Path, *words: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        given = {
            "INSTANCE_DIR": str(instance),
            "PORT": str(self.port),
            "WEB_WORKERS": "2",
            "DATABASE_URL": "",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT,
            env={**os.environ, **given, "PYTHONUNBUFFERED": "1", "SITE_URL": "", "MAIL_URL": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        )
        self.printed = ""
        self.read_until("Ctrl-C")

    def read_until(self, words: str) -> None:
        """Read what is printed up to a line with these words."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed += line
            if words in line:
                return
        raise AssertionError(f"It ended without a word of {words!r}:\n{self.printed}")

    def tell_group(self, what: signal.Signals) -> tuple[int, str]:
        """Send a signal to all of its processes, as a terminal does; its exit status and what it still printed."""
        os.killpg(self.process.pid, what)
        rest, _ = self.process.communicate(timeout=END_SECONDS)
        return self.process.returncode, rest

    def get(self, path: str) -> str:
        with urlopen(self.url + path, timeout=END_SECONDS) as answer:
            text: str = answer.read().decode()
            return text

    def children(self) -> list[int]:
        """The living processes it forked, oldest first. Reads Linux's /proc (proc(5)), since not all have ps."""
        found, itself = [], Path(f"/proc/{self.process.pid}/cmdline").read_bytes()
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(FileNotFoundError, ProcessLookupError):  # it ended just now
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
                is_forked = (folder / "cmdline").read_bytes() == itself
                if int(parent) == self.process.pid and is_forked and state != "Z":
                    found.append(int(folder.name))
        return sorted(found)

    def end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def start_one(*words: str) -> Running:
        started.append(Running(tmp_path, *words))
        return started[-1]

    yield start_one
    for one in started:
        one.end()


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_stops_all_of_it_and_quietly(start: Callable[..., Running], told: signal.Signals) -> None:
    site = start("serve")
    assert site.url in site.printed
    assert "<html" in site.get("/")
    # What it prints ends when the last process that could print has ended, so none is left.
    assert site.tell_group(told) == (0, "")


def test_only_the_first_start_loads_the_demo_and_none_forgets_anything(start: Callable[..., Running]) -> None:
    first = start("serve")
    posts = re.findall(r'href="(/\d{4}/[^"#]+)', first.get("/"))
    assert posts
    first.tell_group(signal.SIGINT)
    second = start("serve")
    assert re.findall(r'href="(/\d{4}/[^"#]+)', second.get("/")) == posts


def test_a_site_without_an_owner_prints_a_link_that_opens(start: Callable[..., Running]) -> None:
    site = start("serve")
    link = re.search(r"http://\S+(/setup\?\S+)", site.printed)
    assert link is not None
    assert "<form" in site.get(link[1])


@pytest.mark.skipif(sys.platform != "linux", reason="finds the job worker by Linux's /proc")
def test_a_job_worker_that_died_is_started_again(start: Callable[..., Running]) -> None:
    site = start("serve")
    job_worker, *web_workers = site.children()
    assert len(web_workers) == 2
    os.kill(job_worker, signal.SIGKILL)
    site.read_until("started again")
    assert site.tell_group(signal.SIGTERM)[0] == 0


def test_no_process_outlives_a_server_that_was_killed(start: Callable[..., Running]) -> None:
    site = start("serve")
    os.kill(site.process.pid, signal.SIGKILL)
    rest, _ = site.process.communicate(timeout=END_SECONDS)  # ends when nobody is left who could print
    assert "Traceback" not in rest


def test_a_taken_port_is_named_with_a_way_out(app: Flask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = app.test_cli_runner().invoke(args=["serve", "--port", str(port)])
    assert refused.exit_code == 1
    assert refused.output.count("\n") == 1
    assert f"127.0.0.1:{port} cannot be served: Address already in use" in refused.output
    assert f"PORT={port + 1} make run" in refused.output


@pytest.mark.parametrize("port", ["0", "65536", "eighty"])
def test_a_port_that_is_none_is_wrong_usage(app: Flask, port: str) -> None:
    assert app.test_cli_runner().invoke(args=["serve", "--port", port]).exit_code == 2


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_alone_stops_quietly(start: Callable[..., Running], told: signal.Signals) -> None:
    assert start("worker").tell_group(told) == (0, "")
