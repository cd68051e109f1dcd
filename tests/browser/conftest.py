"""A site of its own for each browser test, started by the command that people start it with, and a real Chromium."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import POSTGRES

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
LINK = re.compile(r"https?://\S+")
# A site that is not up by then will not come.
START_SECONDS = 60
MAIL_SECONDS = 20
PATIENCE_MS = 15_000


class RunningSite:
    """A site that `flask serve` runs: its address, what it printed, its outbox."""

    def __init__(self, instance: Path, database_url: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.instance = instance
        environment = {
            **os.environ,
            "INSTANCE_DIR": str(instance),
            "DATABASE_URL": database_url,
            "WEB_WORKERS": "1",
        }
        environment |= {"PORT": str(port), "HOST": "127.0.0.1", "PYTHONUNBUFFERED": "1", "SITE_URL": self.url}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.printed = self._read_until_up()

    def _read_until_up(self) -> str:
        printed = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            printed += line
            if "Ctrl-C" in line:
                return printed
        raise AssertionError(f"The site did not start:\n{printed}")

    def setup_link(self) -> str:
        """The one-time link that the start printed."""
        return next(link for link in LINK.findall(self.printed) if "/setup" in link)

    def mailed_link(self, page: Page, to: str) -> str:
        """The link in the newest mail to an address, waited for as a person would."""
        for _ in range(MAIL_SECONDS * 5):
            for path in sorted((self.instance / "outbox").glob("*.eml"), reverse=True):
                mail = message_from_bytes(path.read_bytes(), policy=policy.default)
                body = mail.get_body(("plain",))
                if mail["To"] and to in mail["To"] and body is not None:
                    return LINK.findall(body.get_content())[0]
            page.wait_for_timeout(200)
        raise AssertionError(f"No mail to {to} arrived")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        self.process.stdout.close()  # type: ignore[union-attr]


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningSite]:
    if request.param == "sqlite":
        running = RunningSite(tmp_path, "")
        yield running
        running.stop()
        return
    if not POSTGRES:
        pytest.skip("no PostgreSQL: set TEST_POSTGRES_URL or run `make test`")
    name = f"rejoinder_browser_{os.getpid()}"
    server = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    server.dispose()
    running = RunningSite(
        tmp_path, sa.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    )
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium: run `make test`, which gets one")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_person(browser: Browser) -> Iterator["NewPerson"]:
    people = NewPerson(browser)
    yield people
    people.leave()


class NewPerson:
    """Opens a browser of its own for each person, with JavaScript off: no page needs it."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []

    def __call__(self) -> Page:
        context = self.browser.new_context(java_script_enabled=False)
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        return context.new_page()

    def leave(self) -> None:
        for context in self.contexts:
            context.close()
