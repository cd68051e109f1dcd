"""Counting everything again: what is kept by differences must equal what is there, else it is repaired."""

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
    """A count that is not what is there. `of` names the row: “post 3”, “comment 7”, “¶4 of text 2, post 3”."""

    of: str
    counter: str
    was: float
    now: float
    repair: sa.Update | sa.Insert

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
    """Repair every count of the post's thread, which nobody writes to meanwhile; returns what was wrong."""
    take_turn(post)
    found = wrong_counts(post)
    for difference in found:
        db.session.execute(difference.repair)
    db.session.expire_all()
    return found


def wrong_counts(post: Post) -> list[Difference]:
    """The counts of the post's thread that differ from what is there; also those that change while this reads."""
    query = sa.select(Comment.id, Comment.path, Comment.status, Comment.author_id, *_COLUMNS)
    rows = db.session.execute(query.where(Comment.post_id == post.id).order_by(Comment.path.desc())).all()
    true = _counts(rows, post)
    found = []
    for row in rows:
        for name in _COUNTERS:
            was, now = getattr(row, name), getattr(true[row.id], name)
            if was != now:
                repair = sa.update(Comment).where(Comment.id == row.id).values({name: now})
                found.append(Difference(f"comment {row.id}", name, was, now, repair))
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
    repair = sa.update(Post).where(Post.id == post.id).values(comment_count=published)
    differs = was != published
    return [Difference(f"post {post.id}", "comment_count", was, published, repair)] if differs else []


def _passage_counts(post: Post) -> list[Difference]:
    key = (PassageCount.text_id, PassageCount.block_number)
    rows = db.session.execute(sa.select(*key, PassageCount.comments).where(PassageCount.post_id == post.id))
    kept = {(text, block): comments for text, block, comments in rows}
    true = _true_passage_counts(post)
    found = []
    for text, block in true.keys() | kept.keys():
        was, now = kept.get((text, block), 0), true.get((text, block), 0)
        if was != now:
            row = (PassageCount.post_id == post.id, key[0] == text, key[1] == block)
            repair: sa.Update | sa.Insert = sa.update(PassageCount).where(*row).values(comments=now)
            if (text, block) not in kept:
                repair = sa.insert(PassageCount).values(
                    post_id=post.id, text_id=text, block_number=block, comments=now
                )
            found.append(Difference(f"¶{block} of text {text}, post {post.id}", "comments", was, now, repair))
    return found


def _true_passage_counts(post: Post) -> dict[tuple[int, int], int]:
    key = (Passage.text_id, Passage.block_number)
    counted = sa.select(*key, sa.func.count()).join(Comment, Comment.id == Passage.comment_id)
    of_post = (Passage.post_id == post.id, Passage.block_number.is_not(None))
    published = counted.where(*of_post, Comment.status == CommentStatus.PUBLISHED).group_by(*key)
    return {(text, block or 0): count for text, block, count in db.session.execute(published)}
