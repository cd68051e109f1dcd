"""The job of this room: counting everything again, once a night."""

import logging
from datetime import timedelta

import sqlalchemy as sa

from blog.clock import now
from blog.comments.voting.recount import recount_post, wrong_counts
from blog.extensions import db
from blog.jobs import MOST_ATTEMPTS, Job, enqueue, sweep, task
from blog.posts.models import Post
from blog.transactions import take_turn_at, writing

TASK = "recount comments"
EVERY = timedelta(days=1)
log = logging.getLogger(__name__)


@task(TASK)
def recount() -> None:
    """Repair what is wrong in any thread, and tell of it in the log. Only a thread where something is, is locked."""
    for post_id in db.session.scalars(sa.select(Post.id).order_by(Post.id)).all():
        for difference in recounted(post_id):
            log.warning("A count was wrong and was repaired: %s", difference)


def recounted(post_id: int) -> list[str]:
    """What was wrong in a post's thread, and is repaired."""
    post = db.session.get(Post, post_id)
    if post is None or not wrong_counts(post):
        return []
    with writing():
        return [str(difference) for difference in recount_post(db.session.get_one(Post, post_id))]


@sweep
def ask_for_recount() -> None:
    """See to it that a count is due within a day."""
    if _is_asked_for():
        return
    with writing():
        take_turn_at(TASK)
        if not _is_asked_for():
            enqueue(TASK, at=now() + EVERY)


def _is_asked_for() -> bool:
    waiting = sa.select(Job.id).where(Job.done_at.is_(None), Job.task == TASK, Job.attempts < MOST_ATTEMPTS)
    return db.session.scalar(waiting.limit(1)) is not None
