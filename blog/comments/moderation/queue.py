"""The moderators' queue: what waits, the most urgent first, and what was decided."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload, selectinload

from blog.comments.models import WAITING, Comment, CommentStatus
from blog.comments.moderation.models import Decision
from blog.database import HIGHEST_ID, row_number
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Post

CASES_A_PAGE = 30
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
# Microseconds since then, until the year 5138.
DUE = re.compile(r"[0-9]{1,17}", re.ASCII)
NO_PAGE = "There is no such page of the queue."


class Shown(StrEnum):
    """Which comments the queue shows: those that wait, those that were decided on, all, or those of a status."""

    HELD = "held"
    REPORTED = "reported"
    DECIDED = "decided"
    ALL = "all"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    REJECTED = "rejected"
    SPAM = "spam"
    REMOVED = "removed"
    DELETED = "deleted"


TABS = (Shown.HELD, Shown.REPORTED, Shown.DECIDED, Shown.ALL)
# Where somebody waits for a decision: what is due first comes first.
WAITING_LISTS = frozenset({Shown.HELD, Shown.REPORTED})


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Comments with their posts, parents and decisions, and the cursor of the next page (empty on the last)."""

    comments: list[Comment]
    next_cursor: str


def page_of_queue(shown: Shown, *, after: str = "") -> QueuePage:
    """A page of the queue: what is due first, the rest newest first. Raises `NotFound` for a made-up cursor."""
    order = (Comment.due_at, Comment.id) if shown in WAITING_LISTS else (Comment.id.desc(),)
    query = _chosen(shown).order_by(*order)
    if after:
        query = query.where(_behind(shown, after))
    rows = list(db.session.scalars(_with_context(query).limit(CASES_A_PAGE + 1)))
    more = len(rows) > CASES_A_PAGE
    return QueuePage(rows[:CASES_A_PAGE], cursor_of(shown, rows[CASES_A_PAGE - 1]) if more else "")


def cursor_of(shown: Shown, comment: Comment) -> str:
    """Where a page goes on after the comment."""
    due = (comment.due_at - EPOCH) // MICROSECOND
    return f"{due}~{comment.id}" if shown in WAITING_LISTS else str(comment.id)


def waiting_counts() -> dict[Shown, int]:
    """How many comments wait for a decision, in the list of each kind; one query."""
    held, reported = (sa.func.count().filter(_waits(shown)) for shown in (Shown.HELD, Shown.REPORTED))
    may_wait = Comment.status.in_(WAITING)
    query = sa.select(held, reported).where(sa.or_(may_wait, Comment.open_reports > 0))
    counts = db.session.execute(query).one()
    return {Shown.HELD: counts[0], Shown.REPORTED: counts[1]}


def find_case(comment_id: int) -> Comment:
    """One comment with its context, whatever its status. Raises `NotFound`."""
    query = _with_context(sa.select(Comment).where(Comment.id == min(comment_id, HIGHEST_ID)))
    found: Comment | None = db.session.scalar(query)
    if found is None:
        raise NotFound("There is no such comment.")
    return found


def _chosen(shown: Shown) -> sa.Select[Comment]:
    query = sa.select(Comment)
    if shown in WAITING_LISTS:
        return query.where(_waits(shown))
    if shown is Shown.DECIDED:
        return query.where(sa.select(Decision.id).where(Decision.comment_id == Comment.id).exists())
    return query if shown is Shown.ALL else query.where(Comment.status == CommentStatus(shown.value))


def _waits(shown: Shown) -> sa.ColumnElement[bool]:
    """Whatever is hidden is in the queue, whoever hid it."""
    if shown is Shown.HELD:
        return Comment.status == CommentStatus.HELD
    is_reported = sa.and_(Comment.status == CommentStatus.PUBLISHED, Comment.open_reports > 0)
    return sa.or_(Comment.status == CommentStatus.HIDDEN, is_reported)


def _behind(shown: Shown, after: str) -> sa.ColumnElement[bool]:
    due, _, last = after.rpartition("~")
    number = row_number(last)
    if number is None or bool(due) != (shown in WAITING_LISTS):
        raise NotFound(NO_PAGE)
    if not due:
        return Comment.id < number
    if not DUE.fullmatch(due):
        raise NotFound(NO_PAGE)
    value = EPOCH + int(due) * MICROSECOND
    return sa.or_(Comment.due_at > value, sa.and_(Comment.due_at == value, Comment.id > number))


def _with_context(query: sa.Select[Comment]) -> sa.Select[Comment]:
    return query.options(
        joinedload(Comment.author),
        joinedload(Comment.passage),
        joinedload(Comment.post).options(defer(Post.body), defer(Post.rendered)),
        joinedload(Comment.parent).joinedload(Comment.author),
        selectinload(Comment.decisions).joinedload(Decision.decided_by),
    )
