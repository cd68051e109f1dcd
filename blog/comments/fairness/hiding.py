"""What a complaint is about, taken out of sight and brought back: a comment by the table of moderation, a statement's
copies by takedowns."""

from blog.accounts.models import User
from blog.comments.fairness.models import Complaint, ComplaintKind
from blog.comments.models import CommentStatus, HiddenFor
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.models import Reason
from blog.comments.moderation.transitions import ModerationAct
from blog.sources.takedowns import lift, take_down

REASONS = {
    ComplaintKind.COPYRIGHT: Reason.ILLEGAL,
    ComplaintKind.DEFAMATION: Reason.ILLEGAL,
    ComplaintKind.PERSONAL_DATA: Reason.PERSONAL_DATA,
    ComplaintKind.ILLEGAL: Reason.ILLEGAL,
    ComplaintKind.OTHER: Reason.OTHER,
}


def holding_words(complaint: Complaint) -> str:
    """What stands in the place of what is hidden; it also tells this complaint's takedowns from others."""
    return f"A complaint about it is being looked at ({complaint.reference})."


def hide(complaint: Complaint, *, by: User) -> None:
    """Out of sight until it is decided. What somebody took away before stays as they left it."""
    comment, words = complaint.comment, holding_words(complaint)
    if comment is not None:
        if comment.status is CommentStatus.PUBLISHED:
            _decide(complaint, ModerationAct.HIDE, words, by=by)
        return
    _take_down(complaint, words, by=by)


def show(complaint: Complaint, *, by: User) -> None:
    """Back in sight, where nothing but this complaint hides it."""
    comment = complaint.comment
    if comment is not None:
        if comment.status is CommentStatus.HIDDEN and comment.hidden_for is HiddenFor.COMPLAINT:
            _decide(complaint, ModerationAct.RESTORE, "", by=by)
        return
    _lift(complaint, by=by)


def remove(complaint: Complaint, words: str, *, by: User) -> None:
    """Away for good, with the reason that readers and its author are told."""
    comment = complaint.comment
    if comment is not None:
        if comment.status in (CommentStatus.PUBLISHED, CommentStatus.HIDDEN):
            _decide(complaint, ModerationAct.REMOVE, words, by=by)
        return
    _lift(complaint, by=by)
    _take_down(complaint, words, by=by)


def _decide(complaint: Complaint, act: ModerationAct, words: str, *, by: User) -> None:
    assert complaint.comment is not None
    reasons = {ModerationAct.HIDE: Reason.COMPLAINT, ModerationAct.REMOVE: REASONS[complaint.kind]}
    decide(
        complaint.comment,
        act,
        by=by,
        reason=reasons.get(act),
        words=words,
        for_complaint=True,
    )


def _take_down(complaint: Complaint, words: str, *, by: User) -> None:
    for snapshot in complaint.source.snapshots if complaint.source else []:
        if snapshot.takedown is None:
            take_down(snapshot, reason=words, erase=False, by=by)


def _lift(complaint: Complaint, *, by: User) -> None:
    for snapshot in complaint.source.snapshots if complaint.source else []:
        hidden = [takedown for takedown in snapshot.takedowns if takedown.lifted_at is None]
        if hidden and all(takedown.reason == holding_words(complaint) for takedown in hidden):
            lift(snapshot, by=by)
