"""What publishing keeps: series, links to a draft, what was passed over knowingly, where links lead."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.models import User
from blog.clock import now
from blog.database import UTCDateTime, choice
from blog.extensions import Model
from blog.posts.models import SLUG_LIMIT, TITLE_LIMIT, URL_LIMIT

# Hexadecimal digits of a SHA-256.
DIGEST_LENGTH = 64
MESSAGE_LIMIT = 1000


class Series(Model):
    """Posts that belong together, in an order. `words`: what they are about."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(SLUG_LIMIT), unique=True)
    title: Mapped[str] = mapped_column(sa.String(TITLE_LIMIT))
    words: Mapped[str] = mapped_column(sa.Text, default="")


class Part(Model):
    """A post's place in its series. Places may have gaps between them; of two at the same, the older post is first."""

    __tablename__ = "series_part"

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("series.id"), index=True)
    position: Mapped[int]

    series: Mapped[Series] = relationship()


class PreviewLink(Model):
    """A secret address that shows a post as it stands to whoever has it, until it ends.

    `digest` is the SHA-256 of the secret, which itself is kept nowhere.
    """

    __tablename__ = "preview_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(sa.String(DIGEST_LENGTH), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)

    made_by: Mapped[User] = relationship()


class PassedOver(Model):
    """A finding on a post that somebody read and left as it is. `key` knows the finding again, and no other."""

    __tablename__ = "passed_over"
    __table_args__ = (sa.UniqueConstraint("post_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(sa.String(DIGEST_LENGTH))
    message: Mapped[str] = mapped_column(sa.String(MESSAGE_LIMIT))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    by: Mapped[User] = relationship()


class LinkState(StrEnum):
    """What came of asking for a page: it is there, it is not, or nobody can tell (no answer, or none for programs)."""

    FOUND = "found"
    DEAD = "dead"
    UNCLEAR = "unclear"


class Link(Model):
    """An address that posts link to, as it was last asked for. `told`: what was answered, in words."""

    __tablename__ = "link"

    digest: Mapped[str] = mapped_column(sa.String(DIGEST_LENGTH), primary_key=True)
    url: Mapped[str] = mapped_column(sa.String(URL_LIMIT))
    state: Mapped[LinkState] = mapped_column(choice(LinkState))
    told: Mapped[str] = mapped_column(sa.String(MESSAGE_LIMIT), default="")
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
