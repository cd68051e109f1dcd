"""Moderation: the queue, and decisions."""

from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.comments.deciding import CONSEQUENCES, NEEDS_REASON, TRANSITIONS, ModerationAct, decide
from blog.comments.models import Comment, CommentStatus
from blog.comments.queue import Shown, page_of_queue, records_of
from blog.database import HIGHEST_ID
from blog.errors import DomainError, Invalid, NotFound
from blog.extensions import db
from blog.transactions import writing

Kind = TypeVar("Kind", ModerationAct, CommentStatus)
blueprint = room("comments", Act.MODERATE)
DONE = {
    ModerationAct.APPROVE: "Approved: everyone sees it now.",
    ModerationAct.REJECT: "Rejected: nobody but moderators sees it.",
    ModerationAct.SPAM: "Marked as spam: nobody but moderators sees it.",
    ModerationAct.REMOVE: "Removed. Replies to it stay, under a gap that names no one.",
    ModerationAct.RESTORE: "Restored: everyone sees it again, in its old place.",
}


@blueprint.get("/comments/")
def index() -> ResponseReturnValue:
    return _queue()


@blueprint.post("/comments/<int:comment_id>/decisions")
def decisions(comment_id: int) -> ResponseReturnValue:
    """Decide on one comment. A refusal shows the queue again, with the reason typed and the message beside it."""
    try:
        with writing():
            comment = db.session.get(Comment, comment_id) if comment_id <= HIGHEST_ID else None
            if comment is None:
                raise NotFound("There is no such comment.")
            act = _choice(ModerationAct, request.form.get("act", ""), "Choose one of the buttons.")
            seen = _choice(CommentStatus, request.form.get("seen", ""), "This form is damaged. Reload the page.")
            decide(comment, act, by=current_user, reason=request.form.get("reason", ""), seen=seen)
    except NotFound:
        raise
    except DomainError as error:
        return _queue(refused=comment_id, error=error), error.status
    flash(f"{comment.author.name}’s comment. {DONE[act]}")
    return redirect(url_for("admin.comments.index", show=request.form.get("show") or None), 303)


def _queue(*, refused: int = 0, error: DomainError | None = None) -> str:
    shown = _shown(request.values.get("show", ""))
    page = page_of_queue(shown, after=request.args.get("after", ""))
    return render_template(
        "admin/comments.html",
        shown=shown,
        choices=list(Shown),
        page=page,
        records=records_of(page.comments),
        transitions=TRANSITIONS,
        consequences=CONSEQUENCES,
        needs_reason=NEEDS_REASON,
        refused=refused,
        error=error,
        typed=request.form.get("reason", ""),
    )


def _shown(words: str) -> Shown:
    return Shown(words) if words in [member.value for member in Shown] else Shown.HELD


def _choice(kind: type[Kind], words: str, otherwise: str) -> Kind:
    try:
        return kind(words)
    except ValueError:
        raise Invalid(otherwise, field="act") from None
