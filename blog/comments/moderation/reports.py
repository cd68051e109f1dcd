"""Readers' reports: weighed by how often the reporter was right; enough of them hide a comment until it is looked at.

A report weighs 2·(u + 2) / (u + d + 4), where u of the person's reports were upheld and d dismissed: 1 for who never
reported, towards 2 for who is always right, towards 0 for who never is. Four imagined reports, half of them right,
stand before the real ones, so that one decision moves little. A comment whose words a moderator let stand is hidden by
twice the weight alone. Whatever is reported is in the queue, hidden or not.
"""

from typing import Any

import sqlalchemy as sa

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.measures import refuse_suspended
from blog.comments.moderation.models import REASON_LIMIT, Decision, Reason, Report, Resolution
from blog.comments.moderation.transitions import ModerationAct, Who, capacities
from blog.comments.moderation.urgency import set_due
from blog.comments.notifying import events
from blog.comments.policy.settings import comment_settings
from blog.comments.threads.turns import take_turn
from blog.errors import Conflict, Forbidden, Invalid, NotFound
from blog.extensions import db
from blog.typed import line, required

IMAGINED = 4
AFTER_REVIEW = 2


def report(comment: Comment, *, reason: Reason | None, words: str = "", by: User) -> Report | None:
    """Keep the person's report; the same one sent twice is one. Who wrote the post hides the comment instead: None.

    Raises `Invalid` beside reason or words, `Forbidden`, `Conflict` where it was answered, `NotFound` where the comment
    went away meanwhile.
    """
    by.require(Act.COMMENT)
    refuse_suspended(by)
    if reason is None:
        raise Invalid("Choose what is wrong with the comment.", field="reason")
    words = line(words, field="words", limit=REASON_LIMIT, what="What you wrote")
    if reason is Reason.OTHER:
        required(words, field="words", what="With “other”, the moderators need your words: the field")
    if comment.author_id == by.id:
        raise Forbidden("This comment is your own: you can delete it instead.")
    take_turn(comment.post)
    db.session.refresh(comment, ["status", "version", "open_reports"])
    if comment.status is not CommentStatus.PUBLISHED:
        raise NotFound("This comment was removed meanwhile. Nothing of yours was done.")
    if Who.POST_AUTHOR in capacities(comment, by):
        decide(comment, ModerationAct.REMOVE, by=by, reason=reason, words=words)
        return None
    return _keep(comment, reason, words, by)


def weight_of(person: User) -> float:
    """What a report of this person weighs now."""
    query = sa.select(Report.resolution, sa.func.count()).where(
        Report.person_id == person.id, Report.resolution.is_not(None)
    )
    counts: dict[Resolution | None, int] = {}
    for resolution, number in db.session.execute(query.group_by(Report.resolution)):
        counts[resolution] = number
    upheld, dismissed = counts.get(Resolution.UPHELD, 0), counts.get(Resolution.DISMISSED, 0)
    return 2 * (upheld + IMAGINED / 2) / (upheld + dismissed + IMAGINED)


def _keep(comment: Comment, reason: Reason, words: str, by: User) -> Report:
    theirs = sa.select(Report).where(Report.comment_id == comment.id, Report.person_id == by.id)
    kept = db.session.scalar(theirs.execution_options(populate_existing=True))
    if kept is not None and kept.version == comment.version:
        if kept.resolved_at is not None:
            raise Conflict(
                "You reported this comment before, and a moderator decided on it. Nothing was done."
            )
        return kept
    weight = weight_of(by)
    if kept is None:
        kept = Report(comment_id=comment.id, person_id=by.id)
        db.session.add(kept)
    kept.reason, kept.words, kept.weight = reason, words, weight
    kept.version, kept.made_at = comment.version, now()
    kept.resolution = kept.resolved_at = kept.decision_id = None
    db.session.flush()
    comment.open_reports = _open(comment, sa.func.count())
    set_due(comment)
    events.comment_reported(comment)
    if _open(comment, sa.func.sum(Report.weight)) >= _enough(comment):
        decide(comment, ModerationAct.HIDE, by=None, reason=reason)
    return kept


def _open(comment: Comment, what: sa.Function[Any]) -> Any:
    query = sa.select(what).where(Report.comment_id == comment.id, Report.resolved_at.is_(None))
    return db.session.scalar(query) or 0


def _enough(comment: Comment) -> float:
    """The weight that hides the comment: more where a moderator read these words and let them stand."""
    stood = sa.select(Decision.id).where(
        Decision.comment_id == comment.id,
        Decision.version == comment.version,
        Decision.now == CommentStatus.PUBLISHED,
        Decision.decided_by_id.is_not(None),
    )
    was_read = db.session.scalar(stood.limit(1)) is not None
    return comment_settings().reports_to_hide * (AFTER_REVIEW if was_read else 1)
