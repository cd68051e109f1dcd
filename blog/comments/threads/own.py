"""The asker's own comments that a moderator has yet to look at: shown to them alone, in their place."""

import sqlalchemy as sa

from blog.accounts.models import User
from blog.comments.models import WAITING, Comment, Voice
from blog.comments.threads.branches import SHOWN_WITH, Branch, ThreadPage
from blog.comments.threads.orders import Order
from blog.comments.threads.paths import ancestors
from blog.extensions import db
from blog.posts.models import Post

# Nobody has more of them in a thread that a moderator ever looks at; the newest are shown.
MOST_WAITING = 50


def waiting_of(asker: User) -> sa.ColumnElement[bool]:
    """The condition on comments that they are the asker's, and wait."""
    return sa.and_(Comment.author_id == asker.id, Comment.status.in_(WAITING))


def add_waiting(
    page: ThreadPage, post: Post, asker: User, *, is_first: bool = False, about: Voice | None = None
) -> None:
    """Put each comment of theirs that waits below what it answers, where that is in the page, behind the other replies.

    What answers nothing that can be seen begins a branch: before the others of the first page, and where the oldest
    come first behind those of the last.
    """
    there = {branch.comment.id: branch for branch in page.walk()}
    waiting = [comment for comment in _waiting(post, asker) if comment.id not in there]
    nearest = _nearest_above(waiting)
    is_end = not page.next_cursor if page.order is Order.OLDEST else is_first
    takes_roots = is_end and not page.is_in_place
    roots = []
    for comment in waiting:
        above = nearest[comment.id]
        if above in there:
            there[above].replies.append(Branch(comment))
        elif above is None and takes_roots and about in (None, comment.about):
            roots.append(Branch(comment))
    page.branches = (
        [*page.branches, *roots] if page.order is Order.OLDEST else [*reversed(roots), *page.branches]
    )


def _waiting(post: Post, asker: User) -> list[Comment]:
    """Oldest first. What waits though it has a place, having replies, is chosen with the others."""
    query = sa.select(Comment).where(waiting_of(asker), Comment.post_id == post.id, ~Comment.shown)
    query = query.order_by(Comment.id.desc()).limit(MOST_WAITING).options(*SHOWN_WITH)
    return list(reversed(db.session.scalars(query).all()))


def _nearest_above(comments: list[Comment]) -> dict[int, int | None]:
    """The nearest comment above each that has a place."""
    above = {number for comment in comments for number in ancestors(comment.path)}
    placed = set(db.session.scalars(sa.select(Comment.id).where(Comment.id.in_(above), Comment.shown)))
    return {
        comment.id: next((number for number in reversed(ancestors(comment.path)) if number in placed), None)
        for comment in comments
    }
