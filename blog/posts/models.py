"""What we say about it: posts, every state they were saved in, the texts they are pinned to, their tags."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.models import EMAIL_LIMIT, User
from blog.clock import now
from blog.database import UTCDateTime, choice
from blog.extensions import Model, db
from blog.site.ai import AiPolicy

TITLE_LIMIT = 200
GIST_LIMIT = 400
SLUG_LIMIT = 80
EXCERPT_LIMIT = 600
TAG_LIMIT = 40
REASON_LIMIT = 500
URL_LIMIT = 2000
# The longest tag that BCP 47 (RFC 5646 §4.4.1) asks programs to have room for.
LANGUAGE_LIMIT = 35


class PostStatus(StrEnum):
    """Who sees a post: its editors, everyone from some moment on, everyone, who has its address, nobody any more."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    UNLISTED = "unlisted"
    WITHDRAWN = "withdrawn"


# The states in which everyone may read a post who has its address.
READABLE = (PostStatus.PUBLISHED, PostStatus.UNLISTED)


class CommentPolicy(StrEnum):
    """Who may add to a post's thread, and what of it is read before others see it. `SITE`: as the site has it."""

    SITE = "site"
    OPEN = "open"
    HOLD_FIRST = "hold-first"
    HOLD_ALL = "hold-all"
    CLOSED = "closed"


post_tag = sa.Table(
    "post_tag",
    db.metadata,
    sa.Column("post_id", sa.ForeignKey("post.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("tag_id", sa.ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Tag(Model):
    """A subject: `slug` in addresses, `name` as it was first written."""

    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(SLUG_LIMIT), unique=True)
    name: Mapped[str] = mapped_column(sa.String(TAG_LIMIT))


class Post(Model):
    """Commentary with its statements and quotations.

    `day` is the day in its address, frozen at first publication. `rendered` is a cache of the body: a list of
    `["html", …]`, `["statement", ordinal]` and `["quote", ordinal]`; `excerpt` is the first words of its own
    commentary. `flask rerender` makes both again.
    `close_after_days` and `slow_seconds` are None where the site's hold. `thread_change` counts what readers could see
    change in the thread.
    `revision` is the number of its latest revision: a save that saw another is refused.
    `language` is a BCP 47 tag, empty where it is the site's. `canonical_url` is where the post appeared first, if that
    was elsewhere. `publish_at` is when a scheduled post appears. `announced_at` is when readers were last told of a
    change, for the reason `announced_reason`.
    """

    __tablename__ = "post"
    __table_args__ = (sa.Index("ix_post_status_published_at", "status", "published_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(SLUG_LIMIT), unique=True)
    title: Mapped[str] = mapped_column(sa.String(TITLE_LIMIT))
    gist: Mapped[str] = mapped_column(sa.String(GIST_LIMIT), default="")
    body: Mapped[str] = mapped_column(sa.Text)
    rendered: Mapped[list[list[Any]]] = mapped_column(sa.JSON)
    excerpt: Mapped[str] = mapped_column(sa.String(EXCERPT_LIMIT), default="")
    status: Mapped[PostStatus] = mapped_column(choice(PostStatus), default=PostStatus.DRAFT)
    policy: Mapped[CommentPolicy] = mapped_column(choice(CommentPolicy), default=CommentPolicy.SITE)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    day: Mapped[date | None]
    publish_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    announced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    announced_reason: Mapped[str] = mapped_column(sa.String(REASON_LIMIT), default="")
    language: Mapped[str] = mapped_column(sa.String(LANGUAGE_LIMIT), default="")
    canonical_url: Mapped[str] = mapped_column(sa.String(URL_LIMIT), default="")
    is_pinned: Mapped[bool] = mapped_column(default=False)
    ai_policy: Mapped[AiPolicy] = mapped_column(choice(AiPolicy), default=AiPolicy.SITE)
    close_after_days: Mapped[int | None]
    slow_seconds: Mapped[int | None]
    pinned_comment_id: Mapped[int | None]
    comment_count: Mapped[int] = mapped_column(default=0)
    thread_change: Mapped[int] = mapped_column(default=0)
    is_demo: Mapped[bool] = mapped_column(default=False)

    author: Mapped[User] = relationship()
    tags: Mapped[list[Tag]] = relationship(secondary=post_tag, order_by=Tag.name)
    pins: Mapped[list["Pin"]] = relationship(cascade="all, delete-orphan")

    @property
    def path(self) -> str:
        """The post's address on this site; empty before it was first published."""
        return f"/{self.day.year}/{self.day.month}/{self.day.day}/{self.slug}/" if self.day else ""

    @property
    def is_published(self) -> bool:
        return self.status is PostStatus.PUBLISHED

    @property
    def is_readable(self) -> bool:
        """Whether everyone may read it who has its address."""
        return self.status in READABLE


class OldSlug(Model):
    """A slug that a published post had before: its address leads to the new one."""

    __tablename__ = "old_slug"

    slug: Mapped[str] = mapped_column(sa.String(SLUG_LIMIT), primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"))


class Pin(Model):
    """The text of a source that a post was written on, so that block numbers and notes never shift."""

    __tablename__ = "pin"

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    source_id: Mapped[int] = mapped_column(sa.ForeignKey("source.id"), primary_key=True)
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id"), index=True)


class Revision(Model):
    """A post as it stood after a save: who, when, and why where it was not simply written."""

    __tablename__ = "revision"
    __table_args__ = (sa.UniqueConstraint("post_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(TITLE_LIMIT))
    slug: Mapped[str] = mapped_column(sa.String(SLUG_LIMIT))
    gist: Mapped[str] = mapped_column(sa.String(GIST_LIMIT))
    tags: Mapped[str] = mapped_column(sa.Text)
    body: Mapped[str] = mapped_column(sa.Text)
    pins: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    status: Mapped[PostStatus] = mapped_column(choice(PostStatus))
    reason: Mapped[str] = mapped_column(sa.String(REASON_LIMIT), default="")
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    saved_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    saved_by: Mapped[User] = relationship()


class CorrectionKind(StrEnum):
    """What a reader says is wrong with a post."""

    FACT = "fact"
    QUOTATION = "quotation"
    ATTRIBUTION = "attribution"
    OTHER = "other"


class CorrectionState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Correction(Model):
    """An error in a post that a reader reported, or its author found; what was done about it.

    Accepted ones are listed under the post, in the words of `answer`; `revision` is the one that mended it. `email` is
    where somebody signed out is told what became of it; it is forgotten with that.
    """

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), index=True)
    kind: Mapped[CorrectionKind] = mapped_column(choice(CorrectionKind))
    state: Mapped[CorrectionState] = mapped_column(choice(CorrectionState), default=CorrectionState.OPEN)
    words: Mapped[str] = mapped_column(sa.Text)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    reported_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    email: Mapped[str] = mapped_column(sa.String(EMAIL_LIMIT), default="")
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    revision: Mapped[int | None]

    post: Mapped[Post] = relationship()
    reported_by: Mapped[User | None] = relationship(foreign_keys=[reported_by_id])
