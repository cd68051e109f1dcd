"""Which comments have a place in the page: the published ones, and gaps above something published.

`shown` and all that is counted of a thread follow from the statuses. They are kept here, by the difference that one
comment makes, in the transaction that changes it; `blog.comments.voting.recount` works them out from scratch.
"""

import sqlalchemy as sa

from blog.comments.models import Comment, CommentStatus, Voice
from blog.comments.threads.paths import ancestors, path_to
from blog.comments.writing import passages
from blog.extensions import db
from blog.posts.models import Post


def give_place(comment: Comment, parent: Comment | None, *, about: Voice | None = None) -> None:
    """Put a new comment, which has its number and its passage, below `parent` or at the root of the thread.

    Who quotes the statement speaks about it; who only answers speaks about what the answered one does; others may say.
    """
    comment.parent_id = parent.id if parent else None
    comment.depth = parent.depth + 1 if parent else 0
    comment.path = path_to(comment.id, parent.path if parent else b"")
    comment.root_id = parent.root_id if parent else comment.id
    meant = parent.about if parent else about or Voice.COMMENTARY
    comment.about = Voice.STATEMENT if comment.passage else meant


def status_changed(comment: Comment, was: CommentStatus | None) -> None:
    """Bring the places and the counts in step with a comment's new status. The caller has taken its turn."""
    published = comment.status is CommentStatus.PUBLISHED
    difference = published - (was is CommentStatus.PUBLISHED)
    if not difference:
        return
    db.session.flush()
    _count(comment, difference)
    passages.count(comment, difference)
    if published:
        _show(comment)
    else:
        _hide(comment)
    comment.change = _next_change(comment.post_id)
    if published:
        comment.appeared = comment.change


def words_changed(comment: Comment) -> None:
    """Tell pages that are open of other words in a comment that readers see."""
    if comment.status is CommentStatus.PUBLISHED:
        comment.change = _next_change(comment.post_id)


def _next_change(post_id: int) -> int:
    raised = sa.update(Post).where(Post.id == post_id).values(thread_change=Post.thread_change + 1)
    return db.session.execute(raised.returning(Post.thread_change)).scalar_one()


def _count(comment: Comment, difference: int) -> None:
    """Add `difference` to the post's count, and to those of all that the comment stands below."""
    count = Post.comment_count + difference
    db.session.execute(sa.update(Post).where(Post.id == comment.post_id).values(comment_count=count))
    above = ancestors(comment.path)
    if not above:
        return
    counts = {Comment.talk: Comment.talk + difference}
    authors = sa.select(Post.author_id).where(Post.id == comment.post_id).scalar_subquery()
    if comment.author_id == db.session.scalar(sa.select(authors)):
        counts[Comment.author_answers] = Comment.author_answers + difference
    db.session.execute(sa.update(Comment).where(Comment.id.in_(above)).values(counts))


def _show(comment: Comment) -> None:
    """Give a place to the comment and to all above it that have none."""
    ids = [*ancestors(comment.path), comment.id]
    hidden = sa.select(Comment.id, Comment.parent_id).where(Comment.id.in_(ids), ~Comment.shown)
    for comment_id, parent_id in db.session.execute(hidden).all():
        _place(comment_id, parent_id, shown=True)


def _hide(comment: Comment) -> None:
    """Take the place away from the comment, and from each gap above it that nothing stands under any more."""
    for comment_id in reversed([*ancestors(comment.path), comment.id]):
        found = sa.select(Comment.status, Comment.replies, Comment.parent_id).where(Comment.id == comment_id)
        status, replies, parent_id = db.session.execute(found).one()
        if status is CommentStatus.PUBLISHED or replies:
            return
        _place(comment_id, parent_id, shown=False)


def _place(comment_id: int, parent_id: int | None, *, shown: bool) -> None:
    db.session.execute(sa.update(Comment).where(Comment.id == comment_id).values(shown=shown))
    if parent_id is not None:
        replies = Comment.replies + (1 if shown else -1)
        db.session.execute(sa.update(Comment).where(Comment.id == parent_id).values(replies=replies))
