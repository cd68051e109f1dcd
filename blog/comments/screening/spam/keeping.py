"""The model in use: learned from what people decided here, kept in the database, read once by each process."""

import sys
import zlib
from array import array
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import defer

from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.models import Decision
from blog.comments.screening.models import SpamModel
from blog.comments.screening.spam.learning import Learned, Sample, learn, measure
from blog.extensions import db

# Fewer of either kind teach what these few have in common by chance.
LEAST_OF_EACH = 20
# The newest of each kind: spam changes, and learning from them takes seconds.
MOST_OF_EACH = 2_000
# Older ones explain older scores no more.
MODELS_KEPT = 5
# What is learned from: people's own decisions. A rejected or removed comment is unwanted, but need not be spam.
SPAM, WANTED = CommentStatus.SPAM, CommentStatus.PUBLISHED

# By number and time: a database that was put back gives the number again.
_in_use: dict[tuple[int, datetime], Learned] = {}


def current() -> tuple[SpamModel, Learned] | None:
    """The newest model and what it learned; None until there were enough decisions."""
    newest = sa.select(SpamModel).order_by(SpamModel.id.desc()).limit(1).options(defer(SpamModel.weights))
    row = db.session.scalar(newest)
    if row is None:
        return None
    made = row.id, row.made_at
    if made not in _in_use:
        _in_use.clear()
        _in_use[made] = Learned(_unpack(row.weights), row.bias)
    return row, _in_use[made]


def to_learn_from() -> list[Sample]:
    """What people decided here: spam, and comments that they let stand or brought back, the newest of each.

    Empty where that is too little, or nothing that the newest model did not see.
    """
    spam, wanted = _decided(SPAM), _decided(WANTED)
    newest = current()
    is_seen = newest is not None and (newest[0].spam, newest[0].others) == (len(spam), len(wanted))
    is_enough = min(len(spam), len(wanted)) >= LEAST_OF_EACH
    return [*spam, *wanted] if is_enough and not is_seen else []


def learned_from(samples: list[Sample]) -> SpamModel:
    """A new model, not yet in use. Takes seconds, and reads nothing: call it outside any transaction."""
    measured, learned = measure(samples), learn(samples)
    spam = sum(is_spam for _, is_spam in samples)
    return SpamModel(
        spam=spam,
        others=len(samples) - spam,
        weights=_pack(learned.weights),
        bias=learned.bias,
        hold_at=measured.hold_at,
        auc=measured.auc,
    )


def add(model: SpamModel) -> None:
    """Take the model into use, and let go of those that nobody needs any more."""
    db.session.add(model)
    db.session.flush()
    kept = sa.select(SpamModel.id).order_by(SpamModel.id.desc()).limit(MODELS_KEPT)
    db.session.execute(sa.delete(SpamModel).where(SpamModel.id.not_in(list(db.session.scalars(kept)))))


def _decided(status: CommentStatus) -> list[Sample]:
    by_people = sa.exists().where(Decision.comment_id == Comment.id, Decision.decided_by_id.is_not(None))
    query = sa.select(Comment.body).where(Comment.status == status, by_people)
    query = query.order_by(Comment.id.desc()).limit(MOST_OF_EACH)
    return [(body, status is SPAM) for body in db.session.scalars(query)]


def _pack(weights: "array[float]") -> bytes:
    return zlib.compress(_little_endian(weights).tobytes())


def _unpack(packed: bytes) -> "array[float]":
    weights = array("f")
    weights.frombytes(zlib.decompress(packed))
    return _little_endian(weights)


def _little_endian(weights: "array[float]") -> "array[float]":
    if sys.byteorder == "big":
        weights = array("f", weights)
        weights.byteswap()
    return weights
