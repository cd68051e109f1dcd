"""Answering appeals: somebody else looks again, and the decision stands or is overturned, with an answer in words."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.comments.fairness.answerers import Answerers, answerers, moderators
from blog.comments.fairness.appealing import measure_of, take_turn_of
from blog.comments.fairness.models import WORDS_LIMIT, Appeal
from blog.comments.models import Comment
from blog.comments.moderation import log
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.models import Decision, Resolution
from blog.comments.moderation.resolving import reopen_reports
from blog.comments.moderation.transitions import ModerationAct
from blog.comments.notifying import events
from blog.database import HIGHEST_ID
from blog.errors import Conflict, Forbidden, Invalid, NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.typed import plain, required

APPEALS_A_PAGE = 30
RESOLVES = {
    ModerationAct.UPHOLD: Resolution.DISMISSED,
    ModerationAct.OVERTURN: Resolution.UPHELD,
}
# The words of the decision; those of the answer stay with the appeal.
ON_APPEAL = "On appeal."


@dataclass(frozen=True, slots=True)
class Case:
    """An appeal, and who may answer it."""

    appeal: Appeal
    answerers: Answerers


def open_count() -> int:
    """How many appeals wait for an answer."""
    return db.session.scalar(sa.select(sa.func.count()).where(Appeal.resolution.is_(None))) or 0


def page_of_appeals(*, is_open: bool, after: int | None = None) -> tuple[list[Case], int | None]:
    """Appeals that wait, the oldest first, or those that were answered, the newest first; and where the next begin."""
    query = _with_context(sa.select(Appeal))
    if is_open:
        query = query.where(Appeal.resolution.is_(None), Appeal.id > (after or 0)).order_by(Appeal.id)
    else:
        before = HIGHEST_ID if after is None else after
        query = query.where(Appeal.resolution.is_not(None), Appeal.id < before).order_by(Appeal.id.desc())
    found = list(db.session.scalars(query.limit(APPEALS_A_PAGE + 1)))
    among, shown = moderators(), found[:APPEALS_A_PAGE]
    cases = [Case(appeal, answerers(appeal.decision, appeal.person, among)) for appeal in shown]
    return cases, shown[-1].id if len(found) > APPEALS_A_PAGE else None


def answer(appeal_id: int, act: ModerationAct, words: str, *, by: User) -> Appeal:
    """Let the decision stand, or overturn it, and tell who appealed.

    Raises `NotFound`, `Forbidden` for who may not, `Conflict` where it was answered meanwhile, and `Invalid` beside
    act or words.
    """
    by.require(Act.MODERATE)
    appeal = db.session.scalar(_with_context(sa.select(Appeal).where(Appeal.id == appeal_id)))
    if appeal is None:
        raise NotFound("There is no such appeal.")
    take_turn_of(appeal.decision)
    db.session.refresh(appeal, ["resolution", "answer_decision_id"], with_for_update=True)
    if appeal.resolution is not None:
        raise Conflict("This appeal was answered meanwhile. Nothing of yours was done.")
    if by.id not in answerers(appeal.decision, appeal.person).ids:
        raise Forbidden(
            "You had a part in this decision: somebody else answers the appeal. Nothing was done."
        )
    if act not in RESOLVES:
        raise Invalid("Choose one of the buttons.", field="act")
    what = "Your answer"
    appeal.answer = required(
        plain(words, field="words", limit=WORDS_LIMIT, what=what).strip(), field="words", what=what
    )
    decision = _decided(appeal.decision, act, by=by)
    appeal.answer_decision, appeal.resolution, appeal.answered_at = decision, RESOLVES[act], now()
    events.appeal_answered(appeal)
    return appeal


def _decided(appealed: Decision, act: ModerationAct, *, by: User) -> Decision:
    if appealed.comment is None:
        return _decided_on_person(appealed, act, by=by)
    if act is ModerationAct.OVERTURN:  # who reported the comment was not right, after all
        reopen_reports(appealed.comment, appealed)
    reason = appealed.reason if act is ModerationAct.UPHOLD else None
    return decide(appealed.comment, act, by=by, reason=reason, words=ON_APPEAL, on_appeal=True)


def _decided_on_person(appealed: Decision, act: ModerationAct, *, by: User) -> Decision:
    """What no longer holds anyway needs no lifting, but the record says that it was wrong."""
    reason = appealed.reason if act is ModerationAct.UPHOLD else None
    decision = log.append(
        Decision(act=act.value, person_id=appealed.person_id, reason=reason, decided_by_id=by.id), ON_APPEAL
    )
    measure = measure_of(appealed)
    if measure is not None and act is ModerationAct.OVERTURN:
        measure.lifted_by_id = decision.id
    return decision


def _with_context(query: sa.Select[Appeal]) -> sa.Select[Appeal]:
    comment = joinedload(Appeal.decision).joinedload(Decision.comment)
    return query.options(
        joinedload(Appeal.person),
        joinedload(Appeal.decision).joinedload(Decision.decided_by),
        joinedload(Appeal.answer_decision).joinedload(Decision.decided_by),
        comment.joinedload(Comment.post).options(defer(Post.body), defer(Post.rendered)),
        comment.joinedload(Comment.parent).joinedload(Comment.author),
        comment.selectinload(Comment.decisions).joinedload(Decision.decided_by),
    )
