"""Voting from the page: with its buttons, with a script, and not at all."""

import pytest
from flask import Flask

from blog.comments.models import Comment, CommentStatus
from blog.comments.policy.models import CommentSettings
from blog.extensions import db
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_comment, make_post, make_user


@pytest.fixture
def comment(app: Flask, reader: Reader) -> tuple[str, int]:
    """A comment in a post's thread, on a site with votes, and a reader who is signed in: the path and the number."""
    with app.app_context():
        with writing():
            db.session.add(CommentSettings(id=1, has_votes=True))
        post, email = make_post(), make_user().email
        found = post.path, make_comment(post).id
    reader.sign_in(email)
    return found


def press(reader: Reader, number: int) -> None:
    """The comment's button, as a browser without scripts sends it."""
    [button] = reader.page.xpath(f"//li[@id='c{number}']//button[@form='act']")
    [token] = reader.page.xpath("//form[@id='act']//input/@value")
    referrer = {"Referer": f"http://localhost{reader.url}"}
    reader.post(button.get("formaction"), data={"csrf_token": token}, headers=referrer)


def test_a_vote_is_given_and_taken_back_and_leads_back_to_the_page(
    reader: Reader, comment: tuple[str, int]
) -> None:
    path, number = comment
    reader.get(path)
    for pressed, words in (("true", "▲ 1"), ("false", "▲ 0")):
        press(reader, number)
        assert (reader.status, reader.url) == (200, path)
        [button] = reader.page.xpath("//button[@form='act']")
        assert (button.get("aria-pressed"), " ".join(button.text_content().split())) == (pressed, words)


def test_a_script_is_told_the_count(reader: Reader, comment: tuple[str, int]) -> None:
    path, number = comment
    [token] = reader.get(path).page.xpath("//form[@id='act']//input/@value")
    json, data = {"Accept": "application/json"}, {"csrf_token": token}
    for act, told in (("vote", {"votes": 1, "voted": True}), ("unvote", {"votes": 0, "voted": False})):
        assert reader.post(f"/comments/{number}/{act}", headers=json, data=data).answer.get_json() == told


def test_no_vote_leads_to_another_site(reader: Reader, comment: tuple[str, int]) -> None:
    path, number = comment
    [token] = reader.get(path).page.xpath("//form[@id='act']//input/@value")
    for referrer in ("https://elsewhere.example/x", "http://localhost//elsewhere.example/"):
        answer = reader.client.post(
            f"/comments/{number}/vote", data={"csrf_token": token}, headers={"Referer": referrer}
        )
        assert answer.headers["Location"] == f"/comments/{number}/#c{number}"


def test_who_may_not_see_a_comment_cannot_vote_for_it(
    app: Flask, reader: Reader, comment: tuple[str, int]
) -> None:
    path, number = comment
    [token] = reader.get(path).page.xpath("//form[@id='act']//input/@value")
    with app.app_context(), writing():
        db.session.get_one(Comment, number).status = CommentStatus.REMOVED
    for unseen in (number, 99, 2147483647):
        assert reader.post(f"/comments/{unseen}/vote", data={"csrf_token": token}).status == 404


def test_signed_out_there_is_the_count_alone(app: Flask, comment: tuple[str, int]) -> None:
    stranger = Reader(app).get(comment[0])
    assert "▲ 0" in stranger.text
    assert stranger.page.xpath("//button[@form='act'] | //form[@id='act']") == []


def test_a_site_without_votes_shows_none_and_takes_none(app: Flask, reader: Reader) -> None:
    with app.app_context():
        post, email = make_post(), make_user().email
        path, number = post.path, make_comment(post).id
    reader.sign_in(email)
    assert "▲" not in reader.get(path).text
    assert reader.page.xpath("//nav[@class='sort']//a[text()='Best']") == []
    [token] = set(reader.page.xpath("//input[@name='csrf_token']/@value"))
    assert reader.post(f"/comments/{number}/vote", data={"csrf_token": token}).status == 403
