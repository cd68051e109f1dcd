"""Writing down what a look came to: the check, a version where there is one, and how the original stands."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blog.accounts.models import User
from blog.clock import now
from blog.embed.checking.looking import Look
from blog.embed.checking.schedule import REFUSED_PAUSE, next_look
from blog.embed.checking.standing import follow_source
from blog.extensions import db
from blog.sources.keeping import keep_copy, take_turn
from blog.sources.models import Check, Method, Outcome, Snapshot, Source, SourceState, Text

# The one fact of a source that no copy says.
REFUSES = "refuses_robots"
# One look that finds nothing may be the network's fault, or a moment's; the second in a row is believed.
BELIEVED = 2
# Servers block and fail by accident more often than pages go, and consent walls come and go: with the pauses between
# looks, this many make five days.
BELIEVED_BLOCKED = 8


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written: the check, the new version's text, and how the original stood before."""

    check: Check
    text: Text | None
    was: SourceState
    is_first: bool


def record(source: Source, look: Look, *, by: User | None) -> Recorded:
    """Write down a look at the source; `by` is None where nobody asked for it."""
    take_turn()
    db.session.flush()
    db.session.refresh(source)
    was, at = source.state, now()
    text = keep_copy(source, look.copy, by=by) if look.copy else None
    check = Check(
        source_id=source.id,
        at=at,
        outcome=look.outcome,
        http_status=look.status,
        detail=look.detail[:500],
        text_sha256=look.words,
        snapshot_id=text.snapshot_id if text else None,
    )
    db.session.add(check)
    stood = source.current_version
    source.current_version = _standing(source, look, text)
    has_returned = text is None and source.current_version != stood
    _update(source, look, text, at)
    db.session.flush()
    if (text is not None and not look.is_first) or has_returned:
        follow_source(source)
    db.session.flush()
    return Recorded(check, text, was, look.is_first)


def record_refusal(source: Source, detail: str) -> Recorded:
    """Write down that the source was not looked at, since its site asks programs not to: all that is known stays."""
    note_permission(source, is_refused=True)
    check = Check(source_id=source.id, at=now(), outcome=Outcome.ROBOTS, detail=detail[:500])
    db.session.add(check)
    source.next_check_at = check.at + REFUSED_PAUSE if source.is_watched else None
    db.session.flush()
    return Recorded(check, None, source.state, False)


def note_permission(source: Source, *, is_refused: bool) -> None:
    """Keep among the source's facts whether its site asks programs not to look at it."""
    others = {name: value for name, value in (source.facts or {}).items() if name != REFUSES}
    source.facts = others | {REFUSES: True} if is_refused else others


def _standing(source: Source, look: Look, text: Text | None) -> int | None:
    """The version that stands at the address now: a new one, or that to whose words the page went back."""
    if text is not None:
        return text.snapshot.version
    if look.outcome not in (Outcome.QUIET, Outcome.UNCHANGED) or not look.words:
        return source.current_version
    query = sa.select(Snapshot.version).join(Check, Check.snapshot_id == Snapshot.id)
    same = query.where(Check.source_id == source.id, Check.text_sha256 == look.words)
    return db.session.scalar(same.order_by(Check.id.desc()).limit(1)) or source.current_version


def _update(source: Source, look: Look, text: Text | None, at: datetime) -> None:
    is_unseen = look.outcome in (Outcome.GONE, Outcome.BLOCKED, Outcome.FAILED)
    source.checked_at = at
    source.failures = source.failures + 1 if is_unseen else 0
    if not is_unseen and look.outcome is not Outcome.UNCHANGED:
        source.etag, source.last_modified = look.etag, look.last_modified
        source.region_is_lost = look.region_is_lost
    if text is not None:
        source.facts = text.facts | {n: v for n, v in (source.facts or {}).items() if n == REFUSES}
    source.state = _state(source, look)
    source.next_check_at = (
        next_look(at, changed_at=_changed_at(source, at), outcome=look.outcome, failures=source.failures)
        if source.is_watched
        else None
    )


def _state(source: Source, look: Look) -> SourceState:
    """How the original stands now; a look that came to nothing changes that only when it is believed."""
    if look.outcome is Outcome.GONE and (look.is_final or source.failures >= BELIEVED):
        return SourceState.GONE
    if look.outcome in (Outcome.BLOCKED, Outcome.FAILED) and source.failures >= BELIEVED_BLOCKED:
        return SourceState.BLOCKED
    if look.outcome in (Outcome.GONE, Outcome.BLOCKED, Outcome.FAILED):
        return source.state
    is_first = source.current_version == _first_version(source)
    return SourceState.LIVE if is_first else SourceState.CHANGED


def _first_version(source: Source) -> int | None:
    """The first version that this site received from the address."""
    versions = sa.select(sa.func.min(Snapshot.version)).where(Snapshot.source_id == source.id)
    return db.session.scalar(versions.where(Snapshot.method == Method.FETCHED))


def _changed_at(source: Source, at: datetime) -> datetime:
    """When the words were last seen to change: when the newest version was received."""
    query = sa.select(sa.func.max(Snapshot.taken_at)).where(
        Snapshot.source_id == source.id, Snapshot.stated_on.is_(None)
    )
    return db.session.scalar(query) or at
