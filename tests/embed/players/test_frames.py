"""Of a provider's HTML one address is taken, or nothing."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.embed.players.frames import frame_in, words_in
from blog.embed.players.providers import Provider
from tests.embed.players.sites import FRAME, HOST, TAPES, URL

MASTODON = Provider("Mastodon", anywhere=("/@*/*",), endpoint_path="/api/oembed")
BLUESKY = Provider("Bluesky", schemes=("https://bsky.app/*",), frames=("embed.bsky.app",))
DID = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"


@pytest.mark.parametrize(
    ("snippet", "address"),
    [
        (f'<iframe src="{FRAME}"></iframe>', FRAME),
        (f'<div style="left:0"><iframe allowfullscreen src=" {FRAME} "></iframe></div>', FRAME),
        (f'<iframe src="//play.{HOST}/frame?a=1&amp;b=2"></iframe>', f"https://play.{HOST}/frame?a=1&b=2"),
        (
            f'<iframe src="https://ads.example/"></iframe><p><iframe src="{FRAME}"></iframe><script>x()</script>',
            FRAME,
        ),
    ],
)
def test_the_first_frame_of_the_provider_is_taken(snippet: str, address: str) -> None:
    assert frame_in(snippet, TAPES, URL) == address


@pytest.mark.parametrize(
    "snippet",
    [
        "",
        "<p>No frame here</p>",
        "<script src='https://play.tapes.example/x.js'></script>",
        f'<iframe src="http://play.{HOST}/frame"></iframe>',
        '<iframe src="javascript:alert(1)"></iframe>',
        '<iframe src="java\nscript:alert(1)"></iframe>',
        '<iframe src="data:text/html,<script>alert(1)</script>"></iframe>',
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
        '<iframe src="https://elsewhere.example/"></iframe>',
        f'<iframe src="https://play.{HOST}.evil.example/"></iframe>',
        f'<iframe src="https://play.{HOST}@evil.example/"></iframe>',
        f'<iframe src="https://evil.example\\@play.{HOST}/"></iframe>',
        f'<iframe src="https:\\\\play.{HOST}/"></iframe>',
        f'<iframe src="https://play.{HOST}:8443/frame"></iframe>',
        f'<iframe src="https://someone@play.{HOST}/frame"></iframe>',
        f'<iframe src="https://play.{HOST}/{"a" * 2100}"></iframe>',
        f'<iframe src="https://play.{HOST}/a b"></iframe>',
        f'<object data="{FRAME}"></object><embed src="{FRAME}">',
        '<blockquote data-embed-url="https://elsewhere.example/@a/1/embed"></blockquote>',
        "<iframe src='https://[::1'></iframe>",
        "<" * 5000,
    ],
)
def test_anything_else_is_left(snippet: str) -> None:
    assert frame_in(snippet, TAPES, URL) == ""


def test_a_quotation_with_a_script_is_read_as_the_script_would() -> None:
    page = "https://keepers.example/@ada/11"
    quote = '<blockquote class="m" data-embed-url="{}"><a href="x">A post</a></blockquote><script></script>'
    assert frame_in(quote.format(f"{page}/embed"), MASTODON, page) == f"{page}/embed"
    assert frame_in(quote.format("https://others.example/@ada/11/embed"), MASTODON, page) == ""
    post = (
        f'<blockquote data-bluesky-uri="at://{DID}/app.bsky.feed.post/3kaaaaaaaaa2x"><p>Aye.</p></blockquote>'
    )
    framed = f"https://embed.bsky.app/embed/{DID}/app.bsky.feed.post/3kaaaaaaaaa2x"
    assert frame_in(post, BLUESKY, "https://bsky.app/profile/a/post/3") == framed
    assert (
        frame_in(post.replace("at://", "at://../../x?"), BLUESKY, "https://bsky.app/profile/a/post/3") == ""
    )


def test_the_words_of_a_post_are_those_of_its_paragraphs() -> None:
    snippet = "<blockquote><p>The lamp\n is <b>lit</b>.</p>&mdash; Ada</blockquote><script>evil()</script>"
    assert words_in(snippet) == "The lamp is lit."


@given(st.text(max_size=80), st.sampled_from(["src", "srcdoc", "SRC", "data-embed-url"]))
def test_no_html_gives_an_address_of_another_host(address: str, attribute: str) -> None:
    found = frame_in(f'<iframe {attribute}="{address}"></iframe>', TAPES, URL)
    assert not found or (urlsplit(found).scheme, urlsplit(found).hostname) == ("https", f"play.{HOST}")
