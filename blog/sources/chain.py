"""The chain of a source's copies: each one's hash covers its facts and the hash of the copy before it.

No fact can be changed, and no copy left out or put between, without every later hash being another. Whoever noted a
hash (in a citation, in an evidence pack) can tell. The copy's payload is covered by its SHA-256, which stays after a
takedown, so the chain stays whole.

The facts of scheme 1 were those of copies that were pasted; scheme 2 covers all of a row that cannot change. A scheme,
once copies are chained by it, is never altered: a further fact is a further scheme.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from blog.extensions import db
from blog.sources.models import Snapshot, Source

SCHEME = 2
Facts = dict[str, Any]
# The names of what each scheme covers.
COVERED_BY_1 = frozenset({"before", "url", "version", "taken_at", "method", "payload"})
COVERED_BY_2 = COVERED_BY_1 | {
    "scheme", "payload_bytes", "media_type", "charset", "final_url", "http_status", "http_headers", "exchanges",
    "stated_on",
}  # fmt: skip


def facts_of(snapshot: Snapshot, url: str, before: str) -> Facts:
    """What the hash of a copy covers, by the copy's own scheme. `url` is its source's, `before` the hash of the version
    before it, "" for the first. Plain values of JSON, with times in UTC (ISO 8601).
    """
    facts: Facts = {
        "before": before,
        "url": url,
        "version": snapshot.version,
        "taken_at": snapshot.taken_at.astimezone(UTC).isoformat(),
        "method": snapshot.method.value,
        "payload": snapshot.payload_sha256,
    }
    return facts if snapshot.chain_scheme == 1 else facts | _facts_of_scheme_2(snapshot)


def _facts_of_scheme_2(snapshot: Snapshot) -> Facts:
    return {
        "scheme": snapshot.chain_scheme,
        "payload_bytes": snapshot.payload_bytes,
        "media_type": snapshot.media_type,
        "charset": snapshot.charset,
        "final_url": snapshot.final_url,
        "http_status": snapshot.http_status,
        "http_headers": digest_of(snapshot.http_headers),
        "exchanges": digest_of(snapshot.exchanges),
        "stated_on": snapshot.stated_on.isoformat() if snapshot.stated_on else None,
    }


def chained(facts: Mapping[str, Any]) -> str:
    """The hash of a copy with these facts."""
    return hashlib.sha256(_canonical(facts)).hexdigest()


def digest_of(value: Any) -> str | None:
    """The SHA-256 of a value of JSON; None for None."""
    return None if value is None else hashlib.sha256(_canonical(value)).hexdigest()


def link(snapshot: Snapshot, url: str, before: str) -> None:
    """Chain a copy that is about to be kept, by the newest scheme."""
    snapshot.chain_scheme = SCHEME
    snapshot.chain_sha256 = chained(facts_of(snapshot, url, before))


def verify_chain(source: Source) -> list[str]:
    """What is wrong with the chain of a source's copies, a sentence each; none where it is whole."""
    return problems_of(chain_of(source))


def chain_of(source: Source) -> list[tuple[Facts, str]]:
    """The facts of each version and the hash that is kept with it, from the first on."""
    query = sa.select(Snapshot).where(Snapshot.source_id == source.id).order_by(Snapshot.version)
    before, chain = "", []
    for snapshot in db.session.scalars(query.options(undefer(Snapshot.exchanges))):
        chain.append((facts_of(snapshot, source.url, before), snapshot.chain_sha256))
        before = snapshot.chain_sha256
    return chain


def problems_of(chain: Sequence[tuple[Mapping[str, Any], str]]) -> list[str]:
    """What is wrong with a chain, given as each version's facts and hash, from the first on."""
    problems, before = [], ""
    for number, (facts, kept) in enumerate(chain, start=1):
        if facts.get("version") != number:
            problems.append(
                f"Version {number} is missing: version {facts.get('version')} stands in its place."
            )
        elif facts.get("before") != before:
            problems.append(f"Version {number} does not follow the version before it: it names another hash.")
        elif chained(facts) != kept or not _is_whole(facts):
            problems.append(f"Version {number} is not as it was kept: its facts give another hash.")
        before = kept
    return problems


def _is_whole(facts: Mapping[str, Any]) -> bool:
    """Whether these are the facts of a scheme, all of them: fewer would make a hash too."""
    return facts.keys() == COVERED_BY_1 or (facts.keys() == COVERED_BY_2 and facts["scheme"] == SCHEME)


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
