"""One record, every format: what machines read about a quotation is the same wherever they read it."""

import json

import mf2py
import pytest
import sqlalchemy as sa
from flask import Flask
from lxml import html

from blog.accounts.roles import Role
from blog.extensions import db
from blog.posts.models import Post, PostStatus
from blog.reading.json_ld import as_script
from blog.reading.records import raw_range
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
        key: (words, cite) for key, (_, words, cite) in shown.items()
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
    assert [selector["type"] for selector in items[2]["target"]["selector"]] == ["TextQuoteSelector"]


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
