"""Capturing at the desk: by address, by file, from one's own browser; what fails comes back with what to do."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.roles import Role
from blog.extensions import db
from blog.jobs import run_due
from blog.sources.models import Capture, Method, Snapshot
from tests.client import Reader
from tests.factories import make_user
from tests.sites import Site, page, running_site
from tests.statements import LETTER

WORDS = "We have never dimmed a lamp to save oil, and we will not begin this year or in any year to come."
URL = "https://press.harbourline.example/letters/lamps"


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    with running_site() as running:
        settings = app.config["SETTINGS"]
        app.config["SETTINGS"] = replace(settings, fetch_allow=(running.host,))
        yield running
        app.config["SETTINGS"] = settings


def author_of(app: Flask, role: Role = Role.author) -> Reader:
    with app.app_context():
        email = make_user(role).email
    return Reader(app).sign_in(email)


@pytest.fixture
def author(app: Flask) -> Reader:
    return author_of(app)


def work(app: Flask) -> None:
    with app.app_context():
        run_due()


def kept(app: Flask) -> list[Method]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Snapshot.method)))


def upload(author: Reader, content: bytes, name: str, **fields: str) -> Reader:
    action, data = author.get("/admin/sources/new").filled("Keep the file", url=URL, **fields)
    return author.post(action, data={**data, "file": (BytesIO(content), name)})


def test_a_page_is_fetched_followed_and_answered(app: Flask, author: Reader, site: Site) -> None:
    url = site.show(page(WORDS, WORDS.replace("lamp", "bell")))
    author.get("/admin/sources/new").submit("Fetch it", url=url)
    assert "Fetching the page" in author.text
    assert author.client.get(author.url, headers={"Accept": "application/json"}).get_json() == {
        "progress": "waiting",
        "is_over": False,
    }
    work(app)
    assert "version 1 is kept" in author.get(author.url).text
    author.submit("Answer it")
    assert f"/// statement | {url}" in author.text


def test_what_fails_says_why_and_offers_the_other_ways(app: Flask, author: Reader, site: Site) -> None:
    author.get("/admin/sources/new").submit("Fetch it", url=site.url("/missing"))
    work(app)
    author.get(author.url)
    assert "404" in author.text
    assert {"Try again", "Paste or upload it", "Use the bookmarklet"} <= {
        element.text for element in author.page.xpath("//main//*[self::button or self::a]")
    }
    assert kept(app) == []


def test_an_address_that_is_none_comes_back_beside_its_field(author: Reader) -> None:
    author.get("/admin/sources/new").submit("Fetch it", url="harbourline")
    assert author.status == 422
    assert "http" in author.error_beside("url")


def test_nobody_sees_what_another_asked_for(app: Flask, author: Reader, site: Site) -> None:
    author.get("/admin/sources/new").submit("Fetch it", url=site.show(page(WORDS)))
    assert author_of(app).get(author.url).status == 404
    assert author_of(app, Role.moderator).get(author.url).status == 403


@pytest.mark.parametrize(
    ("content", "name"),
    [(page(WORDS).encode(), "letter.html"), (LETTER.encode(), "letter.txt")],
)
def test_a_file_is_kept_as_uploaded(app: Flask, author: Reader, content: bytes, name: str) -> None:
    upload(author, content, name)
    assert author.status == 200
    assert "never dimmed a lamp" in author.text
    assert kept(app) == [Method.UPLOADED]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "letter.html"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "letter.png"),
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Cat", "letter.pdf"),
        (b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 999\r\n\r\nHTTP/1.1 200", "letter.warc"),
        (b"\x1f\x8b\x08\x00broken", "letter.warc.gz"),
        (b"<html><body></body></html>", "letter.html"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_kept(
    app: Flask, author: Reader, content: bytes, name: str
) -> None:
    upload(author, content, name)
    assert author.status == 422
    assert author.error_beside("file")
    assert author.page.xpath("//input[@id='file-url']/@value") == [URL]
    assert kept(app) == []


def test_an_earlier_version_carries_the_date_that_was_stated(app: Flask, author: Reader) -> None:
    upload(author, page(WORDS).encode(), "new.html")
    upload(author, page(WORDS.replace("never", "seldom")).encode(), "old.html", stated_on="2024-03-01")
    with app.app_context():
        days = db.session.scalars(sa.select(Snapshot.stated_on).order_by(Snapshot.version)).all()
    assert [str(day) for day in days] == ["None", "2024-03-01"]


def test_a_date_that_is_none_comes_back_beside_its_field(author: Reader) -> None:
    upload(author, page(WORDS).encode(), "old.html", stated_on="last year")
    assert "not a date" in author.error_beside("stated_on")


def test_a_page_from_ones_own_browser_says_so(app: Flask, author: Reader) -> None:
    author.get("/admin/captures/browser").submit("Keep the page", url=URL, html=page(WORDS))
    assert "never dimmed a lamp" in author.text
    assert kept(app) == [Method.BROWSER]


@pytest.mark.parametrize(("url", "html"), [("", page(WORDS)), (URL, "  "), (URL, "<p></p>")])
def test_a_page_that_came_wrong_keeps_what_was_typed(app: Flask, author: Reader, url: str, html: str) -> None:
    author.get("/admin/captures/browser").submit("Keep the page", url=url, html=html)
    assert author.status == 422
    assert html.strip() in author.page.xpath("string(//textarea[@name='html'])")
    assert kept(app) == []


def test_only_the_page_that_waits_for_another_window_may_be_spoken_to(author: Reader) -> None:
    author.get("/admin/captures/browser")
    assert author.answer.headers["Cross-Origin-Opener-Policy"] == "unsafe-none"
    author.get("/admin/captures/bookmarklet")
    assert author.answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    (script,) = author.page.xpath("//a[starts-with(@href, 'javascript:')]/@href")
    assert "'http://localhost/admin/captures/browser'" in script


def test_an_answer_needs_something_that_was_kept(app: Flask, author: Reader, site: Site) -> None:
    author.get("/admin/sources/new").submit("Fetch it", url=site.url("/missing"))
    work(app)
    with app.app_context():
        number = db.session.scalars(sa.select(Capture.id)).one()
    token = author.get(author.url).form("Try again").fields["csrf_token"]
    assert author.post(f"/admin/captures/{number}/answer", data={"csrf_token": token}).status == 404


def test_what_was_given_can_be_answered_from_its_own_page(author: Reader) -> None:
    upload(author, LETTER.encode(), "letter.txt")
    author.submit("Answer it")
    assert f"/// statement | {URL}" in author.page.xpath("string(//textarea[@name='body'])")


def test_a_second_press_asks_for_the_same_look(app: Flask, author: Reader, site: Site) -> None:
    url = site.show(page(WORDS))
    for _ in range(2):
        author.get("/admin/sources/new").submit("Fetch it", url=url)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Capture.id))) == 1


def bring(author: Reader, way: str, html: str, **fields: str) -> Reader:
    if way == "file":
        return upload(author, html.encode(), "letter.html", **fields)
    return author.get("/admin/captures/browser").submit("Keep the page", url=URL, html=html)


def ticked(author: Reader) -> list[str]:
    return [
        label.text_content().split(": ", 1)[1].strip()
        for label in author.page.xpath("//label[@class='pick'][input[@checked]]")
    ]


def choose_first_paragraph(author: Reader) -> None:
    action, data = author.filled("Keep as a new reading")
    (box,) = author.page.xpath("//label[contains(., 'never dimmed a lamp')]/input/@name")
    author.send((action, {n: v for n, v in data.items() if not n.startswith("inside-") or n == box}))


BELLS = "The bells on the east mole are rung in fog, and nobody has complained about them for thirty years."
MISSED = "The blocks that were chosen to be the statement were not found in this"


@pytest.mark.parametrize("way", ["file", "browser"])
def test_what_was_chosen_to_be_the_statement_is_it_in_a_copy_that_is_given(author: Reader, way: str) -> None:
    bring(author, way, page(WORDS, BELLS))
    choose_first_paragraph(author)
    bring(author, way, page(WORDS, BELLS + " Not one."))
    assert ticked(author) == [WORDS]
    assert MISSED not in author.text


@pytest.mark.parametrize("way", ["file", "browser"])
def test_a_given_copy_without_what_was_chosen_says_so(author: Reader, way: str) -> None:
    bring(author, way, page(WORDS, BELLS))
    choose_first_paragraph(author)
    fares = (
        "<div><p>"
        + "</p><p>".join(f"Fare {number} is raised by a third." for number in range(9))
        + "</p></div>"
    )
    bring(author, way, f"<!DOCTYPE html><html><body>{fares}</body></html>")
    assert MISSED in author.text
    assert len(ticked(author)) == 9
    choose = author.filled("Keep as a new reading")
    author.send(choose)
    assert MISSED not in author.text


def test_an_earlier_version_without_what_was_chosen_is_told_once(author: Reader) -> None:
    bring(author, "file", page(WORDS, BELLS))
    choose_first_paragraph(author)
    old = (
        "<!DOCTYPE html><html><body><p>"
        + "</p><p>".join(f"Fare {n} stays." for n in range(9))
        + "</p></body></html>"
    )
    bring(author, "file", old, stated_on="2024-03-01")
    assert MISSED in author.text
    assert MISSED not in author.get(author.url).text
