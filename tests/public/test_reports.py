"""The page on which a comment is reported."""

import pytest
from flask import Flask

from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.extensions import db
from tests.client import Reader
from tests.factories import make_comment, make_post, make_user


def scene(app: Flask, reader: Reader, *, status: CommentStatus = CommentStatus.PUBLISHED) -> tuple[int, str]:
    with app.app_context():
        comment, person = make_comment(make_post(), status=status, words="A rude word."), make_user()
        number, path, email = comment.id, comment.post.path, person.email
    reader.sign_in(email)
    return number, path


def test_a_comment_is_reported_from_its_thread(app: Flask, reader: Reader) -> None:
    number, path = scene(app, reader)
    (href,) = reader.get(path).page.xpath("//a[normalize-space()='Report']/@href")
    assert href == f"/comments/{number}/report"
    reader.get(href)
    assert "A rude word." in reader.text
    reader.submit("Report it", rule="unkind", words="Look at it.")
    assert (reader.status, reader.url) == (200, path)
    assert "A moderator looks at the comment" in reader.text
    with app.app_context():
        assert db.session.get_one(Comment, number).open_reports == 1


@pytest.mark.parametrize(
    ("field", "data"), [("rule", {}), ("rule", {"rule": "ugly"}), ("words", {"rule": "other"})]
)
def test_what_is_missing_is_asked_for_and_the_rest_is_kept(
    app: Flask, reader: Reader, field: str, data: dict[str, str]
) -> None:
    number, _ = scene(app, reader)
    page = reader.get(f"/comments/{number}/report").page
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    reader.post(f"/comments/{number}/report", data={"csrf_token": token, **data})
    assert reader.status == 422
    assert reader.page.xpath(f"//p[@id='{field}-error']")


@pytest.mark.parametrize("status", [s for s in CommentStatus if s != "published"])
def test_what_one_may_not_see_is_not_there(app: Flask, reader: Reader, status: CommentStatus) -> None:
    number, _ = scene(app, reader, status=status)
    assert reader.get(f"/comments/{number}/report").status == 404
    assert reader.get("/comments/999/report").status == 404


def test_the_author_of_the_post_is_told_that_it_is_hidden_at_once(app: Flask, reader: Reader) -> None:
    with app.app_context():
        author = make_user(Role.author)
        number, email = make_comment(make_post(author=author)).id, author.email
    reader.sign_in(email).get(f"/comments/{number}/report").submit("Hide it", rule="unkind")
    assert "Hidden. A moderator looks at the comment" in reader.text
    with app.app_context():
        assert db.session.get_one(Comment, number).status is CommentStatus.HIDDEN
