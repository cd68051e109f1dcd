"""A statement’s page tells its versions, how its original stands, who quotes it; a version’s page is its evidence."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from blog.accounts.roles import Role
from blog.embed.rechecking import recheck
from blog.extensions import db
from blog.sources.capturing import copy_of_file
from blog.sources.keeping import keep_copy
from blog.sources.models import Method, Source, SourceState, Text
from blog.sources.packs.checking import Outcome, check_pack
from blog.sources.takedowns import take_down
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_user
from tests.queries import counted_queries
from tests.sites import page
from tests.statements import (
    LETTER,
    QUOTE,
    URL,
    fetch_statement,
    keep_draft,
    keep_post,
    keep_statement,
    quote_block,
    statement_block,
)

EDITED = LETTER.replace("never dimmed a lamp", "rarely dimmed a lamp")
STATEMENT, FIRST = "/statements/1/", "/statements/1/versions/1/"


@pytest.fixture
def quoted(app: Flask) -> None:
    """A post that quotes two passages of version 1."""
    body = statement_block() + quote_block() + quote_block("Thank you for keeping watch with us.")
    with app.app_context():
        fetch_statement()
        keep_post(make_user(Role.author, name="Mara Lind"), body=body, title="On lamps")


def edit(app: Flask) -> None:
    with app.app_context():
        fetch_statement(EDITED)


def keep_page(app: Flask, method: Method = Method.UPLOADED, stated_on: date | None = None) -> int:
    """Another version of the statement, as HTML; its text's id."""
    with app.app_context():
        raw = page("We have never dimmed a lamp.", '<a href="/x" onclick="alert(1)">Read on</a>').encode()
        copy = replace(copy_of_file(raw, url=URL, name="page.html", stated_on=stated_on), method=method)
        with writing():
            return keep_copy(db.session.get_one(Source, 1), copy, by=None).id


def timeline(reader: Reader) -> list[str]:
    items = reader.page.xpath("//ol[@class='timeline']/li")
    return [" ".join(item.text_content().split()) for item in items]


def test_the_versions_lead_to_what_changed_between_them(app: Flask, reader: Reader, quoted: None) -> None:
    edit(app)
    newest, first = timeline(reader.get(STATEMENT))
    assert "Version 2 · shown above · what changed since version 1" in newest
    assert "what changed" not in first
    assert reader.page.xpath("//ol[@class='timeline']//a/@href")[1] == "/statements/1/changes/1..2/"


def test_changes_are_told_from_the_newest_earlier_version_that_is_shown(
    app: Flask, reader: Reader, quoted: None
) -> None:
    edit(app)
    with app.app_context():
        editor, text = make_user(Role.editor), fetch_statement(LETTER.replace("dusk", "sunset"))
        with writing():
            take_down(db.session.get_one(Text, 2).snapshot, reason="A slip", erase=False, by=editor)
        assert text.snapshot.version == 3
    newest, hidden, _ = timeline(reader.get(STATEMENT))
    assert "what changed since version 1" in newest
    assert "what changed" not in hidden


def test_each_version_says_how_its_quotations_fare(app: Flask, reader: Reader, quoted: None) -> None:
    edit(app)
    newest, first = timeline(reader.get(STATEMENT))
    assert first.endswith("2 quotations: 2 stand")
    assert newest.endswith("2 quotations: 1 stands, 1 edited")


def test_who_quotes_it_is_told_with_what_became_of_it(app: Flask, reader: Reader, quoted: None) -> None:
    edit(app)
    (item,) = reader.get(STATEMENT).page.xpath("//section[@aria-labelledby='quoting']//li")
    assert " ".join(item.text_content().split()) == (
        "On lamps by Mara Lind 2 quotations of version 1; in version 2: 1 stands, 1 edited"
    )
    assert reader.get(FIRST).page.xpath("//section[@aria-labelledby='quoting']")
    assert not reader.get("/statements/1/versions/2/").page.xpath("//section[@aria-labelledby='quoting']")


def test_a_draft_that_quotes_is_not_told(app: Flask, reader: Reader, quoted: None) -> None:
    with app.app_context():
        keep_draft(make_user(Role.author), body=quote_block(), title="Secret plans")
    assert "Secret plans" not in reader.get(STATEMENT).text
    assert timeline(reader)[0].endswith("2 quotations: 2 stand")
    opened, _ = check_pack(reader.get(f"{FIRST}evidence.zip").answer.data)
    assert opened is not None
    assert len(opened.verifications) == 2


def test_an_earlier_version_stands_where_its_stated_day_puts_it(
    app: Flask, reader: Reader, quoted: None
) -> None:
    keep_page(app, stated_on=date(2024, 3, 1))
    newest, earlier = timeline(reader.get(STATEMENT))
    assert "Version 1 · shown above · what changed since version 2" in newest
    assert earlier.startswith("1 March 2024 date as stated by who added it Version 2")
    keep_page(app, Method.ARCHIVED, date(2024, 2, 1))
    assert timeline(reader.get(STATEMENT))[-1].startswith("1 February 2024 date as stated by the archive")


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (
            Method.FETCHED,
            "this site received these bytes from https://press.harbourline.example/letters/lamps",
        ),
        (Method.PASTED, "an author typed or pasted these words"),
        (Method.UPLOADED, "somebody gave this site these bytes as a file"),
        (Method.BROWSER, "somebody’s own browser sent this site these bytes"),
        (Method.ARCHIVED, "From an archive: this site received these bytes from press.harbourline.example"),
    ],
)
def test_a_version_says_how_it_came_and_no_more(
    app: Flask, reader: Reader, quoted: None, method: Method, words: str
) -> None:
    text_id = keep_page(app, method)
    with app.app_context():
        body = quote_block("We have never dimmed a lamp.")
        keep_post(make_user(Role.author), body=body, pins={1: text_id}, title="On the page")
    assert words in reader.get("/statements/1/versions/2/").text


@pytest.mark.parametrize("method", [Method.PASTED, Method.UPLOADED, Method.BROWSER])
def test_what_was_given_for_a_draft_is_not_public(
    app: Flask, reader: Reader, quoted: None, method: Method
) -> None:
    text_id = keep_page(app, method)
    with app.app_context():
        body = quote_block("We have never dimmed a lamp.")
        keep_draft(make_user(Role.author), body=body, pins={1: text_id}, title="Not yet")
    for address in ("", "copy", "evidence.zip", "cite.txt"):
        assert reader.get(f"/statements/1/versions/2/{address}").status == 404
    assert reader.get("/statements/1/changes/1..2/").status == 404
    assert len(timeline(reader.get(STATEMENT))) == 1
    assert "We have never dimmed a lamp to save oil" in reader.text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SourceState.LIVE, "It stands at its address as it was first received."),
        (SourceState.CHANGED, "was edited since"),
        (SourceState.GONE, "It is no longer at its address."),
        (SourceState.BLOCKED, "does not let this site look"),
        (SourceState.UNSEEN, "This site has not seen it"),
    ],
)
def test_how_the_original_stands_is_told(
    app: Flask, reader: Reader, quoted: None, state: SourceState, words: str
) -> None:
    with app.app_context(), writing():
        db.session.get_one(Source, 1).state = state
    assert words in reader.get(STATEMENT).text


def test_what_the_page_says_of_itself_is_told(app: Flask, reader: Reader, quoted: None) -> None:
    with app.app_context(), writing():
        db.session.get_one(Source, 1).facts = {
            "language": "de-AT",
            "comments_closed": True,
            "noarchive": True,
            "licence": "javascript:alert(1)",
        }
    said = reader.get(STATEMENT).text
    assert "Deutsch (de-AT)" in said
    assert "Comments there closed" in said
    assert "noarchive" in said
    assert "javascript:alert(1)" not in reader.page.xpath("//a/@href")


def test_a_page_as_received_is_framed_and_can_do_nothing(app: Flask, reader: Reader, quoted: None) -> None:
    keep_page(app, Method.ARCHIVED)
    (frame,) = reader.get("/statements/1/versions/2/").page.xpath("//iframe")
    assert "allow-scripts" not in frame.get("sandbox")
    assert "allow-same-origin" not in frame.get("sandbox")
    assert (frame.get("loading"), bool(frame.get("title"))) == ("lazy", True)
    copy = reader.get(frame.get("src"))
    assert copy.status == 200
    assert "onclick" not in copy.answer.get_data(as_text=True)


def test_the_evidence_pack_holds_the_verdicts_of_published_posts(
    app: Flask, reader: Reader, quoted: None
) -> None:
    (link,) = reader.get(FIRST).page.xpath("//a[.='Evidence pack']/@href")
    answer = reader.get(link).answer
    assert answer.mimetype == "application/zip"
    assert zipfile.is_zipfile(io.BytesIO(answer.data))
    opened, lines = check_pack(answer.data)
    assert opened is not None
    assert (opened.verifications[0].words, opened.verifications[0].verdict) == (QUOTE, "verbatim")
    assert opened.verifications[0].where.endswith("#q1")
    assert {line.outcome for line in [*lines, *recheck(opened)]} <= {Outcome.HOLDS, Outcome.NOTE}
    assert reader.client.get(link, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_version_can_be_cited(app: Flask, reader: Reader, quoted: None) -> None:
    digest = reader.get(FIRST).page.xpath("string(//p[@class='digest']/code)")
    text, bib, csl = (reader.get(f"{FIRST}cite.{ending}").answer for ending in ("txt", "bib", "json"))
    assert text.get_data(as_text=True) in reader.get(FIRST).text
    assert digest in text.get_data(as_text=True)
    assert bib.get_data(as_text=True).startswith("@misc{")
    assert json.loads(csl.data)[0]["archive_location"] == f"http://localhost{FIRST}"
    types = [answer.mimetype for answer in (text, bib, csl)]
    assert types == ["text/plain", "application/x-bibtex", "application/vnd.citationstyles.csl+json"]


def test_of_a_version_that_was_taken_down_the_digest_and_the_verdicts_stay(
    app: Flask, reader: Reader, quoted: None
) -> None:
    with app.app_context():
        editor = make_user(Role.editor)
        with writing():
            snapshot = db.session.get_one(Text, 1).snapshot
            take_down(snapshot, reason="The publisher asked", erase=True, by=editor)
        digest = snapshot.payload_sha256
    said = reader.get(FIRST).text
    assert "This copy was taken down" in said
    assert "Taken down: The publisher asked" in said
    assert digest in said
    assert "2 quotations: 2 stand" in said
    for name in ("evidence.zip", "cite.bib", "cite.json", "cite.txt", "copy"):
        assert f"{FIRST}{name}" not in reader.page.xpath("//@href | //@src")
        assert reader.client.get(FIRST + name).status_code == 404


@pytest.mark.parametrize("name", ["evidence.zip", "cite.bib", "cite.json", "cite.txt"])
def test_a_statement_that_no_published_post_answers_gives_nothing_away(
    app: Flask, reader: Reader, name: str
) -> None:
    with app.app_context():
        keep_statement()
    assert reader.get(FIRST + name).status == 404


@pytest.mark.parametrize("path", [STATEMENT, FIRST])
def test_more_versions_and_posts_cost_no_more_queries(
    app: Flask, reader: Reader, quoted: None, path: str
) -> None:
    def cost() -> int:
        with app.app_context(), counted_queries() as seen:
            reader.get(path)
        return len(seen)

    edit(app)
    few = cost()
    for number in range(3):
        with app.app_context():
            fetch_statement(LETTER.replace("dusk to dawn", f"dusk to dawn and {number} hours"))
            keep_post(make_user(Role.author), body=quote_block(), title=f"Post {number}")
    assert cost() == few
