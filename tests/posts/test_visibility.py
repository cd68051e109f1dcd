"""Who finds which post: a list tells of the listed, an address opens for whoever has it, the rest does not exist."""

from http import HTTPStatus

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.roles import Role
from blog.extensions import db
from blog.posts.models import Post, PostStatus
from blog.posts.publishing.models import Part, Series
from blog.posts.publishing.states import unlist, withdraw
from blog.posts.visibility import listed, readable
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_post, make_user
from tests.public.test_pages import publish_one
from tests.statements import keep_draft

# Where readers and machines look for posts.
LISTS = (
    "/",
    "/tags/harbours/",
    "/authors/{handle}/",
    "/feed.atom",
    "/feed.json",
    "/statements/1/",
    "/statements/",
)


@pytest.mark.parametrize("status", PostStatus)
def test_what_is_listed_is_readable_too(context: Flask, status: PostStatus) -> None:
    make_post(status=status)
    found = [bool(db.session.scalar(posts)) for posts in (listed(), readable())]
    assert found == {
        PostStatus.PUBLISHED: [True, True],
        PostStatus.UNLISTED: [False, True],
    }.get(status, [False, False])


def test_an_unlisted_post_opens_at_its_address_and_stands_nowhere_else(app: Flask, reader: Reader) -> None:
    address = publish_one(app, title="A lamp apart")
    with app.app_context():
        post = db.session.scalars(sa.select(Post)).one()
        handle = post.author.handle
        with writing():
            unlist(post, by=post.author)
    page = reader.get(address).answer
    assert page.status_code == HTTPStatus.OK
    assert 'name="robots" content="noindex"' in page.get_data(as_text=True)
    for where in LISTS:
        assert "A lamp apart" not in reader.get(where.format(handle=handle)).answer.get_data(as_text=True), (
            where
        )
    # Its statement is shown with it, so that the links in the post lead somewhere.
    assert reader.get("/statements/1/").answer.status_code == HTTPStatus.OK
    # Whoever has the address may show it elsewhere.
    assert reader.get(f"/oembed?url=http://localhost{address}").answer.status_code == HTTPStatus.OK


def test_a_draft_may_be_unlisted_at_once_and_then_withdrawn(context: Flask) -> None:
    author = make_user(Role.author)
    post = keep_draft(author)
    with writing():
        unlist(post, by=author)
    assert (post.status, bool(post.path)) == (PostStatus.UNLISTED, True)
    with writing():
        withdraw(post, by=author, reason="Wrong lamp.")
    assert post.status is PostStatus.WITHDRAWN


def test_a_series_lists_its_posts_in_order_without_those_that_nobody_finds(
    app: Flask, reader: Reader
) -> None:
    with app.app_context():
        posts = [make_post(), make_post(status=PostStatus.UNLISTED), make_post()]
        titles, path = [post.title for post in posts], posts[2].path
        with writing():
            series = Series(slug="lamps", title="On all lamps", words="What burns.")
            db.session.add(series)
            db.session.flush()
            for place, post in enumerate(reversed(posts), start=1):
                db.session.add(Part(post_id=post.id, series_id=series.id, position=place))
    page = reader.get("/series/lamps/").answer.get_data(as_text=True)
    assert page.index(titles[2]) < page.index(titles[0])
    assert titles[1] not in page
    assert "Part 1 of 2 of the series" in reader.get(path).answer.get_data(as_text=True)
    assert reader.get("/series/none/").answer.status_code == HTTPStatus.NOT_FOUND


def test_machines_are_told_that_a_withdrawn_post_is_gone_for_good(app: Flask, reader: Reader) -> None:
    address = publish_one(app, title="A lamp taken back")
    with app.app_context():
        post = db.session.scalars(sa.select(Post)).one()
        with writing():
            withdraw(post, by=post.author, reason="Wrong lamp.")
    answer = reader.get(address, headers={"Accept": "application/json"}).answer
    assert (answer.status_code, answer.mimetype) == (HTTPStatus.GONE, "application/problem+json")
    assert answer.json is not None
    assert answer.json["detail"] == "Wrong lamp."
    feed = reader.get("/feed.atom").answer.get_data(as_text=True)
    assert "A lamp taken back" not in feed
    assert f'<at:deleted-entry ref="http://localhost/?post={post.id}"' in feed
    for sub in ("correction", "thread"):
        assert reader.get(address + sub).answer.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
