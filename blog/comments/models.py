"""What readers say, and what was decided about it."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.models import User
from blog.clock import now
from blog.database import UTCDateTime, choice
from blog.embed.verifying import Verdict
from blog.extensions import Model
from blog.posts.models import Post

REASON_LIMIT = 500


class CommentStatus(StrEnum):
    """Where a comment stands. Only `PUBLISHED` ones are seen by all."""

    HELD = "held"
    PUBLISHED = "published"
    REJECTED = "rejected"
    SPAM = "spam"
    REMOVED = "removed"


class Comment(Model):
    """A reader's answer.

    `parent_id` is the truth of the tree; `path` is the ids from the root down, 4 bytes each, big-endian, so that
    byte order is reading order (oldest first) and a subtree is one range. `shown` says that the comment has a
    place in the page: it is published, or something published stands below it (then it is a gap).
    `form_id` names the form it came from: the same form sent twice makes one comment.
    """

    __tablename__ = "comment"
    __table_args__ = (
        sa.Index("ix_comment_thread", "post_id", "shown", "path"),
        sa.Index("ix_comment_queue", "status", "id"),
        sa.UniqueConstraint("author_id", "form_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comment.id"), index=True)
    path: Mapped[bytes] = mapped_column(sa.LargeBinary(2000), default=b"")
    depth: Mapped[int] = mapped_column(default=0)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    status: Mapped[CommentStatus] = mapped_column(choice(CommentStatus))
    shown: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    form_id: Mapped[str] = mapped_column(sa.String(36))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    post: Mapped[Post] = relationship()
    author: Mapped[User] = relationship()
    parent: Mapped["Comment | None"] = relationship(remote_side=[id])
    decisions: Mapped[list["Decision"]] = relationship(back_populates="comment", order_by="Decision.id")
    passage: Mapped["Passage | None"] = relationship(back_populates="comment", cascade="all, delete-orphan")

    @property
    def words(self) -> Markup:
        """The comment's HTML, which `blog.markup` made and cleaned."""
        return Markup(self.html)


class Passage(Model):
    """The words of a statement that a comment quotes, checked by the server against the text the post stands on.

    `start` and `end` count code points in that text's whole text, -1 where the words are not in it.
    """

    __tablename__ = "passage"
    __table_args__ = (sa.Index("ix_passage_paragraph", "post_id", "text_id", "block_number"),)

    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"))
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id"))
    words: Mapped[str] = mapped_column(sa.Text)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    exact: Mapped[str] = mapped_column(sa.Text, default="")
    start: Mapped[int] = mapped_column(default=-1)
    end: Mapped[int] = mapped_column(default=-1)
    block_number: Mapped[int | None]

    comment: Mapped[Comment] = relationship(back_populates="passage")


class PassageCount(Model):
    """How many published comments quote each paragraph: counted as they come, so that no page counts them."""

    __tablename__ = "passage_count"

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id"), primary_key=True)
    block_number: Mapped[int] = mapped_column(primary_key=True)
    comments: Mapped[int] = mapped_column(default=0)


class Decision(Model):
    """One act of moderation: was, now, who, why. Append-only: triggers refuse to change or delete it."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comment.id"), index=True)
    was: Mapped[CommentStatus] = mapped_column(choice(CommentStatus))
    now: Mapped[CommentStatus] = mapped_column(choice(CommentStatus))
    reason: Mapped[str] = mapped_column(sa.String(REASON_LIMIT), default="")
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    comment: Mapped[Comment] = relationship(back_populates="decisions")
    decided_by: Mapped[User] = relationship()
