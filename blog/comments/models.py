"""What readers say, and what was decided about it."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.models import User
from blog.clock import now
from blog.database import UTCDateTime, choice
from blog.embed.verifying import Verdict
from blog.extensions import Model
from blog.posts.models import Post

if TYPE_CHECKING:
    from blog.comments.fairness.models import Representative
    from blog.comments.moderation.models import Decision


class CommentStatus(StrEnum):
    """Where a comment stands. Only `PUBLISHED` ones are seen by all."""

    HELD = "held"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    REJECTED = "rejected"
    SPAM = "spam"
    REMOVED = "removed"
    DELETED = "deleted"


# What a moderator has yet to look at: its author reads it meanwhile, and nobody else.
WAITING = frozenset({CommentStatus.HELD, CommentStatus.HIDDEN})


class HiddenFor(StrEnum):
    """Why a hidden comment waits, out of sight, for somebody to look at it."""

    REPORTS = "reports"
    SECOND_LOOK = "second look"
    COMPLAINT = "complaint"


class Voice(StrEnum):
    """Which of a page's two voices a comment is about."""

    STATEMENT = "statement"
    COMMENTARY = "commentary"


SHOWN_ROOT: dict[str, Any] = {
    "sqlite_where": sa.text("parent_id IS NULL AND shown = 1"),
    "postgresql_where": sa.text("parent_id IS NULL AND shown"),
}
OFFICIAL: dict[str, Any] = {
    "sqlite_where": sa.text("representative_id IS NOT NULL"),
    "postgresql_where": sa.text("representative_id IS NOT NULL"),
}


class Comment(Model):
    """A reader's answer.

    `parent_id` is the truth of the tree; `path` is the ids from the root down, 4 bytes each, big-endian, so that
    byte order is reading order (oldest first) and a subtree is one range. `root_id` is the id the path begins with.
    `shown` says that the comment has a place in the page: it is published, or something published stands below it
    (then it is a gap). `form_id` names the form it came from: the same form sent twice makes one comment.

    Counted as it happens, and held against a recount every night: `talk`, the published comments below; `replies`,
    those right below that have a place; `author_answers`, the published ones below by the post's author; `up_votes`;
    `open_reports`. `rank` is the Wilson lower bound of the votes (`blog.comments.voting.ranking`); `due_at` is by when
    a moderator should have looked, where it waits for one (`blog.comments.moderation.urgency`).

    `version` is raised by every edit: who acts on a comment acts on the words they saw. `edited_at` is when words that
    others could read were last replaced. `change` is the number, in the
    post's order (`Post.thread_change`), of the last change that readers could see, 0 where none could; `appeared` that
    of its last publication.
    """

    __tablename__ = "comment"
    __table_args__ = (
        sa.Index("ix_comment_thread", "post_id", "shown", "path"),
        sa.Index("ix_comment_queue", "status", "id"),
        sa.Index("ix_comment_due", "status", "due_at", "id"),
        sa.Index("ix_comment_by_author", "author_id", "status", "id"),
        sa.Index("ix_comment_answers", "post_id", "author_id", "id"),
        sa.Index("ix_comment_change", "post_id", "change"),
        sa.Index("ix_comment_best_reply", "parent_id", "rank", "id"),
        sa.Index("ix_comment_reply", "parent_id", "id"),
        # Of their own: PostgreSQL takes no `parent_id IS NULL` for a constant and would sort every root there is.
        sa.Index("ix_comment_best_root", "post_id", "rank", "id", **SHOWN_ROOT),
        sa.Index("ix_comment_root", "post_id", "id", **SHOWN_ROOT),
        sa.Index("ix_comment_answered_root", "post_id", "author_answers", "id", **SHOWN_ROOT),
        sa.Index("ix_comment_best_root_about", "post_id", "about", "rank", "id", **SHOWN_ROOT),
        sa.Index("ix_comment_root_about", "post_id", "about", "id", **SHOWN_ROOT),
        sa.Index("ix_comment_official", "post_id", "id", **OFFICIAL),
        sa.UniqueConstraint("author_id", "form_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comment.id"))
    root_id: Mapped[int] = mapped_column(default=0)
    path: Mapped[bytes] = mapped_column(sa.LargeBinary(2000), default=b"")
    depth: Mapped[int] = mapped_column(default=0)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    status: Mapped[CommentStatus] = mapped_column(choice(CommentStatus))
    hidden_for: Mapped[HiddenFor | None] = mapped_column(choice(HiddenFor))
    shown: Mapped[bool] = mapped_column(default=False)
    about: Mapped[Voice] = mapped_column(choice(Voice), default=Voice.COMMENTARY)
    body: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    form_id: Mapped[str] = mapped_column(sa.String(36))
    version: Mapped[int] = mapped_column(default=1)
    post_revision: Mapped[int] = mapped_column(default=0)
    representative_id: Mapped[int | None] = mapped_column(sa.ForeignKey("representative.id"), default=None)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    talk: Mapped[int] = mapped_column(default=0)
    replies: Mapped[int] = mapped_column(default=0)
    author_answers: Mapped[int] = mapped_column(default=0)
    up_votes: Mapped[int] = mapped_column(default=0)
    open_reports: Mapped[int] = mapped_column(default=0)
    rank: Mapped[float] = mapped_column(default=0.0)
    change: Mapped[int] = mapped_column(default=0)
    appeared: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    spam_score: Mapped[float | None]

    post: Mapped[Post] = relationship()
    author: Mapped[User] = relationship()
    parent: Mapped["Comment | None"] = relationship(remote_side=[id])
    decisions: Mapped[list["Decision"]] = relationship(back_populates="comment", order_by="Decision.id")
    representative: Mapped["Representative | None"] = relationship(foreign_keys=[representative_id])
    passage: Mapped["Passage | None"] = relationship(back_populates="comment", cascade="all, delete-orphan")

    @property
    def is_official(self) -> bool:
        """Whether it is the answer of an organization that its author still speaks for."""
        return self.representative is not None and self.representative.revoked_at is None

    @property
    def words(self) -> Markup:
        """The comment's HTML, which `blog.markup` made and cleaned."""
        return Markup(self.html)


class CommentVersion(Model):
    """A comment's words before an edit replaced them: `number` is the `Comment.version` that they were.

    `was_published` says that others could read them; words that were only ever held are nobody else's to read.
    """

    __tablename__ = "comment_version"

    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    was_published: Mapped[bool] = mapped_column(default=True)
    replaced_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class Vote(Model):
    """One person's up-vote for a comment."""

    __tablename__ = "vote"

    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


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
