"""What has changed in a thread since a page was made, for pages that are open: numbers of comments, and no words.

What comes, goes or is edited is numbered in the post's own order, so “nothing” is one look at the post's row. All that
is told is what anyone may read, or could.
"""

from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from blog.comments.models import Comment, CommentStatus
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import READABLE, Post

# Told in one answer. A page that slept through more asks again, from where this one ended.
MOST_CHANGES = 100


@dataclass(slots=True)
class Changes:
    """Comments by number: published since, no longer there, in other words. `change` is where to go on from."""

    change: int
    new: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    edited: list[int] = field(default_factory=list)


def last_change(slug: str, day: date) -> tuple[int, int]:
    """The number of the published post at this address, and that of its thread's last change. Raises `NotFound`."""
    query = sa.select(Post.id, Post.thread_change).where(Post.slug == slug, Post.day == day)
    found = db.session.execute(query.where(Post.status.in_(READABLE))).one_or_none()
    if found is None:
        raise NotFound("There is no post at this address.")
    return found.id, found.thread_change


def changes_since(post_id: int, *, after: int, last: int) -> Changes:
    """The changes numbered above `after`, the earliest first; `last` is the number of the last there is."""
    query = sa.select(Comment.id, Comment.status, Comment.change, Comment.appeared)
    query = query.where(Comment.post_id == post_id, Comment.change > after)
    rows = db.session.execute(query.order_by(Comment.change).limit(MOST_CHANGES)).all()
    changes = Changes(rows[-1].change if len(rows) == MOST_CHANGES else last)
    for row in rows:
        if row.status is not CommentStatus.PUBLISHED:
            if row.appeared <= after:
                changes.removed.append(row.id)
        elif row.appeared > after:
            changes.new.append(row.id)
        else:
            changes.edited.append(row.id)
    return changes
