"""Answering complaints: hold, hear the other side, uphold or dismiss; each is told, with the reasons."""

import hashlib
import secrets

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.accounts import mail
from blog.accounts.links import site_url, whole_url
from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.comments.fairness import hiding
from blog.comments.fairness.complaining import WAITING, target_of, tell_countered
from blog.comments.fairness.models import Complaint, ComplaintState
from blog.comments.fairness.sides import act_asked, other_side_of, own_causes
from blog.comments.models import Comment
from blog.errors import Conflict, Forbidden, NotFound
from blog.extensions import db
from blog.site import current_site
from blog.typed import line, one_line, plain, required

# Readers see it in the place of a statement, and a comment's author is told it.
ANSWER_LIMIT = 500
COUNTER_LIMIT = 5_000
GONE = "This link leads nowhere any more: the complaint was decided, or was answered with it already."


def decidable_by(person: User) -> sa.Select[Complaint]:
    """The complaints that `person` may decide: moderators those about comments, editors those about statements."""
    may = [
        Complaint.comment_id.is_not(None) if person.may(Act.MODERATE) else sa.false(),
        Complaint.source_id.is_not(None) if person.may(Act.EDIT) else sa.false(),
    ]
    paths = (
        joinedload(Complaint.comment).joinedload(Comment.author),
        joinedload(Complaint.comment).joinedload(Comment.post),
        joinedload(Complaint.source),
        joinedload(Complaint.post),
    )
    return sa.select(Complaint).where(sa.or_(*may)).options(*paths)


def waiting_for(person: User) -> sa.Select[Complaint]:
    """Those of them that nobody decided yet."""
    return decidable_by(person).where(Complaint.state.in_(WAITING))


def hold(complaint: Complaint, *, by: User) -> None:
    """Hide what it is about until it is decided, and ask the other side. Raises `Conflict` where it was decided."""
    _take_turn(complaint, by, ComplaintState.OPEN)
    complaint.state = ComplaintState.ON_HOLD
    hiding.hide(complaint, by=by)
    token = secrets.token_urlsafe(32)
    complaint.digest = _digest(token)
    for person in other_side_of(complaint):
        _mail(complaint, person, "complaint_other", link=whole_url("rights.counter", token=token))


def uphold(complaint: Complaint, answer: str, *, by: User) -> None:
    """Take away what it is about. `answer` is told to both sides and, for a statement, stands in its place."""
    answer = _answer(answer)
    _take_turn(complaint, by, *WAITING)
    hiding.remove(complaint, answer, by=by)
    _close(complaint, ComplaintState.UPHELD, answer, by=by)


def dismiss(complaint: Complaint, answer: str, *, by: User) -> None:
    """Let it stand, or show it again. `answer` is told to both sides."""
    answer = _answer(answer)
    _take_turn(complaint, by, *WAITING)
    hiding.show(complaint, by=by)
    _close(complaint, ComplaintState.DISMISSED, answer, by=by)


def require_seen(complaint: Complaint, seen: str) -> None:
    """Raise `Conflict` unless the complaint stands as the page showed it on which somebody decided."""
    db.session.refresh(complaint, with_for_update={"of": Complaint})
    if seen != complaint.state.value:
        raise Conflict(
            f"This complaint is {complaint.state.value} meanwhile. Nothing of yours was done: read it again first."
        )


def find_held(token: str) -> Complaint:
    """The complaint that this link answers. Raises `NotFound` where it was decided, or answered."""
    query = sa.select(Complaint).where(
        Complaint.digest == _digest(token), Complaint.state == ComplaintState.ON_HOLD
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(GONE)
    return found


def counter(complaint: Complaint, words: str) -> None:
    """The other side answers, once: who decides is told, and what is hidden stays so until they have decided."""
    words = plain(words, field="words", limit=COUNTER_LIMIT, what="Your answer").strip()
    required(words, field="words", what="Your answer")
    db.session.refresh(complaint, with_for_update={"of": Complaint})
    if complaint.state is not ComplaintState.ON_HOLD:
        raise NotFound(GONE)
    complaint.state, complaint.counter, complaint.countered_at = ComplaintState.COUNTERED, words, now()
    tell_countered(complaint)


def _take_turn(complaint: Complaint, by: User, *states: ComplaintState) -> None:
    if not by.may(act_asked(complaint)):
        raise Forbidden("You may not decide this complaint. Nothing was done.")
    if own_causes([complaint], by):
        raise Forbidden(
            "The complaint is about what you wrote or reposted: somebody else decides it. Nothing was done."
        )
    db.session.refresh(complaint, with_for_update={"of": Complaint})
    if complaint.state not in states:
        raise Conflict(f"This complaint is {complaint.state.value} meanwhile. Nothing of yours was done.")


def _close(complaint: Complaint, state: ComplaintState, answer: str, *, by: User) -> None:
    was_open = complaint.state is ComplaintState.OPEN
    complaint.state, complaint.answer = state, answer
    complaint.closed_at, complaint.closed_by_id = now(), by.id
    _mail(complaint, None, "complaint_decided", answer=answer, is_upheld=state is ComplaintState.UPHELD)
    # Who never heard of a complaint that changed nothing has nothing to be told.
    if state is ComplaintState.UPHELD or not was_open:
        for person in other_side_of(complaint):
            is_upheld = state is ComplaintState.UPHELD
            _mail(complaint, person, "complaint_decided", answer=answer, is_upheld=is_upheld)


def _mail(complaint: Complaint, person: User | None, template: str, **context: object) -> None:
    """Mail one of the sides; None is who complained."""
    context = {"link": site_url() + "/rights/"} | context
    comment, title = complaint.comment, target_of(complaint).title
    if comment is not None and person is not None and person.id == comment.author_id:
        title = f"your comment under “{one_line(comment.post.title)}”"
    mail.post(
        person.email if person else complaint.email,
        f"Complaint {complaint.reference} at {current_site().name}",
        template,
        person={"name": person.name if person else complaint.name},
        reference=complaint.reference,
        title=title,
        **context,
    )


def _answer(typed: str) -> str:
    words = line(typed, field="answer", limit=ANSWER_LIMIT, what="The reasons")
    return required(words, field="answer", what="The reasons, which both sides are told,")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
