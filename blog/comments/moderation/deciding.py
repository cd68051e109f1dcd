"""Deciding on a comment, by the table of `transitions`: the act, its record and what follows are one transaction."""

from blog.accounts.models import User
from blog.comments.fairness.settling import settle_appeals
from blog.comments.models import Comment, CommentStatus, HiddenFor
from blog.comments.moderation import log, undoing
from blog.comments.moderation.models import REASON_LIMIT, Decision, Reason
from blog.comments.moderation.resolving import reopen_reports, resolve_reports
from blog.comments.moderation.transitions import (
    SHOWING,
    ModerationAct,
    Transition,
    Who,
    capacities,
    find,
    judges_self,
)
from blog.comments.moderation.urgency import set_due
from blog.comments.notifying import events
from blog.comments.threads.places import status_changed
from blog.comments.threads.turns import take_turn
from blog.errors import Conflict, Forbidden, Invalid
from blog.extensions import db
from blog.typed import line, required

A = ModerationAct
CHANGED = (
    "Its author changed this comment while you read it. Nothing was done: read the new words below first."
)
# What its own author does, and what changes nothing for them, is no news to them; who appealed is told with the answer.
UNTOLD = frozenset({A.KEEP, A.DELETE, A.UPHOLD, A.OVERTURN})


def decide(
    comment: Comment,
    act: ModerationAct,
    *,
    by: User | None,
    reason: Reason | None = None,
    words: str = "",
    seen_status: CommentStatus | None = None,
    seen_version: int | None = None,
    for_complaint: bool = False,
    on_appeal: bool = False,
) -> Decision:
    """Do `act`, record it and tell of it. `by` is None where the program acts by a rule; `on_appeal`, they answer an
    appeal, which the caller has made sure they may.

    `seen_status` and `seen_version` are what the page showed on which somebody decided. `for_complaint`: a complaint is
    held or decided by it; what is hidden for one is decided by nothing else. Raises `Conflict` where somebody decided
    or edited meanwhile, `Forbidden` for who may not, `Invalid` beside act for what the status does not allow,
    and beside reason or words where one is needed.
    """
    take_turn(comment.post)
    db.session.refresh(comment, ["status", "version", "hidden_for", "decisions"])
    _refuse_outdated(comment, seen_status, seen_version)
    _refuse_complained_of(comment, act, for_complaint)
    was = comment.status
    cell = _cell(comment, act, by, (Who.ANSWERER,) if on_appeal else capacities(comment, by))
    words = line(words, field="words", limit=REASON_LIMIT, what="What you wrote")
    reason = _reason(cell, reason, words) if by else reason
    undone = undoing.last_of(comment, by=by) if act is A.UNDO else None
    comment.status = cell.becomes or undoing.before(undone)
    comment.hidden_for = _why_hidden(comment, cell, undone, for_complaint)
    decision = log.append(
        Decision(
            act=act.value,
            comment_id=comment.id,
            was=was,
            now=comment.status,
            reason=reason,
            version=comment.version,
            decided_by_id=by.id if by else None,
        ),
        words,
    )
    db.session.refresh(comment, ["decisions"])
    status_changed(comment, was)
    set_due(comment, since=undoing.waiting_since(comment, undone) if undone else None)
    _follow(comment, decision, undone)
    return decision


def _refuse_outdated(comment: Comment, status: CommentStatus | None, version: int | None) -> None:
    if status is not None and status is not comment.status:
        last = comment.decisions[-1] if comment.decisions else None
        if last and last.act == A.HOLD:
            raise Conflict(CHANGED)
        who = f" by {last.decided_by.name}" if last and last.decided_by else ""
        raise Conflict(
            f"This comment was decided on meanwhile{who}: it is {comment.status.value} now. Nothing of yours was done."
        )
    if version is not None and version != comment.version:
        raise Conflict(CHANGED)


def _refuse_complained_of(comment: Comment, act: ModerationAct, for_complaint: bool) -> None:
    if comment.hidden_for is HiddenFor.COMPLAINT and not for_complaint and act is not A.DELETE:
        raise Conflict(
            "This comment is hidden while a complaint about it is looked at: deciding the complaint decides it too. "
            "Nothing of yours was done."
        )


def _cell(comment: Comment, act: ModerationAct, by: User | None, whos: tuple[Who, ...]) -> Transition:
    if not whos:
        raise Forbidden("Only moderators decide on comments. Nothing was done.")
    cell = find(comment.status, act, whos)
    if cell is not None:
        if by and act in SHOWING and judges_self(comment, by):
            raise Forbidden("This comment is your own: another moderator decides whether it is shown.")
        return cell
    if Who.OWN_MODERATOR in whos and find(comment.status, act, (Who.MODERATOR,)):
        raise Forbidden("The comment stands under your own post: another moderator decides that.")
    if not {Who.MODERATOR, Who.OWN_MODERATOR, Who.PROGRAM} & set(whos):
        raise Forbidden("Only moderators decide that. Nothing was done.")
    raise Invalid(f"A comment that is {comment.status.value} cannot be given “{act.value}”.", field="act")


def _reason(cell: Transition, reason: Reason | None, words: str) -> Reason | None:
    if cell.act is A.SPAM:
        return Reason.SPAM
    if cell.needs_reason and reason is None:
        raise Invalid("Choose the reason: the comment’s author is told it.", field="reason")
    if cell.needs_reason and reason is Reason.OTHER:
        required(words, field="words", what="With “other”, a reason of your own is needed. It")
    return reason


def _why_hidden(
    comment: Comment, cell: Transition, undone: Decision | None, for_complaint: bool
) -> HiddenFor | None:
    if comment.status is not CommentStatus.HIDDEN:
        return None
    if undone is not None:
        return undoing.was_hidden_for(comment, undone)
    if cell.act is A.HIDE and for_complaint:
        return HiddenFor.COMPLAINT
    if cell.act is A.HIDE and cell.who is Who.PROGRAM:
        return HiddenFor.REPORTS
    return HiddenFor.SECOND_LOOK


def _follow(comment: Comment, decision: Decision, undone: Decision | None) -> None:
    """What follows from a decision: reports are closed, people are told."""
    if undone is not None:
        reopen_reports(comment, undone)
    else:
        resolve_reports(comment, decision)
    settle_appeals(comment, decision)
    if decision.act not in UNTOLD:
        events.decided(decision)
    if decision.now is CommentStatus.PUBLISHED and decision.was is not CommentStatus.PUBLISHED:
        events.comment_published(comment)
    if comment.hidden_for is HiddenFor.SECOND_LOOK:
        events.second_look(comment, decision)
