"""Posts that ask something of who may edit them: those that will appear, and those whose quotations do not hold."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import load_only

from blog.accounts.models import User
from blog.embed.models import Quotation, Stand, Standing
from blog.embed.verdicts import Verdict
from blog.extensions import db
from blog.posts.models import READABLE, Post, PostStatus
from blog.posts.visibility import editable_by
from blog.sources.models import Snapshot, Source

SHOWN = 10
WRONG = (Verdict.ALTERED, Verdict.NOT_FOUND)
LOST = (Stand.EDITED, Stand.GONE)


@dataclass(frozen=True, slots=True)
class Quoting:
    """A post that everyone may read, and how many of its quotations it is about."""

    post_id: int
    title: str
    quotations: int


def scheduled(person: User) -> list[Post]:
    """The posts that will appear by themselves, the next first."""
    query = editable_by(person).where(Post.status == PostStatus.SCHEDULED)
    columns = load_only(Post.title, Post.publish_at)
    return list(db.session.scalars(query.options(columns).order_by(Post.publish_at, Post.id).limit(SHOWN)))


def differing(person: User) -> list[Quoting]:
    """Those whose words are not the statement's."""
    return _posts(person, Quotation.verdict.in_(WRONG))


def edited_since(person: User) -> list[Quoting]:
    """Those whose words the original had, and has no more as they stand here."""
    lost = (
        sa.select(Standing.quotation_id)
        .join(Snapshot, Snapshot.id == Standing.snapshot_id)
        .join(Source, Source.id == Snapshot.source_id)
        .where(Standing.stand.in_(LOST), Snapshot.version == Source.current_version)
    )
    return _posts(person, Quotation.id.in_(lost))


def _posts(person: User, condition: sa.ColumnElement[bool]) -> list[Quoting]:
    theirs = editable_by(person).where(Post.status.in_(READABLE)).with_only_columns(Post.id)
    query = (
        sa.select(Post.id, Post.title, sa.func.count())
        .join(Quotation, Quotation.post_id == Post.id)
        .where(Post.id.in_(theirs), Post.is_demo.is_(False), condition)
        .group_by(Post.id, Post.title)
        .order_by(Post.id.desc())
        .limit(SHOWN)
    )
    return [Quoting(post_id, title, count) for post_id, title, count in db.session.execute(query)]
