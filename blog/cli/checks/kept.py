"""What the site keeps: copies, versions of statements, decisions."""

from collections.abc import Iterator

import sqlalchemy as sa

from blog.cli.checks.findings import Finding, State, current_settings, few
from blog.comments.moderation import log
from blog.comments.voting.recount import wrong_counts
from blog.extensions import db
from blog.posts.media.keeping import stored_names
from blog.posts.media.models import File
from blog.posts.models import Post
from blog.reading.words import counted
from blog.sources import payloads
from blog.sources.chain import verify_chain
from blog.sources.models import Snapshot, Source, Takedown
from blog.storage import check as check_storage
from blog.storage import current_storage


def storage() -> Iterator[Finding]:
    """Whether kept copies can be written, read and deleted."""
    check_storage(current_storage())
    yield Finding(
        State.OK, "Storage", f"{current_settings().media_url} can be written, read and deleted from"
    )


def copies(*, read: bool) -> Iterator[Finding]:
    """Whether the bytes of every kept copy are there; with `read`, whether they are still the same."""
    erased = sa.select(Takedown.snapshot_id).where(Takedown.erased)
    query = sa.select(Snapshot.payload_sha256).where(Snapshot.id.not_in(erased)).distinct()
    needed, there = set(db.session.scalars(query)), payloads.kept()
    missing = needed - there
    damaged = [digest for digest in sorted(needed & there) if _is_damaged(digest)] if read else []
    what = "Kept copies"
    if missing:
        words = (
            f"The bytes of {len(missing):,} of {len(needed):,} are gone: {few(sorted(missing))} Restore them."
        )
        yield Finding(State.BROKEN, what, words)
    if damaged:
        yield Finding(State.BROKEN, what, f"{len(damaged):,} damaged: {few(damaged)} Restore them.")
    said = "read and as they were kept" if read else "there (--read looks into them, too)"
    yield Finding(State.OK, what, f"{len(needed) - len(missing) - len(damaged):,} of {len(needed):,} {said}")


def files() -> Iterator[Finding]:
    """Whether the bytes of every file of the library are there."""
    there = set(current_storage().names())
    rows = list(db.session.scalars(sa.select(File).order_by(File.id)))
    missing = [file.title for file in rows if not there.issuperset(stored_names(file))]
    if missing:
        told = f"Bytes of {len(missing):,} of {len(rows):,} are gone: {few(missing)} Restore them."
        yield Finding(State.BROKEN, "Files", told)
    yield Finding(State.OK, "Files", f"{len(rows):,} in the library, all there")


def statements() -> Iterator[Finding]:
    """Whether the chain of each statement's versions is whole."""
    wrong, number = [], 0
    for source in db.session.scalars(sa.select(Source).order_by(Source.id).execution_options(yield_per=100)):
        number += 1
        wrong += [f"{source.url}: {problem}" for problem in verify_chain(source)]
    if wrong:
        yield Finding(State.BROKEN, "Statements", f"Changed since they were kept: {few(wrong)}")
    yield Finding(State.OK, "Statements", f"{number:,}, with all their versions in order")


def decisions() -> Iterator[Finding]:
    """Whether the log of moderation is as it was written."""
    found, what = log.verify(), "Log of decisions"
    if found.problems:
        words = few([problem.words for problem in found.problems])
        yield Finding(State.BROKEN, what, f"It was changed: {words}")
        return
    if found.erased:
        words = f"{counted(found.erased, 'entry has', 'entries have')} no words any more"
        yield Finding(
            State.LOOK,
            what,
            f"{words}, so nobody can check who decided. This program erases none: somebody did it by hand.",
        )
    end = f", ends in {found.head}" if found.head else ""
    yield Finding(State.OK, what, f"{counted(found.entries, 'entry', 'entries')}, unchanged{end}")


def counts() -> Iterator[Finding]:
    """Whether what threads count is what is there. Nothing is mended, and what is written meanwhile may differ."""
    wrong: list[str] = []
    for post in db.session.scalars(sa.select(Post).order_by(Post.id).execution_options(yield_per=100)):
        wrong += map(str, wrong_counts(post))
    if wrong:
        told = f"{counted(len(wrong), 'count is', 'counts are')} wrong: {few(wrong)}"
        yield Finding(State.LOOK, "Threads", f"{told} flask comments recount mends them.")
    yield Finding(State.OK, "Threads", "every count is right")


def _is_damaged(digest: str) -> bool:
    try:
        payloads.read(digest)
    except (ValueError, FileNotFoundError):
        return True
    return False
