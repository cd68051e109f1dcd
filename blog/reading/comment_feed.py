"""Comments for programs: those that everyone sees, of people who let them go into feeds and exports."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from blog.accounts.models import User
from blog.comments.models import Comment, CommentStatus
from blog.extensions import db
from blog.posts.models import Post, PostStatus

IN_FEED = 30
AT_ONCE = 500


def newest_comments(post: Post | None = None) -> list[Comment]:
    """The newest, newest first: under one post, or under all that are listed."""
    query = _given().order_by(Comment.id.desc()).limit(IN_FEED)
    return list(db.session.scalars(query.where(Comment.post_id == post.id) if post else query))


def exported(base: str) -> Iterator[dict[str, Any]]:
    """Every one, oldest first, as schema.org's Comment; `base` is the site's address without a slash at its end."""
    query = _given().options(joinedload(Comment.parent)).order_by(Comment.id)
    for comment in db.session.scalars(query.execution_options(yield_per=AT_ONCE)):
        yield {
            "@type": "Comment",
            "@id": f"{base}/comments/{comment.id}/",
            "about": base + comment.post.path,
            "parentItem": f"{base}/comments/{comment.parent_id}/" if comment.parent_id else None,
            "author": comment.author.name,
            "dateCreated": comment.created_at.isoformat(),
            "text": comment.body,
        }


def _given() -> sa.Select[Comment]:
    return (
        sa.select(Comment)
        .join(Comment.author)
        .join(Comment.post)
        .where(
            Comment.status == CommentStatus.PUBLISHED,
            Post.status == PostStatus.PUBLISHED,
            Post.is_demo.is_(False),
            User.allows_ai,
        )
        .options(contains_eager(Comment.author), contains_eager(Comment.post))
    )
