"""Slow mode: how long somebody waits between two comments in one thread."""

from datetime import timedelta

import sqlalchemy as sa

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.comments.models import Comment
from blog.comments.policy.effective import policy_of
from blog.comments.screening.findings import Draft, Finding
from blog.comments.screening.models import ScreeningAct
from blog.extensions import db

PACE = "slow mode"


def of_author(draft: Draft, *, by: User) -> list[Finding]:
    """Refuse a further comment before its time, and say when it may be sent. An edit is no further comment."""
    seconds = policy_of(draft.post).slow_seconds
    if not seconds or draft.comment is not None or by.may(Act.ENTER_DESK):
        return []
    own = sa.select(sa.func.max(Comment.created_at))
    last = db.session.scalar(own.where(Comment.post_id == draft.post.id, Comment.author_id == by.id))
    if last is None or last + timedelta(seconds=seconds) <= now():
        return []
    left = (last + timedelta(seconds=seconds) - now()).total_seconds()
    reason = (
        f"In this thread one comment is taken every {duration(seconds)}. Your text is kept below: send it in "
        f"{duration(left)}."
    )
    return [Finding(PACE, ScreeningAct.REFUSE, reason)]


def duration(seconds: float) -> str:
    """So many seconds in words, rounded up: “40 seconds”, “5 minutes”, “2 hours”."""
    for unit, size in (("hour", 3600), ("minute", 60)):
        if seconds > size * 1.5:
            return f"{-int(-seconds // size)} {unit}s"
    whole = -int(-seconds // 1)
    return f"{whole} second" if whole == 1 else f"{whole} seconds"
