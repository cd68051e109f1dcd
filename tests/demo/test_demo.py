"""The demo shows what the product does, stays out of feeds, and goes whole in one click."""

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.demo.loading import FOLDER, URL, is_empty, load
from blog.demo.removing import is_loaded, remove
from blog.embed.models import Quotation
from blog.errors import Forbidden
from blog.extensions import db
from blog.sources import payloads
from blog.sources.models import Snapshot, Source
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_user
from tests.statements import keep_post, keep_statement


def test_the_demo_shows_verdicts_notes_replies_a_gap_and_a_held_comment(context: Flask) -> None:
    post = load()
    verdicts = set(db.session.scalars(sa.select(Quotation.verdict)))
    assert {verdict.value for verdict in verdicts} == {"verbatim", "elided", "marked", "altered", "not-found"}
    statuses = list(db.session.scalars(sa.select(Comment.status)))
    assert (len(statuses), statuses.count(CommentStatus.HELD), statuses.count(CommentStatus.REMOVED)) == (
        13,
        1,
        1,
    )
    assert post.comment_count == 11


def test_the_demo_is_on_the_first_page_and_not_in_the_feed(app: Flask, reader: Reader) -> None:
    with app.app_context():
        title, path = load().title, "/feed.atom"
    assert title in reader.get("/").text
    assert title not in reader.get(path).answer.get_data(as_text=True)


def test_the_demo_goes_whole_in_one_click(app: Flask, reader: Reader) -> None:
    with app.app_context():
        address = load().path
        owner = make_user(Role.owner)
    reader.sign_in(owner.email).get("/admin/").submit("Remove the demo")
    assert "The demo is gone" in reader.text
    assert reader.get(address).status == 404
    with app.app_context():
        assert is_empty()
        assert not is_loaded()
        for table in (Comment, Source, Quotation):
            assert db.session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
        assert list(db.session.scalars(sa.select(User.email))) == [owner.email]


def test_only_who_manages_the_site_removes_the_demo(context: Flask) -> None:
    load()
    editor = make_user(Role.editor)
    with pytest.raises(Forbidden), writing():
        remove(by=editor)


def test_nobody_signs_in_as_someone_of_the_demo(app: Flask, reader: Reader) -> None:
    with app.app_context():
        load()
    reader.sign_in("ines@demo.invalid")
    assert "No account has this address with this password" in reader.text


def test_a_decision_on_anything_but_the_demo_cannot_be_deleted_with_it(context: Flask) -> None:
    load()
    with writing():
        db.session.execute(sa.text("UPDATE post SET is_demo = false"))
    with pytest.raises(sa.exc.DBAPIError, match="a decision never changes"), writing():
        db.session.execute(sa.text("DELETE FROM decision"))


def test_a_statement_that_an_own_post_stands_on_stays_when_the_demo_goes(app: Flask, reader: Reader) -> None:
    with app.app_context():
        load()
        owner = make_user(Role.owner)
        mine = keep_post(owner, body=f"/// statement | {URL}\n///\n", title="Mine")
    reader.sign_in(owner.email).get("/admin/").submit("Remove the demo")
    assert "The demo is gone" in reader.text
    assert "winter sailings" in reader.get(mine.path).text
    with app.app_context():
        digest = db.session.scalar(sa.select(Snapshot.payload_sha256))
        assert payloads.read(digest or "")


def test_bytes_that_another_copy_shares_stay_when_the_demo_goes(app: Flask, reader: Reader) -> None:
    with app.app_context():
        load()
        owner = make_user(Role.owner)
        letter = (FOLDER / "letter.html").read_text("utf-8")
        digest = keep_statement(letter, url="https://elsewhere.example/letter").snapshot.payload_sha256
    reader.sign_in(owner.email).get("/admin/").submit("Remove the demo")
    with app.app_context():
        assert payloads.read(digest) == letter.encode()
