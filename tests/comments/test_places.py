"""After anything that was said and decided, places and counts equal their definitions worked out from scratch."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.deciding import TRANSITIONS, ModerationAct, decide
from blog.comments.models import Comment, CommentStatus
from blog.comments.posting import post_comment, prepare_comment
from blog.extensions import db
from blog.posts.models import Post
from blog.transactions import writing
from tests.factories import make_comment, make_post, make_user

AYE = prepare_comment("Aye.")


@dataclass(frozen=True)
class Say:
    """Someone, new or known, answers the n-th published comment, or the post."""

    is_new: bool
    answers: int | None


@dataclass(frozen=True)
class Decide:
    """A moderator does the n-th possible act with the n-th comment."""

    comment: int
    act: int


numbers = st.integers(0, 20)
steps = st.lists(
    st.builds(Say, st.booleans(), st.none() | numbers) | st.builds(Decide, numbers, numbers), max_size=20
)


def take(step: Say | Decide, post: Post, name: str, newcomer: User, moderator: User) -> None:
    comments = comments_of(post)
    if isinstance(step, Decide):
        if comments:
            comment = comments[step.comment % len(comments)]
            acts = list(TRANSITIONS[comment.status])
            decide(comment, acts[step.act % len(acts)], by=moderator, reason="Off the subject.")
        return
    seen = [comment.id for comment in comments if comment.status is CommentStatus.PUBLISHED]
    parent = seen[step.answers % len(seen)] if seen and step.answers is not None else None
    post_comment(post, AYE, parent_id=parent, form_id=name, by=newcomer if step.is_new else moderator)


def comments_of(post: Post) -> list[Comment]:
    return list(db.session.scalars(sa.select(Comment).where(Comment.post_id == post.id).order_by(Comment.id)))


def has_place(comment: Comment, comments: list[Comment]) -> bool:
    """The definition: it is published, or something published stands below it."""
    return comment.status is CommentStatus.PUBLISHED or any(
        has_place(reply, comments) for reply in comments if reply.parent_id == comment.id
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_places_and_counts_follow_from_the_statuses(context: Flask, taken: list[Say | Decide]) -> None:
    post, newcomer, moderator = make_post(), make_user(), make_user(Role.moderator)
    for number, step in enumerate(taken):
        with writing():
            take(step, post, f"form-{number}", newcomer, moderator)
    db.session.expire_all()
    comments = comments_of(post)
    assert [c.shown for c in comments] == [has_place(c, comments) for c in comments]
    assert post.comment_count == sum(c.status is CommentStatus.PUBLISHED for c in comments)


def test_a_gap_goes_with_the_last_comment_below_it(context: Flask) -> None:
    post, moderator = make_post(), make_user(Role.moderator)
    root = make_comment(post)
    middle = make_comment(post, parent=root)
    leaves = [make_comment(post, parent=middle) for _ in range(2)]
    for gone, shown in [(root, 4), (middle, 4), (leaves[0], 3), (leaves[1], 0)]:
        with writing():
            decide(gone, ModerationAct.REMOVE, by=moderator, reason="Gone.")
        db.session.expire_all()
        assert sum(comment.shown for comment in comments_of(post)) == shown
    assert post.comment_count == 0


def test_another_posts_count_is_left_alone(context: Flask) -> None:
    post, other = make_post(), make_post()
    make_comment(post)
    db.session.expire_all()
    assert (post.comment_count, other.comment_count) == (1, 0)
