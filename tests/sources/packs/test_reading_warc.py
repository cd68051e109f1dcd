"""A WARC file that somebody uploads gives the document that is meant, or one sentence on why not."""

import contextlib
import gzip
import io
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from blog.errors import Invalid
from blog.sources.packs import unpacking, warc_refusals
from blog.sources.packs.choosing import choose
from blog.sources.packs.reading_warc import read_warc
from blog.sources.packs.writing_warc import write_warc
from tests.sources.packs.made import LETTER, OLD_URL, SITE, URL, capture, pasted

PAGE = b"<p>The lamps burn.</p>"
HTML = [("Content-Type", "text/html; charset=utf-8")]
Parts = tuple[str, str, list[tuple[str, str]], bytes]


def warc(*answers: Parts, packed: bool = True, truncated: bool = False) -> bytes:
    """A WARC file as a recorder makes it, of (url, status line, headers, body as sent)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("quay.warc.gz", {"software": "a recorder"}))
    for url, status, headers, body in answers:
        http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        named = {"WARC-Date": "2025-05-15T09:14:30Z"} | ({"WARC-Truncated": "time"} if truncated else {})
        answer = writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            length=len(body),  # without it the library leaves a file open
            http_headers=http,
            warc_headers_dict=named,
        )
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "h")], is_http_request=True)
        writer.write_request_response_pair(
            writer.create_warc_record(url, "request", http_headers=asked), answer
        )
    return out.getvalue()


def refusal(raw: bytes, url: str = "") -> str:
    with pytest.raises(Invalid) as refused:
        assert choose(read_warc(raw), url).payload
    assert refused.value.field == "file"
    assert "upload" in refused.value.message or "program" in refused.value.message
    return refused.value.message


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_is_read_with_what_the_server_said(packed: bool) -> None:
    found = choose(read_warc(warc((URL, "200 OK", HTML, PAGE), packed=packed)))
    assert (found.url, found.status, found.media_type, found.payload) == (URL, 200, "text/html", PAGE)
    assert found.at == datetime(2025, 5, 15, 9, 14, 30, tzinfo=UTC)
    assert found.header("content-type") == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([("Content-Encoding", "gzip")], gzip.compress(PAGE)),
        ([("Content-Encoding", "deflate")], zlib.compress(PAGE)),
        (
            [("Transfer-Encoding", "chunked")],
            b"7\r\n" + PAGE[:7] + b"\r\nf\r\n" + PAGE[7:] + b"\r\n0\r\n\r\n",
        ),
        ([("Content-Encoding", "gzip")], PAGE),  # unpacked by the recorder, the header left
        ([("Transfer-Encoding", "chunked")], PAGE),
    ],
    ids=["gzip", "deflate", "chunked", "gzip-left", "chunked-left"],
)
def test_a_packed_page_is_unpacked(headers: list[tuple[str, str]], body: bytes) -> None:
    assert choose(read_warc(warc((URL, "200 OK", HTML + headers, body)))).payload == PAGE


def test_our_own_files_are_read_back() -> None:
    found = choose(read_warc(write_warc(capture(), site=SITE)), OLD_URL)
    assert (found.url, found.payload) == (URL, LETTER.encode())
    resource = choose(read_warc(write_warc(pasted(media_type="text/html"), site=SITE)))
    assert (resource.url, resource.status, resource.payload) == (OLD_URL, None, LETTER.encode())


def test_pictures_and_scripts_are_no_documents() -> None:
    found = read_warc(
        warc(
            (f"{URL}/a.png", "200 OK", [("Content-Type", "image/png")], b"png"),
            (f"{URL}/a.js", "200 OK", [("Content-Type", "text/javascript")], b"js"),
            (URL, "200 OK", HTML, PAGE),
        )
    )
    assert [one.url for one in found] == [URL]


def test_without_an_address_the_first_page_that_was_found_is_meant() -> None:
    answers = (
        (f"{URL}/terms.pdf", "200 OK", [("Content-Type", "application/pdf")], b"%PDF"),
        (OLD_URL, "301 Moved Permanently", [("Location", URL)], b""),
        (f"{URL}/nowhere", "404 Not Found", HTML, b"<p>Nothing here"),
        (URL, "200 OK", HTML, PAGE),
    )
    assert choose(read_warc(warc(*answers))).url == URL
    assert choose(read_warc(warc(*answers[:-1]))).url == f"{URL}/terms.pdf"


def test_with_an_address_its_redirects_are_followed() -> None:
    found = read_warc(
        warc(
            (f"{URL}/other", "200 OK", HTML, b"<p>Other</p>"),
            (OLD_URL, "301 Moved Permanently", [("Location", "/next")], b""),
            ("http://harbourline.example/next", "302 Found", [("Location", URL)], b""),
            (URL, "200 OK", HTML, PAGE),
        )
    )
    assert choose(found, f"{OLD_URL}?utm_source=a#part").payload == PAGE


def test_redirects_in_a_circle_or_to_nowhere_lead_to_nothing() -> None:
    for location in (OLD_URL, "http://[", "", "https://elsewhere.example/"):
        found = warc(
            (OLD_URL, "301 Moved Permanently", [("Location", location)], b""), (URL, "200 OK", HTML, PAGE)
        )
        assert f"does not have {OLD_URL}" in refusal(found, OLD_URL)


def test_an_address_that_is_not_in_it_is_told_with_those_that_are() -> None:
    pages = [(f"{URL}/{number}", "200 OK", HTML, PAGE) for number in range(5)]
    told = refusal(warc(*pages), "https://press.harbourline.example/other")
    assert told.startswith(
        "This WARC file does not have https://press.harbourline.example/other, so nothing was kept."
    )
    assert f"It has {URL}/0, {URL}/1, {URL}/2 and 2 others." in told


def test_a_file_without_any_document_is_told() -> None:
    assert "has no page, PDF or text" in refusal(warc())
    assert "has no page, PDF or text" in refusal(warc((URL, "404 Not Found", HTML, PAGE)))


@pytest.mark.parametrize(
    "raw",
    [b"", b"<p>no WARC</p>", b"PK\x03\x04", gzip.compress(b"no WARC"), gzip.compress(b"")],
    ids=["nothing", "page", "zip", "packed-words", "packed-nothing"],  # packed bytes hold the time
)
def test_what_is_no_warc_file_is_told(raw: bytes) -> None:
    assert refusal(raw).startswith("This is not a WARC file")


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_that_is_cut_short_is_told(packed: bool, share: float) -> None:
    whole = warc((URL, "200 OK", HTML, PAGE * 200), packed=packed)
    assert "is cut short" in refusal(whole[: int(len(whole) * share)])


def test_a_damaged_file_is_told() -> None:
    plain = warc((URL, "200 OK", HTML, PAGE), packed=False)
    # Of a block without a digest of its own a changed word cannot be told; recorders write one.
    assert b"WARC-Block-Digest" in plain
    assert "is damaged" in refusal(plain.replace(b"lamps burn", b"lamps turn"))
    packed = bytearray(warc((URL, "200 OK", HTML, PAGE)))
    packed[len(packed) // 2] ^= 0xFF
    assert "damaged" in refusal(bytes(packed)) or "cut short" in refusal(bytes(packed))


def test_a_page_that_its_recorder_did_not_get_whole_is_refused() -> None:
    assert "did not get the whole page" in refusal(warc((URL, "200 OK", HTML, PAGE), truncated=True))


def test_a_page_packed_in_a_way_that_is_not_known_is_told() -> None:
    assert "packed as 'br'" in refusal(
        warc((URL, "200 OK", [*HTML, ("Content-Encoding", "br")], b"\x0b\x02"))
    )


def test_a_bomb_is_found_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (unpacking, warc_refusals):
        monkeypatch.setattr(module, "MOST_UNPACKED", 1_000_000)
    bomb = gzip.compress(b"\0" * 3_000_000)
    assert "more than 1 MB when unpacked" in refusal(warc((URL, "200 OK", HTML, b"\0" * 3_000_000)))
    packed = [*HTML, ("Content-Encoding", "gzip")]
    assert "more than 1 MB when unpacked" in refusal(warc((URL, "200 OK", packed, bomb)))


def test_more_records_than_a_page_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_RECORDS", 20)
    assert "more than" in refusal(warc(*[(URL, "200 OK", HTML, PAGE)] * 12))


WHOLE = warc(
    (OLD_URL, "301 Moved Permanently", [("Location", URL)], b""), (URL, "200 OK", HTML, PAGE), packed=False
)


@settings(deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255), st.booleans())
def test_whatever_byte_is_another_it_is_read_or_refused(place: int, flip: int, packed: bool) -> None:
    raw = bytearray(WHOLE)
    raw[place] ^= flip
    # The library tells the terminal of files that break the rules; there is nothing to see for an operator.
    with contextlib.redirect_stderr(io.StringIO()), contextlib.suppress(Invalid):
        assert choose(read_warc(gzip.compress(bytes(raw)) if packed else bytes(raw)), OLD_URL).payload == PAGE
