"""Following a post's thread, and silencing it.

Who comments follows the thread, unless they silenced it. A silenced thread sends its reader nothing, replies and
mentions included.
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from blog.accounts.models import User
from blog.clock import now
from blog.comments.notifying.models import Follow
from blog.errors import Invalid, NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import readable


class Hearing(StrEnum):
    """How a person hears of a thread. Of one they neither follow nor silence, what is said to them."""

    FOLLOWS = "follow"
    SILENCED = "silence"
    NEITHER = "neither"


def hearing_of(post_id: int, person: User) -> Hearing:
    """How `person` hears of the post's thread."""
    found = db.session.scalar(
        sa.select(Follow.is_silenced).where(Follow.post_id == post_id, Follow.person_id == person.id)
    )
    if found is None:
        return Hearing.NEITHER
    return Hearing.SILENCED if found else Hearing.FOLLOWS


def hear(post_id: int, wish: str, *, by: User) -> Post:
    """Follow a published post's thread, silence it, or neither. Raises `NotFound` and `Invalid`."""
    post = db.session.scalar(readable().where(Post.id == post_id))
    if post is None:
        raise NotFound("There is no post at this address.")
    try:
        hearing = Hearing(wish)
    except ValueError:
        raise Invalid("Choose one of the buttons offered.", field="wish") from None
    if hearing is Hearing.NEITHER:
        one = (Follow.post_id == post_id) & (Follow.person_id == by.id)
        db.session.execute(sa.delete(Follow).where(one))
    else:
        silenced = hearing is Hearing.SILENCED
        db.session.merge(Follow(post_id=post_id, person_id=by.id, is_silenced=silenced, since=now()))
    return post


def follow_from_now(post_id: int, person_id: int) -> None:
    """Follow the thread where the person has not said otherwise."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Follow).on_conflict_do_nothing()
    db.session.execute(insert.values(post_id=post_id, person_id=person_id))


def not_silenced(post_id: int, person_ids: Collection[int]) -> list[int]:
    """Those of these people who have not silenced the thread, in their order."""
    query = sa.select(Follow.person_id).where(
        Follow.post_id == post_id, Follow.is_silenced, Follow.person_id.in_(person_ids)
    )
    silenced = set(db.session.scalars(query))
    return [person_id for person_id in person_ids if person_id not in silenced]


def followers(post_id: int, *, since: datetime, after: int, most: int) -> list[int]:
    """The ids, above `after` and in order, of the active people who have followed the thread since then, or longer."""
    query = (
        sa.select(Follow.person_id)
        .join(User, User.id == Follow.person_id)
        .where(Follow.post_id == post_id, ~Follow.is_silenced, Follow.since <= since)
        .where(Follow.person_id > after, User.active)
    )
    return list(db.session.scalars(query.order_by(Follow.person_id).limit(most)))
