import gzip
import ssl
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import httpcore
import pytest
import trustme

from blog.sources.fetching.client import Conditions, Fetched, fetch
from blog.sources.fetching.decoding import decoded
from blog.sources.fetching.failures import Cause, FetchFailed
from blog.sources.fetching.limits import Account, Limits
from tests.conftest import Clock
from tests.sources.fetching.site import PUBLIC, Pages, Site, answer, moved, names, one_site

AGENT = "Rejoinder/0 (+https://answers.example)"
SMALL = Limits(seconds=10, received=200_000, decoded=300_000)
SHORT = Limits(seconds=0.3)
LETTER = b"<title>Dear customers</title><p>The harbour fee rises in May."


def packed(body: bytes) -> bytes:
    """The same bytes at any time of day: they stand in the names of tests, which workers must agree on."""
    return gzip.compress(body, mtime=0)


def fetched(site: Site, path: str = "/", limits: Limits = SMALL, **more: str) -> Fetched:
    return fetch(site.url + path, agent=AGENT, allow=site.allow, limits=limits, conditions=Conditions(**more))


def refusal(pages: Pages, path: str = "/", limits: Limits = SMALL) -> FetchFailed:
    with Site(pages) as site, pytest.raises(FetchFailed) as refused:
        fetched(site, path, limits)
    assert refused.value.field == "url"
    return refused.value


def test_a_page_comes_with_how_it_came(stopped_clock: Clock) -> None:
    page = answer(LETTER, "Text/HTML; charset=utf-8", etag='"v1"', x_order="1")
    with Site(lambda path: page) as site:
        got = fetched(site, "/letters/a?b=c&utm_source=x#fees")
    assert (got.status, got.reason, got.body, got.media_type) == (200, "OK", LETTER, "text/html")
    assert got.received_at == stopped_clock.moment
    assert got.final_url == f"{site.url}/letters/a?b=c&utm_source=x"
    assert got.header("etag") == '"v1"'
    assert not got.not_modified
    assert [name for name, _ in got.headers] == ["Content-Type", "Content-Length", "Etag", "X-Order"]
    (hop,) = got.exchanges
    assert hop["url"] == got.final_url
    assert (hop["method"], hop["status"], hop["reason"], hop["protocol"]) == ("GET", 200, "OK", "HTTP/1.1")
    assert hop["headers"] == [list(pair) for pair in got.headers]
    assert hop["at"] == "2025-05-15T09:14:00+00:00"


def test_the_request_is_told_as_it_was_sent() -> None:
    with Site(lambda path: answer(LETTER)) as site:
        got = fetched(site, "/a", etag='"v1"')
    told = "".join(f"{name}: {value}\r\n" for name, value in got.exchanges[0]["request_headers"])
    assert site.requests == [f"GET /a HTTP/1.1\r\n{told}\r\n".encode()]
    assert f"Host: 127.0.0.1:{site.port}\r\nUser-Agent: {AGENT}\r\n" in told
    assert "cookie" not in told.lower()
    assert "authorization" not in told.lower()


def test_a_status_of_failure_is_an_answer() -> None:
    with Site(lambda path: answer(LETTER, status="410 Gone")) as site:
        assert (fetched(site).status, fetched(site).body) == (410, LETTER)


def test_what_has_not_changed_is_not_sent_again() -> None:
    with Site(lambda path: b"HTTP/1.1 304 Not Modified\r\nETag: W/1\r\n\r\n") as site:
        got = fetched(site, etag='W/"1"', last_modified="Thu, 15 May 2025 09:14:00 GMT")
    assert got.not_modified
    assert got.body == b""
    assert (
        b'\r\nIf-None-Match: W/"1"\r\nIf-Modified-Since: Thu, 15 May 2025 09:14:00 GMT\r\n'
        in site.requests[0]
    )


def test_no_cookie_goes_on_to_the_next_page() -> None:
    def pages(path: str) -> bytes:
        return answer(b"", status="302 Found", location="/b", set_cookie="a=b") if path == "/a" else answer()

    with Site(pages) as site:
        fetched(site, "/a")
    assert all(b"cookie" not in request.lower() for request in site.requests)


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with Site(lambda path: answer(b"proxied")) as proxy, Site(lambda path: answer(LETTER)) as site:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        assert fetched(site).body == LETTER
    assert proxy.requests == []


# Redirects


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_followed_and_each_hop_told(status: str) -> None:
    pages = {"/a": moved("b?c#d", status), "/b?c": moved("/%C3%BC", status), "/%C3%BC": answer(LETTER)}
    with Site(pages.__getitem__) as site:
        got = fetched(site, "/a")
    assert got.body == LETTER
    assert got.url == f"{site.url}/a"
    assert got.final_url == f"{site.url}/%C3%BC"
    assert [hop["url"].removeprefix(site.url) for hop in got.exchanges] == ["/a", "/b?c", "/%C3%BC"]
    assert [hop["status"] for hop in got.exchanges] == [int(status[:3])] * 2 + [200]


def test_an_address_in_utf_8_is_followed() -> None:
    pages = {"/a": moved("/straße 1"), "/stra%C3%9Fe%201": answer(LETTER)}
    with Site(pages.__getitem__) as site:
        assert fetched(site, "/a").body == LETTER


def test_a_redirect_that_names_no_place_is_the_answer() -> None:
    with Site(lambda path: answer(LETTER, status="302 Found")) as site:
        assert fetched(site).body == LETTER


def test_a_circle_of_redirects_is_told() -> None:
    refused = refusal(lambda path: moved("/b" if path == "/a" else "/a"), "/a")
    assert refused.cause is Cause.REDIRECT_LOOP
    assert "in a circle" in refused.message
    assert "bookmarklet" in refused.message


def test_redirects_without_end_are_told() -> None:
    with Site(lambda path: moved(path + "a")) as site, pytest.raises(FetchFailed) as refused:
        fetched(site, limits=Limits(redirects=10))
    assert len(site.requests) == 11
    assert refused.value.cause is Cause.REDIRECT
    assert "more than 10 times" in refused.value.message
    assert "give the address that it ends at" in refused.value.message


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/",
        "//10.0.0.1/", "http://[::ffff:10.0.0.1]/", "https://192.168.0.1/",
    ],
)  # fmt: skip
def test_a_redirect_to_a_private_address_is_refused_and_its_place_not_named(location: str) -> None:
    refused = refusal(lambda path: moved(location))
    assert refused.cause is Cause.NOT_ALLOWED
    assert "The page that “127.0.0.1” redirects to is not on the public internet" in refused.message
    assert "bookmarklet" in refused.message
    assert not any(part in refused.message for part in ("169.254", "10.0", "192.168", "::"))


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd", "gopher://127.0.0.1:6379/x", "ftp://harbourline.example/", "javascript:alert(1)",
        "http://ines:secret@harbourline.example/", "http://harbourline.example\\@127.0.0.1/", "http://2130706433/",
        "http://[::1", "http://harbourline.example:99999/", "https://harbourline.example/" + "a" * 2_000,
    ],
)  # fmt: skip
def test_a_redirect_to_no_web_address_is_refused(location: str) -> None:
    refused = refusal(lambda path: moved(location))
    assert refused.cause is Cause.NOT_ALLOWED
    assert "redirects to something that is no web address" in refused.message
    assert "bookmarklet" in refused.message


# Time and size


def test_a_body_in_drips_ends_when_the_time_does() -> None:
    def pages(path: str) -> Iterator[bytes]:
        yield answer(LETTER, content_length="9999")
        yield from site.drip(b"a" * 9999)

    with Site(pages) as site, pytest.raises(FetchFailed) as refused:
        fetched(site, limits=SHORT)
    assert refused.value.cause is Cause.TIMEOUT
    assert "after 0.3 seconds" in refused.value.message
    assert "Try again later. Paste the text" in refused.value.message


def test_a_head_in_drips_ends_when_the_time_does() -> None:
    def pages(path: str) -> Iterator[bytes]:
        return site.drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 9999)

    with Site(pages) as site, pytest.raises(FetchFailed) as refused:
        fetched(site, limits=SHORT)
    assert refused.value.cause is Cause.TIMEOUT


def test_redirects_in_drips_share_one_time() -> None:
    with Site(lambda path: site.drip(moved(path + "a"))) as site, pytest.raises(FetchFailed) as refused:
        fetched(site, limits=SHORT)
    assert refused.value.cause is Cause.TIMEOUT
    assert len(site.requests) < 3


def test_a_server_that_says_nothing_ends_when_the_time_does() -> None:
    def silent(path: str) -> Iterator[bytes]:
        site.is_over.wait(5)
        yield b""

    with Site(silent) as site, pytest.raises(FetchFailed) as refused:
        fetched(site, limits=SHORT)
    assert refused.value.cause is Cause.TIMEOUT


def test_a_look_up_without_end_ends_when_the_time_does() -> None:
    with Site(lambda path: b"") as site:
        answered = []

        def slow(host: str) -> list[str]:
            site.is_over.wait(3)
            answered.append(host)
            return [PUBLIC]

        with pytest.raises(FetchFailed) as refused:
            fetch("http://harbourline.example/", agent=AGENT, limits=SHORT, resolve=slow)
        assert not answered
    assert refused.value.cause is Cause.TIMEOUT


def _then(*parts: bytes | Iterator[bytes]) -> Iterator[bytes]:
    for part in parts:
        if isinstance(part, bytes):
            yield part
        else:
            yield from part


def _endless(piece: bytes = b"a" * 50_000) -> Iterator[bytes]:
    while True:
        yield piece


def test_a_body_without_end_is_given_up() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    refused = refusal(lambda path: _then(head, _endless()))
    assert refused.cause is Cause.TOO_BIG
    assert "more than 200,000 bytes" in refused.message
    assert "Paste the part that you answer" in refused.message


def test_chunks_without_end_are_given_up() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert refusal(lambda path: _then(head, _endless(b"3\r\nabc\r\n"))).cause is Cause.TOO_BIG


def test_a_huge_page_is_not_waited_for() -> None:
    refused = refusal(lambda path: answer(LETTER, content_length="999999999"))
    assert refused.cause is Cause.TOO_BIG


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\n"])
def test_a_head_without_end_is_given_up(head: bytes) -> None:
    assert refusal(lambda path: _then(head, _endless(b"a: b"))).cause is Cause.BROKEN


def test_a_long_head_is_too_much() -> None:
    assert refusal(lambda path: answer(LETTER, x_long="a" * 70_000)).cause is Cause.TOO_BIG


def test_answers_before_the_answer_are_counted() -> None:
    refused = refusal(lambda path: _endless(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100))
    assert refused.cause is Cause.TOO_BIG


# Packed


def _packed(body: bytes, coding: str) -> bytes:
    return answer(body, content_encoding=coding)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", packed(LETTER)),
        ("x-gzip", packed(LETTER)),
        ("GZIP, identity", packed(LETTER)),
        ("gzip", packed(LETTER[:20]) + packed(LETTER[20:])),
        ("gzip", packed(LETTER) + b"\0" * 50),
        ("deflate", zlib.compress(LETTER)),
        ("deflate", zlib.compress(LETTER)[2:-4]),
        ("identity", LETTER),
    ],
)
def test_what_was_packed_is_unpacked(coding: str, body: bytes) -> None:
    with Site(lambda path: _packed(body, coding)) as site:
        assert fetched(site).body == LETTER
    with Site(
        lambda path: (_packed(body, coding)[at : at + 1] for at in range(len(_packed(body, coding))))
    ) as site:
        assert fetched(site).body == LETTER


def test_an_empty_answer_may_say_that_it_is_packed() -> None:
    with Site(lambda path: _packed(b"", "gzip")) as site:
        assert fetched(site).body == b""


def _bare(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", packed(b"a" * 1_000_000)),
        ("gzip", packed(b"a" * 100_000) * 4),
        ("gzip", packed(b"") * 5_000),
        ("deflate", zlib.compress(b"a" * 1_000_000)),
        ("deflate", _bare(b"a" * 1_000_000)),
    ],
)
def test_a_bomb_is_not_unpacked(coding: str, body: bytes) -> None:
    refused = refusal(lambda path: _packed(body, coding))
    assert refused.cause is Cause.BOMB
    assert "more than 300,000 bytes when unpacked" in refused.message
    assert "Paste the part" in refused.message


def test_a_bomb_takes_no_memory() -> None:
    bomb = packed(b"a" * 30_000_000)
    tracemalloc.start()
    with pytest.raises(FetchFailed):
        decoded([bomb], "gzip", Account(SMALL, "here"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("br", b"\x0b\x02\x80"),
        ("zstd", b"\x28"),
        ("gzip, gzip", packed(packed(LETTER))),
        ("?", b"a"),
    ],
)
def test_what_was_packed_in_another_way_is_refused(coding: str, body: bytes) -> None:
    refused = refusal(lambda path: _packed(body, coding))
    assert refused.cause is Cause.ENCODING
    assert "did not ask for" in refused.message
    assert "upload" in refused.message


@pytest.mark.parametrize(
    "page",
    [
        _packed(LETTER, "gzip"),
        _packed(b"\x1f", "deflate"),
        _packed(packed(LETTER)[:-9], "gzip"),
        answer(LETTER, content_length="70")[:-5],
        answer(LETTER, content_length="x"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nNo colon here\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"<p>no head at all</p>",
        b"",
    ],
)
def test_what_broke_off_or_is_no_answer_is_told(page: bytes) -> None:
    refused = refusal(lambda path: page)
    assert refused.cause is Cause.BROKEN
    assert "broke off or sent something that is not proper HTTP" in refused.message
    assert "Try again later. Paste the text" in refused.message


# Names


def test_a_name_stays_the_name_while_its_checked_address_is_connected_to() -> None:
    with one_site(lambda path: answer(LETTER)) as (site, reach, dialled):
        hosts = names({"harbourline.example": [PUBLIC]})
        got = fetch("http://Harbourline.example./a", agent=AGENT, limits=SMALL, resolve=hosts, dial=reach)
    assert got.body == LETTER
    assert dialled == [f"{PUBLIC}:80"]
    assert b"\r\nHost: harbourline.example\r\n" in site.requests[0]


def test_a_name_is_looked_up_once_for_a_connection_so_that_a_second_answer_changes_nothing() -> None:
    looked_up: list[str] = []

    def rebinding(host: str) -> list[str]:
        looked_up.append(host)
        return [PUBLIC] if len(looked_up) == 1 else ["127.0.0.1"]

    with one_site(lambda path: answer(LETTER)) as (_, reach, dialled):
        fetch("http://harbourline.example/", agent=AGENT, limits=SMALL, resolve=rebinding, dial=reach)
    assert looked_up == ["harbourline.example"]
    assert dialled == [f"{PUBLIC}:80"]


def test_a_name_that_is_private_at_its_second_look_up_is_refused_there() -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    with one_site(lambda path: moved("/again")) as (_, reach, dialled), pytest.raises(FetchFailed) as refused:
        fetch("http://a.example/", agent=AGENT, limits=SMALL, resolve=lambda _: next(answers), dial=reach)
    assert refused.value.cause is Cause.NOT_ALLOWED
    assert dialled == [f"{PUBLIC}:80"]


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    def half_deaf(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        if address != PUBLIC:
            raise httpcore.ConnectTimeout
        return reach(address, port, seconds)

    both = names({"a.example": ["2606:4700::1", PUBLIC]})
    with one_site(lambda path: answer(LETTER)) as (_, reach, _dialled):
        assert fetch("http://a.example/", agent=AGENT, resolve=both, dial=half_deaf).body == LETTER


def test_a_name_that_nobody_has_is_told() -> None:
    with pytest.raises(FetchFailed) as refused:
        fetch("https://harbuorline.example/", agent=AGENT, resolve=names({}))
    assert refused.value.cause is Cause.NO_SUCH_NAME
    assert "no site by the name of “harbuorline.example”" in refused.value.message
    assert "Check the spelling" in refused.value.message


def test_a_port_where_nobody_listens_is_told() -> None:
    with Site(lambda path: b"") as site:
        pass
    with pytest.raises(FetchFailed) as refused:
        fetched(site)
    assert refused.value.cause is Cause.UNREACHABLE
    assert "could not be reached" in refused.value.message
    assert "bookmarklet" in refused.value.message


# TLS


HOSTS = names({"harbourline.example": [PUBLIC]})


def _secured(host: str, authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority that this machine trusts, as an operator's own may be."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return authority


def test_a_certificate_proves_the_name_and_not_the_address(authority: trustme.CA) -> None:
    tls = _secured("harbourline.example", authority)
    with one_site(lambda path: answer(LETTER), tls) as (_, reach, dialled):
        got = fetch("https://harbourline.example/", agent=AGENT, limits=SMALL, resolve=HOSTS, dial=reach)
    assert got.body == LETTER
    assert dialled == [f"{PUBLIC}:443"]


@pytest.mark.parametrize("whose", ["another site's", "nobody's"])
def test_a_certificate_that_proves_something_else_is_refused(whose: str, authority: trustme.CA) -> None:
    tls = _secured("elsewhere.example", authority)
    if whose == "nobody's":
        tls = _secured("harbourline.example", trustme.CA())
    with (
        one_site(lambda path: answer(LETTER), tls) as (site, reach, _),
        pytest.raises(FetchFailed) as refused,
    ):
        fetch("https://harbourline.example/", agent=AGENT, limits=SMALL, resolve=HOSTS, dial=reach)
    assert refused.value.cause is Cause.TLS
    assert "could not prove with a valid certificate" in refused.value.message
    assert "use the bookmarklet" in refused.value.message
    assert site.requests == []


def test_a_server_that_speaks_no_tls_is_refused_and_was_told_the_name() -> None:
    bad = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    with one_site(lambda path: bad) as (site, reach, _), pytest.raises(FetchFailed) as refused:
        fetch("https://harbourline.example/", agent=AGENT, limits=SMALL, resolve=HOSTS, dial=reach)
    assert refused.value.cause is Cause.TLS
    assert b"harbourline.example" in site.requests[0]
