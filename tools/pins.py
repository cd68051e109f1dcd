"""Pin what the ranges of requirements.in and requirements-dev.in stand for, on every Python that we support.

uv resolves (`--universal`: one file for every platform and Python from 3.11 on, with markers where they differ);
then each package that we ask for is noted with the range it came from.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST_PYTHON = "3.11"
RANGE = re.compile(r"^(?P<name>[A-Za-z0-9_.-]+)(?:\[[^]]*\])?(?P<bounds>[<>=!~][^#\s]*)", re.MULTILINE)
PIN = re.compile(
    r"^(?P<name>[a-z0-9-]+)(?P<rest>(?:\[[^]]*\])?==\S+(?: ;.*?)?) +# via (?P<via>.*)$", re.MULTILINE
)


def ranges(path: Path) -> dict[str, str]:
    """Each package that a `.in` file asks for, by its normalized name, with its range as written."""
    found = RANGE.finditer(path.read_text("utf-8"))
    return {re.sub(r"[-_.]+", "-", one["name"]).lower(): one[0] for one in found}


def resolved(path: Path) -> str:
    """What uv makes of a `.in` file, one package a line."""
    command = [
        "uv",
        "pip",
        "compile",
        "--quiet",
        "--universal",
        "--python-version",
        OLDEST_PYTHON,
        "--upgrade",
    ]
    options = ["--annotation-style", "line", "--no-header", "--no-strip-markers", path.name]
    return subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def pin(name: str, *, first_line: str = "") -> None:
    """Write NAME.txt of NAME.in."""
    source = ROOT / f"{name}.in"
    asked = ranges(source)

    def annotated(one: re.Match[str]) -> str:
        wanted_by = re.sub(r"-[rc] \S+(, )?", "", one["via"]).strip(", ")
        reason = asked.get(one["name"]) or f"for {wanted_by}"
        return f"{one['name']}{one['rest']}  # {reason}"

    pins = PIN.sub(annotated, resolved(source))
    header = f"# Made by `make pins` of the ranges in {source.name}, which stand beside what they ask for.\n"
    (ROOT / f"{name}.txt").write_text(f"{header}{first_line}{pins}", "utf-8")


if __name__ == "__main__":
    try:
        pin("requirements")
        pin("requirements-dev", first_line="-r requirements.txt\n")
    except subprocess.CalledProcessError as error:
        sys.exit(f"Nothing could be pinned; uv says:\n{error.stderr}")
