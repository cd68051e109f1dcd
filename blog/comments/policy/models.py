"""What the site lets readers do, and what a post asks of them before they write."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from blog.clock import now
from blog.database import UTCDateTime, choice
from blog.extensions import Model
from blog.posts.models import CommentPolicy


class CommentSettings(Model):
    """The site's choices about comments: one row, made when the first of them is changed.

    `close_after_days` is None for threads that stay open. `slow_seconds` lie between two comments of one person in a
    thread. `reports_to_hide` is the weight of open reports that hides a comment until someone has looked.
    `spam_hold_at` is the least score, 0 to 1, that holds a comment; 1 never does. The lists of words have one a line.
    """

    __tablename__ = "comment_settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    policy: Mapped[CommentPolicy] = mapped_column(choice(CommentPolicy), default=CommentPolicy.HOLD_FIRST)
    close_after_days: Mapped[int | None]
    slow_seconds: Mapped[int] = mapped_column(default=0)
    flatten_after: Mapped[int] = mapped_column(default=6)
    edit_minutes: Mapped[int] = mapped_column(default=15)
    most_links: Mapped[int] = mapped_column(default=2)
    suspect_words: Mapped[str] = mapped_column(sa.Text, default="")
    banned_words: Mapped[str] = mapped_column(sa.Text, default="")
    spam_hold_at: Mapped[float] = mapped_column(default=0.95)
    reports_to_hide: Mapped[float] = mapped_column(default=3.0)
    appeal_days: Mapped[int] = mapped_column(default=30)
    complaint_days: Mapped[int] = mapped_column(default=14)
    has_votes: Mapped[bool] = mapped_column(default=False)
    has_appeals: Mapped[bool] = mapped_column(default=False)
    has_public_log: Mapped[bool] = mapped_column(default=False)
    has_read_first: Mapped[bool] = mapped_column(default=False)
    has_right_of_reply: Mapped[bool] = mapped_column(default=False)


class Question(Model):
    """A short question on a post's statement, asked before one may comment. `right` is the index of the choice."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(sa.String(300))
    choices: Mapped[list[str]] = mapped_column(sa.JSON)
    right: Mapped[int]


class ReadPass(Model):
    """Somebody answered a post's questions rightly."""

    __tablename__ = "read_pass"

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    passed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
