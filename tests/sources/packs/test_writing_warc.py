"""A kept copy is written as a WARC file that other tools read and find whole."""

import hashlib
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import WARCIterator

from blog.sources.packs.models import Capture
from blog.sources.packs.writing_warc import write_warc
from tests.sources.packs.made import LETTER, OLD_URL, SITE, URL, capture, hop, pasted

KINDS = [capture(), pasted(), pasted(method="uploaded"), pasted(method="browser"), capture(method="archived")]
WARCIO = [sys.executable, "-c", "from warcio.cli import main; main()"]


def records(one: Capture) -> list[dict[str, Any]]:
    found = []
    for record in WARCIterator(BytesIO(write_warc(one, site=SITE))):
        body = record.content_stream().read()
        named = dict(record.rec_headers.headers)
        found.append({"kind": record.rec_type, "http": record.http_headers, "body": body, **named})
    return found


@pytest.mark.parametrize("one", KINDS, ids=lambda one: one.method)
def test_the_checker_of_warc_files_accepts_it(one: Capture, tmp_path: Path) -> None:
    (tmp_path / "copy.warc").write_bytes(write_warc(one, site=SITE))
    done = subprocess.run(
        [*WARCIO, "check", "-v", "copy.warc"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    checked = [line.strip() for line in done.stdout.splitlines() if "digest" in line]
    assert checked == ["digest pass"] * len(records(one))


def test_the_checker_finds_a_changed_byte(tmp_path: Path) -> None:
    (tmp_path / "copy.warc").write_bytes(
        write_warc(capture(), site=SITE).replace(b"never dimmed", b"often dimmed")
    )
    done = subprocess.run(
        [*WARCIO, "check", "copy.warc"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1


def test_each_hop_is_a_request_and_an_answer_redirects_first() -> None:
    found = records(capture())
    assert [(one["kind"], one.get("WARC-Target-URI")) for one in found] == [
        ("warcinfo", None), ("request", OLD_URL), ("response", OLD_URL), ("request", URL), ("response", URL),
    ]  # fmt: skip
    assert [one["WARC-Concurrent-To"] for one in found if one["kind"] == "request"] == [
        one["WARC-Record-ID"] for one in found if one["kind"] == "response"
    ]
    assert {one["WARC-Date"] for one in found} == {"2025-05-15T09:14:30.250000Z"}


def test_the_payload_is_the_document_with_the_digest_that_the_site_shows() -> None:
    last = records(capture())[-1]
    assert last["body"] == LETTER.encode()
    assert last["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(LETTER.encode()).hexdigest()}"


def test_what_told_of_the_packing_is_renamed_and_all_else_is_as_it_came() -> None:
    assert records(capture())[-1]["http"].headers == [
        ("Content-Type", "text/html; charset=utf-8"),
        ("X-Archive-Orig-content-encoding", "gzip"),
        ("X-Archive-Orig-Transfer-Encoding", "chunked"),
        ("X-Quay", "K\u00e4i"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("Content-Length", str(len(LETTER.encode()))),
    ]


def test_a_header_keeps_the_very_bytes_that_came() -> None:
    assert "X-Quay: K\u00e4i\r\n".encode("latin-1") in write_warc(capture(), site=SITE)


def test_the_body_of_a_redirect_is_not_claimed_to_be_whole() -> None:
    redirect = records(capture())[2]
    assert (redirect["body"], redirect["WARC-Truncated"]) == (b"", "unspecified")
    assert redirect["http"].get_header("X-Archive-Orig-Content-Length") == "162"


@pytest.mark.parametrize("method", ["pasted", "uploaded", "browser"])
def test_a_copy_that_no_server_sent_claims_nothing_of_one(method: str) -> None:
    info, resource = records(pasted(method=method))
    assert (resource["kind"], resource["http"], resource["body"]) == ("resource", None, LETTER.encode())
    assert resource["WARC-Target-URI"] == OLD_URL
    assert "Nobody compared" in info["body"].decode()


def test_a_copy_from_an_archive_is_said_to_be_from_there() -> None:
    assert "not from the publisher" in records(capture(method="archived"))[0]["body"].decode()


def test_the_same_copy_gives_the_same_bytes() -> None:
    assert write_warc(capture(), site=SITE) == write_warc(capture(), site=SITE)


def test_no_value_of_a_header_becomes_a_header_or_a_body() -> None:
    odd = hop(URL, 200, [["X-Odd", "a\r\n\r\n<p>b\nEvil: c"], ["Y", "灯"]], reason="OK\r\nEvil: d")
    last = records(capture(exchanges=[odd]))[-1]
    assert [name for name, _ in last["http"].headers] == ["X-Odd", "Y", "Content-Length"]
    assert last["body"] == LETTER.encode()


def test_what_came_by_a_later_http_is_written_in_the_words_of_the_older() -> None:
    assert (
        records(capture(exchanges=[hop(URL, 200, [], protocol="HTTP/2")]))[-1]["http"].protocol == "HTTP/1.1"
    )
