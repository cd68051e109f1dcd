"""Looking at the originals that posts stand on, and telling those whom a change concerns."""

import sqlalchemy as sa

from blog.accounts.models import User
from blog.accounts.notices import tell
from blog.clock import now
from blog.embed.checking.looking import Look, look
from blog.embed.checking.permission import free_at, host, recent_visits, rules_for
from blog.embed.checking.recording import REFUSES, Recorded, note_permission, record, record_refusal
from blog.embed.models import Quotation, Repost, Stand, Standing
from blog.extensions import db
from blog.posts.archiving import ask_to_tell
from blog.posts.models import Post
from blog.sources.models import Outcome, Snapshot, Source, SourceState
from blog.transactions import writing

NOT_WATCHED = "“{}” of {} is not looked at for changes: {}. Look yourself with “Look now” on its page."


def check_source(source: Source, *, by: User | None = None) -> Recorded:
    """Look at a source's original, write down what it came to, and tell whom it concerns. Commits.

    For a look that a person asks for: a person who reads a page is no robot.
    """
    found = look(source)
    with writing():
        return recorded(db.session.get_one(Source, source.id), found, by=by)


def check_unasked(source: Source) -> Recorded | None:
    """Look at a source's original where its site lets programs, and not too soon after the last look at its host.

    None where it was too soon: then the source's turn comes once the host is free. Commits.
    """
    rules = rules_for(source.url)
    if not rules.is_known:
        words = f"robots.txt of {host(source.url)} could not be read ({rules.trouble}), so the page was left alone"
        with writing():
            return recorded(db.session.get_one(Source, source.id), Look(Outcome.FAILED, words), by=None)
    if not rules.may_fetch(source.url):
        return _refused(source)
    free = free_at(source.url, recent_visits())
    if free <= now():
        return _permitted(source, look(source))
    with writing():
        db.session.get_one(Source, source.id).next_check_at = free
    return None


def recorded(source: Source, found: Look, *, by: User | None) -> Recorded:
    """Write down a look and tell whom it concerns, in the caller's transaction; a new version, to the archive too."""
    result = record(source, found, by=by)
    _tell(source, result, _words(source, result))
    if result.text is not None:
        ask_to_tell(result.text)
    return result


def _permitted(source: Source, found: Look) -> Recorded:
    with writing():
        source = db.session.get_one(Source, source.id)
        note_permission(source, is_refused=False)
        return recorded(source, found, by=None)


def _refused(source: Source) -> Recorded:
    site = host(source.url)
    with writing():
        source = db.session.get_one(Source, source.id)
        was_refused = (source.facts or {}).get(REFUSES)
        result = record_refusal(source, f"robots.txt of {site} asks programs not to fetch this page")
        if not was_refused:
            _tell(source, result, NOT_WATCHED.format(_title(source), source.publisher, result.check.detail))
        return result


def _tell(source: Source, result: Recorded, words: str) -> None:
    """One notice a person and event; none where there are no words."""
    if not words:
        return
    for person in _concerned(source, result):
        tell(person, key=f"check-{result.check.id}", words=words, path=f"/statements/{source.id}/")


def _words(source: Source, result: Recorded) -> str:
    title = _title(source)
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


def _title(source: Source) -> str:
    return source.title if len(source.title) <= 120 else source.title[:119] + "…"


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
