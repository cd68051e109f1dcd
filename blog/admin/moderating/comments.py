"""Moderation: the queue, and decisions on one comment or several."""

from collections import Counter
from contextlib import suppress
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts.keeping import take_back
from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.clock import now
from blog.comments.models import Comment, CommentStatus, HiddenFor
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.evidence import marked
from blog.comments.moderation.known import known_of
from blog.comments.moderation.models import REASONS, Decision, Reason
from blog.comments.moderation.queue import CASES_A_PAGE, TABS, Shown, find_case, page_of_queue
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
# What may be done with several at once; the table says of each comment whether it can.
A = ModerationAct
BULK = {
    Shown.HELD: (A.APPROVE, A.REJECT, A.SPAM),
    Shown.REPORTED: (A.KEEP, A.RESTORE, A.REMOVE, A.SPAM),
    Shown.PUBLISHED: (A.REMOVE, A.SPAM),
    Shown.HIDDEN: (A.RESTORE, A.REMOVE, A.SPAM),
    **dict.fromkeys((Shown.REJECTED, Shown.SPAM, Shown.REMOVED, Shown.DECIDED), (A.RESTORE,)),
    Shown.ALL: (A.APPROVE, A.REJECT, A.RESTORE, A.REMOVE, A.SPAM),
    Shown.DELETED: (),
}
DAMAGED = "This form is damaged. Reload the page."


@blueprint.get("/comments/")
def index() -> ResponseReturnValue:
    return _queue()


@blueprint.post("/comments/<int:comment_id>/decisions")
def decisions(comment_id: int) -> ResponseReturnValue:
    """Decide on one comment. A refusal shows it first in the queue, with what was typed and the message beside it."""
    try:
        with writing():
            comment = find_case(comment_id)
            act = _choice(ModerationAct, request.form.get("act", ""), "Choose one of the buttons.")
            decision = _decide(comment, act, request.form.get("seen", ""), request.form.get("version", ""))
    except NotFound:
        raise
    except DomainError as error:
        return _queue(refused=comment_id, error=error), error.status
    flash(f"{comment.author.name}’s comment. {_done(comment, decision)}")
    return _back([], to=comment_id) if act is ModerationAct.UNDO else _back([comment_id])


@blueprint.post("/comments/decisions")
def several() -> ResponseReturnValue:
    """Decide on those chosen, one by one: what somebody else decided on meanwhile is told, the rest is done."""
    done, refused, told = [], [], Counter[str]()
    try:
        act = _choice(ModerationAct, request.form.get("act", ""), "Choose one of the buttons.")
    except Invalid as error:
        return _queue(error=error), error.status
    chosen = request.form.getlist("chosen")[:CASES_A_PAGE]
    for one in chosen:
        number, _, rest = one.partition(":")
        seen, _, version = rest.partition(":")
        try:
            with writing():
                comment = find_case(row_number(number) or 0)
                decision = _decide(comment, act, seen, version)
            done.append(comment.id)
            told[_done(comment, decision)] += 1
        except DomainError as error:
            refused.append(error.message)
    if done:
        each = " ".join(f"{count}: {words}" for words, count in told.items())
        flash(f"Done with {len(done)} of {len(chosen)}. {each}")
    for message in dict.fromkeys(refused):
        flash(f"{refused.count(message)} not done: {message}", "warn")
    if not chosen:
        flash("No comment was chosen: tick those that the button is for.", "warn")
    return _back([], to=done[0] if done else None) if act is ModerationAct.UNDO else _back(done)


def _decide(comment: Comment, act: ModerationAct, seen: str, version: str) -> Decision:
    by: User = current_user._get_current_object()
    is_undone = act is ModerationAct.UNDO and not seen
    rule = request.form.get("rule", "")
    return decide(
        comment,
        act,
        by=by,
        reason=_choice(Reason, rule, "Choose one of the reasons.", field="reason") if rule else None,
        words=request.form.get("words", ""),
        seen_status=None if is_undone else _choice(CommentStatus, seen, DAMAGED),
        seen_version=row_number(version),
    )


def _done(comment: Comment, decision: Decision) -> str:
    if comment.hidden_for is HiddenFor.SECOND_LOOK and decision.act != ModerationAct.UNDO:
        return SECOND
    return DONE[ModerationAct(decision.act)]


def _back(done: list[int], to: int | None = None) -> ResponseReturnValue:
    """To the page of the queue, which offers to undo what was done, and in it to a comment, or to what comes next."""
    show, after = (request.form.get(name) or None for name in ("show", "after"))
    following = to or row_number(request.form.get("following", ""))
    return redirect(
        url_for(
            "admin.comments.index",
            show=show,
            after=after,
            done=",".join(map(str, done)) or None,
            _anchor=f"c{following}" if following else None,
        ),
        303,
    )


def _queue(*, refused: int = 0, error: DomainError | None = None) -> str:
    """The queue; first in it stands the comment that a decision was `refused` on, or was lost with the session."""
    shown, after = _shown(request.values.get("show", "")), request.values.get("after", "")
    page = page_of_queue(shown, after=after)
    if after and not page.comments:  # all that stood here was decided on
        page, after = page_of_queue(shown), ""
    kept = take_back(request.path, having="words")
    first = _case(refused or row_number(kept.get("comment", "")))
    comments = [*first, *(comment for comment in page.comments if comment not in first)]
    known = known_of(comments)
    done = [row_number(words) for words in request.args.get("done", "").split(",")[:CASES_A_PAGE]]
    return render_template(
        "admin/comments.html",
        shown=shown,
        at=now(),
        after=after,
        tabs=TABS,
        statuses=[choice for choice in Shown if choice not in TABS],
        comments=comments,
        next_cursor=page.next_cursor,
        known=known,
        evidence={
            comment.id: marked(comment.body, known.findings.get(comment.id, [])) for comment in comments
        },
        offers={comment.id: offered(comment, current_user) for comment in comments},
        bulk=BULK[shown],
        reasons=REASONS,
        undoable=[number for number in done if number],
        first=first[0].id if first else 0,
        error=error,
        typed=request.form or kept,
    )


def _case(comment_id: int | None) -> list[Comment]:
    with suppress(NotFound):
        return [find_case(comment_id)] if comment_id else []
    return []


def _shown(words: str) -> Shown:
    return Shown(words) if words in [member.value for member in Shown] else Shown.HELD


def _choice(kind: type[Kind], words: str, otherwise: str, *, field: str = "act") -> Kind:
    try:
        return kind(words)
    except ValueError:
        raise Invalid(otherwise, field=field) from None
