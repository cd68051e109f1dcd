"""The web workers: granian's, forked from the process that has loaded the application."""

import gc
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from blog.cli.processes import end_when_parent_says

# Requests wait in a worker for one of its threads. More than a few gain nothing under one interpreter lock, and each
# holds one of the 5 database connections that the pool keeps.
THREADS = 5
BACKLOG = 1024
# Waiting for what is being answered, at the end; an idle worker goes at once.
GRACE_SECONDS = 2
POLL_SECONDS = 0.05
STOP_POLL_SECONDS = 0.01
CONNECT_SECONDS = 1.0


class WebWorkers(MPServer):
    """Granian's server, with one promise more: it says when it really answers."""

    def __init__(self, app: Flask, host: str, port: int, *, workers: int) -> None:
        super().__init__(
            target="wsgi:app",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=min(THREADS, 2 * (os.cpu_count() or 1) + 1),  # granian warns of more
            backlog=BACKLOG,
            websockets=False,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
            workers_kill_timeout=GRACE_SECONDS,
        )
        self._app = app
        self._begun, self._begins = os.pipe()
        os.set_blocking(self._begun, False)
        self._when_up: Callable[[], None] = lambda: None

    def run(self, *, when_up: Callable[[], None]) -> None:
        """Serve until SIGINT or SIGTERM. Ends the process with 1 where the workers cannot live.

        `when_up` is called once every worker has begun and a connection is taken.
        """
        self._when_up = when_up
        gc.collect()
        gc.freeze()  # what is loaded is never looked at by the collector again, so its pages stay shared
        self.serve(target_loader=self._begin_worker, wrap_loader=False)

    def _begin_worker(self) -> Callable[..., Any]:
        """What a worker answers with. Runs in the worker, before its threads.

        Granian's workers begin with the parent's way of ending, which would lose a signal to end that comes this early;
        and told twice, one may never end.
        """
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        end_when_parent_says()
        os.write(self._begins, b".")
        return self._app.wsgi_app

    def startup(self, spawn_target: Any, target_loader: Any) -> None:
        hung_up = signal.getsignal(signal.SIGHUP)
        super().startup(spawn_target, target_loader)
        # Granian reloads at a hang-up, but the code is loaded already: a closed terminal ends it, unless by nohup.
        signal.signal(signal.SIGHUP, hung_up if hung_up is signal.SIG_IGN else self.signal_handler_interrupt)
        waiting = self.workers
        while not self.main_loop_interrupt.wait(POLL_SECONDS):
            with suppress(BlockingIOError):
                waiting -= len(os.read(self._begun, waiting))
            if not waiting and answers(self.bind_addr, self.bind_port):
                self._when_up()
                return

    def _stop_workers(self) -> None:
        """Tell the workers to end and wait, for as long as they may take.

        Granian also waits in a thread for each, and may take one that this thread has seen off for alive: it would say
        that it had to kill it.
        """
        for worker in self.wrks:
            worker.terminate()
        until = time.monotonic() + GRACE_SECONDS
        while any(worker.is_alive() for worker in self.wrks) and time.monotonic() < until:
            time.sleep(STOP_POLL_SECONDS)
        super()._stop_workers()


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    try:
        with socket.create_connection((host, port), CONNECT_SECONDS):
            return True
    except OSError:
        return False
