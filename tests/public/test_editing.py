"""Editing and deleting through the pages, as readers do."""

from datetime import timedelta

import pytest
from flask import Flask

from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.policy.models import CommentSettings
from blog.extensions import db
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_comment, make_post, make_user

S = CommentStatus
EDIT, VERSIONS = "/comments/1/edit", "/comments/1/versions/"


class Desk:
    """A published comment of Ada's, who is signed in, and one of somebody's below it."""

    def __init__(self, app: Flask, reader: Reader) -> None:
        self.app, self.reader = app, reader
        with app.app_context():
            ada = make_user(name="Ada Quay", email="ada@harbourline.example")
            post = make_post()
            self.path = post.path
            root = make_comment(post, author=ada, words="The lamp is lit.")
            make_comment(post, parent=root, words="Is it?")
        reader.sign_in("ada@harbourline.example")

    def change(self, **values: object) -> None:
        with self.app.app_context(), writing():
            for name, value in values.items():
                setattr(db.session.get_one(Comment, 1), name, value)

    def body(self) -> str:
        with self.app.app_context():
            return db.session.get_one(Comment, 1).body

    def typed(self) -> str:
        return str(self.reader.page.xpath("//textarea")[0].text_content()).strip("\n")


@pytest.fixture
def desk(app: Flask, reader: Reader) -> Desk:
    return Desk(app, reader)


def test_an_edit_is_marked_and_everyone_may_read_what_it_changed(desk: Desk) -> None:
    assert desk.reader.get(desk.path).page.xpath(f"//li[@id='c1']//a[@href='{EDIT}']")
    desk.reader.get(EDIT).submit("Save", body="The lamp is out.")
    assert desk.reader.url == "/comments/1/"
    stranger = Reader(desk.app).get(desk.path)
    assert "edited · 1 reply is older than this edit" in stranger.text
    assert not stranger.page.xpath(f"//a[@href='{EDIT}']")
    stranger.get(VERSIONS)
    assert stranger.page.xpath("//li//del/text()|//li//ins/text()") == ["lit", "out"]


def test_a_refused_edit_stays_in_its_form(desk: Desk) -> None:
    desk.reader.get(EDIT).submit("Save", body=" ")
    assert (desk.reader.status, desk.body()) == (422, "The lamp is lit.")
    assert "empty" in desk.reader.error_beside("body")


def test_an_edit_is_previewed_and_nothing_is_stored(desk: Desk) -> None:
    desk.reader.get(EDIT).submit("Preview", body="The lamp is *out*.")
    shown = "//form//*[contains(@class, 'as-read')]//em/text()"
    assert desk.reader.page.xpath(shown) == ["out"] and desk.typed() == "The lamp is *out*."
    assert desk.body() == "The lamp is lit."
    desk.reader.submit("Preview", body="")
    assert (desk.reader.status, "empty" in desk.reader.error_beside("body")) == (422, True)
    desk.reader.submit("Save", body="The lamp is *out*.")
    assert desk.body() == "The lamp is *out*."


def test_an_edit_from_a_stale_page_keeps_its_text_and_shows_both(desk: Desk) -> None:
    filled = desk.reader.get(EDIT).filled("Save", body="Mine, from the older tab.")
    desk.change(body="From the newer tab.", html="<p>From the newer tab.</p>", version=2)
    desk.reader.send(filled)
    assert (desk.reader.status, desk.typed()) == (409, "Mine, from the older tab.")
    assert "From the newer tab." in desk.reader.text
    desk.reader.submit("Save", body=desk.typed())
    assert desk.body() == "Mine, from the older tab."


def test_an_edit_that_came_too_late_is_given_back(desk: Desk) -> None:
    filled = desk.reader.get(EDIT).filled("Save", body="Too late.")
    desk.change(created_at=now() - timedelta(hours=1))
    desk.reader.send(filled)
    assert (desk.reader.status, desk.typed(), desk.body()) == (403, "Too late.", "The lamp is lit.")
    assert "15 minutes" in desk.reader.text
    assert not desk.reader.get(desk.path).page.xpath(f"//a[@href='{EDIT}']")
    assert desk.reader.get(EDIT).status == 403


def test_an_edit_of_what_was_removed_meanwhile_is_given_back(desk: Desk) -> None:
    filled = desk.reader.get(EDIT).filled("Save", body="Softer words.")
    desk.change(status=S.REMOVED)
    desk.reader.send(filled)
    assert (desk.reader.status, desk.typed()) == (404, "Softer words.")


def test_an_edit_that_is_held_says_so(desk: Desk) -> None:
    with desk.app.app_context(), writing():
        db.session.add(CommentSettings(id=1, suspect_words="casino"))
    desk.reader.get(EDIT).submit("Save", body="The casino is lit.")
    assert "waits for a moderator" in desk.reader.text
    stranger = Reader(desk.app)
    assert "casino" not in stranger.get(desk.path).text and stranger.get(VERSIONS).status == 404


def test_words_that_were_only_ever_held_are_in_no_history(desk: Desk) -> None:
    desk.change(status=S.HELD)
    desk.reader.get(EDIT).submit("Save", body="The lamp is out.")
    desk.change(status=S.PUBLISHED)
    stranger = Reader(desk.app).get(desk.path)
    assert "edited" not in stranger.text
    assert "lit" not in stranger.get(VERSIONS).text


@pytest.mark.parametrize("page", ["edit", "delete"])
def test_another_persons_comment_is_refused(desk: Desk, page: str) -> None:
    assert desk.reader.get(f"/comments/2/{page}").status == 403
    answer = desk.reader.post(f"/comments/2/{page}", data={"body": "Mine."})
    assert answer.status in (400, 403)


@pytest.mark.parametrize("page", ["edit", "delete", "versions/"])
def test_a_comment_that_is_not_there_is_not_found(desk: Desk, page: str) -> None:
    assert desk.reader.get(f"/comments/2147483647/{page}").status == 404
    assert desk.reader.get(f"/comments/99999999999999999999/{page}").status == 404


def test_a_deleted_comment_leaves_a_gap_above_its_replies(desk: Desk) -> None:
    desk.reader.get("/comments/1/delete").submit("Delete")
    assert "Your comment is deleted." in desk.reader.text
    stranger = Reader(desk.app).get(desk.path)
    assert "Removed by its author" in stranger.text and "Is it?" in stranger.text
    assert "Ada Quay" not in stranger.text and "lamp" not in stranger.text
    assert stranger.get(VERSIONS).status == 404


def test_a_lost_session_gives_the_edit_back(desk: Desk) -> None:
    filled = desk.reader.get(EDIT).filled("Save", body="Long & <considered>.")
    desk.reader.client.delete_cookie("session")
    desk.reader.client.delete_cookie("remember_token")
    desk.reader.send(filled)
    assert desk.reader.url == "/login"
    desk.reader.submit("Sign in", email="ada@harbourline.example", password="correct horse battery")
    assert (desk.reader.url, desk.typed()) == (EDIT, "Long & <considered>.")
