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
from blog.sources.blocks import Block, from_json, numbers

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
    ARCHIVED = "archived"  # fetched from an archive that kept it (a Memento, RFC 7089)


class Outcome(StrEnum):
    """What one look at an original came to."""

    UNCHANGED = "unchanged"
    QUIET = "quiet"  # the page differs, the statement's words do not
    VERSION = "version"
    GONE = "gone"
    BLOCKED = "blocked"
    FAILED = "failed"
    ROBOTS = "robots"  # not looked at: the site's robots.txt asks programs not to fetch the page


class Progress(StrEnum):
    """How far a capture that someone asked for has come."""

    WAITING = "waiting"
    FETCHING = "fetching"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"


class Source(Model):
    """A document published elsewhere: one row a canonical URL.

    Publisher, title, byline, date and language are as confirmed or corrected here; what a copy says of itself is
    its text's `facts`, and the newest is repeated in this row's, with `refuses_robots` beside it where the site's
    robots.txt asks programs not to fetch the page. `region` says which of the page's blocks are the
    statement, for the next capture (`blog.sources.extracting.regions`); None while nobody confirmed one.
    `etag` and `last_modified` are the validators of the newest answer (RFC 9110 §8.8). `current_version` is the version
    whose words stood at the address when this site last saw them, None while it has not; a page that goes back to its
    earlier words has an earlier version there again.
    """

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(sa.String(URL_LIMIT), unique=True)
    publisher: Mapped[str] = mapped_column(sa.String(200))
    title: Mapped[str] = mapped_column(sa.String(500))
    byline: Mapped[str] = mapped_column(sa.String(300), default="")
    published_on: Mapped[date | None]
    language: Mapped[str] = mapped_column(sa.String(35))
    state: Mapped[SourceState] = mapped_column(choice(SourceState), default=SourceState.UNSEEN)
    current_version: Mapped[int | None]
    added_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    is_demo: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    region: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    region_is_lost: Mapped[bool] = mapped_column(default=False)
    is_watched: Mapped[bool] = mapped_column(default=False)
    checked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    next_check_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    failures: Mapped[int] = mapped_column(default=0)
    etag: Mapped[str] = mapped_column(sa.String(300), default="")
    last_modified: Mapped[str] = mapped_column(sa.String(100), default="")

    snapshots: Mapped[list["Snapshot"]] = relationship(back_populates="source", order_by="Snapshot.version")


class Snapshot(Model):
    """One capture of a source. Immutable: triggers refuse to change or delete it.

    `payload_sha256` names the kept bytes (see `payloads`); `chain_sha256` covers this row and the one before it, by
    the scheme numbered `chain_scheme`. `exchanges` are the requests and answers, redirects included, that brought a
    fetched copy (`blog.sources.fetching.client`). `stated_on` is the day that whoever added an earlier version says
    it is of: a claim, told as one.
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
    chain_scheme: Mapped[int] = mapped_column(default=1)
    final_url: Mapped[str] = mapped_column(sa.String(URL_LIMIT), default="")
    charset: Mapped[str] = mapped_column(sa.String(40), default="")
    exchanges: Mapped[list[dict[str, Any]] | None] = mapped_column(sa.JSON(none_as_null=True), deferred=True)
    stated_on: Mapped[date | None]

    source: Mapped[Source] = relationship(back_populates="snapshots")
    texts: Mapped[list["Text"]] = relationship(back_populates="snapshot", order_by="Text.id")
    takedowns: Mapped[list["Takedown"]] = relationship(
        back_populates="snapshot", order_by="Takedown.id", lazy="selectin"
    )

    @property
    def takedown(self) -> "Takedown | None":
        """The takedown that hides this copy, if one does."""
        return next((takedown for takedown in self.takedowns if takedown.lifted_at is None), None)

    @property
    def is_compared(self) -> bool:
        """Whether this site itself received the copy from the source: only then may a quotation earn its ✓."""
        return self.method is Method.FETCHED


class Text(Model):
    """What was read out of a snapshot: blocks in order. Changed roles or another reading make a new row.

    `facts` are what the document says of itself; `raw_map` leads from offsets in the blocks' text to offsets in the
    document's (`blog.sources.extracting`).
    """

    __tablename__ = "text"

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(sa.ForeignKey("snapshot.id"), index=True)
    extractor: Mapped[str] = mapped_column(sa.String(40))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    stored: Mapped[list[dict[str, Any]]] = mapped_column("blocks", sa.JSON)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    raw_map: Mapped[list[list[int]]] = mapped_column(sa.JSON, default=list, deferred=True)

    snapshot: Mapped[Snapshot] = relationship(back_populates="texts")

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return from_json(self.stored)

    @property
    def paragraphs(self) -> list[tuple[int, str]]:
        """The statement's numbered blocks: number and words."""
        numbered = numbers(self.blocks)
        return [(numbered[block.id], block.text) for block in self.blocks if block.id in numbered]


class Check(Model):
    """One look at an original. `snapshot_id` is the version that it found, where it found one."""

    __tablename__ = "source_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(sa.ForeignKey("source.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    http_status: Mapped[int | None]
    detail: Mapped[str] = mapped_column(sa.String(500), default="")
    text_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    snapshot_id: Mapped[int | None] = mapped_column(sa.ForeignKey("snapshot.id"))


class Capture(Model):
    """A capture that someone asked for, and how far it is. `message` tells what went wrong and what to do."""

    __tablename__ = "capture"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(sa.String(URL_LIMIT))
    progress: Mapped[Progress] = mapped_column(choice(Progress), default=Progress.WAITING)
    message: Mapped[str] = mapped_column(sa.String(500), default="")
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    text_id: Mapped[int | None] = mapped_column(sa.ForeignKey("text.id"))
    is_new: Mapped[bool] = mapped_column(default=False)


class Takedown(Model):
    """A kept copy that is hidden from readers: its digest and the verdicts on it stay. Lifting it is told too."""

    __tablename__ = "takedown"

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(sa.ForeignKey("snapshot.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.String(500))
    erased: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    snapshot: Mapped[Snapshot] = relationship(back_populates="takedowns")
