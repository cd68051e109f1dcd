"""Notices: what a person should know, told once; when it may also be mailed is noted with it.

The mail itself is made by a job (`blog.comments.notifying.mailing`), which looks again at what each notice is about.
"""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from blog.accounts.models import Notice, NoticeKind, User
from blog.accounts.paces import chosen_paces, mail_moment
from blog.clock import now
from blog.errors import NotFound
from blog.extensions import db

WORDS_LIMIT = 500
# The desk's first page shows what is new, not a history.
SHOWN = 20


def tell(
    person: User,
    *,
    key: str,
    words: str,
    path: str,
    kind: NoticeKind = NoticeKind.SOURCE,
    about: int | None = None,
    post_id: int | None = None,
) -> bool:
    """Tell `person` of the event that `key` names, unless they were told; whether they were told now.

    `path` is the page of this site to look at.
    """
    told = tell_all([person.id], key=key, words=words, path=path, kind=kind, about=about, post_id=post_id)
    return bool(told)


def tell_all(
    person_ids: Collection[int],
    *,
    key: str,
    words: str,
    path: str,
    kind: NoticeKind,
    about: int | None = None,
    post_id: int | None = None,
) -> int:
    """Tell each of these people of one event, unless they were told of it; how many were told now."""
    if not person_ids:
        return 0
    words, at = words if len(words) <= WORDS_LIMIT else words[: WORDS_LIMIT - 1] + "…", now()
    shared = {"kind": kind, "key": key, "words": words, "path": path, "about": about, "post_id": post_id}
    rows = [
        {"person_id": person_id, "made_at": at, "mail_at": mail_moment(pace, at), **shared}
        for person_id, pace in chosen_paces(kind, person_ids).items()
    ]
    # Two who tell the same thing at once: the database keeps the first.
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Notice).on_conflict_do_nothing(index_elements=["person_id", "key"])
    return len(db.session.scalars(insert.returning(Notice.id), rows).all())


def unread(person: User) -> list[Notice]:
    """What `person` was told and has not put away, newest first."""
    query = sa.select(Notice).where(Notice.person_id == person.id, Notice.read_at.is_(None))
    return list(db.session.scalars(query.order_by(Notice.id.desc()).limit(SHOWN)))


def put_away(notice_id: int, *, by: User) -> Notice:
    """Note that the person has read it. Raises `NotFound` for another's notice."""
    notice = db.session.scalar(sa.select(Notice).where(Notice.id == notice_id, Notice.person_id == by.id))
    if notice is None:
        raise NotFound("There is no such notice.")
    notice.read_at = notice.read_at or now()
    return notice


def put_all_away(up_to: int, *, by: User) -> None:
    """Note that the person has read everything up to the notice of this number: not what came in since they looked."""
    unread_ones = sa.update(Notice).where(
        Notice.person_id == by.id, Notice.read_at.is_(None), Notice.id <= up_to
    )
    db.session.execute(unread_ones.values(read_at=now()))
