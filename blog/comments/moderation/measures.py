"""What is decided about a person: keeping them from writing for a time, reading them first, never reading them first.

A measure is a row that a decision made, read whenever it is asked about; nothing has to end it. A newer one of its
kind takes its place.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from blog.accounts.models import User
from blog.accounts.roles import Act, acts_of
from blog.clock import now
from blog.comments.fairness.settling import settle_appeal_of
from blog.comments.moderation import log
from blog.comments.moderation.models import REASON_LIMIT, Decision, Measure, MeasureKind, Reason
from blog.comments.notifying import events
from blog.comments.policy.settings import comment_settings
from blog.errors import Forbidden, Invalid, NotFound
from blog.extensions import db
from blog.typed import line

K = MeasureKind
# Whoever should stay away for longer gets a new decision then.
LONGEST = timedelta(days=3653)
LIFTED = "lifted: "
CONSEQUENCES = {
    K.SUSPENDED: "nothing they write, vote or report is taken until then; they can read, delete and appeal",
    K.ALWAYS_HELD: "each of their comments waits for a moderator, whatever the thread’s policy",
    K.TRUSTED: "their comments are not held for being the first",
}
# Who is trusted is not held, and the other way round.
OPPOSITES = {K.ALWAYS_HELD: K.TRUSTED, K.TRUSTED: K.ALWAYS_HELD}


def current(person: User) -> dict[MeasureKind, Measure]:
    """What holds for the person now."""
    return of_people([person.id]).get(person.id, {})


def of_people(person_ids: list[int]) -> dict[int, dict[MeasureKind, Measure]]:
    """What holds for these people now, by person; one query."""
    query = sa.select(Measure).where(
        Measure.person_id.in_(person_ids),
        Measure.lifted_by_id.is_(None),
        sa.or_(Measure.until.is_(None), Measure.until > now()),
    )
    found: dict[int, dict[MeasureKind, Measure]] = {}
    for measure in db.session.scalars(query.order_by(Measure.id)):
        found.setdefault(measure.person_id, {})[measure.kind] = measure
    return found


def decided_measure(decision: Decision) -> Measure | None:
    """The measure that the decision imposed, whether or not it still holds."""
    return db.session.scalar(sa.select(Measure).where(Measure.decision_id == decision.id))


def suspend(person: User, *, until: datetime, by: User, reason: Reason | None, words: str = "") -> Measure:
    """Keep the person from writing until then. Raises `Invalid` beside until or reason, `Forbidden`."""
    if not now() < until <= now() + LONGEST:
        raise Invalid("Choose a day that is yet to come, and within ten years.", field="until")
    if reason is None:
        raise Invalid("Choose the reason: the person is told it.", field="reason")
    return _impose(person, K.SUSPENDED, until=until, by=by, reason=reason, words=words)


def hold_always(person: User, *, by: User, reason: Reason | None = None, words: str = "") -> Measure:
    """Let each of the person's comments wait for a moderator."""
    return _impose(person, K.ALWAYS_HELD, by=by, reason=reason, words=words)


def trust(person: User, *, by: User, reason: Reason | None = None, words: str = "") -> Measure:
    """Hold none of the person's comments for being the first."""
    return _impose(person, K.TRUSTED, by=by, reason=reason, words=words)


def lift(person: User, kind: MeasureKind, *, by: User, words: str = "") -> Decision:
    """End a measure before its time. Raises `NotFound` where none holds."""
    _refuse(person, by)
    measure = current(person).get(kind)
    if measure is None:
        raise NotFound(f"{person.name} is not {kind.value} (any more). Nothing was done.")
    return _lift(person, measure, by=by, words=words)


def suspension_words(person: User) -> str:
    """Until when and why the person is suspended; nothing where they are not."""
    measure = current(person).get(K.SUSPENDED)
    if measure is None:
        return ""
    decision = db.session.get(Decision, measure.decision_id)
    why = f" The reason: {decision.reason.value}." if decision and decision.reason else ""
    until = f" until {measure.until:%Y-%m-%d %H:%M} UTC" if measure.until else ""
    return f"Your account is suspended{until}.{why} You can still read and delete your comments{_appeal_words()}."


def refuse_suspended(person: User) -> None:
    """Raise `Forbidden`, with until when and why, where the person is suspended: every way of writing asks this."""
    if words := suspension_words(person):
        raise Forbidden(f"{words} Nothing was stored: copy your text if you need it.")


def _appeal_words() -> str:
    return ", and appeal: your notices lead to the decision" if comment_settings().has_appeals else ""


def _impose(
    person: User,
    kind: MeasureKind,
    *,
    by: User,
    reason: Reason | None,
    words: str,
    until: datetime | None = None,
) -> Measure:
    _refuse(person, by)
    held = current(person)
    decision = _record(person, kind.value, by=by, reason=reason, words=words)
    for before in (held.get(kind), held.get(OPPOSITES[kind]) if kind in OPPOSITES else None):
        if before is not None:
            before.lifted_by_id = decision.id
    measure = Measure(person_id=person.id, kind=kind, until=until, decision_id=decision.id)
    db.session.add(measure)
    events.decided(decision, until=until)
    return measure


def _lift(person: User, measure: Measure, *, by: User, words: str) -> Decision:
    decision = _record(person, f"{LIFTED}{measure.kind.value}", by=by, reason=None, words=words)
    measure.lifted_by_id = decision.id
    settle_appeal_of(measure.decision_id, decision)
    events.decided(decision)
    return decision


def _record(person: User, act: str, *, by: User, reason: Reason | None, words: str) -> Decision:
    words = line(words, field="words", limit=REASON_LIMIT, what="What you wrote")
    return log.append(Decision(act=act, person_id=person.id, reason=reason, decided_by_id=by.id), words)


def _refuse(person: User, by: User) -> None:
    by.require(Act.MODERATE)
    if Act.ENTER_DESK in acts_of(person.roles):  # also one whose account rests, as a demo's do
        raise Forbidden(
            f"{person.name} works at the desk: the owner takes their roles first. Nothing was done."
        )
