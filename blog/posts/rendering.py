"""Rendering posts in a child process that can be stopped: a long post may hold what takes Markdown minutes.

One child a process, started at the first post and kept; it ends with its input, so it outlives no one. A
child that exceeds its time is killed and the next post gets a new one. A process made by fork starts its own.
"""

import atexit
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from blog.embed.fences import require_sound
from blog.errors import Invalid
from blog.markup import Note, Rendered, Slot
from blog.posts.frames import read_frame, write_frame

# A post of 300 KB of ordinary prose takes about two; nothing that a person waits for takes more.
SECONDS = 10.0
ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "blog.posts.renderer")


def render(source: str, *, seconds: float = SECONDS) -> Rendered:
    """A post's Markdown as clean HTML and slots.

    Raises `Invalid` beside body for a fence that is not right (with its line: the renderer might not only
    print it but, inside a list, never end), over a limit or out of time.
    """
    require_sound(source)
    answer = _child.ask({"source": source}, seconds)
    if answer is None:
        raise Invalid(
            f"This text took longer than {seconds:g} seconds to render and was stopped. Nothing was saved. "
            "Look for long runs of brackets, stars or other marks, and take them out or put them into code.",
            field="body",
        )
    if "refused" in answer:
        raise Invalid(answer["refused"], field="body")
    return _rendered(answer["rendered"])


def _rendered(plain: dict[str, Any]) -> Rendered:
    slots = (
        Slot(**{**slot, "notes": tuple(Note(**note) for note in slot["notes"])}) for slot in plain["slots"]
    )
    return Rendered(tuple(plain["parts"]), tuple(slots))


class _Child:
    """The process that renders for this one, one post at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, message: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        """The answer; None where none came in time or the child died of the question."""
        with self._lock:
            process = self._running()
            stop = threading.Timer(seconds, process.kill)
            stop.start()
            try:
                answer = _exchange(process, message)
            finally:
                stop.cancel()
            if answer is None:
                self.stop()
            return answer

    def stop(self) -> None:
        """End the child, if there is one, and wait for its end, which is at once."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        """The child, started anew where there is none or it died since."""
        if self._process and self._process.poll() is not None:
            self.stop()
        if self._process is None:
            # A session of its own, so that Ctrl-C in a terminal reaches the server alone, which then ends it.
            self._process = subprocess.Popen(
                COMMAND, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        return self._process


def _exchange(process: subprocess.Popen[bytes], message: dict[str, Any]) -> dict[str, Any] | None:
    if process.stdin is None or process.stdout is None:
        return None
    try:
        write_frame(process.stdin, message)  # type: ignore[arg-type]
        return read_frame(process.stdout)  # type: ignore[arg-type]
    except BrokenPipeError:
        return None


def _start_afresh() -> None:
    """After a fork the parent's child is the parent's: forget it, and a lock that may have been held."""
    global _child
    _child = _Child()


_child = _Child()
os.register_at_fork(after_in_child=_start_afresh)
atexit.register(lambda: _child.stop())
