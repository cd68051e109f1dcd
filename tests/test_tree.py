"""What holds for every file: nothing of one machine in it, and texts that every tool reads alike."""

import re
import subprocess
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

ROOT = Path(__file__).parents[1]
BINARY = {".woff2", ".png", ".ico", ".jpg", ".webp", ".pdf", ".warc"}
TEMPLATES = ROOT / "templates"
# A path of somebody's machine, written so that this file does not hold one. Debian's own paths are the same everywhere.
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/" + r"(?:home|root|work|Users|tmp|mnt)/[\w.-]")
# Whoever installs has set where packages come from; spelled so that this file does not name a place either.
REGISTRY = re.compile("index-" + "url|find-" + "links|python" + r"hosted\.|pypi" + r"\.org|debian" + r"\.org")


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """What the project consists of: known to git, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git clone: what belongs to the project is not known")
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file() and path.suffix not in BINARY]


def _found(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_path_of_one_machine(files: list[Path]) -> None:
    assert _found(MACHINE_PATH, files) == []


def test_no_file_names_where_packages_come_from(files: list[Path]) -> None:
    assert _found(REGISTRY, files) == []


def test_no_line_ends_in_a_blank(files: list[Path]) -> None:
    assert _found(re.compile(r"[ \t]+$"), files) == []


def test_every_file_ends_with_its_last_line(files: list[Path]) -> None:
    texts = {path: path.read_bytes() for path in files}
    assert [
        str(path.relative_to(ROOT)) for path, text in texts.items() if text and not text.endswith(b"\n")
    ] == []


@pytest.mark.parametrize("path", ["/home/" + "ada/blog", 'open("/tmp' + '/x")', "see /Users" + "/ada"])
def test_a_machine_path_would_be_found(path: str) -> None:
    assert MACHINE_PATH.search(path)


def test_every_template_is_well_formed() -> None:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.do"], autoescape=True
    )
    for name in environment.list_templates():
        environment.parse((TEMPLATES / name).read_text("utf-8"), name)
