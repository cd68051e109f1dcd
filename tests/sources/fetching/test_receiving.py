import pytest

from blog.sources.fetching.charsets import decode
from blog.sources.fetching.client import fetch
from blog.sources.fetching.failures import Cause, FetchFailed
from blog.sources.fetching.kinds import Kind
from blog.sources.fetching.receiving import Received, read_response
from blog.sources.fetching.walls import wall
from tests.sources.fetching.site import Site, answer

SHORT = "<title>Harbourline</title><h1>Fees</h1><p>The harbour fee rises to 5 percent in May for every larger ship.</p>"
LONG = SHORT + "<p>We tell you this plainly, since you asked us to. </p>" * 20


def received(page: bytes) -> Received:
    with Site(lambda path: page) as site:
        return read_response(fetch(site.url, agent="Rejoinder/0", allow=site.allow))


def refused(page: bytes) -> FetchFailed:
    with pytest.raises(FetchFailed) as refused:
        received(page)
    assert refused.value.field == "url"
    assert "nothing was kept" in refused.value.message
    return refused.value


def test_a_page_is_told_from_text_and_from_a_pdf() -> None:
    assert received(answer(LONG.encode())) == Received(Kind.HTML, LONG, "utf-8", False)
    assert received(answer(b"The fee rises.", "text/plain")) == Received(
        Kind.TEXT, "The fee rises.", "utf-8", False
    )
    assert received(answer(b"%PDF-1.7\n", "application/pdf")) == Received(Kind.PDF, "", "", False)


@pytest.mark.parametrize(
    ("body", "media_type", "kind"),
    [
        (SHORT, "text/html", Kind.HTML),
        (SHORT, "application/xhtml+xml; charset=utf-8", Kind.HTML),
        (SHORT, "", Kind.HTML),
        ("<!-- x -->\n<!DOCTYPE html>" + SHORT, "text/plain", Kind.HTML),
        ('<?xml version="1.0"?><html>' + SHORT, "text/xml", Kind.HTML),
        ("<!---->" * 190 + "x", "", Kind.TEXT),
        ("# Fees\n\nThe fee rises.", "text/markdown", Kind.TEXT),
        ("The fee rises for a<b.", "text/plain", Kind.TEXT),
        ("The fee rises.", "application/octet-stream", Kind.TEXT),
        ("\n%PDF-1.4", "text/html", Kind.PDF),
    ],
)
def test_what_it_is_shows_in_its_bytes_and_in_what_the_server_says(
    body: str, media_type: str, kind: Kind
) -> None:
    assert received(answer(body.encode(), media_type)).kind is kind


def test_a_page_in_utf_16_is_a_page() -> None:
    assert received(answer(LONG.encode("utf-16"), "text/html")).text == LONG


def test_a_charset_that_lies_is_told() -> None:
    page = LONG.replace("plainly", "geradeheraus, für größere Schiffe").encode("cp1252")
    got = received(answer(page, "text/html; charset=utf-8"))
    assert (got.charset, got.is_guessed) == ("windows-1252", True)
    assert "für größere Schiffe" in got.text


@pytest.mark.parametrize(
    ("body", "media_type", "says"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png", "an image (image/png)"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "text/html", "a file (text/html)"),
        (b"GIF89a<html>", "image/gif", "an image (image/gif)"),
        (b"PK\x03\x04\x14\0", "application/zip", "a file (application/zip)"),
        (b"PK\x03\x04\x14\0", "", "a file and no page"),
        (b'{"fee": 5}', "application/json", "a file (application/json)"),
        (b"<?xml version='1.0'?><rss/>", "application/rss+xml", "a file (application/rss+xml)"),
        (b"body { margin: 0 }", "text/css", "a file (text/css)"),
        (b"a", "<script>/alert(1)", "a file and no page"),
    ],
)
def test_what_is_no_text_is_refused(body: bytes, media_type: str, says: str) -> None:
    got = refused(answer(body, media_type))
    assert got.cause is Cause.NOT_TEXT
    assert f"This address gave {says}" in got.message
    assert "paste the words" in got.message


@pytest.mark.parametrize("body", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\0\0\0\0", b"\xff\xfe"])
def test_an_empty_page_is_refused(body: bytes) -> None:
    got = refused(answer(body))
    assert got.cause is Cause.EMPTY
    assert "paste them or use the bookmarklet" in got.message


@pytest.mark.parametrize(
    ("page", "cause", "says"),
    [
        ("<html><body><img src=a.png></body></html>", Cause.EMPTY, "without any words"),
        ("<title>Harbourline</title><div id=root></div><script src=a.js></script>", Cause.SCRIPTS, "made by scripts"),
        ("<title>Harbourline</title><p>Loading…<script>go()</script>", Cause.SCRIPTS, "made by scripts"),
        (SHORT + '<div class=a id="__next"> </div>', Cause.SCRIPTS, "made by scripts"),
        ("<noscript>You need to enable JavaScript to run it.</noscript>" + SHORT, Cause.SCRIPTS, "made by scripts"),
        ("<title>Log in</title><form>" + "Your name, please. " * 20 + "<input type=password>", Cause.LOGIN, "a login"),
        ("<h1>We value your privacy</h1><p>" + "Our partners keep it. " * 20, Cause.CONSENT, "question about cookies"),
        ("<h1>Welcome</h1><form>Your name <input name=a> <input type='password'></form>", Cause.LOGIN, "a login"),
        ("<h1>Harbourline</h1><p>Please log in to continue reading.</p>", Cause.LOGIN, "a login"),
        ("<title>Just a moment...</title><p>Verifying that you are who you are.", Cause.CHALLENGE, "proof that"),
        ("<h1>Checking your browser</h1>", Cause.CHALLENGE, "proof that a person is asking"),
        ("<h1>Before you continue</h1><p>We use cookies to show offers.</p>", Cause.CONSENT, "question about cookies"),
        ("<h1>This page isn’t available</h1><p>Come back later.</p>", Cause.ERROR_PAGE, "something went wrong"),
    ],
)  # fmt: skip
def test_a_wall_in_front_of_the_page_is_refused(page: str, cause: Cause, says: str) -> None:
    got = refused(answer(page.encode()))
    assert got.cause is cause
    assert says in got.message
    assert "bookmarklet" in got.message


@pytest.mark.parametrize(
    "page",
    [
        SHORT,
        "<p>Yes.</p>",
        SHORT * 3
        + "<div>We use cookies. Accept all cookies?</div><noscript>Comments: enable JavaScript</noscript>",
        SHORT * 3 + "<form>Log in <input type=password></form><script></script>",
        "<h1>Something went wrong in May</h1>"
        + SHORT * 3
        + "<p>Our service was temporarily unavailable.</p>",
        LONG
        + "<form><input type=password></form><script></script><p>We use cookies. Sign in to continue.</p>",
        LONG + "<noscript>Please enable JavaScript</noscript><p>Verify you are human</p>",
        "<p>" + "港湾料金は五月に五パーセント引き上げられます。" * 6 + "</p><p>We use cookies</p>",
    ],
)
def test_a_page_with_its_words_is_no_wall(page: str) -> None:
    assert received(answer(page.encode())).text == page


def test_a_page_nested_too_deeply_is_refused() -> None:
    with pytest.raises(FetchFailed) as refused:
        received(answer(b"<div>" * 1_000 + LONG.encode()))
    assert (refused.value.cause, refused.value.field) == (Cause.BROKEN, "url")


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("401 Unauthorized", "wants a login. Use the bookmarklet"), ("403 Forbidden", "does not let this site in"),
        ("404 Not Found", "Check the address"), ("410 Gone", "web archive"), ("418 Teapot", "did not show the page"),
        ("429 Too Many Requests", "Try again later"), ("451 Withheld", "legal reasons"),
        ("304 Not Modified", "did not show"),
        ("500 Broken", "could not show the page just now"), ("503 " + "a" * 999, "Try again later"),
    ],
)  # fmt: skip
def test_an_answer_without_the_page_is_told_by_its_status(status: str, says: str) -> None:
    got = refused(answer(b"" if status.startswith("304") else LONG.encode(), status=status))
    assert got.cause is Cause.STATUS
    assert says in got.message
    assert f"The server answered {status[:60]}, so" in got.message


@pytest.mark.parametrize(
    "piece", [b"<", b"<div ", b"<input ", b"<noscript>", b"<meta ", b"<!--", b"<input type=password"]
)
def test_a_page_of_nothing_but_beginnings_is_read_in_a_moment(piece: bytes) -> None:
    page = decode(piece * 200_000, "")
    assert wall(page.text, ["Few words"]) in (None, Cause.LOGIN)
