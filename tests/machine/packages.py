"""Debian's packages, installed where we are root and something is missing."""

import os
import shutil
import subprocess

# Only what was asked for, and no questions.
INSTALL = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends"]


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> bool:
    """Install Debian packages; returns whether they are there now."""
    if not can_install():
        return False
    print(f"Installing {', '.join(packages)} ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "--quiet"], [*INSTALL, *packages]):
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}", flush=True)
            return False
    return True
