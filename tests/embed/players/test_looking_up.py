"""Asking providers, on real sockets."""

from typing import Any

import pytest

from blog.embed.players.answers import Unusable
from blog.embed.players.looking_up import Found, OriginalGone, look_up, request_address
from blog.embed.players.providers import Provider
from blog.sources.fetching.failures import Cause, FetchFailed
from tests.embed.players.sites import FRAME, HOST, JSON_TYPE, TAPES, URL, Pages, asked, internet, oembed, said
from tests.sources.fetching.site import answer, moved

PAGE = answer(
    b"""<html><head><title>Foghorn | Tapes</title><meta property="og:title" content="The foghorn">
    <meta name="author" content="Harbourline"><meta property="og:image" content="/still.png"></head></html>"""
)
ANYWHERE = Provider("Keepers", anywhere=("/@*/*",), endpoint_path="/api/oembed")
POST = f"http://{HOST}/@ada/11"


def found(pages: Pages, url: str = URL, *providers: Provider, **how: Any) -> Found:
    with internet(pages) as (get, _):
        return look_up(url, providers=providers or (TAPES,), get=get, **how)


def linked(href: str, kind: str = "application/json+oembed") -> bytes:
    link = f'<link rel="alternate" type="{kind}" href="{href}">'
    words = "<meta property='og:description' content='The lamp is lit.'>"
    return answer(f"<html><head><title>Ada</title>{link}{words}</head>".encode())


def test_a_provider_is_asked_as_the_specification_says() -> None:
    with internet({"/oembed": oembed()}) as (get, site):
        result = look_up(URL, providers=[TAPES], get=get)
    ((path, parameters),) = asked(site)
    assert path == "/oembed"
    assert parameters == {
        "url": [URL], "format": ["json"], "maxwidth": ["640"], "maxheight": ["480"], "dnt": ["1"]
    }  # fmt: skip
    assert result == Found(
        provider="Tapes", kind="video", title="The foghorn at dusk", author="Harbourline",
        author_url=f"http://{HOST}/harbourline", thumbnail_url=f"http://{HOST}/still.png",
        width=640, height=360, frame_url=FRAME, cache_age=7200,
    )  # fmt: skip
    assert result.frame_host == f"play.{HOST}"


def test_a_format_in_the_endpoint_is_filled_in_and_its_own_parameters_stay() -> None:
    address = request_address("https://a.example/oembed.{format}?key=1&url=given", URL, "xml")
    assert address.startswith("https://a.example/oembed.xml?url=given&key=1&format=xml&maxwidth=")


def test_xml_is_asked_for_where_there_is_no_json() -> None:
    body = "".join(f"<{k}>{str(v).replace('<', '&lt;')}</{k}>" for k, v in said().items())
    pages = {"json": answer(status="501 Not Implemented"), "xml": answer(f"<oembed>{body}</oembed>".encode())}
    with internet({f"/oembed.{form}": page for form, page in pages.items()}) as (get, site):
        provider = Provider("Tapes", f"http://{HOST}/oembed.{{format}}", TAPES.schemes, TAPES.frames)
        assert look_up(URL, providers=[provider], get=get).frame_url == FRAME
    assert [parameters["format"] for _, parameters in asked(site)] == [["json"], ["xml"]]


def test_an_address_of_no_allowed_provider_gets_a_card_of_its_page_and_no_player() -> None:
    with internet({"/harbourline/foghorn": PAGE, "/oembed": oembed()}) as (get, site):
        result = look_up(URL, providers=[], get=get)
    assert [path for path, _ in asked(site)] == ["/harbourline/foghorn"]
    assert result == Found(
        title="The foghorn", author="Harbourline", thumbnail_url=f"http://{HOST}/still.png"
    )


def test_a_page_alone_never_names_its_endpoint_for_a_provider_that_is_not_allowed() -> None:
    with internet({"/harbourline/foghorn": linked("/oembed"), "/oembed": oembed()}) as (get, site):
        assert look_up(URL, providers=[], get=get).frame_url == ""
    assert [path for path, _ in asked(site)] == ["/harbourline/foghorn"]


def test_the_page_makes_the_card_where_the_endpoint_fails() -> None:
    failures = [
        answer(status="404 Not Found"), answer(status="500 Oh"), answer(b"<html>not JSON"), oembed(type="script"),
        oembed(html=None), answer(status="403 Forbidden"),
    ]  # fmt: skip
    for failure in failures:
        result = found({"/oembed": failure, "/harbourline/foghorn": PAGE})
        assert (result.title, result.frame_url, result.kind) == ("The foghorn", "", "link")


def test_a_provider_that_no_longer_knows_a_player_is_believed() -> None:
    for status in ("404 Not Found", "401 Unauthorized", "410 Gone"):
        with pytest.raises(OriginalGone):
            found({"/oembed": answer(status=status), "/harbourline/foghorn": PAGE}, was_player=True)
    with pytest.raises(Unusable):
        found({"/oembed": answer(status="503 Busy"), "/harbourline/foghorn": PAGE}, was_player=True)


def test_nothing_at_the_address_is_told() -> None:
    with pytest.raises(OriginalGone):
        found({})
    with pytest.raises(Unusable):
        found({"/harbourline/foghorn": answer(b"<html><body>No title")})
    with pytest.raises(Unusable):
        found({"/harbourline/foghorn": answer(b"\0\0", "application/pdf")})


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>", f'<iframe src="http://play.{HOST}/x"></iframe>',
        '<iframe src="javascript:alert(1)"></iframe>', '<iframe src="https://elsewhere.example/"></iframe>',
    ],
)  # fmt: skip
def test_hostile_html_leaves_a_card_without_a_player(html: str) -> None:
    result = found({"/oembed": oembed(html=html)})
    assert (result.title, result.frame_url, result.frame_host) == ("The foghorn at dusk", "", "")


def test_an_endpoint_may_not_send_us_to_a_private_address() -> None:
    for address in (
        "http://10.0.0.1/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/",
    ):
        with pytest.raises(FetchFailed) as refused:
            found({"/oembed": moved(address)})
        assert refused.value.cause is Cause.NOT_ALLOWED


def test_a_huge_answer_is_not_read() -> None:
    with pytest.raises(FetchFailed) as refused:
        found({"/oembed": answer(b" " * 600_000, JSON_TYPE)})
    assert refused.value.cause is Cause.TOO_BIG


def test_an_endpoint_is_discovered_where_a_program_runs_on_any_host() -> None:
    frame = f"https://{HOST}/@ada/11/embed"
    card = oembed(type="rich", title="A post by Ada", html=f'<iframe src="{frame}"></iframe>', height=None)
    for kind in ("application/json+oembed", "text/xml+oembed"):
        body = "".join(
            f"<{k}>{str(v).replace('<', '&lt;')}</{k}>"
            for k, v in said(html=f'<iframe src="{frame}">').items()
        )
        pages = {"/@ada/11": linked("/api/oembed?url=own", kind), "/api/oembed": card}
        if kind.startswith("text"):
            pages["/api/oembed"] = answer(f"<oembed>{body}</oembed>".encode(), "text/xml")
        with internet(pages) as (get, site):
            result = look_up(POST, providers=[ANYWHERE], get=get)
        assert result.frame_url == frame
        assert asked(site)[1][1]["url"] == ["own"]


def test_a_short_post_is_called_by_its_words() -> None:
    card = oembed(type="rich", title="New post by Ada", html="<p>x</p>")
    result = found({"/@ada/11": linked("/api/oembed"), "/api/oembed": card}, POST, ANYWHERE)
    assert (result.title, result.author) == ("The lamp is lit.", "Harbourline")
    untitled = oembed(type="rich", title=None, html="<blockquote><p>The lamp is out.</p></blockquote>")
    assert found({"/oembed": untitled}).title == "The lamp is out."


@pytest.mark.parametrize(
    "endpoint",
    ["http://elsewhere.example/api/oembed", "/elsewhere/oembed", "javascript:alert(1)", "//[::1/api/oembed"],
)
def test_a_discovered_endpoint_of_another_host_or_program_is_not_asked(endpoint: str) -> None:
    with internet({"/@ada/11": linked(endpoint), "/api/oembed": oembed()}) as (get, site):
        assert look_up(POST, providers=[ANYWHERE], get=get).frame_url == ""
    assert [path for path, _ in asked(site)] == ["/@ada/11"]


def test_a_link_in_the_body_is_not_the_pages_own() -> None:
    body = answer(
        b'<html><head><title>Ada</title></head><body><p>x</p><link rel="alternate" type="application/json+oembed" '
        b'href="/api/oembed"></body></html>'
    )
    with internet({"/@ada/11": body, "/api/oembed": oembed()}) as (get, site):
        assert look_up(POST, providers=[ANYWHERE], get=get).title == "Ada"
    assert len(site.requests) == 1


def test_an_address_that_leads_to_another_host_gets_no_player_there() -> None:
    pages = {"/@ada/11": moved("http://elsewhere.example/landing"), "/landing": linked("/api/oembed")}
    with internet({**pages, "/api/oembed": oembed()}) as (get, site):
        result = look_up(POST, providers=[ANYWHERE], get=get)
    assert (result.provider, result.frame_url) == ("", "")
    assert [path for path, _ in asked(site)] == ["/@ada/11", "/landing"]


def test_a_player_that_open_graph_names_is_taken_from_an_allowed_host_only() -> None:
    page = """<html><head><meta property="og:title" content="Foghorn"><meta property="og:video" content="{}">
    <meta property="og:video:type" content="{}"><meta property="og:video:height" content="120"></head>"""
    shop = Provider("Shop", schemes=TAPES.schemes, frames=TAPES.frames)
    for address, kind, frame in (
        (FRAME, "text/html", FRAME),
        (FRAME, "video/mp4", ""),
        ("https://elsewhere.example/player", "text/html", ""),
    ):
        result = found({"/harbourline/foghorn": answer(page.format(address, kind).encode())}, URL, shop)
        assert (result.frame_url, result.height) == (frame, 120 if frame else None)


def test_only_the_beginning_of_a_page_is_looked_at() -> None:
    page = (
        b"<html><head><title>Foghorn</title>"
        + b"<!-- -->" * 20_000
        + b'<meta property="og:title" content="Late">'
    )
    assert found({"/harbourline/foghorn": answer(page)}).title == "Foghorn"


def test_a_page_is_read_in_its_own_encoding() -> None:
    page = "<html><head><title>Nebelhörner</title>".encode("latin-1")
    assert (
        found({"/harbourline/foghorn": answer(page, "text/html; charset=ISO-8859-1")}).title == "Nebelhörner"
    )
    assert found({"/harbourline/foghorn": answer(page, "text/html; charset=no-such")}).title.startswith(
        "Nebelh"
    )
