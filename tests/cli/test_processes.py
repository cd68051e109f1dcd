"""Processes that are kept alive end when they are told, whatever they are doing just then."""

import multiprocessing
import os
import threading
from queue import SimpleQueue

import pytest

from blog.cli import processes
from blog.cli.processes import KeptAlive

# For what should end at once: far more than it takes.
END_SECONDS = 20


def test_nothing_is_started_again_once_all_is_told_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    saying: SimpleQueue[threading.Thread] = SimpleQueue()
    go_on = threading.Event()

    def say(*_: object, **__: object) -> None:
        saying.put(threading.current_thread())
        go_on.wait(END_SECONDS)

    monkeypatch.setattr(processes, "print", say, raising=False)
    monkeypatch.setattr(processes, "RESTART_SECONDS", 0)
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.01)
    running = set(multiprocessing.active_children())
    kept = KeptAlive("It", lambda: os._exit(1))
    kept.start()
    watcher = saying.get(timeout=END_SECONDS)
    kept.stop()
    monkeypatch.setattr(kept, "_work", lambda: threading.Event().wait(END_SECONDS))
    go_on.set()
    watcher.join(END_SECONDS)
    assert set(multiprocessing.active_children()) == running
