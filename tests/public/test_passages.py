"""Answering a passage, as readers do it."""

from flask import Flask

from blog.accounts.roles import Role
from tests.client import Reader
from tests.factories import make_user
from tests.statements import keep_post, keep_statement, statement_block


def open_post(app: Flask) -> tuple[str, Reader]:
    with app.app_context():
        keep_statement()
        path = keep_post(make_user(Role.author), body=statement_block()).path
        email = make_user(Role.moderator).email
    return path, Reader(app).sign_in(email)


def test_a_paragraph_leads_to_its_comments_and_a_comment_to_its_paragraph(app: Flask) -> None:
    path, reader = open_post(app)
    (link,) = reader.get(path).page.xpath("//*[@id='s1']//a[@class='talk']/@href")
    reader.get(link).submit("Comment", body="You did in March.")
    page = reader.get(path).page
    assert page.xpath("//*[@id='s1']//a[contains(@class, 'talk')]")[0].text == "1"
    chip = page.xpath("//p[@class='passage']/a")[0]
    assert (chip.text, chip.get("href")) == ("¶1", f"{path}#s1")
    reader.get(link)
    assert "You did in March." in reader.text
    assert "1 comment" in reader.text


def test_a_passage_that_is_not_in_the_statement_comes_back_with_all_that_was_typed(app: Flask) -> None:
    path, reader = open_post(app)
    reader.get(path).submit("Comment", body="Aye, so.", passage="Nobody said this in any letter at all.")
    assert "not in the statement" in reader.error_beside("passage")
    assert "Aye, so." in reader.text
    assert "Nobody said this" in reader.text


def test_there_is_no_page_of_a_paragraph_that_is_not_there(app: Flask) -> None:
    path, reader = open_post(app)
    assert reader.get(f"{path}comments/?passage=s99").status == 404
