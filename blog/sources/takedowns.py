"""Takedowns: a kept copy that readers may no longer see. Its digest, its place in the chain and the verdicts stay."""

import sqlalchemy as sa

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.errors import Conflict
from blog.extensions import db
from blog.sources.models import Snapshot, Takedown
from blog.typed import line, required

REASON_LIMIT = 500


def take_down(snapshot: Snapshot, *, reason: str, erase: bool, by: User) -> str:
    """Hide the copy; with `erase`, its words and bytes go for good.

    Returns the digest of the payload to forget once this is committed, "" where it is to stay or another copy has the
    same bytes. Raises `Invalid` beside reason, and `Conflict` for a copy that is hidden already and not to be erased.
    """
    by.require(Act.EDIT)
    reason = line(reason, field="reason", limit=REASON_LIMIT, what="The reason")
    required(reason, field="reason", what="The reason")
    if snapshot.takedown and (snapshot.takedown.erased or not erase):
        raise Conflict("This copy is hidden already. Nothing was changed.")
    snapshot.takedowns.append(Takedown(reason=reason, erased=erase, at=now(), by_id=by.id))
    db.session.flush()
    return _erase(snapshot) if erase else ""


def lift(snapshot: Snapshot, *, by: User) -> None:
    """Show the copy again. Raises `Conflict` where it is not hidden, or was erased."""
    by.require(Act.EDIT)
    hidden = [takedown for takedown in snapshot.takedowns if takedown.lifted_at is None]
    if not hidden:
        raise Conflict("This copy is not hidden. Nothing was changed.")
    if any(takedown.erased for takedown in hidden):
        raise Conflict("This copy was erased: there are no words left to show. Nothing was changed.")
    for takedown in hidden:
        takedown.lifted_at, takedown.lifted_by_id = now(), by.id


def _erase(snapshot: Snapshot) -> str:
    for text in snapshot.texts:
        text.stored, text.facts, text.raw_map = [], {}, []
    same = sa.select(Snapshot.id).where(
        Snapshot.payload_sha256 == snapshot.payload_sha256, Snapshot.id != snapshot.id
    )
    return "" if db.session.scalar(same.limit(1)) else snapshot.payload_sha256
