"""The copies of a source are a chain: no fact of one can be another, and none be missing, without its being told."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.extensions import db
from blog.sources.chain import chain_of, chained, digest_of, facts_of, link, problems_of, verify_chain
from blog.sources.models import Method, Snapshot, Source
from blog.transactions import writing

URL = "https://press.harbourline.example/letters/lamps"
AT = datetime(2025, 5, 15, 9, 14, 30, 250_000, tzinfo=UTC)


def snapshot(version: int = 1, **fields: Any) -> Snapshot:
    given = {
        "version": version,
        "taken_at": AT,
        "method": Method.FETCHED,
        "http_status": 200,
        "http_headers": [["Content-Type", "text/html"]],
        "media_type": "text/html",
        "payload_sha256": "ab" * 32,
        "payload_bytes": 12,
        "final_url": URL,
        "charset": "utf-8",
        "exchanges": [{"url": URL, "status": 200}],
        "stated_on": None,
        "chain_scheme": 2,
        "chain_sha256": "",
    }
    return Snapshot(**{**given, **fields})


def keep_chain(*snapshots: Snapshot) -> Source:
    """A source with these copies, each chained to the one before by its own scheme."""
    before = ""
    for one in snapshots:
        one.chain_sha256 = before = chained(facts_of(one, URL, before))
    source = Source(url=URL, publisher="Harbourline", title="Lamps", language="en", snapshots=list(snapshots))
    with writing():
        db.session.add(source)
    db.session.expire_all()
    return source


def test_a_chain_that_was_kept_is_whole(context: Flask) -> None:
    earlier = snapshot(3, method=Method.UPLOADED, http_status=None, http_headers=None, exchanges=None,
                       final_url="", stated_on=date(2024, 5, 1))  # fmt: skip
    assert verify_chain(keep_chain(snapshot(1), snapshot(2, payload_sha256="cd" * 32), earlier)) == []


def test_copies_that_were_chained_by_the_first_scheme_still_hold(context: Flask) -> None:
    old = snapshot(1, method=Method.PASTED, chain_scheme=1)
    facts = {
        "before": "", "url": URL, "version": 1, "taken_at": "2025-05-15T09:14:30.250000+00:00", "method": "pasted",
        "payload": "ab" * 32,
    }  # fmt: skip
    source = keep_chain(old, snapshot(2))
    as_it_was = json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()
    assert source.snapshots[0].chain_sha256 == hashlib.sha256(as_it_was).hexdigest()
    assert verify_chain(source) == []
    assert [len(facts) for facts, _ in chain_of(source)] == [6, 15]


def test_a_new_copy_is_chained_by_the_newest_scheme() -> None:
    new = snapshot(chain_scheme=1)
    link(new, URL, "before")
    assert (new.chain_scheme, new.chain_sha256) == (2, chained(facts_of(new, URL, "before")))


# Which of a copy's facts no hash covers, and why: its row's own numbers, who asked (a person's name may have to go),
# and the hash itself.
NOT_COVERED = {"id", "source_id", "taken_by_id", "chain_sha256"}
OTHER: dict[str, Any] = {
    "version": 2, "taken_at": AT.replace(year=2024), "method": Method.PASTED, "http_status": 404,
    "http_headers": [], "media_type": "text/plain", "payload_sha256": "cd" * 32, "payload_bytes": 13,
    "final_url": "", "charset": "", "exchanges": None, "stated_on": date(2024, 1, 1), "chain_scheme": 3,
}  # fmt: skip


def test_every_fact_of_a_copy_is_covered_or_said_not_to_be() -> None:
    assert set(OTHER) | NOT_COVERED == {column.key for column in sa.inspect(Snapshot).column_attrs}


@pytest.mark.parametrize("name", OTHER)
def test_another_fact_gives_another_hash(name: str) -> None:
    assert chained(facts_of(snapshot(**{name: OTHER[name]}), URL, "")) != chained(
        facts_of(snapshot(), URL, "")
    )


@pytest.mark.parametrize("name", ["http_status", "payload_sha256", "exchanges", "stated_on"])
def test_a_row_that_was_changed_is_told(context: Flask, name: str) -> None:
    source = keep_chain(snapshot(1), snapshot(2))
    setattr(source.snapshots[0], name, OTHER[name])  # the database's own guard refuses to store it
    with db.session.no_autoflush:
        assert verify_chain(source) == ["Version 1 is not as it was kept: its facts give another hash."]
    db.session.rollback()


def _chain(count: int = 3) -> list[tuple[dict[str, Any], str]]:
    before, chain = "", []
    for version in range(1, count + 1):
        facts = facts_of(snapshot(version), URL, before)
        before = chained(facts)
        chain.append((facts, before))
    return chain


def test_a_version_that_is_missing_or_out_of_place_is_told() -> None:
    first, second, third = _chain()
    assert problems_of([first, second, third]) == []
    assert problems_of([first, third]) == ["Version 2 is missing: version 3 stands in its place."]
    assert problems_of([second, third])[0] == "Version 1 is missing: version 2 stands in its place."
    assert len(problems_of([second, first, third])) >= 2


def test_a_version_that_was_made_anew_is_told_by_the_next() -> None:
    first, _, third = _chain()
    forged = facts_of(snapshot(2, payload_sha256="cd" * 32), URL, first[1])
    assert problems_of([first, (forged, chained(forged)), third]) == [
        "Version 3 does not follow the version before it: it names another hash."
    ]


def test_fewer_facts_than_a_scheme_has_are_told() -> None:
    facts = {"before": "", "version": 1, "payload": "ab" * 32}
    assert problems_of([(facts, chained(facts))]) == [
        "Version 1 is not as it was kept: its facts give another hash."
    ]


def test_what_is_absent_is_not_what_is_empty() -> None:
    assert digest_of(None) is None
    assert len({digest_of([]), digest_of(""), digest_of({}), digest_of(0), digest_of([["a", "b"]])}) == 5
