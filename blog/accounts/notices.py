"""Notices: what a person should know, told once at the desk and once by mail."""

import sqlalchemy as sa

from blog.accounts import mail
from blog.accounts.links import site_url
from blog.accounts.models import Notice, User
from blog.clock import now
from blog.errors import NotFound
from blog.extensions import db
from blog.site import current_site

WORDS_LIMIT = 500
# The desk's first page shows what is new, not a history.
SHOWN = 20


def tell(person: User, *, key: str, words: str, path: str) -> bool:
    """Tell `person` of the event that `key` names, unless they were told; whether they were told now.

    `path` is the page of this site to look at.
    """
    told = sa.select(Notice.id).where(Notice.person_id == person.id, Notice.key == key)
    if db.session.scalar(told) is not None:
        return False
    words = words if len(words) <= WORDS_LIMIT else words[: WORDS_LIMIT - 1] + "…"
    db.session.add(Notice(person_id=person.id, key=key, words=words, path=path, made_at=now()))
    db.session.flush()
    if person.active:
        mail.post(
            person.email,
            f"{current_site().name}: {words}",
            "notice",
            person=person,
            site=current_site(),
            words=words,
            link=site_url() + path,
        )
    return True


def unread(person: User) -> list[Notice]:
    """What `person` was told and has not put away, newest first."""
    query = sa.select(Notice).where(Notice.person_id == person.id, Notice.read_at.is_(None))
    return list(db.session.scalars(query.order_by(Notice.id.desc()).limit(SHOWN)))


def put_away(notice_id: int, *, by: User) -> None:
    """Note that the person has read it. Raises `NotFound` for another's notice."""
    notice = db.session.scalar(sa.select(Notice).where(Notice.id == notice_id, Notice.person_id == by.id))
    if notice is None:
        raise NotFound("There is no such notice.")
    notice.read_at = notice.read_at or now()
