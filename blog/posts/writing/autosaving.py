"""Autosaves: what is typed is kept every few seconds, apart from the saves that its author made.

Each open editor has a key of its own, so that two windows never write over one another. What was kept is offered when
the post is opened again, until it is saved or discarded.
"""

import re
import uuid
from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.errors import NotFound, TooLarge
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import require_editor
from blog.posts.writing.fields import FIELDS, differing, fields_of, typed
from blog.posts.writing.models import Autosave
from blog.transactions import take_turn_at

_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# More than may be saved: a post that is too long is kept until it was shortened.
MOST_BYTES = 2 * 1024 * 1024
# Milliseconds since 1970 fit, for some thousand years.
HIGHEST_STEP = 2**46
# A late autosave comes from a browser that was shut in the meantime; one shut for longer offers its words once more.
DONE_KEPT = timedelta(days=90)


def new_key() -> str:
    """A key for an editor that is being opened."""
    return str(uuid.uuid4())


def editor_key(words: str) -> str:
    """The key that a request names; empty where it is none."""
    return words if _KEY.fullmatch(words) else ""


def step_of(words: str) -> int:
    """The step that a request names; 0 where it is none."""
    is_number = words.isascii() and words.isdecimal() and len(words) <= len(str(HIGHEST_STEP))
    return min(int(words), HIGHEST_STEP) if is_number else 0


def keep(
    key: str, fields: Mapping[str, str], *, post: Post | None, seen: int, step: int, by: User
) -> Autosave | None:
    """Keep what was typed into the editor of this key. Returns what is kept, which may be newer than this.

    None where nothing is left to keep: it is stored already, was discarded, or is empty. Raises `TooLarge`.
    """
    by.require(Act.WRITE)
    if post:
        require_editor(post, by)
    fields = typed(fields)
    if sum(len(words.encode()) for words in fields.values()) > MOST_BYTES:
        raise TooLarge(
            f"This is more than is kept here unsaved ({MOST_BYTES // 1024**2} MiB). It is kept in this browser: "
            "shorten the post, then save it."
        )
    take_turn_at(f"autosave {by.id} {key}")
    found = db.session.get(Autosave, (by.id, key), populate_existing=True)
    if found and step <= found.step:
        return None if found.is_done else found
    is_stored = not differing(fields, fields_of(post) if post else {})
    if found is None and is_stored:
        return None
    row = found or Autosave(user_id=by.id, key=key)
    row.post_id, row.seen, row.step, row.kept_at = post.id if post else None, seen, step, now()
    row.is_done = is_stored
    row.fields = {} if row.is_done else fields
    db.session.add(row)
    db.session.flush()
    return None if row.is_done else row


def finish(key: str, *, step: int, by: User) -> None:
    """What the editor of this key had typed up to `step` was saved, or is wanted no more."""
    if not key:
        return
    take_turn_at(f"autosave {by.id} {key}")
    found = db.session.get(Autosave, (by.id, key), populate_existing=True)
    if found.step > step if found else not step:
        return  # more was typed since; or a browser without scripts, which keeps nothing
    row = found or Autosave(user_id=by.id, key=key)
    row.step, row.fields, row.is_done, row.kept_at = step, {}, True, now()
    db.session.add(row)
    db.session.flush()
    long_done = sa.and_(Autosave.is_done, Autosave.kept_at < now() - DONE_KEPT)
    db.session.execute(sa.delete(Autosave).where(Autosave.user_id == by.id, long_done))


def find(key: str, *, by: User) -> Autosave:
    """What is kept of the editor of this key. Raises `NotFound`."""
    row = db.session.get(Autosave, (by.id, key)) if key else None
    if row is None or row.is_done:
        raise NotFound("These words are not kept here any more: they were saved or discarded.")
    return row


def unsaved(post: Post | None, *, by: User) -> list[Autosave]:
    """What `by` typed into editors of this post, or of a new one, and never saved; the newest first."""
    here = Autosave.post_id == post.id if post else Autosave.post_id.is_(None)
    mine = sa.select(Autosave).where(Autosave.user_id == by.id, here, ~Autosave.is_done)
    rows = list(db.session.scalars(mine.order_by(Autosave.kept_at.desc()).options(joinedload(Autosave.post))))
    stored = fields_of(post) if post else dict.fromkeys(FIELDS, "")
    return [row for row in rows if differing(row.fields, stored)]
