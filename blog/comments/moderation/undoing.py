"""Taking one's own decision back, for a short while: by a new decision, which leads to what was before."""

from datetime import datetime, timedelta

from blog.accounts.models import User
from blog.clock import now
from blog.comments.models import Comment, CommentStatus, HiddenFor
from blog.comments.moderation.models import Decision
from blog.errors import Forbidden, Invalid

# As long as the mail about a decision waits before it is sent: until then nobody was written to.
UNDO_WITHIN = timedelta(minutes=5)
UNDO = "undo"
# Whose own act it was, what the program did, and what was answered to an appeal is not undone but decided anew.
NOT_UNDONE = frozenset({UNDO, "delete", "hold", "uphold", "overturn"})


def last_of(comment: Comment, *, by: User | None) -> Decision:
    """The comment's last decision, if `by` made it a moment ago. Raises `Invalid` beside act, or `Forbidden`."""
    last = comment.decisions[-1] if comment.decisions else None
    if last is None or last.act in NOT_UNDONE or last.was is None:
        raise Invalid("There is nothing to undo on this comment.", field="act")
    if by is None or last.decided_by_id != by.id:
        raise Forbidden("Somebody else decided this: decide anew instead. Nothing was done.")
    if now() - last.decided_at > UNDO_WITHIN:
        raise Invalid("It is too late to undo this: people were told. Decide anew instead.", field="act")
    return last


def before(undone: Decision | None) -> CommentStatus:
    """The status from before a decision."""
    if undone is None or undone.was is None:
        raise ValueError("nothing is undone")
    return undone.was


def waiting_since(comment: Comment, undone: Decision) -> datetime:
    """Since when the comment has been what it is again: an undone decision costs it no place in the queue."""
    earlier = [decision.decided_at for decision in comment.decisions if decision.id < undone.id]
    return max([comment.created_at, *([comment.edited_at] if comment.edited_at else []), *earlier])


def was_hidden_for(comment: Comment, undone: Decision) -> HiddenFor:
    """Why the comment was hidden before the decision `undone`: as the decision says that hid it."""
    earlier = [d for d in comment.decisions if d.id < undone.id and d.now is CommentStatus.HIDDEN]
    if not earlier or (earlier[-1].decided_by_id is None):
        return HiddenFor.REPORTS
    return HiddenFor.COMPLAINT if earlier[-1].act == "hide" else HiddenFor.SECOND_LOOK
