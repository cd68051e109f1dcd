"""One look at an original: what it answers, and whether its statement's words are still those that are kept.

The look itself only reads; what it came to is written by `recording`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import sqlalchemy as sa

from blog.embed.models import Quotation
from blog.embed.watching.changes import Change, Kind, compare, digest
from blog.embed.watching.scope import Page
from blog.embed.watching.soft_errors import SoftError
from blog.errors import Invalid
from blog.extensions import db
from blog.sources import payloads
from blog.sources.blocks import Block
from blog.sources.capturing import ask_server, copy_of_answer
from blog.sources.confirmed import in_region
from blog.sources.extracting.chrome import Hints, read_hints
from blog.sources.fetching.client import Conditions, Fetched
from blog.sources.fetching.failures import Cause, FetchFailed
from blog.sources.keeping import Copy
from blog.sources.models import Check, Method, Outcome, Snapshot, Source, Text

# Answers that say that the page is not there (RFC 9110 §15.5), and those that keep it from us.
NOT_THERE = frozenset({404, 410})
KEPT_FROM_US = frozenset({401, 402, 403, 407, 429, 451})
# Pages that say by their words, not by their status, that they are a wall and no page.
WALLS = frozenset({Cause.LOGIN, Cause.CHALLENGE, Cause.CONSENT, Cause.SCRIPTS})
# What stands in the place of a page that answers as if all were well.
INSTEAD = {
    SoftError.EMPTY: "The page came without its words",
    SoftError.ERROR: "The page says that there is none",
    SoftError.WALL: "A page of another kind stands before it: a consent form, a check or a login",
    SoftError.COLLAPSED: "Hardly anything of the statement is on the page",
    None: "The page is not the one that is kept",
}


@dataclass(frozen=True, slots=True)
class Look:
    """What a look came to. `copy` is there for a version only; `words` are the digest of the statement as it stood.

    `is_first`: no copy of the page itself was kept before. `region_is_lost`: the blocks that were confirmed to be
    the statement are not found on the page any more.
    """

    outcome: Outcome
    detail: str = ""
    status: int | None = None
    copy: Copy | None = None
    words: str = ""
    etag: str = ""
    last_modified: str = ""
    is_first: bool = False
    region_is_lost: bool = False
    is_final: bool = False  # the answer says that it is gone for good


def look(source: Source) -> Look:
    """Ask for the original and hold it against the newest copy. Writes nothing but the bytes of a new version."""
    conditions = Conditions(source.etag, source.last_modified) if _newest_fetched(source) else Conditions()
    try:
        fetched = ask_server(source.url, conditions)
    except FetchFailed as failure:
        return unseen(failure)
    if fetched.not_modified:
        return Look(Outcome.UNCHANGED, "The server says that it was not modified", fetched.status)
    return judged(source, fetched)


def judged(source: Source, fetched: Fetched) -> Look:
    """What an answer comes to for a source of which something is kept."""
    if gone := missing(source.url, fetched):
        return gone
    try:
        copy = copy_of_answer(fetched)
    except FetchFailed as failure:
        return unseen(failure)
    except Invalid as refused:
        return Look(Outcome.BLOCKED, refused.message, fetched.status)
    return _compared(source, copy, fetched)


def missing(url: str, fetched: Fetched) -> Look | None:
    """The look that an answer without the page makes; None where there may be one."""
    if fetched.status in NOT_THERE:
        return Look(
            Outcome.GONE, f"{fetched.status} {fetched.reason}", fetched.status, is_final=fetched.status == 410
        )
    if fetched.status in KEPT_FROM_US:
        return Look(Outcome.BLOCKED, f"{fetched.status} {fetched.reason}", fetched.status)
    if fetched.status >= 400:
        return Look(Outcome.FAILED, f"{fetched.status} {fetched.reason}", fetched.status)
    asked, came = urlsplit(url), urlsplit(fetched.final_url)
    if asked.path.strip("/") and not came.path.strip("/") and not came.query:
        return Look(Outcome.GONE, "Its address leads to the home page", fetched.status)
    return None


def unseen(failure: FetchFailed) -> Look:
    """The look that an answer which never came, or is none, makes."""
    if failure.cause is Cause.ERROR_PAGE:
        return Look(Outcome.GONE, INSTEAD[SoftError.ERROR])
    return Look(Outcome.BLOCKED if failure.cause in WALLS else Outcome.FAILED, failure.message)


def first_look(copy: Copy, fetched: Fetched) -> Look:
    """The look that keeps the first copy of a page."""
    words = digest(Page(_uncounted(copy.blocks)))
    return replace(_version(copy, fetched), is_first=True, words=words)


def _version(copy: Copy, fetched: Fetched) -> Look:
    return Look(
        Outcome.VERSION,
        status=fetched.status,
        copy=copy,
        etag=fetched.header("ETag")[:300],
        last_modified=fetched.header("Last-Modified")[:100],
    )


def _compared(source: Source, copy: Copy, fetched: Fetched) -> Look:
    blocks = in_region(source, copy.blocks)
    copy = replace(copy, blocks=copy.blocks if blocks is None else blocks)
    found = replace(_version(copy, fetched), region_is_lost=blocks is None)
    before = _newest_fetched(source)
    if before is None:
        return replace(found, is_first=True, words=digest(Page(copy.blocks)))
    was, now = (
        page_of(before, source),
        Page(_counted(copy.blocks, source), _hints(copy.payload_sha256, copy.charset)),
    )
    change = compare(was, now, earlier=_earlier(source, before), quoted=quoted_in(before))
    return _told(replace(found, words=digest(now)), change)


def _told(found: Look, change: Change) -> Look:
    if change.kind is Kind.VERSION:
        return replace(found, detail=f"{len(change.touched)} passages differ")
    if change.kind is Kind.SOFT_ERROR:
        is_error = change.soft_error is SoftError.ERROR
        return Look(Outcome.GONE if is_error else Outcome.BLOCKED, INSTEAD[change.soft_error], found.status)
    reasons = ", ".join(reason.value for reason in change.reasons)
    outcome = Outcome.QUIET if change.kind is Kind.NOISE else Outcome.UNCHANGED
    return replace(found, outcome=outcome, detail=reasons, copy=None)


def page_of(text: Text, source: Source) -> Page:
    """A kept reading as the comparison takes it."""
    snapshot = text.snapshot
    return Page(_counted(text.blocks, source), _hints(snapshot.payload_sha256, snapshot.charset))


def quoted_in(text: Text) -> list[tuple[int, int]]:
    """The ranges of a text that posts quote: where one of them is touched, there is a version."""
    query = sa.select(Quotation.start, Quotation.end).where(
        Quotation.text_id == text.id, Quotation.start >= 0
    )
    return [(start, end) for start, end in db.session.execute(query)]


def _counted(blocks: Sequence[Block], source: Source) -> tuple[Block, ...]:
    """The blocks with what an author confirmed; a region that was only proposed hides none of the page's words."""
    return tuple(blocks) if source.region else _uncounted(blocks)


def _uncounted(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return tuple(replace(block, outside=False) for block in blocks)


def _hints(payload_sha256: str, charset: str) -> Hints:
    if not charset:
        return Hints()
    return read_hints(payloads.read(payload_sha256).decode(charset, "replace"))


def _newest_fetched(source: Source) -> Text | None:
    query = (
        sa.select(Text)
        .join(Snapshot)
        .where(Snapshot.source_id == source.id, Snapshot.method == Method.FETCHED)
        .order_by(Snapshot.version.desc(), Text.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def _earlier(source: Source, newest: Text) -> set[str]:
    """The digests of the states that the page was in before the newest one."""
    query = sa.select(Check.text_sha256).where(
        Check.source_id == source.id, Check.snapshot_id.is_not(None), Check.snapshot_id != newest.snapshot_id
    )
    return set(db.session.scalars(query))
