"""What a page of a thread is made of: comments with the replies that are shown below them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.comments.models import Comment, Voice
from blog.comments.threads.choosing import Chosen
from blog.comments.threads.cursors import Cursor
from blog.comments.threads.orders import REPLIES, Order
from blog.extensions import db

SHOWN_WITH = (
    joinedload(Comment.author),
    joinedload(Comment.passage),
    joinedload(Comment.representative),
)


@dataclass(slots=True)
class Branch:
    """A comment and the replies that the page shows. `rest_count` of them more can be read from the cursor `rest`."""

    comment: Comment
    replies: list["Branch"] = field(default_factory=list)
    rest: str = ""
    rest_count: int = 0

    def walk(self) -> Iterator["Branch"]:
        """This branch and all below it, in the page's order."""
        yield self
        for reply in self.replies:
            yield from reply.walk()


@dataclass(slots=True)
class ThreadPage:
    """Branches in order, those `about` one voice or all, and the cursor of the next page (empty on the last).

    `above`: what stands above the branches, the root first. `is_in_place`: the one branch is what the page is about,
    and only what is below it is new. `pinned`: the numbers of the comments that stand first.
    """

    branches: list[Branch]
    order: Order
    about: Voice | None = None
    next_cursor: str = ""
    above: list[Comment] = field(default_factory=list)
    is_in_place: bool = False
    pinned: frozenset[int] = frozenset()

    def walk(self) -> Iterator[Branch]:
        """All branches, in the page's order."""
        for branch in self.branches:
            yield from branch.walk()


def branches_of(chosen: Chosen, cursor: Cursor) -> list[Branch]:
    """The chosen comments as trees, each with the cursor of the replies that were left out."""
    query = sa.select(Comment).where(Comment.id.in_(chosen.ids)).options(*SHOWN_WITH)
    branches = {comment.id: Branch(comment) for comment in db.session.scalars(query)}
    replies = {row.id: row.replies for rows in (chosen.top, *chosen.below.values()) for row in rows}
    for number, branch in branches.items():
        shown = chosen.below.get(number, [])
        branch.replies = [branches[row.id] for row in shown if row.id in branches]
        branch.rest_count = replies[number] - len(shown)
        if branch.rest_count:
            key = REPLIES[cursor.order].key(shown[-1]) if shown else ()
            branch.rest = Cursor(cursor.post_id, cursor.order, number, key=key).sealed()
    return [branches[row.id] for row in chosen.top if row.id in branches]
