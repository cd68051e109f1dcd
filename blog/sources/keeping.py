"""Keeping a copy: its row in the chain of its source, and the text read out of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from blog.accounts.models import User
from blog.clock import now
from blog.extensions import db
from blog.sources import chain
from blog.sources.blocks import Block, to_json
from blog.sources.models import Method, Snapshot, Source, Takedown, Text
from blog.transactions import take_turn_at


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that is about to be kept. Its bytes are stored already, since that waits for the disk.

    The fields are those of `Snapshot` and `Text`.
    """

    method: Method
    payload_sha256: str
    payload_bytes: int
    media_type: str
    blocks: tuple[Block, ...]
    extractor: str
    facts: dict[str, Any] = field(default_factory=dict)
    raw_map: list[list[int]] = field(default_factory=list)
    taken_at: datetime = field(default_factory=now)
    charset: str = ""
    http_status: int | None = None
    http_headers: list[list[str]] | None = None
    final_url: str = ""
    exchanges: list[dict[str, Any]] | None = None
    stated_on: date | None = None


def keep_copy(source: Source, copy: Copy, *, by: User | None) -> Text:
    """Add the copy as the source's next version; `by` is None where nobody asked.

    A copy of the same bytes that came the same way is the one that is there already. Call it in turn: see
    `take_turn`.
    """
    same = next((kept for kept in source.snapshots if _is_same(kept, copy)), None)
    if same is not None:
        return same.texts[-1]
    snapshot = _snapshot(source, copy, by=by)
    text = Text(
        extractor=copy.extractor,
        made_by_id=by.id if by else None,
        stored=to_json(copy.blocks),
        facts=copy.facts,
        raw_map=copy.raw_map,
    )
    snapshot.texts.append(text)
    db.session.flush()
    return text


def take_turn() -> None:
    """Wait for one's turn at the sources: two copies at once must not both be the next version."""
    take_turn_at("sources")


def find(url: str) -> Source | None:
    """The source at a canonical URL."""
    return db.session.scalar(sa.select(Source).where(Source.url == url))


def current_text(source: Source) -> Text:
    """The newest reading of the version that stands at the address; where this site saw none there, of the newest copy.

    What somebody pasted, uploaded or sent from a browser is not what the address says.
    """
    if source.current_version is None:
        return latest_text(source)
    query = sa.select(Text).join(Snapshot).where(Snapshot.source_id == source.id)
    query = query.where(Snapshot.version == source.current_version).order_by(Text.id.desc()).limit(1)
    return db.session.execute(query).scalar_one()


def latest_text(source: Source) -> Text:
    """The newest reading of the newest copy; an earlier version, added later, is not newer."""
    query = (
        sa.select(Text)
        .join(Snapshot)
        .where(Snapshot.source_id == source.id)
        .order_by(Snapshot.stated_on.is_not(None), Snapshot.version.desc(), Text.id.desc())
        .limit(1)
    )
    return db.session.execute(query).scalar_one()


def _is_same(kept: Snapshot, copy: Copy) -> bool:
    return (kept.payload_sha256, kept.method, kept.stated_on) == (
        copy.payload_sha256,
        copy.method,
        copy.stated_on,
    )


def _snapshot(source: Source, copy: Copy, *, by: User | None) -> Snapshot:
    before = source.snapshots[-1] if source.snapshots else None
    snapshot = Snapshot(
        version=before.version + 1 if before else 1,
        taken_at=copy.taken_at,
        taken_by_id=by.id if by else None,
        method=copy.method,
        http_status=copy.http_status,
        http_headers=copy.http_headers,
        media_type=copy.media_type,
        payload_sha256=copy.payload_sha256,
        payload_bytes=copy.payload_bytes,
        final_url=copy.final_url,
        charset=copy.charset,
        exchanges=copy.exchanges,
        stated_on=copy.stated_on,
        chain_sha256="",
    )
    _hide_with(source.snapshots, snapshot)
    chain.link(snapshot, source.url, before.chain_sha256 if before else "")
    source.snapshots.append(snapshot)
    db.session.flush()
    return snapshot


def _hide_with(earlier: Sequence[Snapshot], snapshot: Snapshot) -> None:
    """Hide a new version as the one before it is, where a statement is hidden whole: it likely says the same."""
    hidden = [kept.takedown for kept in earlier]
    newest = hidden[-1] if hidden else None
    if newest is None or not all(hidden):
        return
    snapshot.takedowns.append(Takedown(reason=newest.reason, at=now(), by_id=newest.by_id))
