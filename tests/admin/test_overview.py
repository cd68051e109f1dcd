"""The desk's first page: what needs doing, for who is there."""

from datetime import timedelta

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.clock import now
from blog.extensions import db
from blog.posts.models import Post, PostStatus
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_user
from tests.queries import counted_queries
from tests.statements import LETTER, QUOTE, URL, fetch_statement, keep_draft, keep_post

AUTHOR, OTHER = "author@harbourline.example", "other@harbourline.example"
WRONG = f"/// quote | {URL}\nWe have never dimmed a lamp to spare oil.\n///"
RIGHT = f"/// quote | {URL}\n{QUOTE}\n///"


@pytest.fixture
def desk(app: Flask) -> Reader:
    with app.app_context():
        author = make_user(Role.author, email=AUTHOR)
        make_user(Role.author, email=OTHER)
        fetch_statement()
        keep_post(author, title="Quoted wrongly", body=f"Mine.\n\n{WRONG}")
        keep_post(author, title="Quoted rightly", body=f"Mine.\n\n{RIGHT}")
        post = keep_draft(author, title="Soon")
        with writing():
            soon = db.update(Post).where(Post.id == post.id)
            db.session.execute(soon.values(status=PostStatus.SCHEDULED, publish_at=now() + timedelta(days=1)))
    return Reader(app).sign_in(AUTHOR)


def under(reader: Reader, heading: str) -> list[str]:
    found: list[str] = reader.get("/admin/").page.xpath(
        "//section[h2=$heading]//li/a/text()", heading=heading
    )
    return found


def test_it_tells_what_will_appear_and_which_quotations_do_not_hold(app: Flask, desk: Reader) -> None:
    assert under(desk, "Will appear") == ["Soon"]
    assert under(desk, "Quotations that differ from their statement") == ["Quoted wrongly"]
    edited = "Quotations whose original was edited since"
    assert under(desk, edited) == []
    with app.app_context():
        fetch_statement(LETTER.replace("never dimmed a lamp to save oil", "seldom dimmed any lamp for oil"))
    assert "Quoted rightly" in under(desk, edited)


def test_nobody_is_told_of_anothers_posts(app: Flask, desk: Reader) -> None:
    other = Reader(app).sign_in(OTHER)
    assert under(other, "Will appear") == under(other, "Quotations that differ from their statement") == []


def test_it_asks_the_database_as_often_for_many_posts_as_for_few(app: Flask, desk: Reader) -> None:
    counts = []
    for _ in range(2):
        with app.app_context(), counted_queries() as queries:
            desk.get("/admin/")
        counts.append(len(queries))
        with app.app_context():
            author = db.session.scalars(db.select(User).where(User.email == AUTHOR)).one()
            for number in range(3):
                keep_post(author, title=f"More {number}", body=f"Mine.\n\n{WRONG}")
    assert len(set(counts)) == 1
