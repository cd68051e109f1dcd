"""The operator's commands for statements: keep one from a file or its address, look at originals."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from blog.extensions import db
from blog.sources.keeping import find
from blog.sources.models import Method, Snapshot, Source
from blog.transactions import writing
from tests.conftest import Clock
from tests.sites import Site, page, running_site
from tests.statements import LETTER, URL

LAMPS = "We have never dimmed a lamp to save oil, and we will not begin this year."
FOG = "From June the east mole will be lit on every night of fog, whether a boat is expected or not."


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    with running_site() as running:
        settings = app.config["SETTINGS"]
        app.config["SETTINGS"] = replace(settings, fetch_allow=(running.host,))
        yield running
        app.config["SETTINGS"] = settings


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["sources", *words])


def kept(app: Flask, url: str) -> list[Snapshot]:
    with app.app_context():
        source = find(url)
        return list(source.snapshots) if source else []


def test_a_page_is_captured_in_the_foreground(app: Flask, site: Site) -> None:
    url = site.show(page(LAMPS, FOG))
    done = run(app, "capture", url)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.output.startswith(
        "Kept “A letter about the harbour lamps” by Harbourline, version 1 (fetched), "
    )
    assert [snapshot.method for snapshot in kept(app, url)] == [Method.FETCHED]


def test_a_page_that_is_kept_already_is_told(app: Flask, site: Site) -> None:
    url = site.show(page(LAMPS, FOG))
    run(app, "capture", url)
    again = run(app, "capture", url)
    assert again.exit_code == 0
    assert again.output == "Nothing new: version 1 is what stands there: /statements/1/versions/1/\n"


def test_a_page_that_cannot_be_kept_is_one_sentence_and_a_failure(app: Flask, site: Site) -> None:
    failed = run(app, "capture", site.url("/missing"))
    assert failed.exit_code == 1
    assert "404 Not Found, so nothing was kept." in failed.output
    assert "Traceback" not in failed.output
    assert kept(app, site.url("/missing")) == []


def test_an_address_that_is_not_public_is_refused(app: Flask) -> None:
    with running_site() as closed:
        failed = run(app, "capture", closed.show(page(LAMPS)))
        assert closed.asked == []
    assert failed.exit_code == 1


def archived(site: Site, *paragraphs: str, stamp: str = "20240301120000") -> str:
    """The address of a copy in an archive, with the archive's bar; the copy as received stands beside it."""
    original = site.url("/letter")
    site.show(page(*paragraphs), f"/web/{stamp}id_/{original}")
    site.show(page("The archive's own bar."), f"/web/{stamp}/{original}")
    return site.url(f"/web/{stamp}/{original}")


def test_a_copy_in_an_archive_is_an_earlier_version_of_its_original(app: Flask, site: Site) -> None:
    url = site.show(page(LAMPS, FOG))
    run(app, "capture", url)
    done = run(app, "capture", archived(site, LAMPS))
    assert (done.exit_code, "version 2 (archived)" in done.output) == (0, True)
    newest, earlier = kept(app, url)
    assert (earlier.method, str(earlier.stated_on)) == (Method.ARCHIVED, "2024-03-01")
    assert earlier.final_url.endswith(f"/web/20240301120000id_/{url}")
    assert not earlier.is_compared
    assert newest.stated_on is None
    with app.app_context():
        text = db.session.get_one(Snapshot, earlier.id).texts[0]
        assert not any("archive's own bar" in block.text for block in text.blocks)
        links = [mark.href for block in text.blocks for mark in block.marks if mark.href]
        assert all("/web/" not in href for href in links)


def test_what_the_archive_says_of_the_day_is_believed_before_the_address(app: Flask, site: Site) -> None:
    copy = archived(site, LAMPS)
    path = f"/web/20240301120000id_/{site.url('/letter')}"
    site.show(page(LAMPS), path, Memento_Datetime="Thu, 29 Feb 2024 23:59:58 GMT")
    run(app, "capture", copy)
    assert [str(snapshot.stated_on) for snapshot in kept(app, site.url())] == ["2024-02-29"]


def test_an_archive_that_answers_with_another_page_is_refused(app: Flask, site: Site) -> None:
    copy = archived(site, LAMPS)
    path = f"/web/20240301120000id_/{site.url('/letter')}"
    site.show("", path, status=302, Location="/elsewhere")
    site.show(page(FOG), "/elsewhere")
    failed = run(app, "capture", copy)
    assert failed.exit_code == 1
    assert "no copy of the page" in failed.output
    assert kept(app, site.url()) == []


def warc_of(html: bytes) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}\r\nWARC-Date: 2025-05-14T08:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n")


@pytest.mark.parametrize(
    ("name", "body", "media_type"),
    [
        ("letter.txt", LETTER.encode(), "text/plain"),
        ("letter.html", page(LAMPS, FOG).encode(), "text/html"),
        ("letter.warc.gz", warc_of(page(LAMPS, FOG).encode()), "text/html"),
    ],
)
def test_a_file_is_kept_as_an_upload(
    app: Flask, tmp_path: Path, name: str, body: bytes, media_type: str
) -> None:
    file = tmp_path / name
    file.write_bytes(body)
    done = run(app, "add", URL, "--file", str(file), "--publisher", "The Harbour", "--date", "14 May 2025")
    assert done.exit_code == 0, done.output
    (snapshot,) = kept(app, URL)
    assert (snapshot.method, snapshot.media_type) == (Method.UPLOADED, media_type)
    with app.app_context():
        source = db.session.get_one(Source, 1)
        said = (source.publisher, source.title, str(source.published_on))
        assert said == ("The Harbour", "A letter about the harbour lamps", "2025-05-14")
        assert source.facts.get("publisher") != "The Harbour"


def test_a_file_may_be_of_an_earlier_day(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text(LETTER, "utf-8")
    run(app, "add", URL, "--file", str(file), "--stated", "1 March 2024")
    assert [str(snapshot.stated_on) for snapshot in kept(app, URL)] == ["2024-03-01"]
    refused = run(app, "add", URL, "--file", str(file), "--stated", "some day")
    assert (refused.exit_code, "is not a date" in refused.output) == (1, True)


def test_a_file_without_a_statement_is_refused_and_nothing_is_kept(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "letter.bin"
    file.write_bytes(b"\x00\x01\x02" * 50)
    refused = run(app, "add", URL, "--file", str(file))
    assert (refused.exit_code, kept(app, URL)) == (1, [])


def test_an_original_is_looked_at_by_its_address(app: Flask, site: Site) -> None:
    url = site.show(page(LAMPS, FOG))
    run(app, "capture", url)
    same = run(app, "check", url)
    assert same.exit_code == 0
    assert same.output.startswith(f"unchanged  {url}")
    site.show(page(LAMPS, "The lamps on both moles burn from dusk to dawn, in fog and in clear weather."))
    assert run(app, "check", url).output == f"version    {url}  version 2 kept\n"


def test_what_is_due_is_looked_at_and_the_rest_only_if_asked_for(
    app: Flask, site: Site, stopped_clock: Clock
) -> None:
    urls = [site.show(page(LAMPS, f"Letter {number}."), f"/letter/{number}") for number in range(6)]
    for url in urls:
        run(app, "capture", url)
    assert run(app, "check").output == "No watched statement is due.\n"
    with app.app_context(), writing():
        source = find(urls[2])
        assert source is not None
        assert source.next_check_at is not None
        source.next_check_at = source.added_at
    assert [line.split()[1] for line in run(app, "check").stdout.splitlines()] == [urls[2]]
    everything = run(app, "check", "--all")
    assert sorted(line.split()[1] for line in everything.stdout.splitlines()) == urls
    assert everything.stderr == ""


def test_a_round_says_what_it_leaves_alone_and_the_address_that_is_asked_for_goes(
    app: Flask, site: Site, stopped_clock: Clock
) -> None:
    url = site.show(page(LAMPS, FOG))
    run(app, "capture", url)
    site.show("User-agent: *\nDisallow: /letter", "/robots.txt")
    left = run(app, "check", "--all")
    assert left.output == f"robots     {url}  robots.txt of 127.0.0.1 asks programs not to fetch this page\n"
    assert run(app, "check", url).output.startswith(f"unchanged  {url}")
    assert site.asked == ["/letter", "/robots.txt", "/letter"]


def test_a_look_at_what_is_not_kept_is_refused(app: Flask) -> None:
    refused = run(app, "check", URL)
    assert (refused.exit_code, "is kept" in refused.output) == (1, True)
    assert run(app, "check", URL, "--all").exit_code == 2
