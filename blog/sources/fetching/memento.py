"""Copies in web archives: found, recognised, and asked for (Memento, RFC 7089; the Wayback Machine's API).

An archive is help that may be missing: whoever asks one goes on without it.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlsplit

from blog.sources.fetching.client import Fetch, Fetched
from blog.sources.fetching.failures import FetchFailed
from blog.sources.urls import is_usable

# Where the Wayback Machine is asked what it has, and where it has it.
WAYBACK = "https://archive.org"
WAYBACK_COPIES = "https://web.archive.org"
_STAMP = "%Y%m%d%H%M%S"
# /web/20240102030405id_/https://… at the Wayback Machine and the archives that run its software. A stamp may be cut
# short (a year will do); two letters and _ ask for the page without the archive's own bar, or for its pictures.
_PATH = re.compile(r"/(?:[\w.-]+/){0,3}?([0-9]{4,14})(?:[a-z]{2}_)?/(https?:/{1,2}[^/\s]\S*)")


@dataclass(frozen=True, slots=True)
class Memento:
    """The original's address, and when the archive says that it received the copy (UTC)."""

    original: str
    at: datetime


def memento_of(url: str) -> Memento | None:
    """What a copy's address says it is a copy of; None for an address that is no copy's."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    found = _PATH.fullmatch(path)
    if found is None or (at := _moment(found[1])) is None:
        return None
    original = re.sub(r"^(https?):/+", r"\1://", found[2])  # some servers fold the two slashes
    return Memento(original, at) if is_usable(original) else None


def memento_at(fetched: Fetched) -> datetime | None:
    """When the copy was received, by its Memento-Datetime header (RFC 7089 §2.1.1); None where it is no copy."""
    try:
        at = parsedate_to_datetime(fetched.header("Memento-Datetime"))
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def unframed(url: str) -> str:
    """The address of the copy as it was received: without the archive's bar, its links not rewritten (`id_`)."""
    return re.sub(r"/([0-9]{4,14})(?:[a-z]{2}_)?/(?=https?:)", r"/\1id_/", url, count=1)


def closest(url: str, when: datetime, *, fetch: Fetch, base: str = WAYBACK) -> str | None:
    """The address of the copy of `url` nearest to `when` that the archive has; None where it has none or is silent."""
    stamp = when.astimezone(UTC).strftime(_STAMP)
    try:
        fetched = fetch(f"{base}/wayback/available?url={quote(url, safe='')}&timestamp={stamp}")
    except FetchFailed:
        return None
    copy = _available(fetched)
    if not memento_of(copy):
        return None
    return copy.replace("http://web.archive.org", WAYBACK_COPIES, 1)


def push(url: str, *, fetch: Fetch, base: str = WAYBACK_COPIES) -> str | None:
    """Ask an archive to save `url`; the address of its copy, None where it did not make one.

    It may take minutes: bind limits to `fetch` that fit.
    """
    try:
        fetched = fetch(f"{base}/save/{url}")
    except FetchFailed:
        return None
    location = fetched.header("Content-Location")
    saved = base + location if location.startswith("/") else fetched.final_url
    return saved if fetched.status < 400 and memento_of(saved) else None


def _available(fetched: Fetched) -> str:
    """The address in an answer of the availability API, "" where it has none."""
    try:
        copy = json.loads(fetched.body)["archived_snapshots"]["closest"]
        return str(copy["url"]) if copy["available"] is True else ""
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _moment(stamp: str) -> datetime | None:
    """A stamp of 4 to 14 digits; what is missing is the earliest it can be."""
    try:
        return datetime.strptime(stamp + "00000101000000"[len(stamp) :], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
