"""The order “most answered by the author”, whose pages hold together while the author answers.

The first page notes the number of the author's last comment. A later one places each root by the count it had then:
what the author has answered since is counted and taken off. So nothing moves from a page not yet read to one already
read.
"""

import sqlalchemy as sa

from blog.comments.models import Comment, CommentStatus
from blog.comments.threads.cursors import Cursor
from blog.extensions import db
from blog.posts.models import Post


def last_answer(post: Post) -> int:
    """The number of the author's last comment in the thread, 0 where there is none."""
    own = (Comment.post_id == post.id, Comment.author_id == post.author_id)
    return db.session.scalar(sa.select(sa.func.max(Comment.id)).where(*own)) or 0


def answered_since(post: Post, cursor: Cursor) -> dict[int, int]:
    """How often the author has answered below each root since the first page was made; the others are left out."""
    since = sa.select(Comment.root_id, sa.func.count()).where(
        Comment.post_id == post.id,
        Comment.author_id == post.author_id,
        Comment.id > cursor.as_of,
        Comment.parent_id.is_not(None),
        Comment.status == CommentStatus.PUBLISHED,
    )
    return {row[0]: row[1] for row in db.session.execute(since.group_by(Comment.root_id))}
