"""Adding a statement: its source, a kept copy, and the text read out of it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Self

import sqlalchemy as sa

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.errors import Invalid
from blog.extensions import db
from blog.sources import payloads
from blog.sources.blocks import to_json
from blog.sources.dates import find_date
from blog.sources.models import Method, Snapshot, Source, Text
from blog.sources.pasting import Pasted, read_pasted
from blog.sources.urls import canonical_url
from blog.transactions import take_turn_at
from blog.typed import line, required

# Raised whenever the same payload would be read differently.
EXTRACTOR = "pasted/1"
LIMITS = {"publisher": 200, "title": 500, "byline": 300, "language": 35}


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as its author gives it: checked, and completed by what its text itself says.

    Its bytes are kept already (`payload_sha256`), since that waits for the disk and the writers' lock should not.
    """

    payload_sha256: str
    payload_bytes: int
    pasted: Pasted
    url: str
    publisher: str
    title: str
    byline: str
    published_on: date | None
    language: str

    @classmethod
    def parse(
        cls,
        raw: str,
        *,
        url: str = "",
        publisher: str = "",
        title: str = "",
        byline: str = "",
        date_words: str = "",
        language: str,
        kind: str = "detect",
    ) -> Self:
        """Read what was pasted, and keep its bytes.

        Raises `Invalid` beside text, kind, url, publisher, title, byline, date or language.
        """
        pasted = read_pasted(raw, kind=kind, url=url.strip())
        url = canonical_url(url.strip() or pasted.url)
        given = {"publisher": publisher, "title": title, "byline": byline}
        facts = {
            name: line(value, field=name, limit=LIMITS[name], what=f"The {name}")
            or getattr(pasted, name)[: LIMITS[name]]
            for name, value in given.items()
        }
        language = line(language, field="language", limit=LIMITS["language"], what="The language")
        required(facts["title"], field="title", what="The title, which the text does not tell,")
        required(facts["publisher"], field="publisher", what="The publisher, which the text does not tell,")
        day = typed_date(date_words) or pasted.published_on
        payload = raw.encode()
        return cls(
            payloads.keep(payload), len(payload), pasted, url, **facts, published_on=day, language=language
        )


def typed_date(words: str) -> date | None:
    """The date that someone typed, None where the field is empty. Raises `Invalid` beside date."""
    words = words.strip()
    found = find_date(words)
    if words and (found is None or words[found[1] : found[2]] != words):
        raise Invalid(
            f"“{words[:40]}” is not a date. Write one such as 2025-05-14 or 14 May 2025.", field="date"
        )
    return found[0] if found else None


def add_pasted(statement: Statement, *, by: User | None, is_demo: bool = False) -> Text:
    """Keep a pasted statement; `by` is None for the operator's command.

    The same words pasted again for the same address are the copy that is there already; other words are a new
    version. What is known of the source stays as it was: it is corrected on the source's own page.
    """
    if by is not None:
        by.require(Act.WRITE)
    take_turn_at("sources")
    source = find(statement.url) or _new_source(statement, by=by, is_demo=is_demo)
    same = next((s for s in source.snapshots if s.payload_sha256 == statement.payload_sha256), None)
    if same is not None:
        return same.texts[-1]
    snapshot = _new_snapshot(source, statement, by=by)
    text = Text(
        extractor=EXTRACTOR, made_by_id=by.id if by else None, stored=to_json(statement.pasted.blocks)
    )
    snapshot.texts.append(text)
    db.session.flush()
    return text


def find(url: str) -> Source | None:
    """The source at a canonical URL."""
    return db.session.scalar(sa.select(Source).where(Source.url == url))


def latest_text(source: Source) -> Text:
    """The newest reading of the newest copy."""
    query = (
        sa.select(Text)
        .join(Snapshot)
        .where(Snapshot.source_id == source.id)
        .order_by(Snapshot.version.desc(), Text.id.desc())
        .limit(1)
    )
    return db.session.execute(query).scalar_one()


def _new_source(statement: Statement, *, by: User | None, is_demo: bool) -> Source:
    source = Source(
        url=statement.url,
        publisher=statement.publisher,
        title=statement.title,
        byline=statement.byline,
        published_on=statement.published_on,
        language=statement.language,
        added_by_id=by.id if by else None,
        is_demo=is_demo,
    )
    db.session.add(source)
    db.session.flush()
    return source


def _new_snapshot(source: Source, statement: Statement, *, by: User | None) -> Snapshot:
    before = source.snapshots[-1] if source.snapshots else None
    snapshot = Snapshot(
        version=before.version + 1 if before else 1,
        taken_at=now(),
        taken_by_id=by.id if by else None,
        method=Method.PASTED,
        media_type="text/plain; charset=utf-8",
        payload_sha256=statement.payload_sha256,
        payload_bytes=statement.payload_bytes,
        chain_sha256="",
    )
    snapshot.chain_sha256 = chained(snapshot, source.url, before.chain_sha256 if before else "")
    source.snapshots.append(snapshot)
    db.session.flush()
    return snapshot


def chained(snapshot: Snapshot, url: str, before: str) -> str:
    """The SHA-256 of a capture's facts and of the link before it: none can be changed or left out unseen."""
    facts = {
        "before": before,
        "url": url,
        "version": snapshot.version,
        "taken_at": snapshot.taken_at.isoformat(),
        "method": snapshot.method.value,
        "payload": snapshot.payload_sha256,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
