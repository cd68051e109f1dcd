"""What other sites may show of this one, and what they are told of the rest: nothing."""

import re
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from flask import Flask
from lxml import html

from blog.accounts.roles import Role
from blog.embed.players.answers import read_json, read_xml
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.publishing.states import withdraw
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_user
from tests.statements import QUOTE, URL, keep_draft, keep_post, keep_statement, quote_block, statement_block

HOSTILE = "<script>alert(1)</script> & “<b>bold</b>”"
BODY = "\n\n".join(
    [
        "Of lamps.",
        statement_block(),
        quote_block(),
        quote_block("Our parrots audit every invoice before breakfast."),
    ]
)


def publish_one(app: Flask, **fields: str) -> str:
    with app.app_context():
        keep_statement()
        author = make_user(Role.author, name="Mara Lind", email="mara@example.org")
        return keep_post(author, **{"body": BODY, **fields}).path


def asked(reader: Reader, path: str, *, base: str = "http://localhost", **more: Any) -> dict[str, Any]:
    parameters = "".join(f"&{name}={value}" for name, value in more.items())
    reader.get(f"/oembed?url={quote(base + path, safe='')}{parameters}")
    return reader.answer.get_json() or {}


def test_a_quotation_comes_with_its_verdict_and_both_links(app: Flask, reader: Reader) -> None:
    path = publish_one(app)
    answer = asked(reader, f"{path}#q1")
    assert (reader.status, reader.answer.mimetype) == (200, "application/json")
    assert reader.answer.headers["Access-Control-Allow-Origin"] == "*"
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    card = html.fragment_fromstring(answer["html"])
    (words,) = card.xpath("//blockquote/p")
    assert words.text_content() == QUOTE
    links = {a.text_content(): a.get("href") for a in card.iter("a")}
    assert f"http://localhost{path}#q1" in links.values()
    assert any(link.startswith(URL) for link in links.values())
    assert "exact" in card.text_content()
    other = asked(reader, f"{path}#q2")["html"]
    assert "not in the" in other and "parrots" in other


def test_a_post_comes_with_its_gist(app: Flask, reader: Reader) -> None:
    path = publish_one(app, gist=QUOTE)
    answer = asked(reader, path)
    assert (answer["title"], answer["author_name"]) == ("On lamps", "Mara Lind")
    assert answer["author_url"].startswith("http://localhost/authors/")
    assert QUOTE in html.fragment_fromstring(answer["html"]).xpath("//blockquote")[0].text_content()
    assert "Harbourline" in answer["html"]
    assert answer["provider_url"] == "http://localhost/"
    assert asked(reader, f"{path}#comments") == answer


@pytest.mark.parametrize("path", ["/statements/1/", "/statements/1/versions/1/"])
def test_a_statement_comes_with_its_beginning_and_its_kept_copy(
    app: Flask, reader: Reader, path: str
) -> None:
    publish_one(app)
    answer = asked(reader, path)
    card = html.fragment_fromstring(answer["html"])
    assert "A letter about the harbour lamps" in card.text_content()
    assert "We have never dimmed a lamp" in card.text_content()
    assert "As pasted by the author" in card.text_content()
    assert f"http://localhost{path}" in card.xpath("//a/@href")


def test_a_card_is_plain_html_wherever_it_stands(app: Flask, reader: Reader) -> None:
    path = publish_one(app, title=HOSTILE, gist=HOSTILE, body=f"{BODY}\n\n{quote_block(HOSTILE)}")
    for asked_for in (path, f"{path}#q1", f"{path}#q3", "/statements/1/"):
        card = asked(reader, asked_for)["html"]
        assert "\n" not in card
        elements = html.fragment_fromstring(card)
        assert {element.tag for element in elements.iter()} <= {
            "figure", "figcaption", "blockquote", "p", "a", "cite", "strong"
        }  # fmt: skip
        for element in elements.iter():
            assert set(element.attrib) <= {"href", "cite", "lang"}
            for address in (element.get("href"), element.get("cite")):
                assert address is None or urlsplit(address).scheme in ("http", "https")


def test_xml_says_the_same_as_json(app: Flask, reader: Reader) -> None:
    path = publish_one(app, title=HOSTILE)
    answer = asked(reader, f"{path}#q1")
    in_json = read_json(reader.answer.data)
    reader.get(f"/oembed?url={quote('http://localhost' + path + '#q1', safe='')}&format=xml")
    assert reader.answer.mimetype == "text/xml"
    assert {child.tag: child.text for child in ElementTree.fromstring(reader.answer.data)} == {
        name: str(value) for name, value in answer.items()
    }
    assert read_xml(reader.answer.data) == in_json


@pytest.mark.parametrize(("width", "height"), [(300, 100), (10_000, 10_000), (1, 1)])
def test_a_card_is_no_larger_than_asked(app: Flask, reader: Reader, width: int, height: int) -> None:
    answer = asked(reader, publish_one(app), maxwidth=width, maxheight=height)
    assert 1 <= answer["width"] <= width
    assert 1 <= answer["height"] <= height


@pytest.mark.parametrize("size", ["0", "-1", "wide", "", "1e3"])
def test_a_size_that_is_none_is_left_aside(app: Flask, reader: Reader, size: str) -> None:
    assert asked(reader, publish_one(app), maxwidth=size, maxheight=size)["width"] == 600


def test_other_formats_are_not_implemented(app: Flask, reader: Reader) -> None:
    path = publish_one(app)
    for form in ("yaml", "JSON", ""):
        asked(reader, path, format=form)
        assert reader.status == 501
        assert reader.answer.mimetype == "application/problem+json"
        assert reader.answer.headers["Access-Control-Allow-Origin"] == "*"


def test_what_is_not_public_does_not_exist(app: Flask, reader: Reader) -> None:
    path = publish_one(app)
    with app.app_context():
        keep_statement(url="https://press.harbourline.example/unused")
        keep_draft(make_user(Role.author), title="A secret", body=BODY, slug="secret")
    secret = path.replace("on-lamps", "secret")
    for hidden in (secret, "/statements/2/", "/admin/", "/admin/posts/1/"):
        asked(reader, hidden)
        assert reader.status == 404, hidden
    with app.app_context(), writing():
        post = db.session.scalars(sa.select(Post).where(Post.title == "On lamps")).one()
        withdraw(post, by=post.author, reason="The wrong lamp.")
    for hidden in (path, f"{path}#q1", "/statements/1/"):
        asked(reader, hidden)
        assert reader.status == 404, hidden
        assert reader.answer.headers["Access-Control-Allow-Origin"] == "*"
    reader.sign_in("mara@example.org")
    asked(reader, path)  # the author sees no more than anyone
    assert reader.status == 404


@pytest.mark.parametrize(
    "url",
    [
        "", "http://localhost/", "http://elsewhere.example/statements/1/", "https://localhost:8443/statements/1/",
        "javascript:alert(1)", "/statements/1/", "http://localhost/statements/99/", "http://localhost/2025/2/31/on-lamps/",
        "http://localhost/statements/1/versions/9/", "http://[::1", "http://localhost:99999/", "http://localhost/%00",
        "http://localhost/comments/1/", "http://localhost/oembed", "http://localhost@evil.example/statements/1/",
        "http://localhost/2025/5/15/on-lamps/%ff", "http://localhost/nothing\n",
    ],
)  # fmt: skip
def test_an_address_of_nothing_here_is_not_found(app: Flask, reader: Reader, url: str) -> None:
    publish_one(app)
    reader.get("/oembed", query_string={"url": url})
    assert reader.status == 404


def test_a_quotation_that_is_not_there_is_not_found(app: Flask, reader: Reader) -> None:
    path = publish_one(app)
    asked(reader, f"{path}#q9")
    assert reader.status == 404


def test_an_address_is_understood_as_readers_write_it(app: Flask, reader: Reader) -> None:
    path = publish_one(app)
    for way, base in (
        (path.rstrip("/"), "http://localhost"),
        (path, "https://localhost"),
        (path, "http://LOCALHOST"),
    ):
        assert asked(reader, way, base=base)["title"] == "On lamps"
    assert asked(reader, re.sub(r"^/\d+/", "/2001/", path))["title"] == "On lamps"


@pytest.mark.parametrize("page", ["post", "/statements/1/", "/statements/1/versions/1/"])
def test_a_page_names_where_its_card_is(app: Flask, reader: Reader, page: str) -> None:
    path = publish_one(app)
    page = path if page == "post" else page
    links = {
        link.get("type"): link.get("href")
        for link in reader.get(page).page.xpath("//head/link[@rel='alternate']")
    }
    for kind, form in (("application/json+oembed", "json"), ("text/xml+oembed", "xml")):
        href = links[kind]
        assert (
            href == f"http://localhost/oembed?url={quote('http://localhost' + page, safe='')}&format={form}"
        )
        assert reader.get(href.removeprefix("http://localhost")).status == 200


def test_the_html_to_copy_is_the_html_that_is_answered(app: Flask, reader: Reader) -> None:
    path = publish_one(app)
    to_copy = "//details[contains(@class, 'embed-this')]//textarea"
    for page, cards in ((path, ("", "#q1", "#q2")), ("/statements/1/", ("",))):
        answers = [asked(reader, page + fragment)["html"] for fragment in cards]
        assert [area.text for area in reader.get(page).page.xpath(to_copy)] == answers
