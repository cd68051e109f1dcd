"""Who may add to a post's thread now, and what of it is read first: the post's own choices, else the site's."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from blog.clock import now
from blog.comments.policy.models import CommentSettings
from blog.comments.policy.settings import comment_settings
from blog.posts.models import CommentPolicy, Post


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds for a thread. `kind` is never `SITE`; `closes_at` is None for a thread that stays open."""

    kind: CommentPolicy
    closes_at: datetime | None
    slow_seconds: int
    is_closed: bool


def policy_of(post: Post, settings: CommentSettings | None = None) -> Policy:
    """What holds for the post's thread now, with the site's settings or those that are given."""
    settings = settings or comment_settings()
    kind = settings.policy if post.policy is CommentPolicy.SITE else post.policy
    closes_at = _closes_at(post, settings)
    is_over = closes_at is not None and closes_at <= now()
    return Policy(
        kind=kind,
        closes_at=closes_at,
        slow_seconds=settings.slow_seconds if post.slow_seconds is None else post.slow_seconds,
        is_closed=kind is CommentPolicy.CLOSED or is_over or not post.is_readable,
    )


def _closes_at(post: Post, settings: CommentSettings) -> datetime | None:
    """So many days after the post was published; a post that has 0 stays open whatever the site says."""
    days = settings.close_after_days if post.close_after_days is None else post.close_after_days
    return post.published_at + timedelta(days=days) if days and post.published_at else None
