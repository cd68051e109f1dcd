"""After anything that was said and decided, places and counts equal their definitions worked out from scratch."""

from flask import Flask
from hypothesis import given, settings

from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.models import Reason
from blog.comments.moderation.transitions import ModerationAct
from blog.comments.threads.paths import ancestors
from blog.comments.threads.places import words_changed
from blog.comments.voting.recount import recount_post
from blog.extensions import db
from blog.posts.models import Post
from blog.transactions import writing
from tests.comments.growing import GROWN, Decide, Say, comments_of, grow, has_place, histories
from tests.factories import make_comment, make_post, make_user

S = CommentStatus
NO_DIFFERENCES: list[object] = []


def counts(comment: Comment) -> tuple[bool, int, int, int]:
    return comment.shown, comment.talk, comment.replies, comment.author_answers


def true_counts(comment: Comment, comments: list[Comment], post: Post) -> tuple[bool, int, int, int]:
    """The definitions."""
    below = [c for c in comments if comment.id in ancestors(c.path) and c.status is S.PUBLISHED]
    replies = [c for c in comments if c.parent_id == comment.id and has_place(c, comments)]
    by_author = [c for c in below if c.author_id == post.author_id]
    return has_place(comment, comments), len(below), len(replies), len(by_author)


@settings(GROWN, max_examples=30)
@given(histories)
def test_places_and_counts_follow_from_the_statuses(context: Flask, history: list[Say | Decide]) -> None:
    moderator = make_user(Role.owner)
    post = make_post(author=moderator)
    comments = grow(post, history, newcomer=make_user(), moderator=moderator)
    assert [counts(c) for c in comments] == [true_counts(c, comments, post) for c in comments]
    assert post.comment_count == sum(c.status is S.PUBLISHED for c in comments)
    assert [c.root_id for c in comments] == [(ancestors(c.path) or [c.id])[0] for c in comments]
    with writing():
        assert recount_post(post) == NO_DIFFERENCES


@settings(GROWN, max_examples=30)
@given(histories)
def test_a_change_is_numbered_for_what_readers_saw_alone(context: Flask, history: list[Say | Decide]) -> None:
    post = make_post()
    comments = grow(post, history, newcomer=make_user(), moderator=make_user(Role.moderator))
    numbers = [c.change for c in comments if c.change]
    assert len(set(numbers)) == len(numbers)
    assert max(numbers, default=0) == post.thread_change
    assert all(c.change == c.appeared > 0 for c in comments if c.status is S.PUBLISHED)
    assert all(c.change >= c.appeared for c in comments)
    assert all(c.change == 0 for c in comments if c.status is S.HELD)


def test_other_words_are_a_change_where_readers_see_them(context: Flask) -> None:
    post = make_post()
    seen, held = make_comment(post), make_comment(post, status=S.HELD)
    for comment in (seen, held):
        with writing():
            words_changed(db.session.merge(comment))
    db.session.expire_all()
    assert [(c.change, c.appeared) for c in comments_of(post)] == [(2, 1), (0, 0)]


def test_a_gap_goes_with_the_last_comment_below_it(context: Flask) -> None:
    post, moderator = make_post(), make_user(Role.moderator)
    root = make_comment(post)
    middle = make_comment(post, parent=root)
    leaves = [make_comment(post, parent=middle) for _ in range(2)]
    for gone, shown in [(root, 4), (middle, 4), (leaves[0], 3), (leaves[1], 0)]:
        with writing():
            decide(gone, ModerationAct.REMOVE, by=moderator, reason=Reason.OTHER, words="Gone.")
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
            decide(gone, ModerationAct.REMOVE, by=moderator, reason=Reason.OTHER, words="Gone.")
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
