"""The official answer: one a post and organization, first in the thread, with a badge that is not the staff's."""

import sqlalchemy as sa

from blog.accounts.models import User
from blog.comments.fairness.models import Representative
from blog.comments.fairness.representing import may_be_answered, representations_of
from blog.comments.models import WAITING, Comment, CommentStatus
from blog.comments.threads.turns import take_turn
from blog.comments.writing.posting import PreparedComment, post_comment
from blog.errors import Conflict, Forbidden
from blog.extensions import db
from blog.posts.models import Post

STANDING = (CommentStatus.PUBLISHED, *WAITING)


def speaks_for(post: Post, person: User) -> Representative | None:
    """In which capacity the person may answer the post officially, whether that was done before or not."""
    domains = may_be_answered(post)
    return next((each for each in representations_of(person) if each.domain in domains), None)


def answer_of(post: Post, domain: str) -> Comment | None:
    """The organization's answer that stands, or waits for a moderator."""
    of_domain = sa.select(Comment).join(Representative, Representative.id == Comment.representative_id)
    query = of_domain.where(Comment.post_id == post.id, Representative.domain == domain)
    found: Comment | None = db.session.scalar(query.where(Comment.status.in_(STANDING)).limit(1))
    return found


def answer_officially(post: Post, prepared: PreparedComment, *, form_id: str, by: User) -> Comment:
    """Post the organization's one answer, also where the thread is closed: it is they who were spoken of.

    Raises `Forbidden` for who speaks for none of them, `Conflict` where it has answered, and what posting raises.
    """
    representative = speaks_for(post, by)
    if representative is None:
        raise Forbidden("You do not speak for an organization that this post quotes. Nothing was sent.")
    take_turn(post)
    before = answer_of(post, representative.domain)
    if before is not None and (before.author_id, before.form_id, before.body) != (
        by.id,
        form_id,
        prepared.body,
    ):
        raise Conflict(
            f"{representative.domain} has answered this post already; each organization has one official answer. Your "
            "text is kept below: edit that answer, or comment as yourself.",
            field="body",
        )
    return post_comment(post, prepared, parent_id=None, form_id=form_id, by=by, representative=representative)
