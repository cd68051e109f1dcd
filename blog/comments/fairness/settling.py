"""Appeals whose decision is taken back before anyone answered them: they got what they asked for."""

import sqlalchemy as sa

from blog.comments.fairness.models import Appeal
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.models import Decision, MeasureKind, Resolution
from blog.extensions import db

S = CommentStatus
# Statuses in which nobody else sees a comment, and will not unless somebody decides anew.
TAKEN_AWAY = frozenset({S.REJECTED, S.SPAM, S.REMOVED})
# Acts on a person that weigh on them.
WEIGHING = frozenset({MeasureKind.SUSPENDED.value, MeasureKind.ALWAYS_HELD.value})


def settle_appeals(comment: Comment, decision: Decision) -> None:
    """Close what is open about the comment where the decision shows it again, whoever made that."""
    if decision.was in TAKEN_AWAY and decision.now not in TAKEN_AWAY:
        _settle(
            Appeal.decision_id.in_(sa.select(Decision.id).where(Decision.comment_id == comment.id)), decision
        )


def settle_appeal_of(decision_id: int, by: Decision) -> None:
    """Close what is open about the decision of this number, which the later one `by` takes back."""
    _settle(Appeal.decision_id == decision_id, by)


def _settle(which: sa.ColumnElement[bool], by: Decision) -> None:
    db.session.execute(
        sa.update(Appeal)
        .where(which, Appeal.resolution.is_(None))
        .values(resolution=Resolution.UPHELD, answered_at=by.decided_at, answer_decision_id=by.id)
    )
