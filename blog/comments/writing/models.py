"""Comments that wait for their writers' addresses to be confirmed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from blog.accounts.models import EMAIL_LIMIT, NAME_LIMIT
from blog.clock import now
from blog.database import UTCDateTime
from blog.extensions import Model


class UnsentComment(Model):
    """A comment typed by someone signed out: kept until the link that was mailed is followed, then sent like any other.

    Found by the digest of the link's token. `fields` are those of the comment form.
    """

    __tablename__ = "unsent_comment"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(EMAIL_LIMIT), index=True)
    name: Mapped[str] = mapped_column(sa.String(NAME_LIMIT))
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"))
    fields: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    kept_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now, index=True)
