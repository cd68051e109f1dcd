"""Telling readers that a post has changed, and why. Smaller changes are not announced: their day is shown, no more."""

from blog.accounts.models import User
from blog.clock import now
from blog.errors import Conflict
from blog.posts.models import REASON_LIMIT, Post
from blog.posts.visibility import require_editor
from blog.posts.writing.saving import record, take_turn
from blog.typed import line, required


def tell_readers(post: Post, reason: str, *, by: User) -> None:
    """Say above the post, and in the feeds, that it was updated. Raises `Invalid` beside reason."""
    require_editor(post, by)
    take_turn(post)
    if not post.is_readable:
        raise Conflict("Readers do not see this post, so there is nobody to tell.")
    reason = line(reason, field="reason", limit=REASON_LIMIT, what="The reason")
    required(reason, field="reason", what="The reason, which readers will see,")
    post.announced_at, post.announced_reason = now(), reason
    record(post, by=by, reason=f"readers told: {reason}"[:REASON_LIMIT])


def take_back(post: Post, *, by: User) -> None:
    """Show the last announcement no more."""
    require_editor(post, by)
    take_turn(post)
    post.announced_at, post.announced_reason = None, ""
    record(post, by=by, reason="the update is announced no more")
