"""The log of decisions: a chain in which a change, a deletion or another order of its entries shows.

The scheme, 1: an entry's `digest` is the SHA-256, in hexadecimal, of the canonical JSON (RFC 8785: keys sorted, no
white space, UTF-8; all values here are strings, whole numbers and null) of

    {"act", "comment", "decided_at", "now", "people", "previous", "reason", "scheme", "version", "was", "words"}

`previous` is the digest of the entry before, empty for the first; `decided_at` is the moment in UTC,
`YYYY-MM-DDThh:mm:ss.ffffffZ`; `words` is SHA-256(nonce‖words of the decision) and `people` SHA-256(nonce‖canonical JSON
of {"about", "by"}, numbers of accounts or null). The nonce is random and kept with the words: once they are erased, no
guess at words or people can be tested against the chain, which still holds.

The head (how many entries there are, and the digest of the last) is kept beside the log, so that a missing end shows
too, and is published, so that others can hold on to it. Decisions under a demo's post go with the demo, and so have no
place in the chain.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.clock import now
from blog.comments.models import Comment
from blog.comments.moderation.models import Decision, DecisionNote, LogHead
from blog.extensions import db
from blog.posts.models import Post
from blog.transactions import take_turn_at

SCHEME = 1
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the log, at which decision (None: at its end)."""

    decision_id: int | None
    words: str


@dataclass(slots=True)
class Verified:
    """What a walk through the log found: its length, its head, how many entries' words were erased, what is wrong."""

    entries: int = 0
    head: str = ""
    erased: int = 0
    problems: list[Problem] = field(default_factory=list)


def append(decision: Decision, words: str = "") -> Decision:
    """Add the decision, with its maker's own words, to the session and to the end of the chain.

    Nobody else appends until the commit: a transaction that appends twice takes its turns at all its posts before.
    """
    decision.decided_at = decision.decided_at or now()
    decision.version = decision.version or 1
    decision.note = DecisionNote(nonce=secrets.token_hex(16), words=words)
    if not _is_of_demo(decision):
        take_turn_at("decisions")
        head = db.session.get(LogHead, 1, populate_existing=True)
        if head is None:
            head = LogHead(id=1, entries=0, digest="")
            db.session.add(head)
        decision.words_digest, decision.people_digest = _digests(decision, decision.note)
        decision.previous = head.digest
        decision.digest = digest_of(decision)
        head.entries, head.digest = head.entries + 1, decision.digest
    db.session.add(decision)
    db.session.flush()
    return decision


def canonical(value: dict[str, Any]) -> bytes:
    """The value as canonical JSON (RFC 8785, for strings, whole numbers and null)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def entry_of(decision: Decision) -> dict[str, Any]:
    """What is hashed of a decision; all of it may be published."""
    return {
        "act": decision.act,
        "comment": decision.comment_id,
        "decided_at": _moment(decision.decided_at),
        "now": decision.now.value if decision.now else None,
        "people": decision.people_digest,
        "previous": decision.previous,
        "reason": decision.reason.value if decision.reason else None,
        "scheme": SCHEME,
        "version": decision.version,
        "was": decision.was.value if decision.was else None,
        "words": decision.words_digest,
    }


def digest_of(decision: Decision) -> str:
    """The SHA-256 of the decision's entry, in hexadecimal."""
    return hashlib.sha256(canonical(entry_of(decision))).hexdigest()


def verify() -> Verified:
    """Walk the log from its beginning, and hold each entry against its digests and the entry before."""
    found = Verified()
    demo = sa.select(Comment.id).join(Post, Post.id == Comment.post_id).where(Post.is_demo)
    query = (
        sa.select(Decision)
        .where(sa.or_(Decision.comment_id.is_(None), Decision.comment_id.not_in(demo)))
        .order_by(Decision.id)
        .options(joinedload(Decision.comment).load_only(Comment.author_id))
        .execution_options(yield_per=AT_ONCE, populate_existing=True)
    )
    for decision in db.session.scalars(query):
        if decision.digest or found.entries:  # those of before there was a chain stand before it
            _check(decision, found)
    head = db.session.get(LogHead, 1, populate_existing=True) or LogHead(entries=0, digest="")
    if (head.entries, head.digest) != (found.entries, found.head):
        found.problems.append(
            Problem(
                None,
                f"The log should have {head.entries} entries and end in {head.digest[:12] or 'nothing'}.",
            )
        )
    return found


def _check(decision: Decision, found: Verified) -> None:
    wrong = []
    if decision.previous != found.head:
        wrong.append("does not follow the entry before: one was deleted, added or moved")
    if decision.digest != digest_of(decision):
        wrong.append("was changed")
    if decision.note is None:
        found.erased += 1
    elif (decision.words_digest, decision.people_digest) != _digests(decision, decision.note):
        wrong.append("has other words, or names other people, than were decided")
    found.problems += [Problem(decision.id, f"Decision {decision.id} {words}.") for words in wrong]
    found.entries += 1
    found.head = decision.digest


def _digests(decision: Decision, note: DecisionNote) -> tuple[str, str]:
    """The digests of the decision's words and of its people, under the note's nonce."""
    about = decision.person_id if decision.comment_id is None else _author_id(decision)
    people = canonical({"about": about, "by": decision.decided_by_id})
    nonce = note.nonce.encode()
    return (
        hashlib.sha256(nonce + note.words.encode()).hexdigest(),
        hashlib.sha256(nonce + people).hexdigest(),
    )


def _author_id(decision: Decision) -> int | None:
    comment = decision.comment or db.session.get(Comment, decision.comment_id)
    return comment.author_id if comment else None


def _is_of_demo(decision: Decision) -> bool:
    query = sa.select(Post.is_demo).join(Comment, Comment.post_id == Post.id)
    return (
        bool(db.session.scalar(query.where(Comment.id == decision.comment_id)))
        if decision.comment_id
        else False
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
