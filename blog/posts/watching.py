"""Watching the originals that posts stand on, and telling those whom a change concerns."""

from datetime import timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa

from blog.accounts.models import User
from blog.accounts.notices import tell
from blog.clock import now
from blog.embed.checking.looking import Look, look
from blog.embed.checking.recording import Recorded, record
from blog.embed.checking.schedule import HOST_PAUSE
from blog.embed.models import Quotation, Repost, Stand, Standing
from blog.extensions import db
from blog.jobs import enqueue
from blog.posts.archiving import ask_to_tell
from blog.posts.models import Post
from blog.sources.models import Snapshot, Source, SourceState
from blog.transactions import writing

TASK = "sources.check"
# How many sources one sweep considers: more wait for the next.
MOST_A_SWEEP = 200
# A check that was asked for and not done within this time is asked for again.
ASKED_FOR = timedelta(hours=1)


def check_source(source: Source, *, by: User | None = None) -> Recorded:
    """Look at a source's original, write down what it came to, and tell whom it concerns. Commits."""
    found = look(source)
    with writing():
        return recorded(db.session.get_one(Source, source.id), found, by=by)


def recorded(source: Source, found: Look, *, by: User | None) -> Recorded:
    """Write down a look and tell whom it concerns, in the caller's transaction; a new version, to the archive too."""
    result = record(source, found, by=by)
    _tell(source, result)
    if result.text is not None:
        ask_to_tell(result.text)
    return result


def watched(*, due_only: bool) -> list[int]:
    """The ids of the watched sources, those whose turn is next first; all of them, or those that are due."""
    query = sa.select(Source.id).where(Source.is_watched)
    if due_only:
        query = query.where(Source.next_check_at <= now())
    return list(db.session.scalars(query.order_by(Source.next_check_at, Source.id)))


def sweep() -> int:
    """Ask for the checks that are due, one a host at a time; how many were asked for. Commits."""
    due = sa.select(Source).where(Source.is_watched, Source.next_check_at <= now())
    sources = list(db.session.scalars(due.order_by(Source.next_check_at, Source.id).limit(MOST_A_SWEEP)))
    if not sources:
        return 0
    by_host = {urlsplit(source.url).hostname: source.id for source in reversed(sources)}
    with writing():
        for source in db.session.scalars(sa.select(Source).where(Source.id.in_(by_host.values()))):
            source.next_check_at = now() + ASKED_FOR
            enqueue(TASK, source_id=source.id)
        waiting = sa.update(Source).where(Source.id.in_({s.id for s in sources} - set(by_host.values())))
        db.session.execute(waiting.values(next_check_at=now() + HOST_PAUSE))
    return len(by_host)


def _tell(source: Source, result: Recorded) -> None:
    """One notice a person and event."""
    words = _words(source, result)
    if not words:
        return
    for person in _concerned(source, result):
        tell(person, key=f"check-{result.check.id}", words=words, path=f"/statements/{source.id}/")


def _words(source: Source, result: Recorded) -> str:
    title = source.title if len(source.title) <= 120 else source.title[:119] + "…"
    if result.text is not None and not result.is_first:
        return f"{source.publisher} edited “{title}”." + _touched(result)
    if source.state is result.was:
        return ""
    if source.state is SourceState.GONE:
        return f"“{title}” of {source.publisher} is no longer at its address. Your kept copy stays."
    if source.state is SourceState.BLOCKED:
        return f"“{title}” of {source.publisher} could not be looked at any more: {result.check.detail}"
    if result.was in (SourceState.GONE, SourceState.BLOCKED):
        return f"“{title}” of {source.publisher} is back at its address."
    return ""


def _touched(result: Recorded) -> str:
    """What became of the quotations on the source that stood until this version."""
    assert result.text is not None
    stands = [now for was, now in _stands(result.text.snapshot) if was in (None, Stand.STANDS)]
    edited, gone = stands.count(Stand.EDITED), stands.count(Stand.GONE)
    told = [f"{edited} quoted here reworded" if edited else "", f"{gone} quoted here gone" if gone else ""]
    said = ", ".join(part for part in told if part)
    return f" Passages: {said}." if said else " No passage that is quoted here was touched."


def _stands(snapshot: Snapshot) -> list[tuple[Stand | None, Stand]]:
    """How each quotation stood in the version before, and how it stands in this one."""
    earlier = sa.orm.aliased(Standing)
    before = (
        sa.select(earlier.stand)
        .where(earlier.quotation_id == Standing.quotation_id, earlier.snapshot_id < Standing.snapshot_id)
        .order_by(earlier.snapshot_id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = db.session.execute(sa.select(before, Standing.stand).where(Standing.snapshot_id == snapshot.id))
    return [(Stand(was) if was else None, now) for was, now in rows]


def _concerned(source: Source, result: Recorded) -> list[User]:
    """The authors of the posts on the source, and whoever added it."""
    posts = sa.union(
        sa.select(Repost.post_id).where(Repost.source_id == source.id),
        sa.select(Quotation.post_id).where(Quotation.source_id == source.id),
    )
    authors = sa.select(Post.author_id).where(Post.id.in_(posts))
    people = sa.select(User).where(sa.or_(User.id.in_(authors), User.id == source.added_by_id))
    return list(db.session.scalars(people.order_by(User.id)))
