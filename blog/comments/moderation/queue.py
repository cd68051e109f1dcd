"""The moderators' queue: what waits, the most urgent first, and what was decided, with all that is known of it.

A page costs the same number of queries however many comments and people it shows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload, selectinload

from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation import measures
from blog.comments.moderation.models import Decision, Measure, MeasureKind, PersonNote, Report
from blog.comments.screening.models import Assessment
from blog.database import HIGHEST_ID, row_number
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Post

CASES_A_PAGE = 30
TAKEN_AWAY = (CommentStatus.REJECTED, CommentStatus.SPAM, CommentStatus.REMOVED)


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
# Where somebody waits for a decision: the most urgent come first, and of those the oldest.
WAITING = frozenset({Shown.HELD, Shown.REPORTED})


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Comments with their posts, parents and decisions, and the cursor of the next page (empty on the last)."""

    comments: list[Comment]
    next_cursor: str


@dataclass(slots=True)
class Known:
    """What is known of a page's comments, by their ids, and of their authors, by theirs."""

    records: dict[int, dict[CommentStatus, int]] = field(default_factory=dict)
    measures: dict[int, dict[MeasureKind, Measure]] = field(default_factory=dict)
    notes: dict[int, list[PersonNote]] = field(default_factory=dict)
    reports: dict[int, list[Report]] = field(default_factory=dict)
    findings: dict[int, list[Assessment]] = field(default_factory=dict)


def page_of_queue(shown: Shown, *, after: str = "") -> QueuePage:
    """A page of the queue: what waits by urgency, the rest newest first. Raises `NotFound` for a made-up cursor."""
    query = _chosen(shown)
    if shown in WAITING:
        query = query.order_by(Comment.urgency.desc(), Comment.id)
    else:
        query = query.order_by(Comment.id.desc())
    if after:
        query = query.where(_behind(shown, after))
    rows = list(db.session.scalars(_with_context(query).limit(CASES_A_PAGE + 1)))
    more = len(rows) > CASES_A_PAGE
    return QueuePage(rows[:CASES_A_PAGE], cursor_of(shown, rows[CASES_A_PAGE - 1]) if more else "")


def cursor_of(shown: Shown, comment: Comment) -> str:
    """Where a page goes on after the comment."""
    return f"{comment.urgency!r}~{comment.id}" if shown in WAITING else str(comment.id)


def held_count() -> int:
    """How many comments wait for a decision: the held, the hidden and the reported."""
    waits = sa.or_(_waits(Shown.HELD), _waits(Shown.REPORTED))
    return db.session.scalar(sa.select(sa.func.count()).select_from(Comment).where(waits)) or 0


def find_case(comment_id: int) -> Comment:
    """One comment with its context, whatever its status. Raises `NotFound`."""
    query = _with_context(sa.select(Comment).where(Comment.id == min(comment_id, HIGHEST_ID)))
    found: Comment | None = db.session.scalar(query)
    if found is None:
        raise NotFound("There is no such comment.")
    return found


def known_of(comments: Sequence[Comment]) -> Known:
    """What moderators should know of these comments and of who wrote them."""
    people, ids = sorted({comment.author_id for comment in comments}), [comment.id for comment in comments]
    versions = {comment.id: comment.version for comment in comments}
    known = Known(records_of(people), measures.of_people(people))
    notes = (
        sa.select(PersonNote).where(PersonNote.person_id.in_(people)).options(joinedload(PersonNote.made_by))
    )
    for note in db.session.scalars(notes.order_by(PersonNote.id)):
        known.notes.setdefault(note.person_id, []).append(note)
    reports = sa.select(Report).where(Report.comment_id.in_(ids), Report.resolved_at.is_(None))
    for report in db.session.scalars(reports.options(joinedload(Report.person)).order_by(Report.id)):
        known.reports.setdefault(report.comment_id, []).append(report)
    findings = sa.select(Assessment).where(Assessment.comment_id.in_(ids))
    for finding in db.session.scalars(findings.order_by(Assessment.id)):
        if finding.version == versions[finding.comment_id]:
            known.findings.setdefault(finding.comment_id, []).append(finding)
    return known


def records_of(people: Iterable[int]) -> dict[int, dict[CommentStatus, int]]:
    """How many comments of each status these people have: by person, in one query."""
    people = set(people)
    query = sa.select(Comment.author_id, Comment.status, sa.func.count()).where(Comment.author_id.in_(people))
    found: dict[int, dict[CommentStatus, int]] = {person: {} for person in people}
    for person, status, count in db.session.execute(query.group_by(Comment.author_id, Comment.status)):
        found[person][status] = count
    return found


def _chosen(shown: Shown) -> sa.Select[Comment]:
    query = sa.select(Comment)
    if shown in WAITING:
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
    urgency, _, last = after.rpartition("~")
    number = row_number(last)
    try:
        if number is not None and shown in WAITING:
            value = float(urgency)
            same = sa.and_(Comment.urgency == value, Comment.id > number)
            return sa.or_(Comment.urgency < value, same)
    except ValueError:
        number = None
    if number is None or urgency:
        raise NotFound("There is no such page of the queue.")
    return Comment.id < number


def _with_context(query: sa.Select[Comment]) -> sa.Select[Comment]:
    return query.options(
        joinedload(Comment.author),
        joinedload(Comment.passage),
        joinedload(Comment.post).options(defer(Post.body), defer(Post.rendered)),
        joinedload(Comment.parent).joinedload(Comment.author),
        selectinload(Comment.decisions).joinedload(Decision.decided_by),
    )
