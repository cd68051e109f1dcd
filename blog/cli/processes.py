"""Processes that belong together: they end when they are told, and none outlives the one that started it."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue

from flask import Flask

from blog.jobs import work

# A job that takes longer to end is killed with its process; its lease runs out and it is done again.
STOP_SECONDS = 2.0
# Between two starts of a worker that dies at once.
RESTART_SECONDS = 1.0
PARENT_POLL_SECONDS = 1.0
ENDINGS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


def do_jobs(app: Flask, *, when_up: Callable[[], None] = lambda: None) -> None:
    """Do jobs in this process until SIGTERM or SIGINT, and finish the one in hand. A second signal ends it at once.

    A signal that is ignored stays so. `when_up` is called once the signals are understood.
    """
    # Not an Event: a signal's handler may only touch what is reentrant, and SimpleQueue is.
    asked: SimpleQueue[None] = SimpleQueue()
    stop = threading.Event()
    endings = [one for one in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(one) is not signal.SIG_IGN]
    for ending in endings:
        signal.signal(ending, lambda *_: asked.put(None))
    # One that was started again begins with them blocked, see `KeptAlive._keep`.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
    worker = threading.Thread(target=_work, args=(app, stop, asked), daemon=True)
    worker.start()
    when_up()
    asked.get()
    for ending in endings:
        signal.signal(ending, signal.SIG_DFL)
    stop.set()
    worker.join()


def _work(app: Flask, stop: threading.Event, asked: "SimpleQueue[None]") -> None:
    try:
        work(app, stop)
    finally:
        asked.put(None)


def end_when_parent_says() -> None:
    """Leave it to the parent to end this process, and end it too (SIGTERM) once the parent is gone, however it went.

    Ctrl-C in a terminal, its closing, and what ends a service reach a group of processes at once. In a group of its
    own a child is told once, by the parent: told twice, it would break off what it finishes.
    """
    os.setpgid(0, 0)
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_POLL_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


class KeptAlive:
    """A forked process that does `work`, and is started again whenever it ends before it was told to.

    `name` is what it is called where that is said.
    """

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        self._name, self._work = name, work
        self._stopping = threading.Event()
        # Held while a process is started or all of it is told to end: none may start after that.
        self._starting = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._watcher = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        self._start_process()
        self._watcher.start()

    def stop(self) -> None:
        """End the process, by force where it takes longer than STOP_SECONDS."""
        with self._starting:
            self._stopping.set()
        if self._process:
            self._process.terminate()
            self._process.join(STOP_SECONDS)
            self._process.kill()
        self._watcher.join(STOP_SECONDS)

    def _start_process(self) -> None:
        with self._starting:
            if self._stopping.is_set():
                return
            self._process = multiprocessing.get_context("fork").Process(target=_as_child, args=(self._work,))
            self._process.start()

    def _keep(self) -> None:
        # A thread that forks may be handed a signal to the whole process (copy_process in Linux' kernel/fork.c), and
        # Python's main thread, who acts on it, would sleep on.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
        while self._process:
            self._process.join()
            if self._stopping.wait(RESTART_SECONDS):
                return
            print(f"{self._name} ended and is started again.", file=sys.stderr, flush=True)
            self._start_process()


def _as_child(work: Callable[[], None]) -> None:
    end_when_parent_says()
    work()
