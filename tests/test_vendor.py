"""The editor's bundle is what its script makes of the pinned packages (tools/editor)."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VENDOR, TOOLS = ROOT / "static/vendor", ROOT / "tools/editor"


@pytest.mark.parametrize("name", ["editor.js", "entry.js", "package-lock.json"])
def test_the_bundle_belongs_to_its_packages_and_its_entry(name: str) -> None:
    folder = VENDOR if name == "editor.js" else TOOLS
    told = json.loads((VENDOR / "editor.json").read_text("utf-8"))
    assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == told[name], (
        "npm run build in tools/editor"
    )


def test_every_package_is_pinned_to_one_version_with_its_digest() -> None:
    wanted = json.loads((TOOLS / "package.json").read_text("utf-8"))["dependencies"]
    locked = json.loads((TOOLS / "package-lock.json").read_text("utf-8"))["packages"]
    assert all(version[0].isdigit() for version in wanted.values())
    assert all(kept["integrity"].startswith("sha512-") for name, kept in locked.items() if name)


def test_the_same_packages_make_the_same_bundle() -> None:
    if not shutil.which("node") or not (TOOLS / "node_modules").is_dir():
        pytest.skip("no packages: run `npm ci` in tools/editor")
    made = subprocess.run(
        ["node", "build.js", "--check"], cwd=TOOLS, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
