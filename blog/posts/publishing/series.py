"""Series: posts that belong together, in the order that their authors gave them."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from blog.extensions import db
from blog.posts.models import Post
from blog.posts.publishing.models import Part, Series
from blog.posts.visibility import listed

ORDER = (Part.position, Post.id)


def parts_of(series_id: int) -> sa.Select[Post]:
    """The posts of a series that readers find there, in order."""
    return listed().join(Part, Part.post_id == Post.id).where(Part.series_id == series_id).order_by(*ORDER)


def find_series(slug: str) -> Series | None:
    """The series of this address, if it has a post that readers find there."""
    found = db.session.scalar(sa.select(Series).where(Series.slug == slug))
    has_any = found is not None and db.session.scalar(sa.select(parts_of(found.id).exists()))
    return found if has_any else None


def series_of(post: Post) -> tuple[Series, Sequence[Post]] | None:
    """The series that a post is in, with those of its posts that readers find there; None for a post in none."""
    part = db.session.scalar(sa.select(Part).where(Part.post_id == post.id).options(joinedload(Part.series)))
    if part is None:
        return None
    posts = parts_of(part.series_id).options(defer(Post.body), defer(Post.rendered))
    return part.series, list(db.session.scalars(posts))
