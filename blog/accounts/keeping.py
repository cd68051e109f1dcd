"""Text that someone typed while their session was gone: kept for a day, given back on the page with the form.

The browser that typed it holds a token in its session cookie; the table has only the token's digest. A page that
shows a form calls `take_back` with its path and fills the form in. The text is offered again, also after a reload,
until a form of that page is sent.

This module reads and writes the session, which rooms elsewhere never see: both doors give text back (the desk's editor,
a reader's comment), doors do not know each other, and what goes with a browser is the rule here.
"""

import hashlib
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import session

from blog.accounts.models import KeptText
from blog.clock import now
from blog.errors import TooLarge
from blog.extensions import db
from blog.jobs import enqueue

KEPT_FOR = timedelta(days=1)
MOST_BYTES = 2 * 1024 * 1024
MOST_FIELDS = 30
PATH_LIMIT = 500
# Everybody's together: with MOST_BYTES each, what nobody signed in for takes 0.6 GB at most.
MOST_WAITING = 300
# One browser's forms that wait at the same time; the cookie carries a token for each.
MOST_KEPT = 5
COOKIE = "kept"
PURGE = "purge-kept-text"
# Never kept: what proves something rather than says something.
SECRETS = ("csrf_token", "password", "token")


def keep(path: str, fields: dict[str, str]) -> str:
    """Keep the fields of a form for the page at `path`; returns the browser's token. Raises `TooLarge`.

    A job deletes the row when its day is over.
    """
    words = {name: text for name, text in fields.items() if text and not any(s in name for s in SECRETS)}
    size = sum(len(text.encode("utf-8", "replace")) for text in words.values())
    if size > MOST_BYTES or len(words) > MOST_FIELDS or len(path) > PATH_LIMIT:
        raise TooLarge(
            "Your session had ended, and this is more than the site keeps for someone who is signed out "
            f"({MOST_BYTES // 1024**2} MiB in {MOST_FIELDS} fields). Go back: your browser still has it."
        )
    purge()
    if (db.session.scalar(sa.select(sa.func.count(KeptText.digest))) or 0) >= MOST_WAITING:
        raise TooLarge(
            "Your session had ended, and this site keeps no more text for people who are signed out today: too much "
            "waits already. Go back: your browser still has yours. Copy it, sign in, and send it again."
        )
    token = secrets.token_urlsafe(32)
    db.session.add(KeptText(digest=_digest(token), path=path, fields=words, kept_at=now()))
    enqueue(PURGE, at=now() + KEPT_FOR)
    return token


def purge() -> None:
    """Delete what was kept for its day."""
    db.session.execute(sa.delete(KeptText).where(KeptText.kept_at <= now() - KEPT_FOR))


def remember(token: str) -> None:
    """Give the browser its token, in its session cookie."""
    session[COOKIE] = [*session.get(COOKIE, []), token][-MOST_KEPT:]


def take_back(path: str, having: str = "") -> dict[str, str]:
    """What this browser typed into a form on the page at `path` and could not send; empty where there is nothing.

    A page with several forms says which it asks about: the one `having` a field of this name. A query in `path` is
    left out of account, as it is where the text was kept.
    """
    found = [
        kept for kept in _kept() if _page(kept.path) == _page(path) and (not having or having in kept.fields)
    ]
    return max(found, key=lambda kept: kept.kept_at).fields if found else {}


def has_kept(path: str) -> bool:
    """Whether `take_back` would find something."""
    return bool(take_back(path))


def forget(path: str) -> None:
    """A form of the page at `path` was sent: offer what was kept no more (the row goes when its day is over)."""
    stale = {kept.digest for kept in _kept() if _page(kept.path) == _page(path)}
    if stale:
        session[COOKIE] = [token for token in session[COOKIE] if _digest(token) not in stale]


def _kept() -> list[KeptText]:
    digests = [_digest(token) for token in session.get(COOKIE, [])]
    if not digests:
        return []
    fresh = sa.select(KeptText).where(KeptText.digest.in_(digests), KeptText.kept_at > now() - KEPT_FOR)
    return list(db.session.scalars(fresh))


def _page(path: str) -> str:
    return urlsplit(path).path


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
