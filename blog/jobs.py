"""Work in the background: rows, inserted in the transaction of the act that causes them.

A worker claims a job by lease: it sets `lease_until`, and if it dies the lease runs out and another takes the
job. So a task may run twice and must be idempotent. A failed job is tried again with growing pauses; one that
failed `MOST_ATTEMPTS` times stays, to be seen at the desk.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Mapped, mapped_column

from blog.clock import now
from blog.database import UTCDateTime
from blog.extensions import Model, db
from blog.transactions import take_turn_at, writing

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 6
FIRST_PAUSE = timedelta(seconds=30)
# How long an idle worker sleeps: the most that a mail waits before it is sent.
IDLE_SECONDS = 1.0
EVERY_DAY = timedelta(days=1)
KEPT_WHEN_DONE = timedelta(days=7)
ERROR_LIMIT = 500

TASKS: dict[str, Callable[..., None]] = {}
# What a worker does now and then besides: it looks for what has become due and asks for jobs.
SWEEPS: list[Callable[[], object]] = []
SWEEP_SECONDS = 60.0


class Job(Model):
    """One piece of work. `arguments` is JSON, emptied when it is done; `error` says how the last attempt failed."""

    __tablename__ = "job"
    __table_args__ = (sa.Index("ix_job_due", "done_at", "run_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task: Mapped[str]
    arguments: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    run_at: Mapped[datetime] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    error: Mapped[str] = mapped_column(default="")


def task(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the function that does jobs called `name`; it commits its own writes."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        TASKS[name] = function
        return function

    return register


def sweep(function: Callable[[], object]) -> Callable[[], object]:
    """Register what every worker calls once a minute. Several may call it at once, so it takes its turn."""
    SWEEPS.append(function)
    return function


def daily(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a task that is done once a day: a sweep sees to it that one is always asked for."""

    def ask() -> None:
        if not waiting(name):
            with writing():
                take_turn_at(name)
                if not waiting(name):
                    enqueue(name, at=now() + EVERY_DAY)

    def register(function: Callable[[], None]) -> Callable[[], None]:
        ask.__name__ = f"ask_for_{function.__name__}"
        sweep(ask)
        return task(name)(function)

    return register


def enqueue(name: str, *, at: datetime | None = None, **arguments: Any) -> Job:
    """Ask for a job in the caller's transaction: it exists if, and only if, what caused it does.

    It is done as soon as a worker is free, or once it is `at`.
    """
    job = Job(task=name, arguments=arguments, run_at=at or now())
    db.session.add(job)
    return job


def failed_jobs() -> list[Job]:
    """The jobs that were given up, newest first."""
    given_up = Job.done_at.is_(None) & (Job.attempts >= MOST_ATTEMPTS)
    return list(db.session.scalars(sa.select(Job).where(given_up).order_by(Job.id.desc()).limit(50)))


def waiting(name: str) -> list[dict[str, Any]]:
    """The arguments of the jobs called `name` that are asked for and not over, begun ones among them."""
    is_open = (Job.task == name) & Job.done_at.is_(None) & (Job.attempts < MOST_ATTEMPTS)
    return list(db.session.scalars(sa.select(Job.arguments).where(is_open)))


def run_due(stop: threading.Event | None = None) -> int:
    """Do every job that is due, one after another, until `stop` is set; returns how many were tried."""
    tried = 0
    while not (stop and stop.is_set()) and _run_one():
        tried += 1
    return tried


def work(app: Flask, stop: threading.Event) -> None:
    """Do jobs until `stop` is set."""
    swept_at = 0.0
    while not stop.is_set():
        with app.app_context():
            try:
                if time.monotonic() - swept_at > SWEEP_SECONDS:
                    swept_at = time.monotonic()
                    run_sweeps()
                run_due(stop)
            except Exception:
                log.exception("The job worker could not read its jobs; it tries again")
        stop.wait(IDLE_SECONDS)


def run_sweeps() -> None:
    """Call each sweep; one that fails does not keep the others from it."""
    for function in SWEEPS:
        try:
            function()
        except Exception:
            log.exception("Looking for what is due failed (%s)", function.__name__)


def _run_one() -> bool:
    claimed = _claim()
    if claimed is None:
        return False
    job_id, name, arguments = claimed
    try:
        TASKS[name](**arguments)
    except Exception as error:
        log.exception("Job %s (%s) failed", job_id, name)
        _finish(job_id, error=f"{type(error).__name__}: {error}"[:ERROR_LIMIT])
    else:
        _finish(job_id)
    return True


def _claim() -> tuple[int, str, dict[str, Any]] | None:
    free = sa.or_(Job.lease_until.is_(None), Job.lease_until < now())
    due = Job.done_at.is_(None) & (Job.run_at <= now()) & (Job.attempts < MOST_ATTEMPTS) & free
    query = sa.select(Job).where(due).order_by(Job.run_at, Job.id).limit(1)
    if db.session.scalar(query.with_only_columns(Job.id)) is None:
        return None  # looked for without taking the writers' lock
    with writing():
        job = db.session.scalar(query.with_for_update(skip_locked=True))
        if job is None:
            return None
        job.lease_until = now() + LEASE
        job.attempts += 1
        return job.id, job.task, job.arguments


def _finish(job_id: int, *, error: str = "") -> None:
    with writing():
        job = db.session.get_one(Job, job_id)
        job.error, job.lease_until = error, None
        if error:
            job.run_at = now() + FIRST_PAUSE * 2 ** (job.attempts - 1)
        else:
            job.done_at, job.arguments = now(), {}  # a mail's text may hold a link that proves something
        db.session.execute(sa.delete(Job).where(Job.done_at < now() - KEPT_WHEN_DONE))
