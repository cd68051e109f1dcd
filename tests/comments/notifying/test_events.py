"""Who is told of what: once, in the strongest way, and never of their own acts."""

import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import Notice, NoticeKind, User
from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.notifying import events, following
from blog.extensions import db
from blog.transactions import writing
from tests.factories import make_comment, make_post, make_user


def told() -> list[tuple[int, NoticeKind]]:
    query = sa.select(Notice.person_id, Notice.kind).order_by(Notice.id)
    return [(person_id, kind) for person_id, kind in db.session.execute(query)]


def publish(comment: Comment) -> None:
    with writing():
        events.comment_published(comment)
        after = 0
        while (after := events.tell_followers(comment, since=now(), after=after) or 0) > 0:
            pass


def follow(comment: Comment, person: User, wish: str = "follow") -> None:
    with writing():
        following.hear(comment.post_id, wish, by=person)


def test_a_reply_is_told_to_whom_it_answers_and_the_post_to_its_author(context: Flask) -> None:
    post = make_post()
    first = make_comment(post)
    publish(make_comment(post, parent=first))
    assert told() == [(first.author_id, NoticeKind.REPLY), (post.author_id, NoticeKind.POST_COMMENT)]


def test_of_a_comment_that_is_reply_mention_and_thread_only_the_reply_is_told(context: Flask) -> None:
    reader = make_user(name="Ada")
    post = make_post(author=reader)
    first = make_comment(post, author=reader)
    answer = make_comment(post, parent=first, words=f"As @{reader.handle} says.")
    follow(answer, reader)
    publish(answer)
    publish(answer)
    assert told() == [(reader.id, NoticeKind.REPLY)]


def test_a_mention_beats_a_thread(context: Flask) -> None:
    reader, post = make_user(), make_post()
    comment = make_comment(post, words=f"What does @{reader.handle} think?")
    follow(comment, reader)
    publish(comment)
    assert (reader.id, NoticeKind.MENTION) in told()
    assert (reader.id, NoticeKind.THREAD) not in told()


def test_nobody_is_told_of_what_they_did(context: Flask) -> None:
    author = make_user(Role.owner)
    post = make_post(author=author)
    own = make_comment(post, author=author, words=f"@{author.handle} again.")
    follow(own, author)
    publish(make_comment(post, author=author, parent=own))
    publish(own)
    with writing():
        events.comment_held(own)
    assert told() == []


def test_a_silenced_thread_tells_nothing(context: Flask) -> None:
    reader = make_user()
    post = make_post(author=reader)
    first = make_comment(post, author=reader)
    answer = make_comment(post, parent=first, words=f"@{reader.handle}!")
    follow(answer, reader, "silence")
    publish(answer)
    assert told() == []


def test_commenting_follows_unless_silenced(context: Flask) -> None:
    post, silent = make_post(), make_user()
    first = make_comment(post)
    quiet = make_comment(post, author=silent)
    follow(quiet, silent, "silence")
    publish(first)
    publish(quiet)
    assert following.hearing_of(post.id, first.author) is following.Hearing.FOLLOWS
    assert following.hearing_of(post.id, silent) is following.Hearing.SILENCED
    publish(make_comment(post))
    assert [one for one in told() if one[1] is NoticeKind.THREAD] == [
        (first.author_id, NoticeKind.THREAD)
    ] * 2


def test_held_and_reported_comments_are_told_to_those_who_may_moderate(context: Flask) -> None:
    moderator, owner, _ = make_user(Role.moderator), make_user(Role.owner), make_user(Role.author)
    comment = make_comment(make_post(author=owner), status=CommentStatus.HELD)
    with writing():
        events.comment_held(comment)
        events.comment_held(comment)
        events.comment_reported(comment)
    assert sorted(told()) == sorted([(p.id, NoticeKind.MODERATION) for p in (moderator, owner)] * 2)
