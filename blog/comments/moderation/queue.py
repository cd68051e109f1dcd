"""The moderators' queue: comments by status, oldest held first, with what is known of the people who wrote them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload, selectinload

from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.models import Decision
from blog.database import HIGHEST_ID, row_number
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Post

CASES_A_PAGE = 30


class Shown(StrEnum):
    """Which comments the queue shows: those of a status, or all."""

    HELD = "held"
    PUBLISHED = "published"
    REJECTED = "rejected"
    SPAM = "spam"
    REMOVED = "removed"
    HIDDEN = "hidden"
    DELETED = "deleted"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Comments with their posts, parents and decisions, and the cursor of the next page (empty on the last)."""

    comments: list[Comment]
    next_cursor: str


def page_of_queue(shown: Shown, *, after: str = "") -> QueuePage:
    """A page of the queue. Held ones come oldest first, since somebody waits; the others newest first."""
    oldest_first = shown is Shown.HELD
    query = sa.select(Comment).order_by(Comment.id if oldest_first else Comment.id.desc())
    if shown is not Shown.ALL:
        query = query.where(Comment.status == CommentStatus(shown.value))
    if after:
        last = _read_cursor(after)
        query = query.where(Comment.id > last if oldest_first else Comment.id < last)
    rows = list(db.session.scalars(_with_context(query).limit(CASES_A_PAGE + 1)))
    more = len(rows) > CASES_A_PAGE
    return QueuePage(rows[:CASES_A_PAGE], str(rows[CASES_A_PAGE - 1].id) if more else "")


def held_count() -> int:
    """How many comments wait for a decision."""
    query = sa.select(sa.func.count()).where(Comment.status == CommentStatus.HELD)
    return db.session.scalar(query) or 0


def find_case(comment_id: int) -> Comment:
    """One comment with its context, whatever its status. Raises `NotFound`."""
    query = _with_context(sa.select(Comment).where(Comment.id == min(comment_id, HIGHEST_ID)))
    found: Comment | None = db.session.scalar(query)
    if found is None:
        raise NotFound("There is no such comment.")
    return found


def records_of(comments: Sequence[Comment]) -> dict[int, dict[CommentStatus, int]]:
    """How many comments of each status the authors of these have: by person, in one query."""
    people = {comment.author_id for comment in comments}
    query = sa.select(Comment.author_id, Comment.status, sa.func.count()).where(Comment.author_id.in_(people))
    found: dict[int, dict[CommentStatus, int]] = {person: {} for person in people}
    for person, status, count in db.session.execute(query.group_by(Comment.author_id, Comment.status)):
        found[person][status] = count
    return found


def _with_context(query: sa.Select[Comment]) -> sa.Select[Comment]:
    return query.options(
        joinedload(Comment.author),
        joinedload(Comment.post).options(defer(Post.body), defer(Post.rendered)),
        joinedload(Comment.parent).joinedload(Comment.author),
        selectinload(Comment.decisions).joinedload(Decision.decided_by),
    )


def _read_cursor(cursor: str) -> int:
    number = row_number(cursor)
    if number is None:
        raise NotFound("There is no such page of the queue.")
    return number
