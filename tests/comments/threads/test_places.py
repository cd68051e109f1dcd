"""After anything that was said and decided, places and counts equal their definitions worked out from scratch."""

from flask import Flask
from hypothesis import given, settings

from blog.accounts.roles import Role
from blog.comments.models import CommentStatus
from blog.comments.moderation.deciding import ModerationAct, decide
from blog.extensions import db
from blog.transactions import writing
from tests.comments.growing import GROWN, Decide, Say, comments_of, grow, has_place, histories
from tests.factories import make_comment, make_post, make_user

S = CommentStatus


@settings(GROWN, max_examples=30)
@given(histories)
def test_places_and_counts_follow_from_the_statuses(context: Flask, history: list[Say | Decide]) -> None:
    post = make_post()
    comments = grow(post, history, newcomer=make_user(), moderator=make_user(Role.moderator))
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


def test_a_gap_comes_back_with_what_is_published_below_it(context: Flask) -> None:
    post, moderator = make_post(), make_user(Role.moderator)
    root = make_comment(post)
    middle = make_comment(post, parent=root)
    leaf, held = (make_comment(post, parent=middle, status=s) for s in (S.PUBLISHED, S.HELD))
    for gone in (root, middle, leaf):
        with writing():
            decide(gone, ModerationAct.REMOVE, by=moderator, reason="Gone.")
    for comment, act, shown in [(held, ModerationAct.APPROVE, 3), (leaf, ModerationAct.RESTORE, 4)]:
        with writing():
            decide(comment, act, by=moderator)
        db.session.expire_all()
        assert sum(comment.shown for comment in comments_of(post)) == shown
    assert post.comment_count == 2


def test_another_posts_count_is_left_alone(context: Flask) -> None:
    post, other = make_post(), make_post()
    make_comment(post)
    db.session.expire_all()
    assert (post.comment_count, other.comment_count) == (1, 0)
