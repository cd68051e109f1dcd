"""What is wrong in a count is found, said and repaired."""

import sqlalchemy as sa
from flask import Flask

from blog.comments.models import Comment, Vote
from blog.comments.voting.ranking import lower_bound
from blog.comments.voting.recount import recount_post
from blog.comments.voting.tasks import TASK
from blog.extensions import db
from blog.jobs import SWEEPS, Job, run_due
from blog.posts.models import Post
from blog.transactions import writing
from tests.conftest import Clock
from tests.factories import make_comment, make_post, make_user


def recounted(post: Post) -> list[str]:
    with writing():
        return [str(difference) for difference in recount_post(post)]


def test_counts_that_are_right_are_left_alone(context: Flask) -> None:
    post = make_post()
    make_comment(post, parent=make_comment(post))
    assert recounted(post) == []


def test_every_wrong_count_is_repaired_and_told(context: Flask) -> None:
    post = make_post()
    root = make_comment(post)
    make_comment(post, parent=root, author=post.author)
    voter, wrong = (
        make_user(),
        {"talk": 7, "replies": 7, "author_answers": 7, "up_votes": 7, "rank": 0.5, "shown": False},
    )
    with writing():
        db.session.add(Vote(comment_id=root.id, person_id=voter.id))
        db.session.execute(sa.update(Comment).where(Comment.id == root.id).values(wrong))
        db.session.execute(sa.update(Post).where(Post.id == post.id).values(comment_count=9))
    told = recounted(post)
    assert [line.split(" was ")[0] for line in told] == [
        *(
            f"comment {root.id}: {name}"
            for name in ("shown", "talk", "replies", "author_answers", "up_votes", "rank")
        ),
        f"post {post.id}: comment_count",
    ]
    assert told[1] == f"comment {root.id}: talk was 7, is 1"
    db.session.expire_all()
    assert (root.shown, root.talk, root.replies, root.author_answers, root.up_votes) == (True, 1, 1, 1, 1)
    assert (root.rank, post.comment_count) == (lower_bound(1, 1), 2)
    assert recounted(post) == []


ask_for_recount = next(ask for ask in SWEEPS if ask.__name__ == "ask_for_recount")


def test_every_night_what_is_wrong_is_repaired(context: Flask, stopped_clock: Clock) -> None:
    post = make_post()
    comment = make_comment(post)
    ask_for_recount()
    ask_for_recount()
    assert db.session.scalars(sa.select(Job.task)).all() == [TASK]
    for wrong in (3, 5):
        with writing():
            db.session.execute(sa.update(Comment).where(Comment.id == comment.id).values(talk=wrong))
        stopped_clock.move(days=1)
        assert run_due() == 1
        db.session.expire_all()
        assert comment.talk == 0
        ask_for_recount()


def test_the_operator_may_have_everything_counted(app: Flask) -> None:
    with app.app_context():
        comment_id = make_comment(make_post()).id
        with writing():
            db.session.execute(sa.update(Comment).values(replies=4))
    for told in (f"comment {comment_id}: replies was 4, is 0", "Every count is right."):
        result = app.test_cli_runner().invoke(args=["comments", "recount"])
        assert (result.exit_code, told in result.output) == (0, True)
