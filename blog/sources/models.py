"""What was officially said: documents published elsewhere, the copies kept of them, the texts read out of those."""

from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.clock import now
from blog.database import UTCDateTime, choice
from blog.extensions import Model
from blog.sources.blocks import Block, from_json

URL_LIMIT = 2000


class SourceState(StrEnum):
    """How the original stands, as far as it was looked at."""

    LIVE = "live"
    CHANGED = "changed"
    GONE = "gone"
    BLOCKED = "blocked"
    UNSEEN = "unseen"  # never looked at by this site: only pasted


class Method(StrEnum):
    """How a copy came; a reader is told which."""

    FETCHED = "fetched"
    UPLOADED = "uploaded"
    PASTED = "pasted"
    BROWSER = "browser"


class Source(Model):
    """A document published elsewhere: one row a canonical URL."""

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(sa.String(URL_LIMIT), unique=True)
    publisher: Mapped[str] = mapped_column(sa.String(200))
    title: Mapped[str] = mapped_column(sa.String(500))
    byline: Mapped[str] = mapped_column(sa.String(300), default="")
    published_on: Mapped[date | None]
    language: Mapped[str] = mapped_column(sa.String(35))
    state: Mapped[SourceState] = mapped_column(choice(SourceState), default=SourceState.UNSEEN)
    added_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    is_demo: Mapped[bool] = mapped_column(default=False)

    snapshots: Mapped[list["Snapshot"]] = relationship(back_populates="source", order_by="Snapshot.version")


class Snapshot(Model):
    """One capture of a source. Immutable: triggers refuse to change or delete it.

    `payload_sha256` names the kept bytes (see `storage`); `chain_sha256` covers this row and the one before it.
    """

    __tablename__ = "snapshot"
    __table_args__ = (sa.UniqueConstraint("source_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(sa.ForeignKey("source.id"), index=True)
    version: Mapped[int]
    taken_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    taken_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    method: Mapped[Method] = mapped_column(choice(Method))
    http_status: Mapped[int | None]
    http_headers: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    media_type: Mapped[str] = mapped_column(sa.String(100))
    payload_sha256: Mapped[str] = mapped_column(sa.String(64))
    payload_bytes: Mapped[int]
    chain_sha256: Mapped[str] = mapped_column(sa.String(64))

    source: Mapped[Source] = relationship(back_populates="snapshots")
    texts: Mapped[list["Text"]] = relationship(back_populates="snapshot", order_by="Text.id")

    @property
    def is_compared(self) -> bool:
        """Whether this site itself received the copy from the source: only then may a quotation earn its ✓."""
        return self.method is Method.FETCHED


class Text(Model):
    """What was read out of a snapshot: blocks in order. Changed roles or another reading make a new row."""

    __tablename__ = "text"

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(sa.ForeignKey("snapshot.id"), index=True)
    extractor: Mapped[str] = mapped_column(sa.String(40))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    stored: Mapped[list[dict[str, Any]]] = mapped_column("blocks", sa.JSON)

    snapshot: Mapped[Snapshot] = relationship(back_populates="texts")

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return from_json(self.stored)
