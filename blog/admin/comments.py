"""Moderation: the queue, and decisions."""

from contextlib import suppress
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts.keeping import take_back
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.comments.models import Comment, CommentStatus, HiddenFor
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.models import Reason
from blog.comments.moderation.queue import Shown, find_case, page_of_queue, records_of
from blog.comments.moderation.transitions import ModerationAct, offered
from blog.database import row_number
from blog.errors import DomainError, Invalid, NotFound
from blog.transactions import writing

Kind = TypeVar("Kind", ModerationAct, CommentStatus, Reason)
blueprint = room("comments", Act.MODERATE)
DONE = {
    ModerationAct.APPROVE: "Approved: everyone sees it now.",
    ModerationAct.REJECT: "Rejected: nobody but moderators sees it.",
    ModerationAct.SPAM: "Marked as spam: nobody but moderators sees it.",
    ModerationAct.REMOVE: "Removed. Replies to it stay, under a gap that names no one.",
    ModerationAct.RESTORE: "Restored: everyone sees it again, in its old place.",
    ModerationAct.KEEP: "Kept: it stays as it is, and the reports of it are closed.",
    ModerationAct.UNDO: "Undone: it is again what it was.",
}
SECOND = "Hidden: another moderator confirms that, or restores it."


@blueprint.get("/comments/")
def index() -> ResponseReturnValue:
    return _queue()


@blueprint.post("/comments/<int:comment_id>/decisions")
def decisions(comment_id: int) -> ResponseReturnValue:
    """Decide on one comment. A refusal shows it first in the queue, with the reason typed and the message beside it."""
    try:
        with writing():
            comment = find_case(comment_id)
            act = _choice(ModerationAct, request.form.get("act", ""), "Choose one of the buttons.")
            seen = _choice(
                CommentStatus, request.form.get("seen", ""), "This form is damaged. Reload the page."
            )
            words, version = request.form.get("words", ""), row_number(request.form.get("version", ""))
            by = current_user._get_current_object()
            decide(comment, act, by=by, reason=_reason(), words=words, seen_status=seen, seen_version=version)
    except NotFound:
        raise
    except DomainError as error:
        return _queue(refused=comment_id, error=error), error.status
    is_second = comment.hidden_for is HiddenFor.SECOND_LOOK
    flash(f"{comment.author.name}’s comment. {SECOND if is_second else DONE[act]}")
    show, after = (request.form.get(name) or None for name in ("show", "after"))
    return redirect(url_for("admin.comments.index", show=show, after=after), 303)


def _queue(*, refused: int = 0, error: DomainError | None = None) -> str:
    """The queue; first in it stands the comment that a decision was `refused` on, or was lost with the session."""
    shown, after = _shown(request.values.get("show", "")), request.values.get("after", "")
    page = page_of_queue(shown, after=after)
    if after and not page.comments:  # all that stood here was decided on
        page, after = page_of_queue(shown), ""
    kept = take_back(request.path, having="words")
    first = _case(refused or row_number(kept.get("comment", "")))
    comments = [*first, *(comment for comment in page.comments if comment not in first)]
    return render_template(
        "admin/comments.html",
        shown=shown,
        after=after,
        choices=list(Shown),
        comments=comments,
        next_cursor=page.next_cursor,
        records=records_of(comments),
        offers={comment.id: offered(comment, current_user) for comment in comments},
        reasons=list(Reason),
        first=first[0].id if first else 0,
        error=error,
        typed=request.form or kept,
    )


def _reason() -> Reason | None:
    words = request.form.get("rule", "")
    return _choice(Reason, words, "Choose one of the reasons.") if words else None


def _case(comment_id: int | None) -> list[Comment]:
    with suppress(NotFound):
        return [find_case(comment_id)] if comment_id else []
    return []


def _shown(words: str) -> Shown:
    return Shown(words) if words in [member.value for member in Shown] else Shown.HELD


def _choice(kind: type[Kind], words: str, otherwise: str) -> Kind:
    try:
        return kind(words)
    except ValueError:
        raise Invalid(otherwise, field="act") from None
