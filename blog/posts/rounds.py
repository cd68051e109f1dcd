"""In which order the watched originals are looked at: what is due, one look a host at a time, with pauses between."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import sqlalchemy as sa

from blog import clock
from blog.clock import now
from blog.embed.checking.permission import free_at, host, recent_visits, rules_for
from blog.embed.checking.schedule import HOST_PAUSE
from blog.extensions import db
from blog.jobs import enqueue, waiting
from blog.sources.models import Source
from blog.transactions import take_turn_at, writing

TASK = "sources.check"
# How many sources one sweep considers: more wait for the next.
MOST_A_SWEEP = 200
# A check that was asked for and is not done: its source is not due meanwhile.
ASKED_FOR = timedelta(hours=1)


def watched(*, due_only: bool) -> list[int]:
    """The ids of the watched sources, those whose turn is next first; all of them, or those that are due."""
    query = sa.select(Source.id).where(Source.is_watched)
    if due_only:
        query = query.where(Source.next_check_at <= now())
    return list(db.session.scalars(query.order_by(Source.next_check_at, Source.id)))


def sweep() -> int:
    """Ask for the checks that are due, one a host at a time; how many were asked for. Commits.

    A host with a check that is not done yet, or that was looked at a moment ago, waits.
    """
    if not db.session.scalar(_due().with_only_columns(Source.id).limit(1)):
        return 0  # looked for without taking the writers' lock
    with writing():
        take_turn_at("checks")
        busy, visits = _busy(), recent_visits()
        asked = 0
        for name, sources in _by_host(db.session.scalars(_due()).all()).items():
            free = free_at(sources[0].url, visits)
            if name not in busy and free <= now():
                source = sources.pop(0)
                source.next_check_at = now() + ASKED_FOR
                enqueue(TASK, source_id=source.id)
                asked += 1
            for source in sources:
                source.next_check_at = max(free, now() + HOST_PAUSE)
    return asked


def in_turn(ids: Sequence[int]) -> Iterator[Source]:
    """The sources of these ids, each when its host may be looked at: in the order given, but from host to host.

    Waits where only hosts are left that were looked at a moment ago.
    """
    queues = _by_host([db.session.get_one(Source, source_id) for source_id in ids])
    while queues:
        visits = recent_visits()
        name = min(queues, key=lambda name: free_at(queues[name][0].url, visits))
        source = queues[name].pop(0)
        rules_for(source.url)  # now what it asks for is at hand, and counts
        clock.wait((free_at(source.url, recent_visits()) - now()).total_seconds())
        yield source
        if not queues[name]:
            del queues[name]


def _due() -> sa.Select[Source]:
    """Those that were not looked at for the longest time first, so that none waits for ever."""
    due = sa.select(Source).where(Source.is_watched, Source.next_check_at <= now())
    return due.order_by(Source.checked_at.asc().nulls_first(), Source.id).limit(MOST_A_SWEEP)


def _by_host(sources: Sequence[Source]) -> dict[str, list[Source]]:
    by_host: dict[str, list[Source]] = {}
    for source in sources:
        by_host.setdefault(host(source.url), []).append(source)
    return by_host


def _busy() -> set[str]:
    """The hosts that a check is asked for of, and not done."""
    ids = [job["source_id"] for job in waiting(TASK)]
    return {host(url) for url in db.session.scalars(sa.select(Source.url).where(Source.id.in_(ids)))}
