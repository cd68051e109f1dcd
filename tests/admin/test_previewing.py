"""The preview beside the editor, and mending a quotation: what saving would make is shown, and nothing is stored."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.embed.models import Quotation
from blog.extensions import db
from blog.posts.models import Post
from tests.client import Reader
from tests.factories import make_user
from tests.statements import QUOTE, keep_draft, keep_statement, quote_block, statement_block

REWORDED = "We have never dimmed a light to save oil"
WORDS = "# A heading\n\nWhat I think.\n\n{}\nAfter it, *more*.\n\n- one\n- two\n\n{}"
BODY = WORDS.format(quote_block(REWORDED), statement_block())


@pytest.fixture
def author(app: Flask, reader: Reader) -> Reader:
    with app.app_context():
        email = make_user(Role.author, name="Mara Lind").email
        keep_statement()
    return reader.sign_in(email)


def shown(author: Reader, **fields: str) -> dict[str, Any]:
    """What the script beside the editor gets for a new post."""
    author.get("/admin/posts/new")
    _, data = author.filled(
        "Preview", **{"title": "On lamps", "body": BODY, **{k: v for k, v in fields.items() if k != "view"}}
    )
    author.post(
        "/admin/posts/preview",
        data={**data, "view": fields.get("view", "page")},
        headers={"Accept": "application/json"},
    )
    answer: dict[str, Any] = author.answer.get_json()
    return answer


def test_the_preview_is_the_page_that_saving_would_make_and_stores_nothing(
    app: Flask, author: Reader
) -> None:
    answer = shown(author)
    assert author.answer.headers["Cache-Control"] == "no-store"
    assert "<h1" in answer["html"]
    assert "What I think." in answer["html"]
    assert "wording differs" in answer["html"]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Post.id))) == 0


def test_each_paragraph_and_block_names_its_line(author: Reader) -> None:
    answer = shown(author)
    assert answer["lines"] == [[1, 3], [9, 11]]
    assert answer["blocks"] == [5, 14]


def test_each_quotation_tells_its_verdict_its_line_and_the_words_that_mend_it(author: Reader) -> None:
    (quotation,) = shown(author)["quotations"]
    assert (quotation["verdict"], quotation["line"], quotation["first"], quotation["last"]) == (
        "altered",
        5,
        6,
        6,
    )
    assert quotation["mended"] == QUOTE
    assert quotation["advice"]


def test_words_that_stand_offer_nothing_to_mend(author: Reader) -> None:
    answer = shown(author, body=quote_block(QUOTE) + "\n" + quote_block("Whales sing of oil"))
    assert [quotation["mended"] for quotation in answer["quotations"]] == ["", ""]


@pytest.mark.parametrize("view", ["feed", "card", "none", "else"])
def test_a_post_is_shown_as_feeds_and_links_show_it(author: Reader, view: str) -> None:
    html = shown(author, view=view, gist="In one line.")["html"]
    assert ("On lamps" in html) is (view != "none")
    assert ("In one line." in html) is (view != "none")


def test_a_text_without_a_title_is_previewed_too(author: Reader) -> None:
    assert "Without a title" in shown(author, title="")["html"]


def test_what_cannot_be_shown_says_why_and_where(author: Reader) -> None:
    answer = shown(author, body="/// quote | https://nobody.example/\nWords\n///")
    assert "html" not in answer
    assert answer["field"] == "body"
    assert answer["refused"].startswith("Line 1: No copy of")


def test_another_author_s_draft_is_not_there_to_be_previewed(app: Flask, author: Reader) -> None:
    with app.app_context():
        other = keep_draft(make_user(Role.author, name="Ona Ives", email="ona@harbourline.example")).id
    shown(author, post=str(other))
    assert author.status == 404


def test_the_source_s_words_mend_a_quotation_without_a_script(app: Flask, author: Reader) -> None:
    author.get("/admin/posts/new").submit("Preview", title="On lamps", body=BODY, gist=f"“{REWORDED}”")
    _, data = author.filled("Preview")
    author.post("/admin/posts/new", data={**data, "body": BODY, "action": "mend 1"})
    body = author.page.xpath("//textarea[@name='body']")[0].text.removeprefix("\n")
    assert body.replace("\r\n", "\n") == BODY.replace(REWORDED, QUOTE)
    assert "wording differs" in author.text
    author.post("/admin/posts/new", data={**data, "body": BODY, "action": "mend 0"})
    assert author.page.xpath("//*[@name='gist']/@value") == [QUOTE]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Post.id))) == 0


def test_options_of_a_mended_quotation_stay(author: Reader) -> None:
    block = quote_block(f"    paragraph: 2\n\n{REWORDED}")
    author.get("/admin/posts/new").submit("Preview", title="On lamps", body=block)
    _, data = author.filled("Preview")
    author.post("/admin/posts/new", data={**data, "body": block, "action": "mend 1"})
    body = author.page.xpath("//textarea[@name='body']")[0].text.removeprefix("\n")
    assert body.replace("\r\n", "\n") == quote_block(f"    paragraph: 2\n\n{QUOTE}")


def test_a_quotation_that_is_not_there_cannot_be_mended(author: Reader) -> None:
    author.get("/admin/posts/new")
    _, data = author.filled("Preview", title="On lamps", body=BODY)
    for number in ("7", "x", "99999999999999999999"):
        author.post("/admin/posts/new", data={**data, "action": f"mend {number}"})
        assert author.status == 404


def test_the_editor_lists_the_stored_quotations(app: Flask, author: Reader) -> None:
    with app.app_context():
        mara = db.session.scalars(sa.select(User)).one()
        post = keep_draft(mara, body=BODY).id
        assert db.session.scalar(sa.select(sa.func.count(Quotation.id))) == 1
    author.get(f"/admin/posts/{post}/")
    assert "Use the source’s words" in author.text
    assert author.page.xpath("//*[@id='quotations']//a/@data-line") == ["5"]
