"""Whether a site lets programs look at its pages, and how often: its robots.txt (RFC 9309), kept for a day.

Only looks that nobody asked for are held to it. Each process keeps what it read: the rules are the site's to give,
and are asked for again where they are not at hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app

from blog.clock import now
from blog.embed.checking.schedule import HOST_PAUSE, LONGEST_HOST_PAUSE
from blog.extensions import db
from blog.sources.capturing import ask_server
from blog.sources.fetching.limits import Limits
from blog.sources.fetching.robots import Robots, read_robots
from blog.sources.models import Source

# §2.4: no longer than this, unless the site cannot be asked.
KEPT_FOR = timedelta(hours=24)
# A site that could not be asked is asked again soon, but not for each of its pages.
ASKED_AGAIN = timedelta(minutes=30)
# §2.5 wants 500 KiB to be read; a little more may come, much more is no robots.txt.
LIMITS = Limits(seconds=15, received=2_000_000, decoded=4_000_000)
MOST_KEPT = 1_000
_SHELF = "rejoinder-robots"


@dataclass(frozen=True, slots=True)
class _Kept:
    robots: Robots
    until: datetime
    asked_at: datetime

    @property
    def is_fresh(self) -> bool:
        return self.asked_at <= now() < self.until


def rules_for(url: str) -> Robots:
    """The rules of the site that `url` is on: those at hand, or asked for. Never raises for what the site does.

    A site that cannot be asked today is held to the rules that it had (§2.4).
    """
    shelf, origin = _shelf(), _origin(url)
    kept = shelf.get(origin)
    if kept and kept.is_fresh:
        return kept.robots
    robots = read_robots(url, fetch=partial(ask_server, limits=LIMITS))
    pause = KEPT_FOR if robots.is_known else ASKED_AGAIN
    if not robots.is_known and kept and kept.robots.is_known:
        robots = kept.robots
    shelf.pop(origin, None)
    while len(shelf) >= MOST_KEPT:
        shelf.pop(next(iter(shelf)))
    shelf[origin] = _Kept(robots, now() + pause, now())
    return robots


def host(url: str) -> str:
    """What is left in peace between two looks: a machine, whatever its port."""
    return urlsplit(url).hostname or ""


def recent_visits() -> dict[str, datetime]:
    """When each host was last looked at, as far as it matters for the next look."""
    query = sa.select(Source.url, Source.checked_at).where(Source.checked_at > now() - LONGEST_HOST_PAUSE)
    visits: dict[str, datetime] = {}
    for url, at in db.session.execute(query):
        if at is not None:
            visits[host(url)] = max(at, visits.get(host(url), at))
    return visits


def free_at(url: str, visits: Mapping[str, datetime]) -> datetime:
    """The moment from which the host of `url` may be looked at, by what is at hand of its rules; it may be over."""
    visited = visits.get(host(url))
    return visited + _pause(url) if visited else now()


def _pause(url: str) -> timedelta:
    kept = _shelf().get(_origin(url))
    asked = (
        timedelta(seconds=min(kept.robots.delay, LONGEST_HOST_PAUSE.total_seconds())) if kept else HOST_PAUSE
    )
    return max(asked, HOST_PAUSE)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _shelf() -> dict[str, _Kept]:
    shelf: dict[str, _Kept] = current_app.extensions.setdefault(_SHELF, {})
    return shelf
