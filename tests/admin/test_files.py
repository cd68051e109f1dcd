"""The library at the desk and the addresses of its files."""

import io
from typing import Any

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.extensions import db
from blog.posts.media.keeping import FILE_LIMIT
from blog.posts.media.models import File
from tests.client import Reader
from tests.factories import make_user
from tests.posts.media.keeping import keep_file
from tests.posts.media.pictures import draw, pdf, saved
from tests.statements import keep_draft, keep_post, keep_statement, quote_block, statement_block

EMAIL = "author@harbourline.example"


@pytest.fixture
def desk(app: Flask, reader: Reader) -> Reader:
    with app.app_context():
        make_user(Role.author, email=EMAIL)
    return reader.sign_in(EMAIL)


def picture(width: int = 60) -> bytes:
    return saved(draw(width, 40), "PNG")


def send(desk: Reader, *files: tuple[bytes, str], **more: Any) -> Reader:
    token = desk.get("/admin/files/").form("Upload").fields["csrf_token"]
    sent = [(io.BytesIO(raw), name) for raw, name in files]
    return desk.post("/admin/files/", data={"csrf_token": token, "file": sent}, **more)


def test_a_picture_is_uploaded_described_put_into_a_post_and_deleted_when_unused(
    app: Flask, desk: Reader
) -> None:
    send(desk, (saved(draw(640, 400)), "Lamps at dusk.jpg"))
    assert desk.url == "/admin/files/1/" and "Say what it shows" in desk.text and "No post." in desk.text
    desk.submit("Save", alt="Two lamps at dusk.", caption="From the mole.", credit="Photo: Ines Okafor")
    assert "Saved." in desk.text
    markdown = desk.page.get_element_by_id("markdown").get("value")
    assert markdown.startswith("![Two lamps at dusk.](/media/")
    desk.get("/admin/posts/new").publish(title="On lamps", body=f"Mine.\n\n{markdown}")
    figure = desk.page.find_class("picture")[0]
    image = figure.find(".//img")
    assert image.get("alt") == "Two lamps at dusk." and (image.get("width"), image.get("height")) == (
        "640",
        "400",
    )
    shared = {meta.get("property"): meta.get("content") for meta in desk.page.iter("meta")}
    assert (
        shared["og:image"] == f"http://localhost{image.get('src')}"
        and shared["og:image:alt"] == "Two lamps at dusk."
    )
    assert (
        f'"image": {{"@type": "ImageObject", "url": "http://localhost{image.get("src")}"' in desk.answer.text
    )
    assert figure.find("figcaption").text_content() == "From the mole. · Photo: Ines Okafor"
    desk.get("/admin/files/1/")
    assert "On lamps" in desk.text and "Delete this file" not in desk.text
    desk.get("/admin/posts/1/").submit("Save changes", body="Mine.")
    desk.get("/admin/files/1/").submit("Delete this file for good")
    assert "is deleted" in desk.text and desk.get(image.get("src")).status == 404


def test_several_files_come_at_once_and_a_bad_one_does_not_take_the_others_with_it(desk: Reader) -> None:
    send(desk, (picture(50), "a.png"), (b"<svg></svg>", "b.svg"), (pdf(), "terms.pdf"))
    assert desk.status == 422 and "b.svg: An SVG file can hold scripts" in desk.error_beside("file")
    assert "Kept nevertheless: a.png, terms.pdf." in desk.text
    send(desk, (picture(51), "c.png"), (picture(52), "d.png"))
    assert "Kept 2 files." in desk.text
    token = desk.form("Upload").fields["csrf_token"]
    desk.post("/admin/files/", data={"csrf_token": token})
    assert desk.status == 422 and desk.error_beside("file") == "Choose a file first."


def test_a_script_is_answered_with_what_to_put_into_the_post(desk: Reader) -> None:
    said = send(desk, (pdf(), "The [new] terms.pdf"), headers={"Accept": "application/json"}).answer
    assert said.status_code == 201 and said.json
    assert (
        said.json["markdown"] == f"[The \\[new\\] terms.pdf]({said.json['url']})"
        and not said.json["needs_alt"]
    )
    said = send(desk, (b"<svg/>", "a.svg"), headers={"Accept": "application/json"}).answer
    assert said.status_code == 422 and said.json and "SVG" in said.json["detail"]


class Counting(io.BytesIO):
    """An endless upload that counts how much of it was read."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size and size > 0
        self.taken += size
        return bytes(size)


@pytest.mark.parametrize("is_author", [True, False])
def test_what_is_too_large_is_refused_before_it_is_read(app: Flask, reader: Reader, is_author: bool) -> None:
    with app.app_context():
        make_user(Role.author if is_author else Role.reader, email=EMAIL)
    reader.sign_in(EMAIL)
    endless, limit = Counting(), 64 if is_author else 8
    answer = reader.client.post(
        "/admin/files/",
        input_stream=endless,
        environ_overrides={"CONTENT_LENGTH": str((limit + 1) * 1024**2)},
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413 and endless.taken == 0
    assert f"larger than the {limit} MiB" in answer.get_data(as_text=True)


def test_a_file_over_the_limit_is_told_with_it(desk: Reader) -> None:
    token = desk.get("/admin/files/").form("Upload").fields["csrf_token"]
    parts = [f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'.encode()]
    parts += [b'--x\r\nContent-Disposition: form-data; name="file"; filename="long.pdf"\r\n\r\n%PDF-']
    parts += [bytes(FILE_LIMIT), b"\r\n--x--\r\n"]
    stream = io.BytesIO(b"".join(parts))
    desk.post("/admin/files/", input_stream=stream, content_type="multipart/form-data; boundary=x")
    assert desk.status == 422 and "at most 20 are taken" in desk.error_beside("file")


def kept(app: Flask, raw: bytes, name: str) -> File:
    author = db.session.query(User).filter_by(email=EMAIL).one()
    return keep_file(author, name, raw)


def test_an_address_answers_for_good_says_only_its_type_and_runs_nothing(app: Flask, desk: Reader) -> None:
    with app.app_context():
        file, terms = kept(app, saved(draw(1300, 40)), "a.jpg"), kept(app, pdf(), "terms.pdf")
        author = db.session.query(User).filter_by(email=EMAIL).one()
        keep_post(author, body=f"![A]({file.url})\n\nSee [the terms]({terms.url}).")
        url, key, pdf_url, day = file.url, file.key, terms.url, 86_400
    stranger = app.test_client()
    for name, kind in ((url, "jpeg"), (f"/media/{key}/480.avif", "avif"), (f"/media/{key}/960.webp", "webp")):
        answer = stranger.get(name)
        assert answer.status_code == 200 and answer.mimetype == f"image/{kind}"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Cache-Control"] == f"max-age={day}, public"
        assert stranger.get(name, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert stranger.get(f"/media/{key}/481.avif").status_code == 404
    assert stranger.get(f"/media/{key}/original.pdf").status_code == 404
    said = stranger.get("/feed.json").get_json()["items"][0]["content_html"]
    assert (
        f'<a href="http://localhost{pdf_url}">the terms</a> <small class="file">(PDF, 1 page, 2 KB)</small>'
        in said
    )
    answer = stranger.get(pdf_url)
    assert answer.mimetype == "application/pdf" and "attachment" in answer.headers["Content-Disposition"]


def test_a_draft_shows_its_picture_in_the_preview_and_an_unused_one_is_for_authors(
    app: Flask, desk: Reader
) -> None:
    with app.app_context():
        url = kept(app, picture(), "a.png").url
    assert app.test_client().get(url).status_code == 404
    assert desk.client.get(url).headers["Cache-Control"] == "max-age=86400, private"
    desk.get("/admin/posts/new").submit("Preview", title="On lamps", body=f"![Lamps]({url})")
    assert desk.page.find_class("picture")


def test_pictures_stand_in_notes_and_in_the_feed_with_whole_addresses(app: Flask, desk: Reader) -> None:
    with app.app_context():
        author = db.session.query(User).filter_by(email=EMAIL).one()
        url = kept(app, picture(), "a.png").url
        keep_statement(by=author)
        keep_post(
            author,
            body=f"Mine ![Small]({url}) here.\n\n{statement_block(note=f'![Lamps]({url})')}\n{quote_block()}",
        )
    home = desk.get("/feed.json").answer.json
    assert home and 'src="http://localhost/media/' in home["items"][0]["content_html"]
    assert (
        " /media/" not in home["items"][0]["content_html"]
        and '"/media/' not in home["items"][0]["content_html"]
    )
    post = desk.get(home["items"][0]["url"].removeprefix("http://localhost"))
    assert len(post.page.xpath("//img[@srcset]")) == 2 and len(post.page.find_class("picture")) == 1


def test_who_may_not_see_a_draft_is_not_told_that_it_uses_a_file(app: Flask, desk: Reader) -> None:
    with app.app_context():
        url = kept(app, picture(), "a.png").url
        keep_draft(make_user(Role.author), title="A secret", body=f"![Lamps]({url})")
    desk.get("/admin/files/1/")
    assert "A secret" not in desk.text and "1 post of others, not published" in desk.text
