"""What readers see: posts, lists, statements, the feed; what they may not see does not exist for them."""

from xml.etree import ElementTree

import mf2py
import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.roles import Role
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.publishing.states import withdraw
from blog.posts.writing.drafts import Draft
from blog.posts.writing.saving import prepare, revise
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_user
from tests.statements import QUOTE, URL, keep_draft, keep_post, keep_statement, quote_block, statement_block

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert(1)</script> & “<b>bold</b>”"
BODY = "Of lamps and promises.\n\n" + statement_block(note="Mine, beside it.") + "\n" + quote_block()


def publish_one(app: Flask, **fields: str) -> str:
    """A published post on a kept statement; returns its address."""
    with app.app_context():
        keep_statement()
        return keep_post(
            make_user(Role.author, name="Mara Lind"), **{"body": BODY, "tags": "Harbours", **fields}
        ).path


def test_a_post_reads_back_as_microformats(app: Flask, reader: Reader) -> None:
    address = publish_one(app, gist=QUOTE)
    page = reader.get(address).answer.get_data(as_text=True)
    entries = [
        i for i in mf2py.parse(doc=page, url=f"http://localhost{address}")["items"] if "h-entry" in i["type"]
    ]
    assert len(entries) == 1
    entry = entries[0]["properties"]
    assert (entry["name"], entry["category"]) == (["On lamps"], ["Harbours"])
    assert entry["author"][0]["properties"]["name"] == ["Mara Lind"]
    assert "Of lamps and promises." in entry["content"][0]["value"]
    assert len(entry["published"]) == 1
    (repost,) = entry["repost-of"]
    assert repost["type"] == ["h-cite"]
    assert repost["properties"]["url"] == [URL]
    assert repost["properties"]["published"] == ["2025-05-14"]
    assert repost["properties"]["author"][0]["properties"]["name"] == ["Ines Okafor"]
    assert "Mine, beside it." not in str(repost)


@pytest.mark.parametrize("typed", [QUOTE, f"“{QUOTE}”"])
def test_a_quoted_gist_is_told_from_the_authors_words_wherever_it_stands(
    app: Flask, reader: Reader, typed: str
) -> None:
    address = publish_one(app, gist=typed)
    for page in ("/", "/tags/harbours/"):
        reader.get(page)
        assert reader.page.xpath("//*[@class='gist p-summary']/q/text()") == [QUOTE]
    described = reader.get(address).page.xpath(
        "//meta[@name='description' or @property='og:description']/@content"
    )
    assert described == [f"“{QUOTE}”"] * 2
    assert f"<summary>“{QUOTE}”</summary>" in reader.get("/feed.atom").answer.get_data(as_text=True)


def test_a_gist_of_the_authors_own_stands_without_quotation_marks(app: Flask, reader: Reader) -> None:
    address = publish_one(app, gist="My own view.")
    assert reader.get("/").page.xpath("//*[@class='gist p-summary']/text()") == ["My own view."]
    assert not reader.page.xpath("//q")
    assert reader.get(address).page.xpath("//meta[@name='description']/@content") == ["My own view."]


def test_a_quotation_names_its_source_and_verdict(app: Flask, reader: Reader) -> None:
    reader.get(publish_one(app))
    (quotation,) = reader.page.xpath("//blockquote[@class='quotation' or contains(@class, 'quotation ')]")
    assert (quotation.get("cite"), quotation.get("data-verdict")) == (URL, "verbatim")


def test_what_people_type_is_escaped_wherever_it_stands(app: Flask, reader: Reader) -> None:
    address = publish_one(
        app, title=HOSTILE, gist=HOSTILE, tags="<script>alert(1)</script>", body=HOSTILE + "\n\n" + BODY
    )
    for page in ("/", address, "/tags/", "/statements/", "/statements/1/", "/nothing-here"):
        html = reader.get(page).answer.get_data(as_text=True)
        assert "<script>alert" not in html
        assert "<b>bold" not in html
    feed = reader.get("/feed.atom").answer.get_data(as_text=True)
    assert "<script" not in feed
    assert "&lt;script&gt;alert" in feed


def test_the_feed_holds_the_post_and_its_statement(app: Flask, reader: Reader) -> None:
    address = publish_one(app)
    root = ElementTree.fromstring(reader.get("/feed.atom").answer.data)
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "On lamps"
    assert entry.find(f"{ATOM}link").get("href") == f"http://localhost{address}"  # type: ignore[union-attr]
    content = entry.findtext(f"{ATOM}content") or ""
    for words in ("Of lamps and promises.", "A letter about the harbour lamps", QUOTE, "Mine, beside it."):
        assert words in content
    again = reader.client.get("/feed.atom", headers={"If-None-Match": reader.answer.headers["ETag"]})
    assert again.status_code == 304


def test_an_old_slug_leads_to_the_new_one(app: Flask, reader: Reader) -> None:
    address = publish_one(app, slug="lamps")
    with app.app_context():
        post = db.session.scalars(sa.select(Post)).one()
        prepared = prepare(Draft.parse(title=post.title, body=post.body, slug="lights"), pins={})
        with writing():
            revise(post, prepared, by=post.author, seen=post.revision)
    answer = reader.client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (301, address.replace("lamps", "lights"))


def test_a_post_under_another_day_leads_to_its_own(app: Flask, reader: Reader) -> None:
    address = publish_one(app)
    answer = reader.client.get("/2001/2/3/on-lamps/")
    assert (answer.status_code, answer.headers["Location"]) == (301, address)


@pytest.mark.parametrize(
    "path",
    ["/2025/2/31/on-lamps/", "/2025/5/15/nothing/", "/tags/nothing/", "/authors/nobody/", "/statements/99/",
     "/statements/1/versions/9/", "/statements/?after=x", "/?before=x", "/statements/99999999999/", "/0/0/0/x/",
     "/tags/%00/", "/authors/%00/", "/2025/5/15/%00/", "/?before=%00"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(app: Flask, reader: Reader, path: str) -> None:
    publish_one(app)
    assert reader.get(path).status == 404
    assert "On lamps" in reader.text  # the newest posts are offered


def test_a_missing_page_answers_machines_in_json(reader: Reader) -> None:
    reader.get("/nothing-here", headers={"Accept": "application/json"})
    assert reader.answer.mimetype == "application/problem+json"
    assert reader.answer.json == {
        "type": "about:blank",
        "title": "There is nothing here",
        "status": 404,
        "detail": "There is nothing at this address.",
    }


def test_drafts_and_their_statements_do_not_exist_for_readers(app: Flask, reader: Reader) -> None:
    with app.app_context():
        keep_statement()
        keep_draft(make_user(Role.author, name="Mara Lind"), title="A secret", body=BODY, tags="Hidden")
    for path in ("/", "/feed.atom", "/tags/", "/statements/"):
        text = reader.get(path).answer.get_data(as_text=True)
        assert "A secret" not in text
        assert "harbour lamps" not in text
        assert "Hidden" not in text
    for path in ("/statements/1/", "/statements/1/versions/1/", "/tags/hidden/"):
        assert reader.get(path).status == 404


def test_a_withdrawn_post_is_gone_from_every_list(app: Flask, reader: Reader) -> None:
    address = publish_one(app)
    with app.app_context():
        post = db.session.scalars(sa.select(Post)).one()
        with writing():
            withdraw(post, by=post.author, reason="The wrong lamp.")
    for path in ("/", "/feed.atom", "/tags/", "/statements/", "/nothing"):
        assert "On lamps" not in reader.get(path).answer.get_data(as_text=True)
    assert reader.get(address).status == 410
    assert reader.get(address + "comments/").status == 404


def test_lists_lead_to_the_post(app: Flask, reader: Reader) -> None:
    address = publish_one(app)
    handle = reader.get(address).page.xpath("//a[contains(@class, 'p-author')]/@href")[0]
    for path in ("/", "/tags/harbours/", handle, "/statements/1/"):
        assert reader.get(path).page.xpath("//main//a[@href=$address]", address=address), path


def test_no_page_loads_anything_from_elsewhere(app: Flask, reader: Reader) -> None:
    reader.get(publish_one(app, body="![A lamp](https://elsewhere.example/lamp.png)\n\n" + BODY))
    policy = reader.answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    loaded = reader.page.xpath(
        "//link[@rel != 'canonical' and @rel != 'alternate']/@href | //script/@src | //img/@src"
    )
    assert all(address.startswith("/") for address in loaded)
    assert not reader.page.xpath(
        "//*[@style] | //style | //script[not(@src or @type='application/ld+json')] | //@*[starts-with(name(), 'on')]"
    )


def test_a_node_says_whether_it_lives_and_whether_it_can_answer(reader: Reader) -> None:
    assert [reader.get(path).answer.get_data(as_text=True) for path in ("/healthz", "/readyz")] == [
        "ok\n",
        "ok\n",
    ]


def test_the_feed_stays_xml_whatever_is_typed(app: Flask, reader: Reader) -> None:
    publish_one(app, title="Lamps \ufffe\uffff\x0b and more", body="Words\ufffe of mine.")
    assert ElementTree.fromstring(reader.get("/feed.atom").answer.data).findall(f"{ATOM}entry")


def test_two_who_store_the_same_at_once_are_told_and_lose_nothing(app: Flask, reader: Reader) -> None:
    met = sa.exc.IntegrityError("INSERT", {}, Exception("uq_post_slug"))
    with app.test_request_context("/"):
        response = app.make_response(app.handle_user_exception(met))
    assert response.status_code == 409
    assert "your browser still has it" in response.get_data(as_text=True)
