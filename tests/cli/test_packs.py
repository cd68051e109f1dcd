"""`flask sources verify` checks an evidence pack with nothing else at hand."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from blog import create_app
from blog.config import read_settings
from blog.sources.packs.making import make_pack
from tests.sources.packs.made import pack

ROOT = Path(__file__).parents[2]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "pack.zip"
    path.write_bytes(make_pack(pack()))
    return path


def verify(path: Path) -> Result:
    """Run the command on an instance that has nothing yet."""
    instance = path.parent / "instance"
    app = create_app(read_settings({"INSTANCE_DIR": str(instance)}))
    done = app.test_cli_runner().invoke(args=["sources", "verify", str(path)])
    assert not list(instance.glob("*.sqlite3"))
    return done


def test_a_pack_that_holds_is_told_line_by_line(kept: Path) -> None:
    done = verify(kept)
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert {line[:4] for line in lines[:-2]} == {"ok  "}
    assert "ok    “We have never dimmed a lamp to save oil”: verbatim, as was told." in lines
    assert lines[-2].startswith(
        "This pack is as it was made: “A letter about the harbour lamps”, version 1 of "
    )
    assert lines[-1].endswith(pack().versions[0].chain_sha256)


def test_an_altered_pack_is_told_and_the_command_fails(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes().replace(b"never dimmed", b"often dimmed"))
    done = verify(kept)
    assert done.exit_code == 1
    assert done.output == (
        "FAIL  This evidence pack was altered or damaged: the bytes of a file in it are not those that were packed.\n"
    )


def test_a_verdict_that_does_not_hold_fails(kept: Path) -> None:
    better = replace(pack().verifications[1], verdict="verbatim")
    kept.write_bytes(make_pack(pack(verifications=(better,))))
    done = verify(kept)
    assert done.exit_code == 1
    assert "FAIL  “We dim every lamp to save money and oil” is said to be 'verbatim'" in done.output
    assert "This pack is as it was made" not in done.output


def test_nothing_in_a_pack_commands_the_terminal(kept: Path) -> None:
    one = pack()
    title = replace(one.source, title="\x1b]0;owned\x07Lamps")
    kept.write_bytes(make_pack(replace(one, source=title)))
    done = verify(kept)
    assert done.exit_code == 0
    assert "\x1b" not in done.output
    assert "\x07" not in done.output


def test_a_pack_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert verify(tmp_path / "nowhere.zip").exit_code == 2


def test_it_needs_no_database_and_no_network(kept: Path) -> None:
    environment = {
        **os.environ,
        "INSTANCE_DIR": str(kept.parent / "other"),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    }
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "sources", "verify", str(kept)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
