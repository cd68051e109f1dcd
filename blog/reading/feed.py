"""The newest posts as a feed holds them; the demo is never among them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from blog.extensions import db
from blog.posts.models import Post, PostStatus
from blog.posts.visibility import listed
from blog.reading.posts import PostView, stored_posts
from blog.site import Site

POSTS_IN_FEED = 20


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A post that feeds held once: its number, and when it was withdrawn."""

    id: int
    at: datetime


def withdrawn() -> list[Withdrawn]:
    """The posts withdrawn last, so that readers' programs take them out (RFC 6721). What changed one since moves it."""
    query = sa.select(Post.id, Post.updated_at).where(Post.status == PostStatus.WITHDRAWN, ~Post.is_demo)
    rows = db.session.execute(query.order_by(Post.updated_at.desc(), Post.id.desc()).limit(POSTS_IN_FEED))
    return [Withdrawn(post_id, at) for post_id, at in rows]


def newest(site: Site) -> list[PostView]:
    """The newest posts, newest first."""
    query = listed().where(Post.is_demo.is_(False)).order_by(Post.published_at.desc(), Post.id.desc())
    query = query.options(joinedload(Post.author), selectinload(Post.tags)).limit(POSTS_IN_FEED)
    return stored_posts(list(db.session.scalars(query)), site)
