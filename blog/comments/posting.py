"""Posting a comment: kept once however often its form is sent, and held where its author is new."""

from dataclasses import dataclass

import sqlalchemy as sa

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.comments.models import BODY_LIMIT, Comment, CommentStatus
from blog.comments.paths import path_to, refuse_too_deep
from blog.comments.places import status_changed
from blog.comments.standing import is_newcomer
from blog.errors import Closed, Invalid
from blog.extensions import db
from blog.markup import comment as comment_html
from blog.posts.models import CommentPolicy, Post
from blog.typed import plain, required

FORM_ID_LIMIT = 36


@dataclass(frozen=True, slots=True)
class PreparedComment:
    """A comment's words, checked and rendered before the lock is taken."""

    body: str
    html: str


def prepare_comment(body: str) -> PreparedComment:
    """Check and render what was typed. Raises `Invalid` beside body."""
    body = plain(body, field="body", limit=BODY_LIMIT, what="The comment")
    required(body, field="body", what="The comment")
    return PreparedComment(body, str(comment_html(body)))


def post_comment(
    post: Post, prepared: PreparedComment, *, parent_id: int | None, form_id: str, by: User
) -> Comment:
    """Add a comment to the post's thread, below the comment `parent_id` where one is given.

    Returns the first one where the same form was sent before. Raises `Closed` where the thread takes nothing, and
    `Invalid` beside body where the comment that was answered is no longer there.
    """
    by.require(Act.COMMENT)
    form_id = form_id.strip()
    if not 0 < len(form_id) <= FORM_ID_LIMIT:
        raise Invalid("This form is damaged. Your text is kept: reload the page and send it again.", field="body")
    # Two sends of one form at once take turns here on PostgreSQL; SQLite's writers do so anyway.
    db.session.execute(sa.select(Post.id).where(Post.id == post.id).with_for_update())
    sent = sa.select(Comment).where(Comment.author_id == by.id, Comment.form_id == form_id)
    first = db.session.scalar(sent)
    if first is not None:
        return first
    _refuse_closed(post)
    parent = _parent(post, parent_id) if parent_id is not None else None
    status = CommentStatus.HELD if is_newcomer(by) else CommentStatus.PUBLISHED
    comment = Comment(
        post=post,
        parent_id=parent.id if parent else None,
        depth=parent.depth + 1 if parent else 0,
        author=by,
        status=status,
        body=prepared.body,
        html=prepared.html,
        form_id=form_id,
        created_at=now(),
    )
    db.session.add(comment)
    db.session.flush()
    comment.path = path_to(comment.id, parent.path if parent else b"")
    status_changed(comment, was=None)
    return comment


def takes_comments(post: Post) -> bool:
    """Whether the post's thread takes new comments."""
    return post.is_published and post.policy is not CommentPolicy.CLOSED


def _refuse_closed(post: Post) -> None:
    if not takes_comments(post):
        raise Closed("Comments on this post are closed. Your text was not stored; copy it before you leave the page.")


def _parent(post: Post, parent_id: int) -> Comment:
    query = sa.select(Comment).where(
        Comment.id == parent_id, Comment.post_id == post.id, Comment.status == CommentStatus.PUBLISHED
    )
    parent = db.session.scalar(query)
    if parent is None:
        raise Invalid(
            "The comment that you answered was removed meanwhile. Your text is kept below: send it as a comment of "
            "its own, or leave it.",
            field="parent",
        )
    refuse_too_deep(parent.depth + 1)
    return parent
