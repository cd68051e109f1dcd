"""Uploaded files, and which posts use which."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.models import User
from blog.clock import now
from blog.database import UTCDateTime, choice
from blog.extensions import Model

KEY_BYTES = 12
NAME_LIMIT = 80
TITLE_LIMIT = 200
ALT_LIMIT = 1000
CAPTION_LIMIT = 1000
CREDIT_LIMIT = 200


class FileKind(StrEnum):
    PICTURE = "picture"
    PDF = "pdf"


class File(Model):
    """A file of the library.

    `key` stands in its address and cannot be guessed; `name` stands there too and is for people; `title` is what it was
    called where it came from. `sha256` is that of the bytes as they were uploaded, which are not kept for pictures.
    `variants` are the pictures made of one: lists of width, height, format (an extension) and size in bytes; the widest
    in the format of `name` is what `width`, `height` and `byte_count` speak of. `page_count` is a PDF's.
    `is_decorative`: the picture says nothing that words could, so it needs none.
    """

    __tablename__ = "file"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(2 * KEY_BYTES), unique=True)
    kind: Mapped[FileKind] = mapped_column(choice(FileKind))
    name: Mapped[str] = mapped_column(sa.String(NAME_LIMIT))
    title: Mapped[str] = mapped_column(sa.String(TITLE_LIMIT))
    sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    byte_count: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    variants: Mapped[list[tuple[int, int, str, int]]] = mapped_column(sa.JSON)
    page_count: Mapped[int | None]
    alt: Mapped[str] = mapped_column(sa.String(ALT_LIMIT), default="")
    caption: Mapped[str] = mapped_column(sa.String(CAPTION_LIMIT), default="")
    credit: Mapped[str] = mapped_column(sa.String(CREDIT_LIMIT), default="")
    is_decorative: Mapped[bool] = mapped_column(default=False)
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    uploaded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)

    uploaded_by: Mapped[User] = relationship()

    @property
    def url(self) -> str:
        """Its address on this site: of a picture, the widest one in the most widely read format."""
        return f"/media/{self.key}/{self.name}"

    @property
    def needs_alt(self) -> bool:
        """Whether it is a picture without words for those who do not see it."""
        return self.kind is FileKind.PICTURE and not self.alt and not self.is_decorative


class Use(Model):
    """A file that a post names in its body, as it was last saved."""

    __tablename__ = "file_use"

    file_id: Mapped[int] = mapped_column(sa.ForeignKey("file.id"), primary_key=True)
    post_id: Mapped[int] = mapped_column(
        sa.ForeignKey("post.id", ondelete="CASCADE"), primary_key=True, index=True
    )
