"""The editor: each bad input gets a message beside its field, keeps what was typed and changes nothing."""

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.extensions import db
from blog.posts.models import Post, PostStatus, Revision
from tests.client import Reader
from tests.factories import make_user
from tests.statements import QUOTE, URL, keep_draft, keep_post, keep_statement, quote_block, statement_block

BODY = "What I think of the lamps.\n\n" + statement_block()


@pytest.fixture
def author(app: Flask, reader: Reader) -> Reader:
    """A signed-in author, and a kept statement to write on."""
    with app.app_context():
        email = make_user(Role.author, name="Mara Lind").email
        keep_statement()
    return reader.sign_in(email)


def count(app: Flask, table: type[Post] | type[Revision]) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def body_of(reader: Reader) -> str:
    return (reader.page.xpath("//textarea[@name='body']")[0].text or "").removeprefix("\n")


def test_a_post_is_written_previewed_and_published(app: Flask, author: Reader) -> None:
    author.get("/admin/posts/new").submit("Preview", title="On lamps", body=BODY, gist=QUOTE, tags="Lamps")
    assert "What I think of the lamps." in author.page.xpath("string(//*[@class='preview'])")
    assert len(author.page.xpath("//h1")) == 1
    assert count(app, Post) == 0
    author.publish()
    assert author.status == 200
    assert author.url.endswith("/on-lamps/")
    assert "exact in the pasted copy" in author.text


@pytest.mark.parametrize(
    ("quoted", "told"),
    [
        ([], "Saved. "),
        ([QUOTE], "Saved. 1 quotation: exact."),
        ([QUOTE, QUOTE], "Saved. 2 quotations: all exact."),
        ([QUOTE, "Whales sing of oil", QUOTE], "Saved. 3 quotations: 2 exact, 1 not in the original."),
    ],
)
def test_a_save_says_what_came_of_the_quotations(author: Reader, quoted: list[str], told: str) -> None:
    body = "\n\n".join(["What I think.", *map(quote_block, quoted)])
    author.get("/admin/posts/new").submit("Save draft", title="On lamps", body=body)
    assert told in author.text
    assert ("quotation:" in author.text or "quotations:" in author.text) is bool(quoted)
    author.submit("Publish…", gist="Mine.")
    assert told in author.text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", " ", "The title is empty"),
        ("title", "x" * 201, "at most 200"),
        ("body", "", "The body is empty"),
        ("body", "x" * (300 * 1024 + 1), "at most 307,200"),
        ("body", "x" * 1024 * 1024, "at most 307,200"),
        (
            "body",
            "/// statement | https://nobody.example/\n///\n",
            "Line 1: No copy of https://nobody.example/",
        ),
        ("body", f"/// statement | {URL}\n", "Line 1"),
        ("body", f"/// statement | {URL}\n    colour: red\n///\n", "Line 2"),
        ("slug", "!!!", "letters or digits"),
        ("gist", "x" * 401, "at most 400"),
    ],
)
def test_a_field_that_is_wrong_keeps_what_was_typed(
    app: Flask, author: Reader, field: str, value: str, message: str
) -> None:
    typed = {"title": "On lamps", "body": BODY, "slug": "", "gist": "Mine.", field: value}
    author.get("/admin/posts/new").submit("Save draft", **typed)
    assert author.status == 422
    assert message in author.error_beside(field)
    assert body_of(author) == typed["body"]
    assert author.form("Save draft").fields["gist"] == typed["gist"]
    assert (count(app, Post), count(app, Revision)) == (0, 0)


def test_a_taken_slug_is_refused_with_one_that_is_free(app: Flask, author: Reader) -> None:
    with app.app_context():
        keep_post(make_user(Role.author), slug="lamps")
    author.get("/admin/posts/new").submit("Save draft", title="Mine", body=BODY, slug="lamps")
    assert "“lamps-2” is free" in author.error_beside("slug")
    author.submit("Save draft", slug="lamps-2")
    assert author.status == 200


def test_a_stale_tab_is_shown_both_texts_and_loses_nothing(app: Flask, author: Reader) -> None:
    author.get("/admin/posts/new").submit("Save draft", title="On lamps", body="First.")
    stale = author.filled("Save draft", body="From the stale tab.")
    author.submit("Save draft", body="From the other tab.")
    author.send(stale)
    assert author.status == 409
    assert "saved elsewhere" in author.error_beside("body")
    stored = author.page.xpath("//textarea[@id='theirs-body']")[0].text
    assert (stored.strip(), body_of(author)) == ("From the other tab.", "From the stale tab.")
    assert count(app, Revision) == 2
    author.submit("Save draft")
    assert (author.status, count(app, Revision)) == (200, 3)


def test_a_stale_tab_is_shown_every_field_that_was_stored_otherwise(app: Flask, author: Reader) -> None:
    author.get("/admin/posts/new").submit(
        "Save draft", title="On lamps", body="First.", gist="Mine.", tags="Lamps"
    )
    stale = author.filled("Save draft", title="My title")
    author.submit("Save draft", title="Their title", gist="Their gist", slug="theirs", policy="closed")
    author.send(stale)
    stored = {e.get("id"): e.get("value") for e in author.page.xpath("//input[starts-with(@id, 'theirs-')]")}
    assert stored == {
        "theirs-title": "Their title",
        "theirs-gist": "Their gist",
        "theirs-slug": "theirs",
        "theirs-policy": "Closed",
    }
    assert "Yours: My title" in author.text
    assert author.page.xpath("//*[@id='theirs-body']") == []


def test_a_save_after_the_session_was_lost_comes_back_in_the_editor(app: Flask, author: Reader) -> None:
    author.get("/admin/posts/new").submit("Save draft", title="On lamps", body="First.")
    page = author.url
    sent = author.filled("Save draft", body="Written for an hour.")
    author.client.delete_cookie("session")
    author.post(sent[0], data=sent[1], headers={"Referer": f"http://localhost{page}"})
    assert "what you wrote is kept" in author.text
    with app.app_context():
        email = db.session.scalar(sa.select(User.email).where(User.name == "Mara Lind"))
    author.submit("Sign in", email=email or "", password="correct horse battery")
    assert author.url == page
    assert body_of(author) == "Written for an hour."


def test_revisions_show_what_changed(app: Flask, author: Reader) -> None:
    author.get("/admin/posts/new").submit("Save draft", title="On lamps", body="One line.\n\nAnother.")
    author.submit("Save draft", body="One line.\n\nA better one.")
    author.get(author.url + "revisions/")
    assert [e.text for e in author.page.xpath("//pre//ins | //pre//del")] == ["-Another.", "+A better one."]
    author.get(author.url + "?number=1")
    assert "Revision 1" in author.text
    assert author.get(author.url + "?number=99").status == 404


def test_a_withdrawn_post_says_so_with_its_reason(app: Flask, author: Reader) -> None:
    author.get("/admin/posts/new").publish(title="On lamps", body=BODY)
    address = author.url
    with app.app_context():
        post_id = db.session.scalar(sa.select(Post.id))
    author.get(f"/admin/posts/{post_id}/").submit("Withdraw", reason=" ")
    assert author.status == 422
    assert "which readers will see, is empty" in author.error_beside("reason")
    author.submit("Withdraw", reason="It was the wrong lamp.")
    assert author.form("Save changes") is not None
    author.get(address)
    assert author.status == 410
    assert "It was the wrong lamp." in author.text
    assert "What I think" not in author.text


def test_another_authors_draft_does_not_exist_for_an_author(app: Flask, author: Reader) -> None:
    with app.app_context():
        post = keep_draft(make_user(Role.author), title="A secret")
    for path in ("", "revisions/"):
        assert author.get(f"/admin/posts/{post.id}/{path}").status == 404
    assert "A secret" not in author.get("/admin/posts/").text
    with app.app_context():
        assert db.session.get_one(Post, post.id).status is PostStatus.DRAFT


def test_an_editor_edits_anyones_post(app: Flask, reader: Reader) -> None:
    with app.app_context():
        post, email = keep_draft(make_user(Role.author), title="A draft"), make_user(Role.editor).email
    reader.sign_in(email).get(f"/admin/posts/{post.id}/").submit("Save draft", title="A better draft")
    assert reader.status == 200
    assert "A better draft" in reader.get("/admin/posts/").text


def test_a_reason_to_withdraw_that_was_lost_comes_back_beside_the_whole_post(
    app: Flask, author: Reader
) -> None:
    author.get("/admin/posts/new").publish(title="On lamps", body="My body.")
    with app.app_context():
        page = f"/admin/posts/{db.session.scalar(sa.select(Post.id))}/"
    action, data = author.get(page).filled("Withdraw", reason="It was the wrong lamp.")
    stale = {"headers": {"Referer": f"http://localhost{page}"}}
    author.post(action, data=data | {"csrf_token": "stale"}, **stale)
    assert author.form("Save changes").fields["title"] == "On lamps"
    assert (body_of(author), author.form("Save changes").fields["seen"]) == ("My body.", "2")
    assert author.form("Withdraw").fields["reason"] == "It was the wrong lamp."
    assert author.page.xpath("//details[@open]//input[@name='reason']")
    edited = author.filled("Save changes", body="A better body.")
    author.post(edited[0], data=edited[1] | {"csrf_token": "stale"}, **stale)
    assert body_of(author) == "A better body."
    assert author.form("Withdraw").fields["reason"] == "It was the wrong lamp."


def test_a_reason_that_is_refused_stays_typed(app: Flask, author: Reader) -> None:
    author.get("/admin/posts/new").publish(title="On lamps", body="My body.")
    with app.app_context():
        post_id = db.session.scalar(sa.select(Post.id))
    author.get(f"/admin/posts/{post_id}/").submit("Withdraw", reason="x" * 501)
    assert author.status == 422
    assert author.form("Withdraw").fields["reason"] == "x" * 501
