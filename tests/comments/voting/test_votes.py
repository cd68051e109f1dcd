"""One person's vote counts once, whatever is sent at once; the count and the rank are those of the rows."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask, g

from blog.accounts.models import User
from blog.comments.models import Comment, CommentStatus, Vote
from blog.comments.policy.models import CommentSettings
from blog.comments.voting.ranking import lower_bound
from blog.comments.voting.recount import recount_post
from blog.comments.voting.votes import unvote, vote, voted_by
from blog.errors import Closed, Forbidden, NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.transactions import writing
from tests.factories import make_comment, make_post, make_user


def switch_on() -> None:
    with writing():
        db.session.add(CommentSettings(id=1, has_votes=True))
    g.pop("comment_settings", None)


@pytest.fixture
def votes(context: Flask) -> Flask:
    switch_on()
    return context


def counted(act: Callable[..., int], comment: Comment, by: User) -> int:
    with writing():
        return act(comment, by=by)


def test_a_vote_counts_once_and_is_taken_back_once(votes: Flask) -> None:
    comment, one, other = make_comment(make_post()), make_user(), make_user()
    steps = [
        (vote, one, 1),
        (vote, one, 1),
        (vote, other, 2),
        (unvote, one, 1),
        (unvote, one, 1),
        (vote, one, 2),
    ]
    for act, by, expected in steps:
        assert counted(act, comment, by) == expected
        db.session.expire_all()
        assert (comment.up_votes, comment.rank) == (expected, lower_bound(expected, expected))
    assert voted_by(one, [comment]) == {comment.id}
    assert voted_by(comment.author, [comment]) == voted_by(None, [comment]) == frozenset()


def test_nobody_votes_for_themself(votes: Flask) -> None:
    comment = make_comment(make_post())
    with pytest.raises(Forbidden, match="your own"):
        counted(vote, comment, comment.author)


@pytest.mark.parametrize(
    "status", [status for status in CommentStatus if status is not CommentStatus.PUBLISHED]
)
def test_what_is_not_there_gets_no_votes(votes: Flask, status: CommentStatus) -> None:
    comment = make_comment(make_post(), status=status)
    with pytest.raises(NotFound):
        counted(vote, comment, make_user())
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Vote)) == 0


def test_nobody_votes_where_it_is_off(context: Flask) -> None:
    comment, voter = make_comment(make_post()), make_user()
    for act in (vote, unvote):
        with pytest.raises(Closed):
            counted(act, comment, voter)


def test_votes_sent_at_once_are_all_counted_and_none_twice(app: Flask) -> None:
    with app.app_context():
        switch_on()
        post = make_post()
        comment_id, post_id = make_comment(post).id, post.id
        people = [make_user().id for _ in range(8)]
    together = threading.Barrier(16)

    def send(person: int) -> None:
        with app.app_context():
            together.wait(timeout=30)
            for act in (vote, unvote, vote):
                counted(act, db.session.get_one(Comment, comment_id), db.session.get_one(User, person))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(send, people * 2))  # everybody has two tabs open
    with app.app_context():
        rows = db.session.scalar(sa.select(sa.func.count()).select_from(Vote))
        assert db.session.get_one(Comment, comment_id).up_votes == rows == 8
        with writing():
            assert recount_post(db.session.get_one(Post, post_id)) == []
