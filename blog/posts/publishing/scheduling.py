"""Posts that wait for their moment. What was missed while nothing ran is published at the next start."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from blog.accounts.models import User
from blog.clock import now
from blog.errors import Conflict, Invalid
from blog.extensions import db
from blog.jobs import enqueue
from blog.posts.models import Post, PostStatus, Revision
from blog.posts.publishing.states import show
from blog.posts.visibility import require_editor
from blog.posts.writing.saving import record, take_turn
from blog.site import current_site
from blog.transactions import writing

TASK = "posts.publish"
# Further off, the rules of time zones are guesses.
FURTHEST = timedelta(days=10 * 365)


def schedule(post: Post, moment: datetime, *, by: User) -> None:
    """Publish the post at `moment`. Raises `Invalid` beside at or on, `Conflict` where it has been published."""
    require_editor(post, by)
    db.session.flush()
    take_turn(post)
    if post.status not in (PostStatus.DRAFT, PostStatus.SCHEDULED):
        raise Conflict(
            "This post has been published already, so it cannot wait for its moment. Nothing was changed."
        )
    if moment <= now():
        raise Invalid("That moment has passed. Choose a later one, or publish now.", field="at")
    if moment > now() + FURTHEST:
        raise Invalid("That is more than ten years off. Choose an earlier day.", field="on")
    post.status, post.publish_at = PostStatus.SCHEDULED, moment
    enqueue(TASK, at=moment)
    local = moment.astimezone(current_site().zone)
    record(post, by=by, reason=f"scheduled for {local:%Y-%m-%d %H:%M} ({current_site().time_zone})")


def unschedule(post: Post, *, by: User) -> None:
    """Make a scheduled post a draft again."""
    require_editor(post, by)
    take_turn(post)
    if post.status is not PostStatus.SCHEDULED:
        raise Conflict("This post does not wait for a moment any more. Nothing was changed.")
    post.status, post.publish_at = PostStatus.DRAFT, None
    record(post, by=by, reason="not scheduled any more")


def publish_due() -> int:
    """Publish every post whose moment has come, and say how many. Commits; may run at any time, and twice at once."""
    if db.session.scalar(_due().with_only_columns(Post.id).limit(1)) is None:
        return 0  # looked for without taking the writers' lock
    with writing():
        due = list(db.session.scalars(_due().with_for_update(of=Post, skip_locked=True)))
        for post in due:
            by = _scheduled_by(post)
            show(post, PostStatus.PUBLISHED)
            record(post, by=by, reason="published, as scheduled")
        return len(due)


def _due() -> sa.Select[Post]:
    waits = Post.status == PostStatus.SCHEDULED
    return sa.select(Post).where(waits, Post.publish_at <= now()).order_by(Post.publish_at, Post.id)


def _scheduled_by(post: Post) -> User:
    """Who saved the post last, so that it stands as it does: the schedule itself is such a save."""
    query = sa.select(User).join(Revision, Revision.saved_by_id == User.id)
    query = query.where(Revision.post_id == post.id).order_by(Revision.number.desc())
    return db.session.scalars(query.limit(1)).one()
