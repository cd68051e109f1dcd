"""Deciding on a comment: one table says what may be done from which status; the act and its record are one."""

import secrets
from enum import StrEnum

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.models import REASON_LIMIT, Decision, DecisionNote
from blog.comments.notifying import events
from blog.comments.threads.places import status_changed
from blog.comments.threads.turns import take_turn
from blog.errors import Conflict, Invalid
from blog.extensions import db
from blog.typed import line, required

S = CommentStatus


class ModerationAct(StrEnum):
    """What a moderator may do with a comment."""

    APPROVE = "approve"
    REJECT = "reject"
    SPAM = "spam"
    REMOVE = "remove"
    RESTORE = "restore"


A = ModerationAct

# From which status an act leads where. What is not in the table is not offered, and refused.
TRANSITIONS: dict[CommentStatus, dict[ModerationAct, CommentStatus]] = {
    S.HELD: {A.APPROVE: S.PUBLISHED, A.REJECT: S.REJECTED, A.SPAM: S.SPAM},
    S.PUBLISHED: {A.REMOVE: S.REMOVED, A.SPAM: S.SPAM},
    S.REJECTED: {A.RESTORE: S.PUBLISHED},
    S.SPAM: {A.RESTORE: S.PUBLISHED},
    S.REMOVED: {A.RESTORE: S.PUBLISHED},
    S.HIDDEN: {},
    S.DELETED: {},
}
# Acts that take someone's words away need words of their own.
NEEDS_REASON = frozenset({A.REJECT, A.REMOVE})
CONSEQUENCES = {
    A.APPROVE: "everyone sees it, and its author’s next comments appear at once",
    A.REJECT: "nobody but moderators sees it",
    A.SPAM: "nobody but moderators sees it, and it counts as spam",
    A.REMOVE: "it leaves the page; replies to it stay, under a gap that names no one",
    A.RESTORE: "everyone sees it, in its old place",
}


def decide(
    comment: Comment, act: ModerationAct, *, by: User, reason: str = "", seen: CommentStatus | None = None
) -> Decision:
    """Do `act` and record it. `seen` is the status that the moderator's page showed.

    Raises `Conflict` where someone decided meanwhile, `Invalid` beside act for what the status does not allow, and
    beside reason where one is needed.
    """
    by.require(Act.MODERATE)
    take_turn(comment.post)
    db.session.refresh(comment, ["status", "decisions"])
    was = comment.status
    if seen is not None and seen is not was:
        raise Conflict(_decided_meanwhile(comment))
    if act not in TRANSITIONS[was]:
        raise Invalid(f"A comment that is {was.value} cannot be given “{act.value}”.", field="act")
    reason = line(reason, field="reason", limit=REASON_LIMIT, what="The reason")
    if act in NEEDS_REASON:
        required(reason, field="reason", what="The reason")
    comment.status = TRANSITIONS[was][act]
    decision = Decision(
        act=act.value,
        was=was,
        now=comment.status,
        version=comment.version,
        decided_at=now(),
        decided_by=by,
        note=DecisionNote(nonce=secrets.token_hex(16), words=reason),
    )
    comment.decisions.append(decision)
    status_changed(comment, was)
    events.decided(decision)
    if comment.status is CommentStatus.PUBLISHED:
        events.comment_published(comment)
    return decision


def _decided_meanwhile(comment: Comment) -> str:
    last = comment.decisions[-1] if comment.decisions else None
    who = f" by {last.decided_by.name}" if last and last.decided_by else ""
    return f"This comment was decided on meanwhile{who}: it is {comment.status.value} now. Nothing of yours was done."
