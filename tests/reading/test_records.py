"""One record, every format: what machines read about a quotation is the same wherever they read it."""

import json

import mf2py
import pytest
import sqlalchemy as sa
from flask import Flask
from lxml import html

from blog.accounts.roles import Role
from blog.embed.erasing import forget_words
from blog.embed.models import Quotation
from blog.extensions import db
from blog.posts.models import Post, PostStatus
from blog.reading.json_ld import as_script
from blog.reading.records import raw_range
from blog.sources.takedowns import take_down
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_user
from tests.statements import QUOTE, URL, keep_post, keep_statement, quote_block, statement_block

ALTERED = QUOTE.replace("oil", "money")
ABSENT = "The ferries will carry goats from the first of June."
BODY = "\n".join([statement_block(), *(quote_block(words) for words in (QUOTE, ALTERED, ABSENT))])


@pytest.fixture
def path(app: Flask) -> str:
    with app.app_context():
        keep_statement()
        return keep_post(make_user(Role.author, name="Mara Lind"), body=BODY).path


def test_every_format_says_the_same_of_each_quotation(app: Flask, path: str) -> None:
    client = app.test_client()
    page = client.get(path).get_data(as_text=True)
    document = html.document_fromstring(page)
    shown = {
        figure.get("id"): (
            figure.xpath(".//blockquote/@data-verdict")[0],
            figure.xpath("string(.//blockquote/p)").strip(),
            figure.xpath(".//blockquote/@cite")[0],
        )
        for figure in document.xpath("//figure[contains(@class, 'quoted')]")
    }
    annotations = client.get("/statements/1/annotations.jsonld").get_json()["items"]
    annotated = {
        item["id"].partition("#")[2]: (
            item["rejoinder:verdict"],
            item["rejoinder:words"],
            item["target"]["source"],
        )
        for item in annotations
    }
    assert annotated == shown
    (data,) = document.xpath("//script[@type='application/ld+json']/text()")
    linked = {part["@id"].partition("#")[2]: part for part in json.loads(data)["hasPart"]}
    assert {key: (part["text"], part["isPartOf"]["url"]) for key, part in linked.items()} == {
        key: (words, cite) for key, (verdict, words, cite) in shown.items() if verdict == "verbatim"
    }
    versions = {item["target"]["state"][0]["cached"] for item in annotations}
    assert versions == {part["isPartOf"]["archivedAt"] for part in linked.values()}
    assert [verdict for verdict, _, _ in shown.values()] == ["verbatim", "altered", "not-found"]


def test_a_post_names_the_statement_it_is_based_on_in_every_format(app: Flask, path: str) -> None:
    client = app.test_client()
    page = client.get(path).get_data(as_text=True)
    (data,) = html.document_fromstring(page).xpath("//script[@type='application/ld+json']/text()")
    assert [work["url"] for work in json.loads(data)["isBasedOn"]] == [URL]
    (entry,) = [item for item in mf2py.parse(page)["items"] if "h-entry" in item["type"]]
    assert entry["properties"]["repost-of"][0]["properties"]["url"] == [URL]
    (item,) = client.get("/feed.json").get_json()["items"]
    assert item["external_url"] == URL


def test_a_selector_leads_to_the_words_in_the_kept_text(app: Flask, path: str) -> None:
    items = app.test_client().get("/statements/1/annotations.jsonld").get_json()["items"]
    quote, position, fragment = items[0]["target"]["selector"]
    assert quote["exact"] == QUOTE
    assert position["end"] - position["start"] == len(QUOTE)
    assert fragment["value"].startswith(":~:text=")
    assert "selector" not in items[2]["target"]  # these words stand nowhere


def test_nobody_is_credited_with_words_that_are_not_theirs(app: Flask, path: str) -> None:
    page = app.test_client().get(path).get_data(as_text=True)
    (data,) = html.document_fromstring(page).xpath("//script[@type='application/ld+json']/text()")
    assert [part["text"] for part in json.loads(data)["hasPart"]] == [QUOTE]


def test_what_stands_outside_the_gists_cut_is_told_wherever_the_gist_is(app: Flask) -> None:
    with app.app_context():
        keep_statement()
        author = make_user(Role.author)
        path = keep_post(author, body=statement_block("2"), gist="“dimmed a lamp to save oil”").path
    client = app.test_client()
    for address in (path, "/", "/feed.json", "/feed.atom", f"/oembed?url=http://localhost{path}"):
        assert "We have never" in client.get(address).get_data(as_text=True), address


@pytest.mark.parametrize("is_erased", [False, True])
def test_of_a_copy_that_was_taken_down_only_the_quoted_words_are_left(app: Flask, is_erased: bool) -> None:
    left_out = "those on the east mole"
    with app.app_context():
        snapshot = keep_statement().snapshot
        owner = make_user(Role.owner)
        shortened, altered = (
            quote_block("The lamps on the west mole … are lit when a boat is expected."),
            quote_block(ALTERED),
        )
        path = keep_post(owner, body=f"{shortened}\n{altered}").path
    client = app.test_client()
    addresses = (
        path,
        "/statements/1/annotations.jsonld",
        "/feed.json",
        "/feed.atom",
        f"/oembed?url=http://localhost{path}",
    )
    before = "".join(client.get(address).get_data(as_text=True) for address in addresses)
    assert left_out in before
    with app.app_context(), writing():
        snapshot = db.session.merge(snapshot)
        take_down(snapshot, reason="It is private.", erase=is_erased, by=db.session.merge(owner))
        if is_erased:
            forget_words(snapshot)
    after = "".join(client.get(address).get_data(as_text=True) for address in addresses)
    assert left_out not in after and "stands only there" not in after
    with app.app_context():
        kept = "".join(str(row) for row in db.session.execute(sa.select(Quotation.__table__)))
    assert (left_out in kept) is not is_erased


def test_what_readers_may_not_see_is_in_no_format(app: Flask, path: str) -> None:
    with app.app_context(), writing():
        db.session.execute(sa.update(Post).values(status=PostStatus.WITHDRAWN))
    assert Reader(app).get("/statements/1/annotations.jsonld").status == 404
    assert app.test_client().get("/feed.json").get_json()["items"] == []


def test_the_feed_is_json_feed(app: Flask, path: str) -> None:
    answer = app.test_client().get("/feed.json")
    feed = answer.get_json()
    assert answer.mimetype == "application/feed+json"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = feed["items"]
    assert {"id", "url", "content_html", "date_published"} <= set(item)
    assert QUOTE in item["content_html"]


def test_no_words_end_the_script_that_holds_them() -> None:
    script = as_script({"headline": "</script><script>alert(1)</script> & \u2028"})
    assert "<" not in script
    assert json.loads(str(script))["headline"].startswith("</script>")


def test_offsets_lead_into_the_documents_own_text() -> None:
    runs = [[0, 10], [5, 40], [9, 100]]
    assert raw_range(runs, 1, 4) == (11, 14)
    assert raw_range(runs, 3, 7) == (13, 42)
    assert raw_range([], 3, 7) is None
