"""Which comments have a place in the page: the published ones, and gaps above something published.

`shown` and the post's count follow from the statuses; they are kept here, in the transaction that changes one.
"""

import sqlalchemy as sa

from blog.comments.models import Comment, CommentStatus
from blog.comments.threads.paths import ancestors
from blog.comments.writing import passages
from blog.extensions import db
from blog.posts.models import Post


def status_changed(comment: Comment, was: CommentStatus | None) -> None:
    """Bring the places and the count in step with a comment's new status."""
    published = comment.status is CommentStatus.PUBLISHED
    change = published - (was is CommentStatus.PUBLISHED)
    if not change:
        return
    count = Post.comment_count + change
    db.session.execute(sa.update(Post).where(Post.id == comment.post_id).values(comment_count=count))
    db.session.flush()
    passages.count(comment, change)
    if published:
        _show([*ancestors(comment.path), comment.id])
    else:
        _hide(comment)


def _show(ids: list[int]) -> None:
    db.session.execute(sa.update(Comment).where(Comment.id.in_(ids)).values(shown=True))


def _hide(comment: Comment) -> None:
    """Take the place away from the comment, and from each gap above it that nothing stands under any more."""
    for comment_id in reversed([*ancestors(comment.path), comment.id]):
        child = sa.orm.aliased(Comment)
        keeps = sa.select(child.id).where(child.parent_id == comment_id, child.shown).exists()
        stays = db.session.scalar(
            sa.select(sa.or_(Comment.status == CommentStatus.PUBLISHED, keeps)).where(
                Comment.id == comment_id
            )
        )
        if stays:
            return
        db.session.execute(sa.update(Comment).where(Comment.id == comment_id).values(shown=False))
