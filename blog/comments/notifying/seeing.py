"""Which notices may be shown to whom, and which are still worth a mail: looked up when they are, not when made."""

from collections.abc import Collection

import sqlalchemy as sa

from blog.accounts.models import Notice, NoticeKind, Pace, User
from blog.accounts.paces import kinds_for, paces_of
from blog.accounts.roles import Act
from blog.comments.fairness.models import Appeal
from blog.comments.models import WAITING, Comment, CommentStatus
from blog.comments.moderation.models import Decision
from blog.comments.notifying.models import Follow
from blog.extensions import db
from blog.posts.models import READABLE, Post

# Kinds of notice that tell of a comment which everyone may read.
READERS = frozenset({NoticeKind.REPLY, NoticeKind.MENTION, NoticeKind.THREAD, NoticeKind.POST_COMMENT})
# More are not counted: “99+” says it.
MOST_COUNTED = 99


def shown_to(person: User) -> sa.ColumnElement[bool]:
    """The notices that `person` may see: not those of comments that are gone, or of a queue that is not theirs."""
    of_published = (
        sa.select(Comment.id)
        .join(Post, Post.id == Comment.post_id)
        .where(
            Comment.id == Notice.about,
            Comment.status == CommentStatus.PUBLISHED,
            Post.status.in_(READABLE),
        )
    )
    moderates = sa.true() if person.may(Act.MODERATE) else sa.false()
    return sa.and_(
        Notice.person_id == person.id,
        sa.or_(Notice.kind.not_in(READERS), of_published.exists()),
        sa.or_(Notice.kind != NoticeKind.MODERATION, moderates),
    )


def unread_count(person: User) -> int:
    """How many notices wait to be read, at most one more than `MOST_COUNTED`."""
    some = sa.select(Notice.id).where(shown_to(person), Notice.read_at.is_(None)).limit(MOST_COUNTED + 1)
    return db.session.scalar(sa.select(sa.func.count()).select_from(some.subquery())) or 0


def page_of_notices(person: User, *, before: int | None, most: int) -> tuple[list[Notice], int | None]:
    """A page of what `person` was told, newest first, and the number that the next page is before."""
    query = sa.select(Notice).where(shown_to(person))
    if before is not None:
        query = query.where(Notice.id < before)
    found = list(db.session.scalars(query.order_by(Notice.id.desc()).limit(most + 1)))
    return found[:most], found[most - 1].id if len(found) > most else None


def worth_mailing(person: User, notices: Collection[Notice]) -> list[Notice]:
    """Those of these that `person` should still get by mail: wanted, unread, and true."""
    if not person.active or person.confirmed_at is None:
        return []
    paces, kinds = paces_of(person.id), kinds_for(person)
    wanted = [n.id for n in notices if n.kind in kinds and paces[n.kind] is not Pace.OFF]
    query = sa.select(Notice).where(
        Notice.id.in_(wanted), shown_to(person), Notice.read_at.is_(None), _is_true(person)
    )
    return list(db.session.scalars(query.order_by(Notice.id)))


def _is_true(person: User) -> sa.ColumnElement[bool]:
    """What a notice says still holds: nobody decided meanwhile, the decision is the latest, the thread not silenced."""
    silenced = sa.select(Follow.post_id).where(Follow.person_id == person.id, Follow.is_silenced)
    waits = sa.select(Comment.id).where(
        Comment.id == Notice.about, sa.or_(Comment.status.in_(WAITING), Comment.open_reports > 0)
    )
    # The key says which appeal or decision a notice is of.
    appeals = sa.select(Appeal.id).where(
        Notice.key == sa.literal("appeal-") + sa.cast(Appeal.id, sa.String), Appeal.resolution.is_(None)
    )
    latest = sa.select(sa.func.max(Decision.id)).where(Decision.comment_id == Notice.about).scalar_subquery()
    is_latest = sa.or_(
        Notice.about.is_(None), Notice.key == sa.literal("decision-") + sa.cast(latest, sa.String)
    )
    return sa.and_(
        sa.or_(Notice.kind.not_in(READERS), Notice.post_id.not_in(silenced)),
        sa.or_(Notice.kind != NoticeKind.MODERATION, waits.exists(), appeals.exists()),
        sa.or_(Notice.kind != NoticeKind.DECISION, is_latest),
    )
