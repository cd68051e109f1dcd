"""Reading a thread: one page of it in reading order, or one comment with what stands above and below it.

A page costs the same however long the thread is: it begins behind a path (keyset) and ends after so many rows.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.accounts.models import User
from blog.comments.models import Comment, CommentStatus
from blog.comments.paths import ID_BYTES, MOST_LEVELS, ancestors, below
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import published

COMMENTS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Comments in reading order, and the cursor of the next page (empty on the last)."""

    comments: list[Comment]
    next_cursor: str


def visible_to(asker: User | None) -> sa.Select[tuple[Comment]]:
    """The comments that have a place in the page for `asker`: gaps among them, and their own held ones."""
    own = sa.and_(Comment.author_id == asker.id, Comment.status == CommentStatus.HELD) if asker else sa.false()
    return sa.select(Comment).where(sa.or_(Comment.shown, own))


def page_of_thread(post: Post, asker: User | None, *, after: str = "") -> ThreadPage:
    """A page of the post's thread. Raises `NotFound` for a cursor that was made up."""
    query = visible_to(asker).where(Comment.post_id == post.id)
    if after:
        query = query.where(Comment.path > _read_cursor(after))
    query = query.order_by(Comment.path).limit(COMMENTS_A_PAGE + 1).options(joinedload(Comment.author))
    rows = list(db.session.scalars(query))
    more = len(rows) > COMMENTS_A_PAGE
    return ThreadPage(rows[:COMMENTS_A_PAGE], rows[COMMENTS_A_PAGE - 1].path.hex() if more else "")


def find_comment(comment_id: int, asker: User | None) -> Comment:
    """The comment, if the asker may see it and its post. Raises `NotFound`; a gap is nothing to be seen."""
    posts = published().with_only_columns(Post.id)
    query = visible_to(asker).where(Comment.id == comment_id, Comment.post_id.in_(posts))
    found = db.session.scalar(query.options(joinedload(Comment.author), joinedload(Comment.post)))
    if found is None or found.status not in (CommentStatus.PUBLISHED, CommentStatus.HELD):
        raise NotFound("There is no comment at this address. It may have been removed.")
    return found


def in_its_place(comment: Comment, asker: User | None) -> ThreadPage:
    """What stands above the comment, the comment itself, and a page of what stands below it."""
    first, end = below(comment.path)
    underneath = sa.and_(Comment.path >= first, Comment.path < end)
    query = visible_to(asker).where(
        Comment.post_id == comment.post_id, sa.or_(Comment.id.in_(ancestors(comment.path)), underneath)
    )
    query = query.order_by(Comment.path).limit(COMMENTS_A_PAGE + MOST_LEVELS)
    return ThreadPage(list(db.session.scalars(query.options(joinedload(Comment.author)))), "")


def _read_cursor(cursor: str) -> bytes:
    try:
        path = bytes.fromhex(cursor)
    except ValueError:
        path = b""
    if not path or len(path) % ID_BYTES or len(path) > ID_BYTES * MOST_LEVELS:
        raise NotFound("There is no such page of the thread. Begin at the post.")
    return path
