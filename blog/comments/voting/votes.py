"""Up-votes: one row a vote, counted by the difference it makes in the transaction that makes it.

What is counted is the row that was really added or taken away, so a vote sent twice, or from two tabs at once, counts
once.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.comments.models import Comment, CommentStatus, Vote
from blog.comments.moderation.measures import refuse_suspended
from blog.comments.policy.settings import comment_settings
from blog.comments.voting.ranking import lower_bound
from blog.errors import Closed, Forbidden, NotFound
from blog.extensions import db


def vote(comment: Comment, *, by: User) -> int:
    """Add the person's vote, if it is not there; returns the comment's votes.

    Raises `Closed` where nobody votes, `Forbidden` for one's own comment, `NotFound` where it went away meanwhile.
    """
    _refuse(comment, by)
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    added = insert(Vote).values(comment_id=comment.id, person_id=by.id, at=now()).on_conflict_do_nothing()
    return _count(comment, len(db.session.execute(added.returning(Vote.comment_id)).all()))


def unvote(comment: Comment, *, by: User) -> int:
    """Take the person's vote back, if there is one; returns the comment's votes. Raises as `vote` does."""
    _refuse(comment, by)
    theirs = sa.delete(Vote).where(Vote.comment_id == comment.id, Vote.person_id == by.id)
    return _count(comment, -len(db.session.execute(theirs.returning(Vote.comment_id)).all()))


def voted_by(asker: User | None, comments: Iterable[Comment]) -> frozenset[int]:
    """Which of the comments this person voted for."""
    if asker is None:
        return frozenset()
    ids = [comment.id for comment in comments]
    query = sa.select(Vote.comment_id).where(Vote.person_id == asker.id, Vote.comment_id.in_(ids))
    return frozenset(db.session.scalars(query))


def _refuse(comment: Comment, by: User) -> None:
    by.require(Act.COMMENT)
    if not comment_settings().has_votes:
        raise Closed("Nobody votes on comments here.")
    refuse_suspended(by)
    if comment.author_id == by.id:
        raise Forbidden("This comment is your own: others vote for it.")


def _count(comment: Comment, difference: int) -> int:
    """Change the count of a comment that is still there, and its rank by what the count has become."""
    published = (Comment.id == comment.id, Comment.status == CommentStatus.PUBLISHED)
    counted = sa.update(Comment).where(*published).values(up_votes=Comment.up_votes + difference)
    votes = db.session.scalar(
        counted.returning(Comment.up_votes).execution_options(synchronize_session=False)
    )
    if votes is None:
        raise NotFound("This comment was removed meanwhile. Nothing of yours was done.")
    if difference:
        ranked = sa.update(Comment).where(Comment.id == comment.id).values(rank=lower_bound(votes, votes))
        db.session.execute(ranked.execution_options(synchronize_session=False))
    return votes
