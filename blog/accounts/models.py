"""Who: people, the roles they were given, the links that make an owner, and text kept for the signed-out."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_security import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.roles import Act, Role, acts_of
from blog.clock import now
from blog.database import UTCDateTime, choice
from blog.errors import Forbidden
from blog.extensions import Model

# RFC 5321 §4.5.3.1: a path is at most 256 octets, its angle brackets included.
EMAIL_LIMIT = 254
NAME_LIMIT = 80


class User(Model, UserMixin):
    """A person. `handle` stands in addresses; `fs_uniquifier` ends every session when it is changed.

    `mail_salt` is in the links of mails that end mail; a new one makes the older links useless. `allows_ai`: they said
    that models may use their comments, so that exports and feeds hold them.
    """

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(EMAIL_LIMIT), unique=True)
    name: Mapped[str] = mapped_column(sa.String(NAME_LIMIT))
    handle: Mapped[str] = mapped_column(sa.String(60), unique=True)
    password: Mapped[str | None] = mapped_column(sa.String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    mail_salt: Mapped[str] = mapped_column(sa.String(32), default="")
    allows_ai: Mapped[bool] = mapped_column(default=False)

    grants: Mapped[list["Grant"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", lazy="selectin", foreign_keys="Grant.user_id"
    )

    @property  # type: ignore[override]
    def roles(self) -> frozenset[Role]:
        """The person's roles; everyone is a reader."""
        return frozenset({grant.role for grant in self.grants} | {Role.reader})

    @roles.setter
    def roles(self, _: Any) -> None:
        """Flask-Security offers a new account's roles (none); roles are given by `people.set_roles` alone."""

    def may(self, act: Act) -> bool:
        return bool(self.active and act in acts_of(self.roles))

    def require(self, act: Act) -> None:
        """Raise `Forbidden` unless this person may do `act`."""
        if not self.may(act):
            raise Forbidden(
                f"Your account may not {act.value}. Ask the owner of this site for a role that may."
            )

    @property
    def initials(self) -> str:
        """One or two letters that stand for the name, such as “ML”."""
        words = [word for word in self.name.split() if word[:1].isalnum()]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or self.name[:1]


class Grant(Model):
    """One role of one person, and who gave it."""

    __tablename__ = "role_grant"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(choice(Role), primary_key=True)
    given_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    given_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])


class SetupLink(Model):
    """A one-time link that makes the owner's account. Only the digest of its token is kept."""

    __tablename__ = "setup_link"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Invitation(Model):
    """A one-time link, mailed to an address, that makes an account with a role. Only its token's digest is kept.

    `closed_at`: when it was used, taken back or followed by another to the same address.
    """

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(EMAIL_LIMIT), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class KeptText(Model):
    """What someone typed into a form while their session was gone: given back at sign-in, kept for a day.

    Found by the digest of a token that only their browser has; `path` is the page with the form.
    """

    __tablename__ = "kept_text"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    path: Mapped[str] = mapped_column(sa.String(500))
    fields: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    kept_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class NoticeKind(StrEnum):
    """What a notice is about. People choose for each how they want to hear of it."""

    REPLY = "reply"
    MENTION = "mention"
    THREAD = "thread"
    DECISION = "decision"
    CORRECTION = "correction"
    POST_COMMENT = "post comment"
    MODERATION = "moderation"
    SOURCE = "source"


class Pace(StrEnum):
    """How often mail about a kind of notice is sent."""

    AT_ONCE = "at once"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


class Notice(Model):
    """Something that a person should know. `key` names the event, so that nobody is told twice.

    `about` is the row it is about (a comment's id, where the kind is about comments): looked at again before it is
    mailed. `mail_at` is when it may be mailed, None where it is not (any more); `mailed_at` when it was.
    """

    __tablename__ = "notice"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "key"),
        sa.Index("ix_notice_mail_at", "mail_at"),
        sa.Index("ix_notice_list", "person_id", "id"),
        sa.Index("ix_notice_unread", "person_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"))
    kind: Mapped[NoticeKind] = mapped_column(choice(NoticeKind), default=NoticeKind.SOURCE)
    key: Mapped[str] = mapped_column(sa.String(120))
    words: Mapped[str] = mapped_column(sa.String(500))
    path: Mapped[str] = mapped_column(sa.String(500))
    about: Mapped[int | None]
    post_id: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    mail_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class NoticePreference(Model):
    """How a person wants to hear of a kind of notice, where it is not the default."""

    __tablename__ = "notice_preference"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[NoticeKind] = mapped_column(choice(NoticeKind), primary_key=True)
    pace: Mapped[Pace] = mapped_column(choice(Pace))
