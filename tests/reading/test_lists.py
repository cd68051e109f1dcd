"""Lists are paged by keyset; a page costs the same however many posts there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.clock import now
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.publishing.states import publish
from blog.posts.visibility import listed
from blog.reading.feed import newest
from blog.reading.lists import POSTS_A_PAGE, page_of
from blog.reading.posts import stored_posts
from blog.reading.sources import list_sources
from blog.site import current_site
from blog.transactions import writing
from tests.factories import make_user
from tests.statements import keep_draft, keep_statement, quote_block, statement_block


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The statements sent to the database meanwhile; what begins a transaction is not counted."""
    sent: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(db.engine, "before_cursor_execute", note)


def many_posts(author: User, count: int) -> None:
    keep_statement()
    body = statement_block() + "\n" + quote_block()
    drafts = [keep_draft(author, body=body, title=f"Lamp {n}", tags="Lamps, Harbours") for n in range(count)]
    moment = now()
    with writing():
        for number, draft in enumerate(drafts):  # two at a time share their moment
            publish(draft, by=author, at=moment - timedelta(minutes=number // 2))


def test_the_pages_together_hold_every_post_once_newest_first(context: Flask) -> None:
    many_posts(make_user(Role.author), POSTS_A_PAGE + 5)
    site, seen, cursor = current_site(), [], ""
    while True:
        page = page_of(listed(), site, before=cursor)
        seen += [item.title for item in page.items]
        cursor = page.older
        if not cursor:
            break
    ordered = sa.select(Post.title).order_by(Post.published_at.desc(), Post.id.desc())
    assert seen == list(db.session.scalars(ordered))


@pytest.mark.parametrize(
    "cursor", ["x", "20250515T091400000000", "20250515T091400000000.x", "99999999.1", "'--"]
)
def test_a_cursor_that_was_made_up_is_not_found(context: Flask, cursor: str) -> None:
    with pytest.raises(NotFound):
        page_of(listed(), current_site(), before=cursor)


def test_a_page_costs_the_same_however_many_posts_there_are(context: Flask) -> None:
    author, site = make_user(Role.author), current_site()
    costs: list[list[int]] = []
    for more in (2, 12):
        many_posts(author, more)
        costs.append([])
        for compose in (
            lambda: page_of(listed(), site),
            lambda: newest(site),
            lambda: list_sources(site),
            lambda: stored_posts([db.session.scalars(listed().limit(1)).one()], site),
        ):
            db.session.expunge_all()
            with counted_queries() as sent:
                compose()
            costs[-1].append(len(sent))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 10


def test_drafts_and_the_demo_are_not_in_the_feed(context: Flask) -> None:
    author = make_user(Role.author)
    shown, demo = (keep_draft(author, title=title) for title in ("Shown", "Demo"))
    keep_draft(author, title="A draft")
    with writing():
        demo.is_demo = True
        publish(demo, by=author)
        publish(shown, by=author)
    assert [post.title for post in newest(current_site())] == ["Shown"]
