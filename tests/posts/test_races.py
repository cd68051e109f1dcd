"""Two at once: both are kept, or one is told; nobody gets an error that says nothing."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.extensions import db
from blog.posts.models import Post, Revision
from blog.posts.publishing.scheduling import publish_due, schedule
from blog.posts.publishing.states import publish
from blog.sources.models import Snapshot, Source
from blog.transactions import writing
from tests.conftest import Clock
from tests.factories import make_user
from tests.statements import keep_draft, keep_statement

AT_ONCE = 4


def all_at_once(app: Flask, act: Callable[[], object]) -> None:
    """Do `act` in real threads, each with a connection of its own, begun at the same moment."""
    together = threading.Barrier(AT_ONCE)

    def work(_: int) -> None:
        with app.app_context():
            together.wait(timeout=10)
            act()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(work, range(AT_ONCE)))


def test_posts_of_one_title_and_one_new_tag_get_slugs_of_their_own(app: Flask) -> None:
    with app.app_context():
        author_id = make_user(Role.author).id
    all_at_once(app, lambda: keep_draft(db.session.get_one(User, author_id), title="Same", tags="New tag"))
    with app.app_context():
        assert sorted(db.session.scalars(sa.select(Post.slug))) == ["same", "same-2", "same-3", "same-4"]


def test_a_statement_pasted_by_several_at_once_is_kept_once(app: Flask) -> None:
    all_at_once(app, keep_statement)
    with app.app_context():
        counts = [db.session.scalar(sa.select(sa.func.count(table.id))) for table in (Source, Snapshot)]
    assert counts == [1, 1]


def test_a_post_published_twice_at_once_is_published_once(app: Flask) -> None:
    with app.app_context():
        post_id = keep_draft(make_user(Role.author)).id

    def press() -> None:
        post = db.session.get_one(Post, post_id)
        with writing():
            publish(post, by=post.author)

    all_at_once(app, press)
    with app.app_context():
        reasons = list(db.session.scalars(sa.select(Revision.reason).order_by(Revision.number)))
    assert reasons == ["", "published"]


def test_a_due_post_that_several_workers_find_is_published_once(app: Flask, stopped_clock: Clock) -> None:
    with app.app_context():
        post = keep_draft(make_user(Role.author))
        with writing():
            schedule(post, stopped_clock.moment + timedelta(hours=1), by=post.author)
    stopped_clock.move(hours=1)
    all_at_once(app, publish_due)
    with app.app_context():
        reasons = list(db.session.scalars(sa.select(Revision.reason).order_by(Revision.number)))
    assert [reason.partition(" for")[0] for reason in reasons] == ["", "scheduled", "published, as scheduled"]
