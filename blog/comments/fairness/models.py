"""What people may ask of those who decide: an appeal, a right of reply, a complaint about what stands here."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.models import EMAIL_LIMIT, NAME_LIMIT, User
from blog.clock import now
from blog.comments.models import Comment
from blog.comments.moderation.models import Decision, Resolution
from blog.database import UTCDateTime, choice
from blog.extensions import Model
from blog.posts.models import Post
from blog.sources.models import Source

WORDS_LIMIT = 2_000


class Appeal(Model):
    """One appeal a decision, by the person it is about, answered by someone other than its maker.

    `resolution` is that of the appeal: where it is upheld, the decision is overturned. None while it is open.
    """

    __tablename__ = "appeal"
    __table_args__ = (sa.Index("ix_appeal_resolution", "resolution", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decision.id"), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    words: Mapped[str] = mapped_column(sa.String(WORDS_LIMIT))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    resolution: Mapped[Resolution | None] = mapped_column(choice(Resolution))
    answer: Mapped[str] = mapped_column(sa.String(WORDS_LIMIT), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer_decision_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decision.id"))

    decision: Mapped[Decision] = relationship(foreign_keys=[decision_id])
    answer_decision: Mapped[Decision | None] = relationship(foreign_keys=[answer_decision_id])
    person: Mapped[User] = relationship()


class Representative(Model):
    """A person who speaks for a quoted publisher: they answered mail at its domain."""

    __tablename__ = "representative"
    __table_args__ = (sa.UniqueConstraint("person_id", "domain"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"))
    publisher: Mapped[str] = mapped_column(sa.String(200))
    domain: Mapped[str] = mapped_column(sa.String(253))
    email: Mapped[str] = mapped_column(sa.String(EMAIL_LIMIT))
    digest: Mapped[str] = mapped_column(sa.String(64), default="", index=True)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[User] = relationship()


class ComplaintKind(StrEnum):
    """What a complaint says is wrong."""

    COPYRIGHT = "copyright"
    DEFAMATION = "defamation"
    PERSONAL_DATA = "personal data"
    ILLEGAL = "illegal"
    OTHER = "other"


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    OPEN = "open"
    ON_HOLD = "on hold"
    COUNTERED = "countered"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class Complaint(Model):
    """Somebody says that a reposted statement or a comment violates their rights. `reference` is what they are told.

    `digest` is that of the token with which the other side may answer.
    """

    __tablename__ = "complaint"
    __table_args__ = (sa.Index("ix_complaint_due", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(sa.String(20), unique=True)
    kind: Mapped[ComplaintKind] = mapped_column(choice(ComplaintKind))
    state: Mapped[ComplaintState] = mapped_column(choice(ComplaintState), default=ComplaintState.OPEN)
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id", ondelete="SET NULL"))
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("source.id"))
    comment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comment.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(sa.String(NAME_LIMIT))
    email: Mapped[str] = mapped_column(sa.String(EMAIL_LIMIT))
    words: Mapped[str] = mapped_column(sa.Text)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    digest: Mapped[str] = mapped_column(sa.String(64), default="", index=True)
    counter: Mapped[str] = mapped_column(sa.Text, default="")
    countered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    post: Mapped[Post | None] = relationship()
    source: Mapped[Source | None] = relationship()
    comment: Mapped[Comment | None] = relationship()
