"""What is typed and not saved is kept for its author alone, offered again, and gone once it was saved or discarded."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.roles import Role
from blog.extensions import db
from blog.posts.models import Post, Revision
from blog.posts.writing.models import Autosave
from tests.client import Reader
from tests.factories import make_user
from tests.queries import counted_queries
from tests.statements import keep_draft

OFFER = "You have words here that you did not save"
STEP = int(datetime(2025, 5, 15, tzinfo=UTC).timestamp() * 1000)


@pytest.fixture
def author(app: Flask, reader: Reader) -> Reader:
    with app.app_context():
        email = make_user(Role.author, name="Mara Lind").email
    return reader.sign_in(email)


def typed(author: Reader, step: int = STEP, **fields: str) -> dict[str, str]:
    """What the editor that is open would send while it is typed in."""
    _, data = author.filled("Save draft", **fields)
    return {
        **{name: value if isinstance(value, str) else value[0] for name, value in data.items()},
        "step": str(step),
    }


def autosave(author: Reader, step: int = STEP, **fields: str) -> dict[str, str]:
    data = typed(author, step, **fields)
    send(author, data)
    return data


def send(author: Reader, data: dict[str, str]) -> str:
    answer = author.client.post("/admin/unsaved/", data=data, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.get_json()["at"])


def body_of(reader: Reader) -> str:
    return (reader.page.xpath("//textarea[@name='body']")[0].text or "").removeprefix("\n")


def count(app: Flask, table: type[Post] | type[Revision] | type[Autosave]) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_a_new_post_is_kept_without_making_a_post(app: Flask, author: Reader) -> None:
    autosave(author.get("/admin/posts/new"), title="On lamps", body="Half a sentence")
    assert (count(app, Post), count(app, Revision), count(app, Autosave)) == (0, 0, 1)
    author.get("/admin/posts/new")
    assert OFFER in author.text
    assert body_of(author) == ""
    author.get(author.page.xpath("//a[text()='Continue']/@href")[0])
    assert (body_of(author), author.form("Save draft").fields["title"]) == ("Half a sentence", "On lamps")
    author.submit("Save draft")
    assert OFFER not in author.get("/admin/posts/new").text


def test_unsaved_words_of_a_post_are_compared_continued_and_saved(author: Reader) -> None:
    author.get("/admin/posts/new").submit("Save draft", title="On lamps", body="One.\n\nTwo lamps.")
    page = author.url
    autosave(author, body="One.\n\nTwo bright lamps.", title="On bright lamps")
    assert OFFER in author.get(page).text
    assert body_of(author) == "One.\n\nTwo lamps."
    author.get(author.page.xpath("//a[text()='Compare']/@href")[0])
    assert author.page.xpath("//ins/text()") == ["underlined", "bright ", "bright "]
    author.get(author.page.xpath("//a[contains(., 'Continue')]/@href")[0])
    assert body_of(author) == "One.\n\nTwo bright lamps."
    author.submit("Save draft", body=body_of(author))
    assert (author.status, body_of(author.get(page))) == (200, "One.\n\nTwo bright lamps.")
    assert OFFER not in author.text


def test_discarded_words_are_gone_and_do_not_come_back_late(app: Flask, author: Reader) -> None:
    late = autosave(author.get("/admin/posts/new"), body="Never mind.")
    author.get("/admin/posts/new").submit("Discard")
    assert author.url == "/admin/posts/new"
    assert OFFER not in author.text
    assert send(author, late) == ""
    assert OFFER not in author.get("/admin/posts/new").text
    with app.app_context():
        assert "Never mind" not in str(db.session.scalar(sa.select(Autosave.fields)))


def test_what_is_typed_after_a_discard_is_kept(author: Reader) -> None:
    data = autosave(author.get("/admin/posts/new"), body="Never mind.")
    author.get("/admin/posts/new").submit("Discard")
    assert send(author, data | {"step": str(STEP + 1), "body": "On second thoughts"})
    assert OFFER in author.get("/admin/posts/new").text


def test_an_autosave_that_was_overtaken_changes_nothing(author: Reader) -> None:
    data = typed(author.get("/admin/posts/new"), body="First")
    assert send(author, data | {"step": str(STEP + 5), "body": "First and second"})
    assert send(author, data)
    author.get("/admin/posts/new")
    author.get(author.page.xpath("//a[text()='Continue']/@href")[0])
    assert body_of(author) == "First and second"


def test_an_autosave_that_comes_after_its_save_is_not_offered(author: Reader) -> None:
    data = typed(author.get("/admin/posts/new"), title="On lamps", body="All of it.")
    author.post("/admin/posts/new", data=data | {"action": "save", "step": str(STEP + 1)})
    page = author.url
    assert send(author, data | {"body": "All of"}) == ""
    assert OFFER not in author.get("/admin/posts/new").text + author.get(page).text


def test_two_windows_never_write_over_one_another(author: Reader) -> None:
    autosave(author.get("/admin/posts/new"), body="In one window")
    autosave(author.get("/admin/posts/new"), body="In another")
    author.get("/admin/posts/new")
    assert len(author.page.xpath("//ul[@class='unsaved']/li")) == 2


def test_two_windows_that_continue_the_same_words_keep_both(author: Reader) -> None:
    autosave(author.get("/admin/posts/new"), body="Begun")
    author.get("/admin/posts/new")
    way = author.page.xpath("//a[text()='Continue']/@href")[0]
    one = typed(author.get(way), body="Begun, then so")
    other = typed(author.get(way), body="Begun, then otherwise")
    send(author, one)
    send(author, other)
    author.get("/admin/posts/new")
    assert len(author.page.xpath("//ul[@class='unsaved']/li")) == 2
    assert "Begun, " not in author.text


def test_an_empty_editor_and_one_put_back_as_it_was_keep_nothing(app: Flask, author: Reader) -> None:
    autosave(author.get("/admin/posts/new"), body=" \n", policy="site")
    assert count(app, Autosave) == 0
    author.submit("Save draft", title="On lamps", body="One.", tags="Lamps, Oil")
    data = autosave(author, body="Two.")
    send(author, data | {"body": "One.", "tags": "Oil,Lamps ", "step": str(STEP + 1)})
    assert OFFER not in author.get(author.url).text


def test_unsaved_words_are_nobody_elses(app: Flask, author: Reader) -> None:
    with app.app_context():
        email = make_user(Role.owner).email
    data = autosave(author.get("/admin/posts/new"), body="For nobody's eyes.")
    other = Reader(app).sign_in(email)
    for address in ("/admin/posts/new", "/admin/unsaved/"):
        assert "eyes" not in other.get(address).answer.get_data(as_text=True)
    for address in ("", "discard"):
        assert other.post(f"/admin/unsaved/{data['writing']}/{address}").status in (404, 405)
    assert other.get(f"/admin/unsaved/{data['writing']}/").status == 404
    assert other.get(f"/admin/posts/new?continue={data['writing']}").status == 404
    assert other.get("/admin/posts/new").status == 200
    send(other, typed(other, body="Mine.") | {"writing": data["writing"]})
    author.get(f"/admin/posts/new?continue={data['writing']}")
    assert body_of(author) == "For nobody's eyes."


def test_an_author_keeps_nothing_on_another_authors_post(app: Flask, author: Reader) -> None:
    with app.app_context():
        post = keep_draft(make_user(Role.author), title="A secret")
    data = typed(author.get("/admin/posts/new"), body="Mine.") | {"post": str(post.id)}
    assert author.client.post("/admin/unsaved/", data=data).status_code == 404
    assert author.get(f"/admin/unsaved/?post={post.id}").status == 404
    assert count(app, Autosave) == 0


@pytest.mark.parametrize("key", ["", "x", "a" * 36, "00000000-0000-0000-0000-00000000000G"])
def test_an_editor_without_a_proper_key_is_told_so(author: Reader, key: str) -> None:
    data = typed(author.get("/admin/posts/new"), body="Words.") | {"writing": key}
    assert author.client.post("/admin/unsaved/", data=data).status_code == 422
    assert author.get(f"/admin/posts/new?continue={key or 'x'}").status == 404


def test_a_post_that_is_too_long_to_save_is_kept_and_one_of_3_mb_is_refused_with_words(
    author: Reader,
) -> None:
    data = typed(author.get("/admin/posts/new"), body="x" * 1024 * 1024)
    assert send(author, data)
    answer = author.client.post("/admin/unsaved/", data=data | {"body": "x" * 3 * 1024 * 1024})
    assert answer.status_code == 413
    assert "kept in this browser" in answer.get_data(as_text=True)


def test_odd_characters_and_steps_are_kept_as_they_are_meant(author: Reader) -> None:
    for step in ("-1", "x", "9" * 40, "٣"):
        data = typed(author.get("/admin/posts/new"), body=f"a\0b\r\nc {step}") | {"step": step, "seen": "x"}
        author.client.post("/admin/unsaved/", data=data)
    author.get("/admin/posts/new")
    author.get(author.page.xpath("//a[text()='Continue']/@href")[0])
    assert body_of(author).startswith("ab\nc ")


def test_signed_out_nothing_is_kept_and_the_browser_is_told(app: Flask, author: Reader) -> None:
    data = typed(author.get("/admin/posts/new"), body="Words.")
    author.client.delete_cookie("session")
    asked = {"Accept": "application/json"}
    assert author.client.post("/admin/unsaved/", data=data, headers=asked).status_code == 400
    assert author.client.get("/admin/unsaved/token", headers=asked).status_code == 401
    assert count(app, Autosave) == 0


def test_the_offer_costs_one_query_however_much_waits(app: Flask, author: Reader) -> None:
    author.get("/admin/posts/new").submit("Save draft", title="On lamps", body="One.")
    page, counts = author.url, []
    for n in range(3):
        autosave(author, body=f"Window {n}")
        with app.app_context(), counted_queries() as seen:
            author.get(page)
        counts.append(len(seen))
    assert len(author.page.xpath("//ul[@class='unsaved']/li")) == 3
    assert len(set(counts)) == 1
