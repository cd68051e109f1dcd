"""Removing the demo, whole: what readers added to its thread goes with it."""

import sqlalchemy as sa

from blog.accounts.models import Notice, User
from blog.accounts.roles import Act
from blog.comments.fairness.models import Appeal, Complaint
from blog.comments.models import Comment
from blog.comments.moderation.models import Decision, DecisionNote
from blog.demo.loading import DOMAIN
from blog.embed.models import Quotation, Repost
from blog.extensions import db
from blog.posts.models import Pin, Post
from blog.sources.models import Snapshot, Source, Text


def is_loaded() -> bool:
    return db.session.scalar(sa.select(Post.id).where(Post.is_demo).limit(1)) is not None


def remove(*, by: User) -> list[str]:
    """Delete the demo's post, thread, people and statement; a statement that other posts stand on stays.

    Returns the digests of payloads that no copy needs any more, to be forgotten once this is committed.
    """
    by.require(Act.MANAGE_SITE)
    posts = sa.select(Post.id).where(Post.is_demo)
    comments = sa.select(Comment.id).where(Comment.post_id.in_(posts))
    decisions = sa.select(Decision.id).where(Decision.comment_id.in_(comments))
    db.session.execute(sa.delete(DecisionNote).where(DecisionNote.decision_id.in_(decisions)))
    db.session.execute(sa.delete(Appeal).where(Appeal.decision_id.in_(decisions)))
    db.session.execute(sa.delete(Decision).where(Decision.comment_id.in_(comments)))
    db.session.execute(sa.update(Comment).where(Comment.post_id.in_(posts)).values(parent_id=None))
    db.session.execute(sa.delete(Comment).where(Comment.post_id.in_(posts)))
    # A later comment may be given the number of one that is gone: nobody must take it for that.
    db.session.execute(sa.delete(Notice).where(Notice.post_id.in_(posts)))
    db.session.execute(sa.delete(Post).where(Post.is_demo))  # the rest of it goes by its foreign keys
    digests = _remove_sources()
    db.session.execute(sa.delete(User).where(User.id.in_(_people())))
    return digests


def _remove_sources() -> list[str]:
    used = sa.union(sa.select(Repost.source_id), sa.select(Quotation.source_id), sa.select(Pin.source_id))
    sources = sa.select(Source.id).where(Source.is_demo, Source.id.not_in(used))
    db.session.execute(sa.update(Complaint).where(Complaint.source_id.in_(sources)).values(source_id=None))
    snapshots = sa.select(Snapshot.id).where(Snapshot.source_id.in_(sources))
    digests = list(db.session.scalars(sa.select(Snapshot.payload_sha256).where(Snapshot.id.in_(snapshots))))
    db.session.execute(sa.delete(Text).where(Text.snapshot_id.in_(snapshots)))
    db.session.execute(sa.delete(Snapshot).where(Snapshot.source_id.in_(sources)))
    db.session.execute(sa.delete(Source).where(Source.is_demo, Source.id.not_in(used)))
    db.session.execute(
        sa.update(Source).where(Source.is_demo).values(is_demo=False)
    )  # it is someone's own now
    needed = set(
        db.session.scalars(sa.select(Snapshot.payload_sha256).where(Snapshot.payload_sha256.in_(digests)))
    )
    return [digest for digest in digests if digest not in needed]


def _people() -> sa.Select[int]:
    return sa.select(User.id).where(User.email.endswith(f"@{DOMAIN}", autoescape=True))
