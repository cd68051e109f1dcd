"""Deciding on a comment, for tests that are about what follows from it."""

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.models import Decision, Reason
from blog.comments.moderation.transitions import ModerationAct
from blog.transactions import writing


def decided(
    comment: Comment, act: str, *, by: User, words: str = "", reason: Reason = Reason.UNKIND
) -> Decision:
    """The decision, committed."""
    with writing():
        return decide(comment, ModerationAct(act), by=by, reason=reason, words=words)
