"""After any series of comments and decisions, places and counts are what their definitions say."""

import itertools
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.deciding import TRANSITIONS, decide
from blog.comments.models import Comment, CommentStatus
from blog.comments.posting import PreparedComment, post_comment
from blog.errors import Invalid
from blog.extensions import db
from blog.posts.models import Post
from blog.transactions import writing
from tests.factories import make_comment, make_post, make_user

MOST_STEPS = 25
_forms = itertools.count(1)


@dataclass(frozen=True)
class Step:
    """`pick` chooses the comment that is answered or decided on, `way` what is done to it."""

    posts: bool
    pick: int
    way: int


steps = st.lists(st.builds(Step, st.booleans(), st.integers(0, 99), st.integers(0, 9)), max_size=MOST_STEPS)


def comments_of(post: Post) -> list[Comment]:
    query = sa.select(Comment).where(Comment.post_id == post.id).order_by(Comment.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def take(step: Step, post: Post, people: list[User], moderator: User) -> None:
    there = comments_of(post)
    chosen = there[step.pick % len(there)] if there and step.pick else None
    if step.posts or chosen is None:
        prepared = PreparedComment("Aye.", "<p>Aye.</p>")
        parent = chosen.id if chosen else None
        post_comment(post, prepared, parent_id=parent, form_id=f"s-{next(_forms)}", by=people[step.way % len(people)])
    else:
        acts = list(TRANSITIONS[chosen.status])
        decide(chosen, acts[step.way % len(acts)], by=moderator, reason="Off topic")


def belongs(comment: Comment, everyone: list[Comment]) -> bool:
    """The definition: published, or something published stands below."""
    below = [other for other in everyone if other.path.startswith(comment.path)]
    return any(other.status is CommentStatus.PUBLISHED for other in below)


@given(steps)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_places_and_count_equal_their_definitions(context: Flask, series: list[Step]) -> None:
    post, moderator = make_post(), make_user(Role.moderator)
    people = [moderator, make_user(), make_user()]
    for step in series:
        try:
            with writing():
                take(step, post, people, moderator)
        except Invalid as refused:
            assert refused.field == "parent"  # noqa: PT017
    everyone = comments_of(post)
    assert [c.id for c in everyone if c.shown] == [c.id for c in everyone if belongs(c, everyone)]
    db.session.refresh(post)
    assert post.comment_count == sum(c.status is CommentStatus.PUBLISHED for c in everyone)


def test_a_gap_closes_when_the_last_reply_below_it_goes(context: Flask) -> None:
    post, moderator = make_post(), make_user(Role.moderator)
    root = make_comment(post)
    middle = make_comment(post, parent=root)
    leaf = make_comment(post, parent=middle)
    shown = {}
    for gone in (root, middle, leaf):
        with writing():
            decide(gone, list(TRANSITIONS[gone.status])[0], by=moderator, reason="Off topic")
        shown[gone.id] = [c.id for c in comments_of(post) if c.shown]
    everyone = [root.id, middle.id, leaf.id]
    assert shown == {root.id: everyone, middle.id: everyone, leaf.id: []}
