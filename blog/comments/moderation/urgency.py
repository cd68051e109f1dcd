"""By when somebody should have looked at a comment: the queue's order is that of what is due first.

What harms by waiting is due soon, and time alone brings everything to the front, so nothing is left lying: words that
all can read meanwhile and readers object to come first, then words that were taken out of sight unjudged, then words
that nobody has seen yet, of which those that look unwanted can wait longest.
"""

from datetime import datetime, timedelta
from math import prod

import sqlalchemy as sa

from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.models import Reason, Report
from blog.comments.screening.models import Assessment
from blog.extensions import db

REPORTED = timedelta(hours=16)
HIDDEN = timedelta(hours=8)
HELD = timedelta(hours=24)
# What cannot be made good by an apology.
GRAVE = frozenset({Reason.ILLEGAL, Reason.PERSONAL_DATA})
GRAVE_WEIGHT = 2.0


def set_due(comment: Comment, *, since: datetime | None = None) -> None:
    """Say anew by when the comment is due, from now on or `since`. One that is reported again never is due later."""
    since = since or now()
    if comment.status is CommentStatus.HELD:
        comment.due_at = since + HELD * (1 + doubt(_weights(comment)))
    elif comment.status is CommentStatus.HIDDEN:
        comment.due_at = since + HIDDEN
    elif comment.open_reports:
        due = since + REPORTED / 2 ** _objection(comment)
        comment.due_at = due if comment.open_reports == 1 else min(due, comment.due_at)


def doubt(weights: list[float]) -> float:
    """How surely something is unwanted that so many independent findings weigh against: their noisy-or, 0 to 1."""
    return 1 - prod(1 - weight for weight in weights)


def _weights(comment: Comment) -> list[float]:
    found = sa.select(Assessment.weight).where(
        Assessment.comment_id == comment.id, Assessment.version == comment.version
    )
    return list(db.session.scalars(found))


def _objection(comment: Comment) -> float:
    """The weight of all that readers object; each unit of it halves the time."""
    reports = sa.select(Report).where(Report.comment_id == comment.id, Report.resolved_at.is_(None))
    return sum(
        report.weight + (GRAVE_WEIGHT if report.reason in GRAVE else 0)
        for report in db.session.scalars(reports)
    )
