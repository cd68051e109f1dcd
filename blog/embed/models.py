"""How a statement stands in a post: reposted in full or in part, and quoted word for word."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from blog.database import choice
from blog.embed.verifying import Verdict
from blog.extensions import Model
from blog.sources.models import Source, Text


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
    number and cleaned HTML.
    """

    __tablename__ = "repost"
    __table_args__ = (sa.UniqueConstraint("post_id", "ordinal"),)

    ranges: Mapped[list[list[int]]] = mapped_column(sa.JSON)
    notes: Mapped[list[list[Any]]] = mapped_column(sa.JSON)


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
