"""Threads that grew as threads do: people answer, moderators decide. What they should be is worked out from scratch."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from blog.accounts.models import User
from blog.comments.models import WAITING, Comment, CommentStatus
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.models import Reason
from blog.comments.moderation.transitions import offered
from blog.comments.writing.posting import post_comment, prepare_comment
from blog.extensions import db
from blog.posts.models import Post
from blog.transactions import writing

# Each history has a post of its own, so one database serves all. A failing one is told as it was found: to shrink it
# would write to the database for minutes.
GROWN = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
AYE = prepare_comment("Aye.")


@dataclass(frozen=True)
class Say:
    """A newcomer or someone of the desk answers the n-th comment that can be answered, or the post."""

    is_new: bool
    answers: int | None


@dataclass(frozen=True)
class Decide:
    """A moderator does the n-th possible act with the n-th comment."""

    comment: int
    act: int


numbers = st.integers(0, 20)
sayings = st.builds(Say, st.booleans(), st.none() | numbers)
histories = st.lists(sayings | st.builds(Decide, numbers, numbers), max_size=20)


def grow(post: Post, history: list[Say | Decide], *, newcomer: User, moderator: User) -> list[Comment]:
    """Let all of `history` happen to the post's thread; returns its comments, the first one first."""
    for number, step in enumerate(history):
        with writing():
            if isinstance(step, Say):
                _say(step, post, f"form-{number}", newcomer if step.is_new else moderator)
            elif comments := comments_of(post):
                comment = comments[step.comment % len(comments)]
                acts = [row.act for row in offered(comment, moderator)]
                if acts:
                    decide(
                        comment, acts[step.act % len(acts)], by=moderator, reason=Reason.OTHER, words="Off."
                    )
    db.session.expire_all()
    return comments_of(post)


def _say(step: Say, post: Post, form_id: str, by: User) -> None:
    seen = [comment.id for comment in comments_of(post) if comment.status is CommentStatus.PUBLISHED]
    parent = seen[step.answers % len(seen)] if seen and step.answers is not None else None
    post_comment(post, AYE, parent_id=parent, form_id=form_id, by=by)


def comments_of(post: Post) -> list[Comment]:
    return list(db.session.scalars(sa.select(Comment).where(Comment.post_id == post.id).order_by(Comment.id)))


def has_place(comment: Comment, comments: list[Comment]) -> bool:
    """The definition: it is published, or something published stands below it."""
    return comment.status is CommentStatus.PUBLISHED or any(
        has_place(reply, comments) for reply in comments if reply.parent_id == comment.id
    )


def in_reading_order(comments: list[Comment], below: int | None = None) -> Iterator[Comment]:
    """The definition: each comment is followed by its replies, oldest first."""
    for comment in comments:
        if comment.parent_id == below:
            yield comment
            yield from in_reading_order(comments, comment.id)


def seen_by(asker: User | None, comments: list[Comment]) -> list[Comment]:
    """The definition: what has a place, and the asker's own that wait, in reading order."""
    return [
        comment
        for comment in in_reading_order(comments)
        if has_place(comment, comments)
        or (asker and comment.status in WAITING and comment.author_id == asker.id)
    ]
