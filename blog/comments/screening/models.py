"""What the screening of a comment said, and the spam model it learned from the site's own decisions."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from blog.clock import now
from blog.database import UTCDateTime, choice
from blog.extensions import Model


class ScreeningAct(StrEnum):
    """What a phase asks for; the strictest of all phases is done."""

    PASS = "pass"  # noqa: S105
    HOLD = "hold"
    REFUSE = "refuse"


class Assessment(Model):
    """What one phase said of one version of a comment, and on what evidence: kept, and shown to moderators.

    `evidence` is what is highlighted: `{"spans": [[start, end], …], "words": [[word, weight], …]}`, either of which may
    be missing; spans count code points of the comment's body.
    """

    __tablename__ = "assessment"
    __table_args__ = (sa.Index("ix_assessment_comment_id", "comment_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comment.id", ondelete="CASCADE"))
    version: Mapped[int]
    phase: Mapped[str] = mapped_column(sa.String(30))
    act: Mapped[ScreeningAct] = mapped_column(choice(ScreeningAct))
    reason: Mapped[str] = mapped_column(sa.String(300))
    evidence: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    weight: Mapped[float] = mapped_column(default=0.0)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class SpamModel(Model):
    """A model learned from decisions that people made; the newest is in use, the older ones explain older scores.

    `weights` are 32-bit floats, little-endian, zlib-compressed; `hold_at` is the score from which a comment is held.
    """

    __tablename__ = "spam_model"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    spam: Mapped[int]
    others: Mapped[int]
    weights: Mapped[bytes] = mapped_column(sa.LargeBinary)
    bias: Mapped[float]
    hold_at: Mapped[float]
    auc: Mapped[float | None]
