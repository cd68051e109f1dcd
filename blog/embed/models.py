"""How a statement stands in a post: reposted in full or in part, and quoted word for word."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from blog.clock import now
from blog.database import UTCDateTime, choice
from blog.embed.verifying import Verdict
from blog.extensions import Model
from blog.sources.blocks import inside, numbers
from blog.sources.models import URL_LIMIT, Snapshot, Source, Text


class Placed:
    """What a statement and a quotation in a post have in common: their place in it, and the one text they stand on.

    Made anew at each save of the post. `fragment` finds the words in the original (kept, since making one reads the
    whole text).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    source_id: Mapped[int] = mapped_column(sa.ForeignKey("source.id"), index=True)
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id"))
    fragment: Mapped[str] = mapped_column(default="")

    @declared_attr
    def source(cls) -> Mapped[Source]:
        return relationship()

    @declared_attr
    def text(cls) -> Mapped[Text]:
        return relationship()


class Repost(Placed, Model):
    """A statement block of a post.

    `ordinal` counts the post's statements from 1: the first one's blocks are s1…, the second one's s2-1….
    `ranges` are the first and last block numbers shown, none of them meaning all; `notes` are pairs of a block
    number and cleaned HTML. `edited_passages` counts those of its blocks that the source's newest version, or any
    since, has otherwise; `edited_in_id` is the first version that does.
    """

    __tablename__ = "repost"
    __table_args__ = (sa.UniqueConstraint("post_id", "ordinal"),)

    ranges: Mapped[list[list[int]]] = mapped_column(sa.JSON)
    notes: Mapped[list[list[Any]]] = mapped_column(sa.JSON)
    edited_passages: Mapped[int] = mapped_column(default=0)
    edited_in_id: Mapped[int | None] = mapped_column(sa.ForeignKey("snapshot.id"))

    edited_in: Mapped[Snapshot | None] = relationship()

    @property
    def words_shown(self) -> int:
        """How many words of the statement stand in the post."""
        numbered = numbers(self.text.blocks)
        shown = {n for first, last in self.ranges for n in range(first, last + 1)}
        blocks = (block for block in inside(self.text.blocks) if not shown or numbered.get(block.id) in shown)
        return sum(len(block.text.split()) for block in blocks)


class Quotation(Placed, Model):
    """Words that a post quotes, and what checking them found (W3C TextQuoteSelector and TextPositionSelector).

    `words` are as the author typed them; `exact`, `prefix`, `suffix`, `start` and `end` tell the passage in the
    text (code points, -1 where there is none); `evidence` holds the folds needed and the word diff.
    `ordinal` counts a post's quotations from 1; the gist, where it is one, is 0.
    """

    __tablename__ = "quotation"
    __table_args__ = (sa.UniqueConstraint("post_id", "ordinal"),)

    words: Mapped[str]
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    exact: Mapped[str] = mapped_column(default="")
    prefix: Mapped[str] = mapped_column(default="")
    suffix: Mapped[str] = mapped_column(default="")
    start: Mapped[int] = mapped_column(default=-1)
    end: Mapped[int] = mapped_column(default=-1)
    block_number: Mapped[int | None]
    evidence: Mapped[dict[str, Any]] = mapped_column(sa.JSON)

    standings: Mapped[list["Standing"]] = relationship(
        back_populates="quotation", order_by="Standing.snapshot_id", cascade="all, delete-orphan"
    )


class Stand(StrEnum):
    """How quoted words fared in a later version of their source."""

    STANDS = "stands"
    EDITED = "edited"
    GONE = "gone"


class Standing(Model):
    """A quotation in another version of its source; `how` says by what means it was found there, `fragment` finds it.

    Made anew whenever the post is saved: it follows from the copies that are kept.
    """

    __tablename__ = "standing"
    __table_args__ = (sa.UniqueConstraint("quotation_id", "snapshot_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quotation_id: Mapped[int] = mapped_column(sa.ForeignKey("quotation.id", ondelete="CASCADE"))
    snapshot_id: Mapped[int] = mapped_column(sa.ForeignKey("snapshot.id"), index=True)
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id"))
    stand: Mapped[Stand] = mapped_column(choice(Stand))
    how: Mapped[str] = mapped_column(sa.String(20), default="")
    score: Mapped[float] = mapped_column(default=0.0)
    start: Mapped[int] = mapped_column(default=-1)
    end: Mapped[int] = mapped_column(default=-1)
    block_number: Mapped[int | None]
    fragment: Mapped[str] = mapped_column(default="")

    quotation: Mapped[Quotation] = relationship(back_populates="standings")
    snapshot: Mapped[Snapshot] = relationship()


class PlayerState(StrEnum):
    """Whether the original of a player was there when it was last asked for."""

    UNKNOWN = "unknown"
    LIVE = "live"
    GONE = "gone"


class Player(Model):
    """A recording, film or post on another site: what its oEmbed answer said (oembed.com, 1.0), kept for its card.

    `kind` is oEmbed's type; the thumbnail is a copy of our own, by its digest.
    """

    __tablename__ = "player"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(sa.String(URL_LIMIT), unique=True)
    provider: Mapped[str] = mapped_column(sa.String(100), default="")
    kind: Mapped[str] = mapped_column(sa.String(10), default="link")
    title: Mapped[str] = mapped_column(sa.String(500), default="")
    author: Mapped[str] = mapped_column(sa.String(300), default="")
    author_url: Mapped[str] = mapped_column(sa.String(URL_LIMIT), default="")
    thumbnail_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    thumbnail_type: Mapped[str] = mapped_column(sa.String(40), default="")
    width: Mapped[int | None]
    height: Mapped[int | None]
    frame_url: Mapped[str] = mapped_column(sa.String(URL_LIMIT), default="")
    frame_host: Mapped[str] = mapped_column(sa.String(253), default="")
    state: Mapped[PlayerState] = mapped_column(choice(PlayerState), default=PlayerState.UNKNOWN)
    error: Mapped[str] = mapped_column(sa.String(500), default="")
    added_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    fetched_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)


class Embed(Model):
    """A player's place in a post; `ordinal` counts the post's players from 1."""

    __tablename__ = "embed"
    __table_args__ = (sa.UniqueConstraint("post_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    player_id: Mapped[int] = mapped_column(sa.ForeignKey("player.id"), index=True)

    player: Mapped[Player] = relationship()
