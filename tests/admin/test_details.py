"""Around a post: private links that end, updates that readers are told of, series, pins, where it appeared first."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.roles import Role
from blog.extensions import db
from blog.posts.models import Post, Revision
from blog.posts.publishing.models import PreviewLink, Series
from blog.posts.publishing.states import publish, withdraw
from blog.transactions import writing
from tests.client import Reader
from tests.conftest import Clock
from tests.factories import make_user
from tests.statements import keep_draft, keep_post

DETAILS = "/admin/posts/1/details"


@pytest.fixture
def editor(app: Flask, reader: Reader, stopped_clock: Clock) -> Reader:
    """A signed-in editor with a draft, number 1."""
    with app.app_context():
        person = make_user(Role.editor, name="Mara Lind")
        keep_draft(person, title="Fog on the east mole", gist="Mine.")
    return reader.sign_in(person.email)


def publish_it(app: Flask) -> str:
    with app.app_context(), writing():
        post = db.session.get_one(Post, 1)
        publish(post, by=post.author)
        return post.path


def make_link(editor: Reader) -> str:
    editor.get(DETAILS).submit("Make a link", days="3")
    found: str = editor.page.xpath("string(//input[@id='made']/@value)")
    return found.removeprefix("http://localhost")


def test_a_private_link_shows_the_draft_as_readers_would_see_it(app: Flask, editor: Reader) -> None:
    link, other = make_link(editor), Reader(app)
    other.get(link)
    assert (other.status, other.page.xpath("string(//h1)")) == (200, "Fog on the east mole")
    assert "Words of mine." in other.text
    headers = other.answer.headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    with app.app_context():
        assert link.rpartition("/")[2] not in str(db.session.execute(sa.select(PreviewLink.digest)).all())


def test_a_private_link_ends_by_itself_and_says_so(app: Flask, editor: Reader, stopped_clock: Clock) -> None:
    link, other = make_link(editor), Reader(app)
    stopped_clock.move(days=2, hours=23)
    assert other.get(link).status == 200
    stopped_clock.move(hours=1)
    assert other.get(link).status == 410
    assert "This link has ended" in other.text
    assert "Fog" not in other.text


def test_a_private_link_can_be_ended_and_the_others_stay(app: Flask, editor: Reader) -> None:
    links, other = [make_link(editor) for _ in range(2)], Reader(app)
    form = editor.get(DETAILS).page.xpath("//form[.//button[starts-with(., 'End it')]]")[0]
    editor.post(form.get("action"), data=dict(form.form_values()))
    assert [other.get(link).status for link in links] == [410, 200]
    editor.post(form.get("action"), data=dict(form.form_values()))
    assert editor.status == 404


@pytest.mark.parametrize("secret", ["x", "x" * 5000, "a%00b", "%F0%9F%97%9D"])
def test_a_link_that_nobody_made_is_nothing(app: Flask, reader: Reader, secret: str) -> None:
    assert reader.get(f"/previews/{secret}").status == 404


def test_a_private_link_leads_to_the_post_once_it_is_published(app: Flask, editor: Reader) -> None:
    link, other = make_link(editor), Reader(app)
    path = publish_it(app)
    assert other.get(link).url == path
    with app.app_context(), writing():
        post = db.session.get_one(Post, 1)
        withdraw(post, by=post.author, reason="Wrong mole.")
    assert other.get(link).status == 410


def test_a_published_post_takes_no_private_links(app: Flask, editor: Reader) -> None:
    form = editor.get(DETAILS).filled("Make a link")
    publish_it(app)
    editor.send(form)
    assert editor.status == 409
    assert "needs no private link" in editor.text


def test_readers_are_told_what_changed_and_why(app: Flask, editor: Reader, stopped_clock: Clock) -> None:
    path = publish_it(app)
    stopped_clock.move(days=2)
    editor.get(DETAILS).submit("Tell readers", reason=" ")
    assert "is empty" in editor.error_beside("reason")
    editor.submit("Tell readers", reason="The harbour master has answered.")
    assert "Updated 17 May 2025: The harbour master has answered." in Reader(app).get(path).text
    assert "The harbour master has answered." in Reader(app).get("/feed.atom").answer.get_data(as_text=True)
    with app.app_context():
        last = db.session.scalars(sa.select(Revision.reason).order_by(Revision.id.desc())).first()
        assert last == "readers told: The harbour master has answered."
    editor.get(DETAILS).submit("Show it no more")
    assert "The harbour master" not in Reader(app).get(path).text


def test_a_series_begins_with_a_title_and_ends_with_its_last_post(app: Flask, editor: Reader) -> None:
    with app.app_context():
        keep_post(make_user(Role.author), title="First of all")
    editor.get("/admin/posts/2/details").submit("Save details", series="Lamps and Fog")
    editor.get(DETAILS).submit("Save details", series="lamps and fog!")
    assert editor.form("Save details").fields["place"] == "2"
    path = publish_it(app)
    assert "Part 2 of 2 of the series “Lamps and Fog”" in Reader(app).get(path).text
    editor.get("/admin/series/").submit("Save", words="What burns.", **{"place-1": "1", "place-2": "5"})
    page = Reader(app).get("/series/lamps-and-fog/")
    assert "What burns." in page.text
    assert [e.text for e in page.page.xpath("//h2/a")] == ["Fog on the east mole", "First of all"]
    for number in (1, 2):
        editor.get(f"/admin/posts/{number}/details").submit("Save details", series="")
    with app.app_context():
        assert db.session.scalars(sa.select(Series)).all() == []


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("canonical_url", "javascript:alert(1)", ""),
        ("canonical_url", "nowhere", ""),
        ("series", "!!!", "letters or digits"),
        ("series", "x" * 201, "at most 200"),
        ("place", "-1", "Write a number"),
        ("place", "٣", "Write a number"),
        ("place", "99999", "Write a number"),
    ],
)
def test_a_detail_that_is_wrong_is_told_beside_it_and_kept(
    app: Flask, editor: Reader, field: str, value: str, told: str
) -> None:
    editor.get(DETAILS).submit("Save details", **{"series": "Lamps", field: value})
    assert editor.status == 422
    assert editor.error_beside(field) and told in editor.error_beside(field)
    assert editor.form("Save details").fields[field] == value
    with app.app_context():
        assert db.session.scalars(sa.select(Series)).all() == []


def test_a_post_that_appeared_elsewhere_leads_search_engines_there(app: Flask, editor: Reader) -> None:
    path = publish_it(app)
    editor.get(DETAILS).submit("Save details", canonical_url="https://harbourline.example/fog", language="de")
    page = Reader(app).get(path)
    assert page.page.xpath("//link[@rel='canonical']/@href") == ["https://harbourline.example/fog"]
    assert page.page.xpath("//h1/@lang") == ["de"]


def test_the_home_page_begins_with_the_pinned_post_and_shows_it_once(app: Flask, editor: Reader) -> None:
    publish_it(app)
    with app.app_context():
        mara = db.session.get_one(Post, 1).author
        keep_post(mara, title="A later one")
        keep_post(mara, title="The latest one")
    assert _titles(app)[0] == "The latest one"
    editor.get(DETAILS).submit("Save details", is_pinned="yes")
    assert _titles(app) == ["Fog on the east mole", "The latest one", "A later one"]
    editor.get("/admin/posts/2/details").submit("Save details", is_pinned="yes")
    assert _titles(app) == ["A later one", "The latest one", "Fog on the east mole"]


def _titles(app: Flask) -> list[str]:
    return [str(e.text) for e in Reader(app).get("/").page.xpath("//h2/a")]


def test_only_who_may_edit_every_post_pins_one(app: Flask, reader: Reader) -> None:
    with app.app_context():
        person = make_user(Role.author)
        keep_draft(person)
    reader.sign_in(person.email).get(DETAILS)
    assert not reader.page.xpath("//input[@name='is_pinned']")
    address, data = reader.filled("Save details")
    reader.send((address, data | {"is_pinned": "yes"}))
    assert reader.status == 403
    assert reader.get("/admin/series/").status == 403


def test_another_authors_details_do_not_exist(app: Flask, editor: Reader) -> None:
    with app.app_context():
        other = make_user(Role.author)
    author = Reader(app).sign_in(other.email)
    assert author.get(DETAILS).status == 404
    assert re.search("no post here", author.text)
