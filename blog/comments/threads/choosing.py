"""Which comments a page of a thread shows: so many roots, and below them a few of each one's replies, level by level.

A page's cost is bounded whatever the thread: so many queries, so many rows. What is left out is counted, and led to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from blog.comments.models import Comment
from blog.comments.threads.answered import answered_since
from blog.comments.threads.cursors import Cursor
from blog.comments.threads.orders import REPLIES, Order, Sorting
from blog.extensions import db
from blog.posts.models import Post

# Siblings at the top of a page: roots of a thread, or replies to the one comment that a page is about.
WIDTH = 20
# Comments of a page in all, those of other people's conversations that hang below the first ones included.
BUDGET = 100
# How many replies to each comment a page shows, by their level below the top.
REPLIES_SHOWN = (5, 3, 3, 2, 2, 2)

Row = Any  # id, parent_id, replies, and the columns of the sorting


@dataclass(slots=True)
class Chosen:
    """Rows in order: those at the top, the replies to each by its id, and whether there are more at the top."""

    top: list[Row]
    more: bool
    below: dict[int, list[Row]] = field(default_factory=dict)

    @property
    def ids(self) -> list[int]:
        return [row.id for row in self.top] + [row.id for rows in self.below.values() for row in rows]


def choose(post: Post, cursor: Cursor, *, pinned: Sequence[Comment] = ()) -> Chosen:
    """The page that begins at the cursor. The roots `pinned` stand first on the first page, and on no other."""
    is_reply = Comment.parent_id == cursor.parent_id
    found = _top(cursor, is_reply) if cursor.parent_id else _roots(post, cursor, pinned)
    chosen = Chosen(found[:WIDTH], more=len(found) > WIDTH)
    if not cursor.key and not cursor.parent_id:
        chosen.top[:0] = [root for root in pinned if cursor.about in (None, root.about)]
    _add_replies(chosen, cursor.order)
    return chosen


def _add_replies(chosen: Chosen, order: Order) -> None:
    """Fill the levels below the top until they are read, or the budget is spent."""
    parents, left, sorting = chosen.top, BUDGET - len(chosen.top), REPLIES[order]
    for width in REPLIES_SHOWN:
        parents = [row for row in parents if row.replies][:left]
        if not parents:
            return
        level = _fairly(_replies_to([row.id for row in parents], sorting, width), left)
        for parent in parents:
            chosen.below[parent.id] = [row for row in level if row.parent_id == parent.id]
        parents, left = level, left - len(level)


def _fairly(rows: Sequence[Row], left: int) -> list[Row]:
    """At most `left` of the rows: the first reply to each comment before the second to any."""
    turns: dict[int, int] = {}
    numbered: list[tuple[int, int, Row]] = []
    for row in rows:
        turns[row.parent_id] = turns.get(row.parent_id, 0) + 1
        numbered.append((turns[row.parent_id], len(numbered), row))
    kept = sorted(numbered, key=lambda one: one[:2])[: max(left, 0)]
    return [row for _, _, row in sorted(kept, key=lambda one: one[1])]


def _roots(post: Post, cursor: Cursor, pinned: Sequence[Comment]) -> list[Row]:
    conditions = [Comment.post_id == post.id, Comment.parent_id.is_(None)]
    if cursor.about:
        conditions.append(Comment.about == cursor.about)
    if pinned:
        conditions.append(Comment.id.not_in([root.id for root in pinned]))
    if cursor.order is Order.ANSWERED and cursor.key:
        return _roots_as_of(post, cursor, conditions)
    return _top(cursor, *conditions)


def _roots_as_of(post: Post, cursor: Cursor, conditions: list[sa.ColumnElement[bool]]) -> list[Row]:
    """Roots by the author's answers that they had when the first page was made."""
    since = answered_since(post, cursor)
    unmoved = _top(cursor, *conditions, Comment.id.not_in(since))
    query = _columns(cursor.sorting).where(*conditions, Comment.shown, Comment.id.in_(since))
    moved = [_with_count(row, row.author_answers - since[row.id]) for row in db.session.execute(query)]
    moved = [row for row in moved if cursor.sorting.key(row) < cursor.key]
    return cursor.sorting.sorted([*unmoved, *moved])[: WIDTH + 1]


def _with_count(row: Row, author_answers: int) -> Row:
    return SimpleNamespace(**(dict(row._mapping) | {"author_answers": author_answers}))


def _top(cursor: Cursor, *conditions: sa.ColumnElement[bool]) -> list[Row]:
    query = _columns(cursor.sorting).where(*conditions, Comment.shown)
    if cursor.key:
        query = query.where(cursor.sorting.behind(cursor.key))
    return list(db.session.execute(query.order_by(*cursor.sorting.order_by()).limit(WIDTH + 1)))


def _columns(sorting: Sorting, of: Any = Comment) -> sa.Select[Any]:
    names = dict.fromkeys(("id", "parent_id", "replies", *sorting.columns))
    return sa.select(*(getattr(of, name) for name in names))


def _replies_to(parents: list[int], sorting: Sorting, width: int) -> list[Row]:
    """The first `width` replies to each of these, siblings in order. No more of them are read from the index."""
    parent, reply = aliased(Comment), aliased(Comment)
    first = sa.select(reply.id).where(reply.parent_id == parent.id, reply.shown)
    first = first.order_by(*sorting.order_by(reply)).limit(width)
    if db.engine.dialect.name == "postgresql":
        each = first.correlate(parent).lateral()
        found = sa.select(each.c.id).select_from(parent).join(each, sa.true()).where(parent.id.in_(parents))
        query = _columns(sorting).where(Comment.id.in_(found))
    else:
        is_first = Comment.id.in_(first.correlate(parent).scalar_subquery())
        query = _columns(sorting).select_from(parent).join(Comment, is_first).where(parent.id.in_(parents))
    return sorting.sorted(db.session.execute(query).all())
