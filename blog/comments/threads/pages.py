"""Reading a thread: a page of it in an order, or one comment with what stands above and below it.

A page costs the same however long the thread is. It yields comments that no other page of the same order does; what
stands above them is there to be understood by, and was on a page before.
"""

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from blog.accounts.models import User
from blog.comments.fairness.models import Representative
from blog.comments.models import WAITING, Comment, CommentStatus, Voice
from blog.comments.policy.settings import comment_settings
from blog.comments.threads.answered import last_answer
from blog.comments.threads.branches import SHOWN_WITH, Branch, ThreadPage, branches_of
from blog.comments.threads.choosing import Chosen, choose
from blog.comments.threads.cursors import Cursor, unsealed
from blog.comments.threads.orders import Order
from blog.comments.threads.own import add_waiting, waiting_of
from blog.comments.threads.paths import ancestors
from blog.comments.writing.passages import Paragraph, on_paragraph
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import readable

ON_PARAGRAPH = 100
# Nobody quotes so many organizations in one post that their answers would fill its first page.
MOST_OFFICIAL = 5


def visible_to(asker: User | None) -> sa.Select[Comment]:
    """The comments that have a place in the page for `asker`: gaps among them, and their own that wait."""
    own = waiting_of(asker) if asker else sa.false()
    return sa.select(Comment).where(sa.or_(Comment.shown, own))


def is_readable(comment: Comment, asker: User | None) -> bool:
    """Whether `asker` may read the comment's words; to those who may not it is a gap, or nothing at all."""
    is_own = asker is not None and comment.author_id == asker.id
    return comment.status is CommentStatus.PUBLISHED or (is_own and comment.status in WAITING)


def find_comment(comment_id: int, asker: User | None) -> Comment:
    """The comment, if the asker may see it and its post. Raises `NotFound`; a gap is nothing to be seen."""
    posts = readable().with_only_columns(Post.id)
    query = visible_to(asker).where(Comment.id == comment_id, Comment.post_id.in_(posts))
    post = joinedload(Comment.post).options(defer(Post.body), defer(Post.rendered))
    found: Comment | None = db.session.scalar(query.options(*SHOWN_WITH, post))
    if found is None or not is_readable(found, asker):
        raise NotFound("There is no comment at this address. It may have been removed.")
    return found


def page_of_thread(
    post: Post, asker: User | None, *, order: Order = Order.BEST, about: Voice | None = None, after: str = ""
) -> ThreadPage:
    """The first page of the post's thread; or the one at the cursor `after`, which knows its order and the rest.

    Raises `NotFound` for a cursor that was made up.
    """
    cursor = unsealed(after, post_id=post.id) if after else Cursor(post.id, order, about=about)
    if cursor.parent_id:
        return _page_below(_parent(cursor), asker, cursor)
    if cursor.order is Order.ANSWERED and not after:
        cursor = replace(cursor, as_of=last_answer(post))
    pinned = _pinned(post)
    chosen = choose(post, cursor, pinned=pinned)
    page = ThreadPage(branches_of(chosen, cursor), cursor.order, cursor.about, _next(chosen, cursor))
    page.pinned = frozenset(root.id for root in pinned)
    if asker:
        add_waiting(page, post, asker, is_first=not cursor.key, about=cursor.about)
    return page


def in_its_place(
    comment: Comment, asker: User | None, *, order: Order = Order.BEST, after: str = ""
) -> ThreadPage:
    """What stands above the comment, the comment itself, and a page of what stands below it."""
    cursor = unsealed(after, post_id=comment.post_id) if after else Cursor(comment.post_id, order, comment.id)
    if cursor.parent_id != comment.id:
        raise NotFound("There is no such page of the thread. Begin at the post.")
    return _page_below(comment, asker, cursor)


def page_on_paragraph(post: Post, paragraph: Paragraph, *, after: str = "") -> ThreadPage:
    """A page of the published comments on a paragraph, oldest first, without what stands around them."""
    cursor = unsealed(after, post_id=post.id) if after else Cursor(post.id, Order.OLDEST)
    if cursor.order is not Order.OLDEST:
        raise NotFound("There is no such page of the thread. Begin at the post.")
    query = sa.select(Comment).where(on_paragraph(paragraph, post))
    if cursor.key:
        query = query.where(cursor.sorting.behind(cursor.key))
    query = query.order_by(*cursor.sorting.order_by()).limit(ON_PARAGRAPH + 1).options(*SHOWN_WITH)
    rows = list(db.session.scalars(query))
    page = ThreadPage([Branch(comment) for comment in rows[:ON_PARAGRAPH]], cursor.order)
    if len(rows) > ON_PARAGRAPH:
        page.next_cursor = replace(cursor, key=cursor.sorting.key(rows[ON_PARAGRAPH - 1])).sealed()
    return page


def _page_below(comment: Comment, asker: User | None, cursor: Cursor) -> ThreadPage:
    chosen = choose(comment.post, cursor)
    page = ThreadPage([Branch(comment, branches_of(chosen, cursor))], cursor.order)
    page.next_cursor = _next(chosen, cursor)
    above = visible_to(asker).where(Comment.id.in_(ancestors(comment.path))).options(*SHOWN_WITH)
    page.above = list(db.session.scalars(above.order_by(Comment.depth)))
    page.is_in_place = True
    if asker:
        add_waiting(page, comment.post, asker)
    return page


def _parent(cursor: Cursor) -> Comment:
    query = sa.select(Comment).where(Comment.id == cursor.parent_id, Comment.post_id == cursor.post_id)
    found: Comment | None = db.session.scalar(query.where(Comment.shown).options(*SHOWN_WITH))
    if found is None:
        raise NotFound("What stood at this address was removed. Begin at the post.")
    return found


def _next(chosen: Chosen, cursor: Cursor) -> str:
    return replace(cursor, key=cursor.sorting.key(chosen.top[-1])).sealed() if chosen.more else ""


def _pinned(post: Post) -> list[Comment]:
    """The roots that stand first in every order, if they may be seen: official answers, then what was pinned."""
    first = _official(post) if comment_settings().has_right_of_reply else []
    if post.pinned_comment_id is not None:
        first.append(post.pinned_comment_id)
    if not first:
        return []
    query = sa.select(Comment).where(Comment.id.in_(first), Comment.post_id == post.id)
    roots = query.where(Comment.parent_id.is_(None), Comment.status == CommentStatus.PUBLISHED)
    return sorted(db.session.scalars(roots), key=lambda root: first.index(root.id))


def _official(post: Post) -> list[int]:
    answers = sa.select(Comment.id).join(Representative, Representative.id == Comment.representative_id)
    answers = answers.where(Comment.post_id == post.id, Comment.representative_id.is_not(None))
    holding = answers.where(Representative.revoked_at.is_(None), Comment.status == CommentStatus.PUBLISHED)
    return list(db.session.scalars(holding.order_by(Comment.id).limit(MOST_OFFICIAL)))
