"""Whose comments are read by a moderator before others see them."""

import sqlalchemy as sa

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.comments.models import Comment, CommentStatus
from blog.extensions import db


def is_newcomer(person: User) -> bool:
    """Whether none of this person's comments has been published yet; those who work at the desk never are."""
    if person.may(Act.ENTER_DESK):
        return False
    theirs = sa.select(Comment.id).where(
        Comment.author_id == person.id, Comment.status == CommentStatus.PUBLISHED
    )
    return db.session.scalar(theirs.limit(1)) is None
