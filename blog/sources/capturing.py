"""Capturing: what a server sent, a file, or a page from someone's browser → a copy to keep, and its source."""

import mimetypes
from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import current_app

from blog.accounts.links import site_url
from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.errors import Invalid, NotFound
from blog.extensions import db
from blog.jobs import enqueue
from blog.site import current_site
from blog.sources import payloads
from blog.sources.adding import LIMITS
from blog.sources.dates import find_date
from blog.sources.extracting.documents import Reading, read_document
from blog.sources.fetching.charsets import decode
from blog.sources.fetching.client import UNCONDITIONAL, Conditions, Fetched, fetch
from blog.sources.fetching.failures import Cause, FetchFailed
from blog.sources.fetching.kinds import Kind, kind_of
from blog.sources.fetching.limits import LIMITS as LIMITS_OF_A_FETCH
from blog.sources.fetching.limits import Limits
from blog.sources.fetching.receiving import read_response
from blog.sources.keeping import Copy
from blog.sources.models import Capture, Method, Progress, Source
from blog.sources.packs.choosing import choose
from blog.sources.packs.reading_warc import read_warc
from blog.sources.urls import canonical_url, host_of
from blog.transactions import take_turn_at
from blog.typed import one_line

TASK = "sources.capture"
# A statement needs a name before its author gives it a better one.
GZIPPED = b"\x1f\x8b"  # RFC 1952 §2.3.1: of files that may be uploaded, WARC alone comes packed
NAMELESS = "Untitled statement"
MEDIA_TYPES = {Kind.HTML: "text/html", Kind.TEXT: "text/plain", Kind.PDF: "application/pdf"}
FILE_REFUSALS = {
    Cause.EMPTY: "This file is empty, so nothing was kept. Choose the file with the page in it, or paste the words.",
    Cause.NOT_TEXT: "This file is no page, text, PDF or WARC that could be read, so nothing was kept. Save the page "
    "as HTML or print it to a PDF, or paste the words.",
}


def ask(url: str, *, by: User | None) -> Capture:
    """Ask for a capture of the page at `url`; a job fetches it. One that the person still waits for is the same.

    Raises `Invalid` beside url.
    """
    if by is not None:
        by.require(Act.WRITE)
    url, asked_by = canonical_url(url), by.id if by else None
    take_turn_at("captures")
    waiting = sa.select(Capture).where(Capture.url == url, Capture.asked_by_id == asked_by)
    waiting = waiting.where(Capture.progress == Progress.WAITING).order_by(Capture.id.desc()).limit(1)
    if asked_by and (same := db.session.scalar(waiting)):
        return same
    capture = Capture(url=url, progress=Progress.WAITING, asked_at=now(), asked_by_id=asked_by)
    db.session.add(capture)
    db.session.flush()
    enqueue(TASK, capture_id=capture.id)
    return capture


def find_capture(capture_id: int, *, by: User) -> Capture:
    """A capture that `by` asked for. Raises `NotFound` for anyone else's."""
    capture = db.session.get(Capture, capture_id)
    if capture is None or capture.asked_by_id != by.id:
        raise NotFound("You asked for no such capture.")
    return capture


def ask_server(
    url: str, conditions: Conditions = UNCONDITIONAL, *, limits: Limits = LIMITS_OF_A_FETCH
) -> Fetched:
    """What the original's server answers now, through the guarded client. Raises `FetchFailed`."""
    allow = current_app.config["SETTINGS"].fetch_allow
    agent = f"Rejoinder (+{site_url()})"
    return fetch(url, agent=agent, allow=allow, conditions=conditions, limits=limits)


def copy_of_answer(
    fetched: Fetched, *, method: Method = Method.FETCHED, stated_on: date | None = None
) -> Copy:
    """The copy that an answer makes. Raises `FetchFailed` for one without a page, `Invalid` for one without words."""
    received = read_response(fetched)
    document = fetched.body if not received.text else received.text
    return _copy(
        read_document(document, kind=received.kind, url=fetched.final_url, headers=fetched.headers),
        fetched.body,
        method=method,
        media_type=fetched.media_type,
        charset=received.charset,
        taken_at=fetched.received_at,
        http_status=fetched.status,
        http_headers=[list(pair) for pair in fetched.headers],
        final_url=fetched.final_url,
        exchanges=list(fetched.exchanges),
        stated_on=stated_on,
    )


def copy_of_file(
    raw: bytes, *, url: str, name: str = "", method: Method = Method.UPLOADED, stated_on: date | None = None
) -> Copy:
    """The copy that a file of HTML, text, PDF or WARC makes. Raises `Invalid` beside file for any other.

    Of a WARC file it is the document recorded for `url`, else the first page; `name` is the file's.
    """
    payload, media_type = raw, mimetypes.guess_type(name)[0] or ""
    if raw.startswith((b"WARC/", GZIPPED)):
        recorded = choose(read_warc(raw), url)
        payload, media_type = recorded.payload, recorded.header("Content-Type") or recorded.media_type
    try:
        kind = kind_of(payload, media_type)
    except FetchFailed as refused:
        raise Invalid(FILE_REFUSALS.get(refused.cause, refused.message), field="file") from None
    decoded = None if kind is Kind.PDF else decode(payload, media_type, is_html=kind is Kind.HTML)
    return _copy(
        read_document(decoded.text if decoded else payload, kind=kind, url=url),
        payload,
        method=method,
        media_type=MEDIA_TYPES[kind],
        charset=decoded.charset if decoded else "",
        stated_on=stated_on,
    )


def copy_of_browser_page(html: str, *, url: str) -> Copy:
    """The copy of a page as someone's own browser shows it. Raises `Invalid` beside html."""
    reading = read_document(html, kind=Kind.HTML, url=url)
    return _copy(
        reading, html.encode(), method=Method.BROWSER, media_type=MEDIA_TYPES[Kind.HTML], charset="utf-8"
    )


def new_source(url: str, copy: Copy, *, by: User | None, named: Mapping[str, str] | None = None) -> Source:
    """The source at `url`, named by what the copy says of itself; what is missing is told by its address.

    `named` is what whoever brings it says, by the names of `Facts`: it wins over what the copy says.
    """
    facts = copy.facts | {name: value for name, value in (named or {}).items() if value}
    found = find_date(str(facts.get("published", "")))
    source = Source(
        url=url,
        publisher=_short(facts.get("publisher") or host_of(url), "publisher"),
        title=_short(facts.get("title") or NAMELESS, "title"),
        byline=_short(facts.get("byline", ""), "byline"),
        published_on=found[0] if found else None,
        language=_short(facts.get("language") or current_site().language, "language"),
        facts=copy.facts,
        added_by_id=by.id if by else None,
    )
    db.session.add(source)
    db.session.flush()
    return source


def _copy(reading: Reading, payload: bytes, **facts: Any) -> Copy:
    """A copy, its bytes stored."""
    return Copy(
        payload_sha256=payloads.keep(payload),
        payload_bytes=len(payload),
        blocks=reading.blocks,
        extractor=reading.extractor,
        facts=reading.facts.to_json(),
        raw_map=reading.raw_map,
        **facts,
    )


def _short(value: object, name: str) -> str:
    return one_line(str(value))[: LIMITS[name]]
