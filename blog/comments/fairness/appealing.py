"""Appealing: whom a decision is about says once, in their words, why it should be looked at again."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.accounts.models import User
from blog.clock import now
from blog.comments.fairness.answerers import answerers
from blog.comments.fairness.models import WORDS_LIMIT, Appeal
from blog.comments.fairness.settling import TAKEN_AWAY, WEIGHING
from blog.comments.models import Comment
from blog.comments.moderation.models import Decision, Measure
from blog.comments.notifying import events
from blog.comments.policy.settings import comment_settings
from blog.comments.threads.turns import take_turn
from blog.errors import Closed, Conflict, NotFound
from blog.extensions import db
from blog.transactions import take_turn_at
from blog.typed import plain, required

OFF = "This site takes no appeals."
OVER = "There is nothing to appeal: this decision takes nothing from you (any more)."
OWN = "You decided this yourself: decide anew instead."
NOBODY = "Nobody but you moderates here: decide anew instead."
TWICE = "You have appealed against this decision already. Nothing was sent: a decision can be appealed once."


def are_taken() -> bool:
    """Whether the site takes appeals."""
    return comment_settings().has_appeals


def own_decision(decision_id: int, person: User) -> Decision:
    """A decision about the person or a comment of theirs. Raises `NotFound` for another's."""
    theirs = sa.or_(
        Comment.author_id == person.id,
        sa.and_(Decision.comment_id.is_(None), Decision.person_id == person.id),
    )
    query = sa.select(Decision).outerjoin(Comment, Comment.id == Decision.comment_id)
    query = query.where(Decision.id == decision_id, theirs)
    found: Decision | None = db.session.scalar(query.options(joinedload(Decision.comment)))
    if found is None:
        raise NotFound("There is no such decision about you.")
    return found


def appeal_against(decision: Decision) -> Appeal | None:
    """What was said against the decision, if anything was."""
    return db.session.scalar(sa.select(Appeal).where(Appeal.decision_id == decision.id))


def last_moment(decision: Decision) -> datetime:
    """Until when appeals against the decision are taken."""
    return decision.decided_at + timedelta(days=comment_settings().appeal_days)


def hindrance(decision: Decision, person: User) -> str:
    """Why the person may not appeal against a decision about them, in a sentence; empty where they may."""
    if not are_taken():
        return OFF
    if decision.decided_by_id == person.id:
        return OWN
    if not weighs(decision):
        return OVER
    if now() > last_moment(decision):
        return f"Appeals were taken until {last_moment(decision):%Y-%m-%d}."
    return "" if answerers(decision, person).ids else NOBODY


def weighs(decision: Decision) -> bool:
    """Whether the decision holds, and takes something from somebody."""
    if decision.comment is not None:
        last = decision.comment.decisions[-1]
        return last.id == decision.id and decision.now in TAKEN_AWAY
    return decision.act in WEIGHING and measure_of(decision) is not None


def measure_of(decision: Decision) -> Measure | None:
    """The measure that the decision imposed, while it holds."""
    in_force = sa.or_(Measure.until.is_(None), Measure.until > now())
    return db.session.scalar(
        sa.select(Measure).where(Measure.decision_id == decision.id, Measure.lifted_by_id.is_(None), in_force)
    )


def appeal(decision_id: int, words: str, *, by: User) -> Appeal:
    """Appeal against a decision about oneself, suspended or not, and tell those who may answer.

    Raises `NotFound`, `Closed` where the decision cannot be appealed, `Conflict` for a second appeal, and `Invalid`
    beside words.
    """
    decision = own_decision(decision_id, by)
    take_turn_of(decision)
    if appeal_against(decision) is not None:
        raise Conflict(TWICE)
    why_not = hindrance(decision, by)
    if why_not:
        raise Closed(f"{why_not} Nothing was sent.")
    what = "Your appeal"
    words = required(
        plain(words, field="words", limit=WORDS_LIMIT, what=what).strip(), field="words", what=what
    )
    made = Appeal(decision_id=decision.id, person_id=by.id, words=words)
    db.session.add(made)
    db.session.flush()
    events.appealed(made, decision.comment, to=answerers(decision, by).ids)
    return made


def take_turn_of(decision: Decision) -> None:
    """Wait for one's turn at what the decision is about: nobody decides on it until the commit."""
    if decision.comment is not None:
        take_turn(decision.comment.post)
        db.session.refresh(decision.comment, ["status", "version", "decisions"])
    else:
        take_turn_at("decisions")
