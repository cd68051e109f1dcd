"""Publish, unlist and withdraw."""

from datetime import datetime

import sqlalchemy as sa

from blog.accounts.models import User
from blog.clock import now
from blog.errors import Conflict
from blog.extensions import db
from blog.posts.models import REASON_LIMIT, Post, PostStatus, Revision
from blog.posts.visibility import require_editor
from blog.posts.writing.saving import record, take_turn
from blog.site import current_site
from blog.typed import line, required


def publish(post: Post, *, by: User, at: datetime | None = None) -> None:
    """Show the post to everyone, at its address. The day in the address is set once and then stays."""
    require_editor(post, by)
    db.session.flush()
    take_turn(post)
    if post.is_published:
        return
    again = post.status is PostStatus.WITHDRAWN
    show(post, PostStatus.PUBLISHED, at)
    record(post, by=by, reason="published again" if again else "published")


def unlist(post: Post, *, by: User) -> None:
    """Show the post at its address to whoever has that, and nowhere else."""
    require_editor(post, by)
    db.session.flush()
    take_turn(post)
    if post.status is PostStatus.UNLISTED:
        return
    show(post, PostStatus.UNLISTED)
    record(post, by=by, reason="unlisted")


def show(post: Post, status: PostStatus, at: datetime | None = None) -> None:
    """Put the post at its address, whose day is that of the first time; nothing of it is recorded."""
    post.published_at = post.published_at or at or now()
    post.day = post.day or post.published_at.astimezone(current_site().zone).date()
    post.status, post.publish_at = status, None


def withdraw(post: Post, *, by: User, reason: str) -> None:
    """Take the post back: its address says so, with the reason. Raises `Invalid` beside reason where it is empty."""
    require_editor(post, by)
    take_turn(post)
    if not post.is_readable:
        raise Conflict("This post is not published, so there is nothing to withdraw.")
    reason = line(reason, field="reason", limit=REASON_LIMIT, what="The reason")
    required(reason, field="reason", what="The reason, which readers will see,")
    post.status = PostStatus.WITHDRAWN
    record(post, by=by, reason=reason)


def withdrawal_reason(post: Post) -> str:
    """Why the post was withdrawn, as its readers are told."""
    query = (
        sa.select(Revision.reason)
        .where(Revision.post_id == post.id, Revision.status == PostStatus.WITHDRAWN)
        .order_by(Revision.number.desc())
        .limit(1)
    )
    return db.session.scalar(query) or ""
