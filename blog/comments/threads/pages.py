"""Reading a thread: one page of it in reading order, or one comment with what stands above and below it.

A page costs the same however long the thread is: it begins behind a path (keyset) and ends after so many rows.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from blog.accounts.models import User
from blog.comments.models import Comment, CommentStatus
from blog.comments.threads.paths import ID_BYTES, MOST_LEVELS, ancestors, below
from blog.comments.writing.passages import Paragraph, on_paragraph
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import published

COMMENTS_A_PAGE = 100
SHOWN_WITH = (joinedload(Comment.author), joinedload(Comment.passage))


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Comments in reading order, and the cursor of the next page (empty on the last).

    `earlier`: ids of comments that stand above these, on pages before, and can be read there.
    """

    comments: list[Comment]
    next_cursor: str
    earlier: frozenset[int] = frozenset()


def visible_to(asker: User | None) -> sa.Select[Comment]:
    """The comments that have a place in the page for `asker`: gaps among them, and their own held ones."""
    own = _held_by(asker) if asker else sa.false()
    return sa.select(Comment).where(sa.or_(Comment.shown, own))


def page_of_thread(post: Post, asker: User | None, *, after: str = "") -> ThreadPage:
    """A page of the post's thread. Raises `NotFound` for a cursor that was made up."""
    behind = _read_cursor(after) if after else b""
    rows = _in_order(asker, Comment.post_id == post.id, Comment.path > behind)
    return ThreadPage(
        rows[:COMMENTS_A_PAGE], _cursor(rows), _readable(ancestors(rows[0].path) if rows else [])
    )


def page_on_paragraph(post: Post, paragraph: Paragraph, *, after: str = "") -> ThreadPage:
    """A page of the published comments on a paragraph, in reading order, without what stands around them."""
    behind = _read_cursor(after) if after else b""
    query = sa.select(Comment).where(on_paragraph(paragraph, post), Comment.path > behind)
    query = query.order_by(Comment.path).limit(COMMENTS_A_PAGE + 1).options(*SHOWN_WITH)
    rows = list(db.session.scalars(query))
    above = {comment_id for comment in rows[:COMMENTS_A_PAGE] for comment_id in ancestors(comment.path)[-1:]}
    return ThreadPage(rows[:COMMENTS_A_PAGE], _cursor(rows), _readable(sorted(above)))


def find_comment(comment_id: int, asker: User | None) -> Comment:
    """The comment, if the asker may see it and its post. Raises `NotFound`; a gap is nothing to be seen."""
    posts = published().with_only_columns(Post.id)
    query = visible_to(asker).where(Comment.id == comment_id, Comment.post_id.in_(posts))
    post = joinedload(Comment.post).options(defer(Post.body), defer(Post.rendered))
    found: Comment | None = db.session.scalar(query.options(*SHOWN_WITH, post))
    if found is None or found.status not in (CommentStatus.PUBLISHED, CommentStatus.HELD):
        raise NotFound("There is no comment at this address. It may have been removed.")
    return found


def in_its_place(comment: Comment, asker: User | None) -> ThreadPage:
    """What stands above the comment, the comment itself, and a page of what stands below it."""
    first, end = below(comment.path)
    above = visible_to(asker).where(Comment.id.in_(ancestors(comment.path))).options(*SHOWN_WITH)
    rows = _in_order(asker, Comment.post_id == comment.post_id, Comment.path >= first, Comment.path < end)
    shown = [*db.session.scalars(above.order_by(Comment.path)), *rows[:COMMENTS_A_PAGE]]
    return ThreadPage(shown, _cursor(rows))


def _in_order(asker: User | None, *within: sa.ColumnElement[bool]) -> list[Comment]:
    """The first comments in reading order, one more than a page holds where there are more.

    Not one query with OR: each of the two walks an index and stops; together they would sort the whole thread.
    """
    mine = [_held_by(asker)] if asker else []
    found: list[Comment] = []
    for which in [Comment.shown, *mine]:  # never both: below a held comment nothing can be published
        query = sa.select(Comment).where(which, *within).order_by(Comment.path).limit(COMMENTS_A_PAGE + 1)
        found += db.session.scalars(query.options(*SHOWN_WITH))
    return sorted(found, key=lambda comment: comment.path)[: COMMENTS_A_PAGE + 1]


def _held_by(asker: User) -> sa.ColumnElement[bool]:
    return sa.and_(Comment.author_id == asker.id, Comment.status == CommentStatus.HELD)


def _readable(ids: list[int]) -> frozenset[int]:
    """Those of these comments that are published, so that their own page can be opened."""
    query = sa.select(Comment.id).where(Comment.id.in_(ids), Comment.status == CommentStatus.PUBLISHED)
    return frozenset(db.session.scalars(query))


def _cursor(rows: list[Comment]) -> str:
    return rows[COMMENTS_A_PAGE - 1].path.hex() if len(rows) > COMMENTS_A_PAGE else ""


def _read_cursor(cursor: str) -> bytes:
    try:
        path = bytes.fromhex(cursor)
    except ValueError:
        path = b""
    if not path or len(path) % ID_BYTES or len(path) > ID_BYTES * MOST_LEVELS:
        raise NotFound("There is no such page of the thread. Begin at the post.")
    return path
