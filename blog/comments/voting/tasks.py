"""The job of this room: counting everything again, once a night."""

import logging

import sqlalchemy as sa

from blog.comments.voting.recount import recount_post, wrong_counts
from blog.extensions import db
from blog.jobs import daily
from blog.posts.models import Post
from blog.transactions import writing

TASK = "recount comments"
log = logging.getLogger(__name__)


@daily(TASK)
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
