"""The rules tell of what they do: comments posted, comments decided on, the demo of nothing."""

import uuid

import pytest
import sqlalchemy as sa
from flask import Flask, g

from blog.accounts.models import Notice, NoticeKind, User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.comments.policy.models import CommentSettings
from blog.comments.writing.posting import post_comment, prepare_comment
from blog.demo import loading, removing
from blog.extensions import db
from blog.jobs import run_due
from blog.posts.models import Post
from blog.transactions import writing
from tests.comments.deciding import decided
from tests.factories import make_comment, make_post, make_user


def post_words(post: Post, *, by: User, parent: Comment | None = None) -> Comment:
    prepared = prepare_comment("The quay was shut.")
    with writing():
        parent_id = parent.id if parent else None
        return post_comment(post, prepared, parent_id=parent_id, form_id=str(uuid.uuid4()), by=by)


def kinds_told(person: User) -> list[NoticeKind]:
    query = sa.select(Notice.kind).where(Notice.person_id == person.id).order_by(Notice.id)
    return list(db.session.scalars(query))


def words_told(person: User) -> str:
    return " ".join(db.session.scalars(sa.select(Notice.words).where(Notice.person_id == person.id)))


def test_a_held_reply_is_told_to_moderators_and_once_approved_to_whom_it_answers(context: Flask) -> None:
    moderator, reader, newcomer = make_user(Role.moderator), make_user(), make_user()
    post = make_post()
    first = make_comment(post, author=reader)
    reply = post_words(post, by=newcomer, parent=first)
    assert reply.status is CommentStatus.HELD
    assert (kinds_told(moderator), kinds_told(reader)) == ([NoticeKind.MODERATION], [])
    decided(reply, "approve", by=moderator)
    assert kinds_told(reader) == [NoticeKind.REPLY]
    assert kinds_told(newcomer) == [NoticeKind.DECISION]
    assert "is published" in words_told(newcomer)


def test_whoever_wrote_it_is_told_why_it_is_gone(context: Flask) -> None:
    moderator, post = make_user(Role.moderator), make_post()
    comment = make_comment(post)
    decided(comment, "remove", by=moderator, words="It names a private person.")
    assert f"Your comment under “{post.title}” was removed" in words_told(comment.author)
    assert "It names a private person." in words_told(comment.author)


@pytest.mark.parametrize("has_appeals", [True, False])
def test_how_to_appeal_is_told_where_the_site_takes_appeals(context: Flask, has_appeals: bool) -> None:
    moderator, comment = make_user(Role.moderator), make_comment(make_post())
    with writing():
        db.session.add(CommentSettings(id=1, has_appeals=has_appeals, appeal_days=14))
    g.pop("comment_settings", None)
    decided(comment, "remove", by=moderator, words="It names a private person.")
    assert ("You may appeal once, within 14 days" in words_told(comment.author)) is has_appeals


def test_what_one_decides_about_oneself_is_no_news(context: Flask) -> None:
    moderator = make_user(Role.moderator)
    comment = make_comment(make_post(), author=moderator)
    decided(comment, "remove", by=moderator, words="Mine.")
    assert kinds_told(moderator) == []


def test_the_demo_is_news_to_nobody_and_leaves_nothing(context: Flask) -> None:
    owner = make_user(Role.owner)
    post = loading.load()
    post_words(post, by=owner)  # which follows the thread, before the jobs of the demo are done
    run_due()
    assert kinds_told(owner) == []
    with writing():
        removing.remove(by=owner)
    assert db.session.scalar(sa.select(Notice.id)) is None
