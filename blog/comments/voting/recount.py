"""Counting everything again: what is kept by differences must equal what is there, and is repaired where it does not.

Read in one go a post, under the post's lock, so that no count is compared with a thread that has moved on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from blog.comments.models import Comment, CommentStatus, Passage, PassageCount, Vote
from blog.comments.threads.paths import ancestors
from blog.comments.threads.turns import take_turn
from blog.comments.voting.ranking import lower_bound
from blog.extensions import db
from blog.posts.models import Post


@dataclass(frozen=True, slots=True)
class Difference:
    """A count that was wrong, and what it is now. `of` names the row: “post 3”, “comment 7”, “¶4 of text 2, post 3”."""

    of: str
    counter: str
    was: float
    now: float

    def __str__(self) -> str:
        return f"{self.of}: {self.counter} was {self.was:g}, is {self.now:g}"


@dataclass(slots=True)
class _Counts:
    shown: bool = False
    talk: int = 0
    replies: int = 0
    author_answers: int = 0
    up_votes: int = 0
    rank: float = 0.0


_COUNTERS = tuple(_Counts.__dataclass_fields__)
_COLUMNS = tuple(getattr(Comment, name) for name in _COUNTERS)


def recount_post(post: Post) -> list[Difference]:
    """Repair every count of the post's thread; returns what was wrong."""
    take_turn(post)
    query = sa.select(Comment.id, Comment.path, Comment.status, Comment.author_id, *_COLUMNS)
    rows = db.session.execute(query.where(Comment.post_id == post.id).order_by(Comment.path.desc())).all()
    true = _counts(rows, post)
    found: list[Difference] = []
    for row in rows:
        changed = {name: getattr(true[row.id], name) for name in _COUNTERS}
        changed = {name: now for name, now in changed.items() if now != getattr(row, name)}
        found += [
            Difference(f"comment {row.id}", name, getattr(row, name), now) for name, now in changed.items()
        ]
        if changed:
            db.session.execute(sa.update(Comment).where(Comment.id == row.id).values(changed))
    published = sum(row.status is CommentStatus.PUBLISHED for row in rows)
    return [*found, *_comment_count(post, published), *_passage_counts(post)]


def _counts(rows: Sequence[sa.Row[Any]], post: Post) -> dict[int, _Counts]:
    """The counts worked out from scratch. `rows` come deepest first, so that what has a place is known from below."""
    true = {row.id: _Counts() for row in rows}
    for comment_id, votes in _votes(post).items():
        true[comment_id].up_votes, true[comment_id].rank = votes, lower_bound(votes, votes)
    for row in rows:
        above, published = ancestors(row.path), row.status is CommentStatus.PUBLISHED
        counts = true[row.id]
        counts.shown = published or counts.replies > 0
        if above:
            true[above[-1]].replies += counts.shown
        for one in above if published else ():
            true[one].talk += 1
            true[one].author_answers += row.author_id == post.author_id
    return true


def _votes(post: Post) -> dict[int, int]:
    query = sa.select(Vote.comment_id, sa.func.count()).join(Comment, Comment.id == Vote.comment_id)
    rows = db.session.execute(query.where(Comment.post_id == post.id).group_by(Vote.comment_id))
    return {row[0]: row[1] for row in rows}


def _comment_count(post: Post, published: int) -> list[Difference]:
    was = db.session.scalar(sa.select(Post.comment_count).where(Post.id == post.id)) or 0
    if was == published:
        return []
    db.session.execute(sa.update(Post).where(Post.id == post.id).values(comment_count=published))
    return [Difference(f"post {post.id}", "comment_count", was, published)]


def _passage_counts(post: Post) -> list[Difference]:
    true, found = _true_passage_counts(post), []
    query = sa.select(PassageCount).where(PassageCount.post_id == post.id)
    rows = db.session.scalars(query.execution_options(populate_existing=True))
    kept = {(row.text_id, row.block_number): row for row in rows}
    for text, block in true.keys() | kept.keys():
        row = kept.get((text, block))
        row = row or PassageCount(post_id=post.id, text_id=text, block_number=block, comments=0)
        now = true.get((text, block), 0)
        if row.comments != now:
            found.append(
                Difference(f"¶{block} of text {text}, post {post.id}", "comments", row.comments, now)
            )
            row.comments = now
            db.session.add(row)
    return found


def _true_passage_counts(post: Post) -> dict[tuple[int, int], int]:
    key = (Passage.text_id, Passage.block_number)
    counted = sa.select(*key, sa.func.count()).join(Comment, Comment.id == Passage.comment_id)
    of_post = (Passage.post_id == post.id, Passage.block_number.is_not(None))
    published = counted.where(*of_post, Comment.status == CommentStatus.PUBLISHED).group_by(*key)
    return {(text, block or 0): count for text, block, count in db.session.execute(published)}
