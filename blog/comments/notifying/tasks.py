"""The jobs of this room: telling those who follow a thread, and mailing what people were told."""

from datetime import datetime

from blog.comments.models import Comment, CommentStatus
from blog.comments.notifying import events, mailing
from blog.extensions import db
from blog.jobs import enqueue, sweep, task
from blog.transactions import writing


@task(events.FAN_OUT)
def tell_followers(*, comment_id: int, since: str, after: int = 0) -> None:
    """Tell a batch of those who follow a thread of a comment, and ask for the next batch."""
    with writing():
        comment = db.session.get(Comment, comment_id)
        if comment is None or comment.status is not CommentStatus.PUBLISHED:
            return
        last = events.tell_followers(comment, since=datetime.fromisoformat(since), after=after)
        if last is not None:
            enqueue(events.FAN_OUT, comment_id=comment_id, since=since, after=last)


@task(mailing.TASK)
def mail_notices(*, person_id: int, notice_ids: list[int]) -> None:
    """Mail what a person was told."""
    mailing.mail_notices(person_id, notice_ids)


sweep(mailing.sweep)
