"""What the documents tell people to type works."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest
from flask import Flask

from blog import create_app
from blog.config import read_settings

ROOT = Path(__file__).parents[1]
INDENTED = re.compile(r"^ {4}(\S.*)$", re.MULTILINE)
IN_A_TABLE = re.compile(r"^\| `([a-z][^`]*)`", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|/)([^)#]+)")  # an address of a site is no file
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def commands(document: str) -> list[str]:
    """The commands in a document's blocks: without comments and without the settings before them."""
    lines = INDENTED.findall((ROOT / document).read_text("utf-8"))
    bare = (re.sub(r"\s+#.*$|^(?:[A-Z_]+=\S+ )+", "", line) for line in lines)
    return [line for line in bare if re.match(r"make|flask|\.venv/bin/flask|tools/", line)]


def make_targets(*documents: str) -> list[str]:
    found = (
        line.split()[1] for document in documents for line in commands(document) if line.startswith("make ")
    )
    return sorted(set(found))


def _make(*words: str) -> subprocess.CompletedProcess[str]:
    """Run make as from a prompt, also where the tests themselves were started by make."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))
    }
    command = ["make", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_readme_has_the_two_commands() -> None:
    assert commands("README.md") == ["make run", "make test"]


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
@pytest.mark.parametrize("target", make_targets("README.md", "docs/operators.md", "docs/developers.md"))
def test_every_make_command_that_is_written_down_exists(target: str) -> None:
    done = subprocess.run(
        ["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
def test_make_alone_lists_every_command() -> None:
    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony is not None
    assert [line.split()[1] for line in listed.splitlines()] == phony[1].split()


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, for its commands alone: no database is opened."""
    return create_app(read_settings({"INSTANCE_DIR": str(tmp_path_factory.mktemp("instance"))}))


def _operators_commands() -> list[str]:
    """The rows of the operators' table that are commands: the one after its heading."""
    table = (
        (ROOT / "docs" / "operators.md")
        .read_text("utf-8")
        .partition("\n## Commands\n")[2]
        .partition("\n## ")[0]
    )
    return IN_A_TABLE.findall(table)


@pytest.mark.parametrize("row", _operators_commands())
def test_every_flask_command_that_is_written_down_answers_help(row: str, blog: Flask) -> None:
    words = [word for word in row.split() if re.fullmatch("[a-z][a-z-]*", word)]
    taken, options = _walk(blog, words)
    assert taken == words
    assert set(re.findall(r"--[a-z-]+", row)) <= options


def test_every_flask_command_is_written_down(blog: Flask) -> None:
    written = {row.split()[0] for row in _operators_commands()}
    from_libraries = {"db", "limiter", "roles"}
    assert set(blog.cli.commands) - from_libraries <= written


def _walk(app: Flask, words: list[str]) -> tuple[list[str], set[str]]:
    """Follow a command's words into its groups: the words that led somewhere, and the options at the end."""
    command: click.Command = app.cli
    taken: list[str] = []
    for word in words:
        below = command.commands.get(word) if isinstance(command, click.Group) else None
        if below is None:
            break
        command = below
        taken.append(word)
    done = app.test_cli_runner().invoke(app.cli, [*taken, "--help"])
    assert done.exit_code == 0, done.output
    return taken, set(re.findall(r"--[a-z-]+", done.output))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    broken = [
        link for link in LINK.findall(document.read_text("utf-8")) if not (document.parent / link).exists()
    ]
    assert broken == []
