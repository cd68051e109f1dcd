"""What is typed at the desk and not saved yet, and who has a post open."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.models import User
from blog.clock import now
from blog.database import UTCDateTime
from blog.extensions import Model
from blog.posts.models import Post

# A UUID as text.
KEY_LIMIT = 36


class Autosave(Model):
    """The fields of one editor as its author last typed them, by the editor's `key`; apart from revisions.

    `post_id` is None for a post that is not stored yet. `seen` is the revision that the editor was opened on. `step`
    rises with every autosave of the editor. One that `is_done` was saved or discarded as of its `step`: its fields are
    gone, and an autosave of that step or before, which comes late, is not taken.
    """

    __tablename__ = "autosave"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(KEY_LIMIT), primary_key=True)
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), index=True)
    seen: Mapped[int] = mapped_column(default=0)
    step: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    fields: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    is_done: Mapped[bool] = mapped_column(default=False)
    kept_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    post: Mapped[Post | None] = relationship()


class OpenEditor(Model):
    """Somebody has a post open: the editor with this `key` said so at `seen_at`, as it does while it is open."""

    __tablename__ = "open_editor"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(KEY_LIMIT), primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), index=True)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    user: Mapped[User] = relationship()
