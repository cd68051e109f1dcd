"""What readers get of a player: a still card, nothing from elsewhere, and one host let in on one page."""

from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.roles import Role
from blog.embed.models import Player
from blog.embed.players.keeping import keep_failure, keep_found, keep_gone
from blog.embed.players.looking_up import Found
from blog.embed.players.thumbnails import Picture
from blog.extensions import db
from blog.site import Site
from blog.sources import payloads
from blog.transactions import writing
from tests.client import Reader
from tests.embed.players.sites import PNG
from tests.factories import make_user
from tests.statements import keep_draft, keep_post

URL = "https://www.youtube.com/watch?v=foghorn0007"
FRAME = "https://www.youtube.com/embed/foghorn0007?feature=oembed"
BODY = f"Hear it.\n\n/// embed | {URL}\n///\n"
FOUND = Found(
    provider="YouTube", kind="video", title="The <b>foghorn</b> at dusk", author="Harbourline",
    author_url="https://www.youtube.com/@harbourline", width=640, height=360, frame_url=FRAME,
)  # fmt: skip


def keep_known(app: Flask, *, found: Found = FOUND, is_published: bool = True) -> str:
    """A post with a player that was fetched; its address."""
    with app.app_context():
        make = keep_post if is_published else keep_draft
        path = make(make_user(Role.author, email="mara@example.org"), body=BODY).path
        digest = payloads.keep(PNG)
        with writing():
            keep_found(db.session.scalars(sa.select(Player)).one(), found, Picture(digest, "image/png"))
    return path if is_published else ""


def frames(reader: Reader) -> str:
    policy = reader.answer.headers["Content-Security-Policy"]
    return next(part.strip() for part in policy.split(";") if part.strip().startswith("frame-src"))


def test_a_player_is_a_still_card_with_a_link(app: Flask, reader: Reader) -> None:
    reader.get(keep_known(app))
    (card,) = reader.page.xpath("//figure[contains(@class, 'player')]")
    assert (card.get("id"), card.get("data-frame")) == ("e1", f"{FRAME}&autoplay=1")
    assert card.get("data-title") == "The <b>foghorn</b> at dusk, on YouTube"
    links = {" ".join(a.text_content().split()): a.get("href") for a in card.iter("a")}
    assert links["The <b>foghorn</b> at dusk"] == links["Open at youtube.com ↗"] == URL
    assert links["Harbourline"] == "https://www.youtube.com/@harbourline"
    (controls,) = card.xpath(".//*[@hidden]")  # for the script to show
    assert "Plays from www.youtube.com" in controls.text_content()
    assert not reader.page.xpath("//iframe")
    (image,) = card.iter("img")
    assert image.get("src").startswith("/players/")
    assert reader.page.xpath("//script[contains(@src, 'player.js')]")


def test_only_the_page_with_the_player_may_frame_its_host(app: Flask, reader: Reader) -> None:
    path = keep_known(app)
    assert frames(reader.get(path)) == "frame-src 'self' https://www.youtube.com"
    for other in ("/", "/feed.atom", "/statements/", "/tags/", "/nothing"):
        assert frames(reader.get(other)) == "frame-src 'self'", other


def test_a_feed_has_a_link(app: Flask, reader: Reader) -> None:
    keep_known(app)
    root = ElementTree.fromstring(reader.get("/feed.atom").answer.data)
    content = root.findtext(".//{http://www.w3.org/2005/Atom}content") or ""
    assert f'<a href="{URL}">The &lt;b&gt;foghorn&lt;/b&gt; at dusk</a>, Harbourline (youtube.com)' in content
    assert "iframe" not in content


def test_a_card_is_a_plain_link_until_something_is_known(app: Flask, reader: Reader) -> None:
    with app.app_context():
        path = keep_post(make_user(Role.author), body=BODY).path
    (card,) = reader.get(path).page.xpath("//figure[contains(@class, 'player')]")
    assert "youtube.com/watch" in card.text_content()
    assert "data-frame" not in card.attrib
    assert not card.xpath(".//img | .//button")
    assert frames(reader) == "frame-src 'self'"


def test_a_card_stays_and_says_so_when_its_original_went(app: Flask, reader: Reader) -> None:
    path = keep_known(app)
    with app.app_context(), writing():
        keep_gone(db.session.scalars(sa.select(Player)).one())
    reader.get(path)
    assert "The <b>foghorn</b> at dusk" in reader.text
    assert "No longer at youtube.com" in reader.text
    assert "data-frame" not in reader.answer.get_data(as_text=True)
    assert frames(reader) == "frame-src 'self'"


def test_a_provider_that_the_settings_leave_out_plays_nowhere(app: Flask, reader: Reader) -> None:
    path = keep_known(app)
    with app.app_context(), writing():
        db.session.merge(Site(id=1, player_providers=["Vimeo"]))
    assert "data-frame" not in reader.get(path).answer.get_data(as_text=True)
    assert frames(reader) == "frame-src 'self'"


def test_a_thumbnail_is_ours_and_nothing_but_a_picture(app: Flask, reader: Reader) -> None:
    (source,) = reader.get(keep_known(app)).page.xpath("//figure//img/@src")
    answer = reader.get(source).answer
    assert (answer.data, answer.mimetype) == (PNG, "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    again = reader.client.get(source, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_thumbnail_of_a_draft_is_for_those_who_write(app: Flask, reader: Reader) -> None:
    keep_known(app, is_published=False)
    assert reader.get("/players/1/thumbnail").status == 404
    assert reader.sign_in("mara@example.org").get("/players/1/thumbnail").status == 200
    assert "public" not in reader.answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/players/99/thumbnail", "/players/x/thumbnail", "/players/99999999999/thumbnail"]
)
def test_a_thumbnail_that_is_not_there_is_not_found(reader: Reader, path: str) -> None:
    assert reader.get(path).status == 404


def test_a_thumbnail_that_was_deleted_is_not_found(app: Flask, reader: Reader) -> None:
    keep_known(app)
    with app.app_context():
        payloads.forget(db.session.scalars(sa.select(Player)).one().thumbnail_sha256)
    assert reader.get("/players/1/thumbnail").status == 404


def test_a_preview_shows_the_card(app: Flask, reader: Reader) -> None:
    keep_known(app, is_published=False)
    reader.sign_in("mara@example.org").get("/admin/posts/1/").submit("Preview")
    assert reader.page.xpath("//*[contains(@class, 'preview')]//figure[contains(@class, 'player')]")
    assert "The <b>foghorn</b> at dusk" in reader.text


def test_an_author_is_told_why_a_player_is_a_plain_link(app: Flask, reader: Reader) -> None:
    keep_known(app, is_published=False)
    reader.sign_in("mara@example.org").get("/admin/posts/1/")
    assert "out of date" not in reader.text
    with app.app_context(), writing():
        keep_failure(
            db.session.scalars(sa.select(Player)).one(), why="youtube.com could not be asked (timeout)."
        )
    assert (
        "may be out of date: youtube.com could not be asked (timeout)." in reader.get("/admin/posts/1/").text
    )
    with app.app_context(), writing():
        keep_gone(db.session.scalars(sa.select(Player)).one())
    assert f"There is nothing at {URL} for the public any more." in reader.get("/admin/posts/1/").text
