"""Complaints: somebody says that a reposted statement or a comment violates their rights."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from blog.accounts import mail
from blog.accounts.addresses import normal_address
from blog.accounts.links import site_url
from blog.accounts.models import NoticeKind
from blog.accounts.notices import tell_all
from blog.accounts.people import display_name
from blog.clock import now
from blog.comments.fairness.models import Complaint, ComplaintKind, ComplaintState
from blog.comments.fairness.sides import deciders_of
from blog.comments.models import Comment
from blog.comments.policy.settings import comment_settings
from blog.errors import Invalid, TooLarge
from blog.extensions import db
from blog.posts.models import Post
from blog.site import current_site, day_words
from blog.sources.models import Source
from blog.transactions import take_turn_at
from blog.typed import one_line, plain, required

WORDS_LIMIT = 5_000
# At 5,000 characters each, and more than any team can answer in time: a flood, not complaints.
MOST_OPEN = 500
WAITING = (ComplaintState.OPEN, ComplaintState.ON_HOLD, ComplaintState.COUNTERED)
DESK = "/admin/complaints/"
# Letters and digits that nobody mistakes for one another on the telephone.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Target:
    """What a complaint is about: a comment, or a statement; `post` is where it was seen, if it was in one."""

    comment: Comment | None = None
    source: Source | None = None
    post: Post | None = None

    @property
    def title(self) -> str:
        if self.comment is not None:
            return f"a comment by {one_line(self.comment.author.name)} under “{one_line(self.comment.post.title)}”"
        return f"the statement “{one_line(self.source.title)}”" if self.source else "something that is gone"


def complain(target: Target, typed: Mapping[str, str]) -> Complaint:
    """Keep a complaint, acknowledge it by mail and tell who decides; the same one sent twice is one.

    `typed` has kind, name, email, words and, where the person says that it is true, `is_true`. Raises `Invalid`
    beside the first of them that is wrong, `TooLarge` where too many wait.
    """
    kind, address = _kind(typed.get("kind", "")), normal_address(typed.get("email", ""))
    name, words = display_name(typed.get("name", "")), _words(typed.get("words", ""))
    if not typed.get("is_true"):
        raise Invalid(
            "Say that it is true, as far as you know: we may hide it on your word.", field="is_true"
        )
    take_turn_at("complaints")
    found = Complaint(
        reference=_reference(),
        kind=kind,
        post_id=target.post.id if target.post else None,
        source_id=target.source.id if target.source else None,
        comment_id=target.comment.id if target.comment else None,
        name=name,
        email=address,
        words=words,
        due_at=now() + timedelta(days=comment_settings().complaint_days),
    )
    same = _waiting_like(found)
    if same is not None:
        return same
    db.session.add(found)
    db.session.flush()
    _acknowledge(found, target)
    _tell_desk(found, target, f"complaint-{found.id}", "Somebody complains about")
    return found


def target_of(complaint: Complaint) -> Target:
    """What a kept complaint is about, as far as it is still there."""
    return Target(complaint.comment, complaint.source, complaint.post)


def tell_countered(complaint: Complaint) -> None:
    """Tell who decides that the other side has answered."""
    words = "The other side answered the complaint about"
    _tell_desk(complaint, target_of(complaint), f"counter-{complaint.id}", words)


def _acknowledge(complaint: Complaint, target: Target) -> None:
    mail.post(
        complaint.email,
        f"Your complaint {complaint.reference} at {current_site().name}",
        "complaint",
        person={"name": complaint.name},
        reference=complaint.reference,
        title=target.title,
        due=day_words(complaint.due_at, current_site()),
        link=site_url() + "/rights/",
    )


def _tell_desk(complaint: Complaint, target: Target, key: str, said: str) -> None:
    """A notice in the page, and a mail that nobody can switch off: a day is set by which it has to be answered."""
    people = deciders_of(complaint)
    due = day_words(complaint.due_at, current_site())
    words = f"{said} {target.title}: {complaint.reference}, to be answered by {due}."
    tell_all([person.id for person in people], kind=NoticeKind.MODERATION, key=key, words=words, path=DESK)
    for person in people:
        subject = f"{complaint.reference}: a complaint at {current_site().name}"
        mail.post(
            person.email,
            subject,
            "complaint_desk",
            person={"name": person.name},
            words=words,
            link=site_url() + DESK,
        )


def _waiting_like(new: Complaint) -> Complaint | None:
    waiting = sa.select(Complaint).where(Complaint.state.in_(WAITING))
    if (db.session.scalar(sa.select(sa.func.count()).select_from(waiting.subquery())) or 0) >= MOST_OPEN:
        raise TooLarge(
            "So many complaints wait to be answered that this one could not be kept. Copy your words and write to "
            "those who run this site."
        )
    names = ("kind", "source_id", "comment_id", "email", "words")
    same = waiting.where(*(getattr(Complaint, name) == getattr(new, name) for name in names))
    return db.session.scalar(same)


def _kind(chosen: str) -> ComplaintKind:
    if chosen not in set(ComplaintKind):
        raise Invalid("Choose what the complaint is about.", field="kind")
    return ComplaintKind(chosen)


def _words(typed: str) -> str:
    words = plain(typed, field="words", limit=WORDS_LIMIT, what="The complaint").strip()
    return required(words, field="words", what="The complaint")


def _reference() -> str:
    return "R-" + "".join(secrets.choice(LETTERS) for _ in range(8))
