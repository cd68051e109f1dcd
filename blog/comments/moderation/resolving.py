"""Closing the reports of a comment when it is decided on, and telling those who made them."""

import sqlalchemy as sa

from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.models import Decision, Report, Resolution
from blog.comments.notifying import events
from blog.extensions import db

S = CommentStatus
# How a decision answers the reports, by the status it leads to. A comment that is hidden or held still waits.
ANSWERS = {
    S.PUBLISHED: Resolution.DISMISSED,
    S.REJECTED: Resolution.UPHELD,
    S.SPAM: Resolution.UPHELD,
    S.REMOVED: Resolution.UPHELD,
}


def resolve_reports(comment: Comment, decision: Decision) -> None:
    """Close the open reports as the decision answers them, and tell the reporters. The caller has taken its turn."""
    if decision.now is S.DELETED:
        lapse_reports(comment)
    elif decision.now in ANSWERS:
        resolution = ANSWERS[decision.now]
        closed = _open(comment).values(
            resolution=resolution, resolved_at=decision.decided_at, decision_id=decision.id
        )
        people = db.session.execute(closed.returning(Report.id, Report.person_id)).all()
        _count(comment, 0)
        for report_id, person_id in people:
            events.report_answered(comment, decision, report_id=report_id, person_id=person_id)


def lapse_reports(comment: Comment) -> None:
    """Close the open reports without an answer: the words that were reported are gone."""
    db.session.execute(_open(comment).values(resolved_at=now()))
    _count(comment, 0)


def reopen_reports(comment: Comment, undone: Decision) -> None:
    """Open the reports again that the decision `undone` closed."""
    closed = sa.update(Report).where(Report.comment_id == comment.id, Report.decision_id == undone.id)
    values = {"resolution": None, "resolved_at": None, "decision_id": None}
    number = len(db.session.execute(closed.values(values).returning(Report.id)).all())
    if number:
        _count(comment, number)


def _open(comment: Comment) -> sa.Update:
    return sa.update(Report).where(Report.comment_id == comment.id, Report.resolved_at.is_(None))


def _count(comment: Comment, number: int) -> None:
    if comment.open_reports != number:
        comment.open_reports = number
