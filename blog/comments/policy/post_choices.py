"""What one post asks of its thread, where that differs from what the site asks."""

from blog.accounts.models import User
from blog.comments.policy.choosing import Whole
from blog.errors import Invalid
from blog.posts.models import Post
from blog.posts.pace import PAUSES
from blog.posts.visibility import require_editor

# 0: this thread stays open, whatever the site says.
CLOSE_AFTER = Whole(0, 3650, "a number of days", may_be_empty=True)


def choose_for(post: Post, *, close_after_days: str, slow_seconds: str, by: User) -> None:
    """Let the thread close so many days after publication, and be as slow; an empty value is the site's.

    Raises `Invalid` beside close_after_days or slow_seconds.
    """
    require_editor(post, by)
    days = CLOSE_AFTER.read(close_after_days, "close_after_days")
    if slow_seconds and slow_seconds not in {str(pause) for pause in PAUSES}:
        raise Invalid("Choose one of the pauses offered.", field="slow_seconds")
    post.close_after_days = days
    post.slow_seconds = int(slow_seconds) if slow_seconds else None
