"""What is decided about comments and the people who write them, and what is said of them on the way there."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.models import User
from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.database import UTCDateTime, choice
from blog.extensions import Model

REASON_LIMIT = 500
# Characters of a SHA-256 in hexadecimal.
DIGEST = 64


class Reason(StrEnum):
    """Why something is taken away or reported: the rules of the house, as short words."""

    OFF_TOPIC = "off topic"
    UNKIND = "unkind"
    ATTACK = "personal attack"
    SPAM = "spam"
    ADVERTISING = "advertising"
    MISQUOTE = "misquotation"
    ILLEGAL = "illegal"
    PERSONAL_DATA = "personal data"
    DUPLICATE = "repeated"
    OTHER = "other"
    # Of what is hidden while a complaint is looked at: nobody has judged it yet.
    COMPLAINT = "complaint"


# Those that people choose from.
REASONS = tuple(reason for reason in Reason if reason is not Reason.COMPLAINT)


class Decision(Model):
    """One act of moderation: was, now, who, why. Append-only: triggers refuse to change or delete it.

    About a comment (`comment_id`), a person (`person_id`), or both; `was` and `now` are a comment's statuses and empty
    for acts on people. `decided_by_id` is empty where the program acted by a rule (reports hid a comment). `version` is
    that of the words that were judged. `previous` and `digest` chain the rows (`blog.comments.moderation.log`); rows
    from before there was a chain have none.
    """

    __tablename__ = "decision"
    __table_args__ = (
        sa.Index("ix_decision_person_id", "person_id"),
        sa.Index("ix_decision_decided_at", "decided_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(sa.String(20))
    comment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comment.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    was: Mapped[CommentStatus | None] = mapped_column(choice(CommentStatus))
    now: Mapped[CommentStatus | None] = mapped_column(choice(CommentStatus))
    reason: Mapped[Reason | None] = mapped_column(choice(Reason))
    version: Mapped[int] = mapped_column(default=1)
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    words_digest: Mapped[str] = mapped_column(sa.String(DIGEST), default="")
    people_digest: Mapped[str] = mapped_column(sa.String(DIGEST), default="")
    previous: Mapped[str] = mapped_column(sa.String(DIGEST), default="")
    digest: Mapped[str] = mapped_column(sa.String(DIGEST), default="")

    comment: Mapped[Comment | None] = relationship(back_populates="decisions")
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    note: Mapped["DecisionNote | None"] = relationship(lazy="joined")

    @property
    def words(self) -> str:
        """The reason in the moderator's own words; empty where none were given, or they were erased."""
        return self.note.words if self.note else ""


class DecisionNote(Model):
    """The words of a decision, apart from it so that they can be erased: the chain holds sha256(nonce‖words)."""

    __tablename__ = "decision_note"

    decision_id: Mapped[int] = mapped_column(
        sa.ForeignKey("decision.id", ondelete="CASCADE"), primary_key=True
    )
    nonce: Mapped[str] = mapped_column(sa.String(32))
    words: Mapped[str] = mapped_column(sa.String(REASON_LIMIT), default="")


class LogHead(Model):
    """The end of the log of decisions, the one row there is: how many entries it has, and the digest of the last."""

    __tablename__ = "log_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    entries: Mapped[int]
    digest: Mapped[str] = mapped_column(sa.String(DIGEST))


class Resolution(StrEnum):
    """How a report ended."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"


class Report(Model):
    """A reader's flag on a comment, one a person and comment. `weight` is what the reporter's record gave it.

    `version` is that of the words that were reported: an edit makes the report lapse (it is closed without a
    resolution), a new one may be made.
    """

    __tablename__ = "report"
    __table_args__ = (
        sa.UniqueConstraint("comment_id", "person_id"),
        sa.Index("ix_report_person_id", "person_id", "resolution"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comment.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    reason: Mapped[Reason] = mapped_column(choice(Reason))
    words: Mapped[str] = mapped_column(sa.String(REASON_LIMIT), default="")
    weight: Mapped[float] = mapped_column(default=1.0)
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    resolution: Mapped[Resolution | None] = mapped_column(choice(Resolution))
    resolved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decision_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decision.id"))

    comment: Mapped[Comment] = relationship()
    person: Mapped[User] = relationship()


class MeasureKind(StrEnum):
    """What may be decided about a person: to keep them from writing, to read them first, never to read them first."""

    SUSPENDED = "suspended"
    ALWAYS_HELD = "always held"
    TRUSTED = "trusted"


class Measure(Model):
    """A decision about a person while it holds: read when it is asked about, so that no job has to end it."""

    __tablename__ = "measure"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    kind: Mapped[MeasureKind] = mapped_column(choice(MeasureKind))
    until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decision.id"))
    lifted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decision.id"))


class PersonNote(Model):
    """What moderators should know of a person. Only they see it."""

    __tablename__ = "person_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(sa.String(2000))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])
