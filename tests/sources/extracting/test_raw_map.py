"""Normalized offsets lead to raw ones and back. Raw is the DOM's textContent of the body, as a tree of it says."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from blog.sources.extracting.documents import read_document
from blog.sources.extracting.pieces import mapped
from blog.sources.extracting.raw_map import RawMap
from blog.sources.extracting.reading_html import read_html
from blog.sources.extracting.reading_text import read_text

WORDS = st.text("abé中\u00a0\u00ad \n\t", min_size=1, max_size=8)
OTHERS = st.sampled_from(
    [
        *[
            "&amp;",
            "&#13;",
            "&#x1;",
            "\x07",
            "\r\n",
            "\x0b",
            "\u2028",
            "<br>",
            "<br><br>",
            "<!-- not said -->",
        ],
        *[
            "<script>var a = 1</script>",
            "<style>p { color: red }</style>",
            "<template>not <b>yet</b></template>",
        ],
        *["<noscript>turn <i>it</i> on</noscript>", "<p hidden>later</p>", "<textarea>yours</textarea>"],
        *[
            "<img alt='A boat'>",
            "<svg><title>Sun</title><text>up</text></svg>",
            "<pre>\n  one\n\n  two </pre>",
        ],
    ]
)
TAGS = st.sampled_from(
    ["p", "div", "b", "a href='/x'", "li", "td", "h2", "span", "blockquote", "nav", "button", "pre"]
)


@st.composite
def elements(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    tag = draw(TAGS)
    return f"<{tag}>{draw(inner)}</{tag.split()[0]}>"


PARTS = st.recursive(
    st.one_of(WORDS, OTHERS), lambda inner: elements(st.lists(inner, max_size=4).map("".join)), max_leaves=12
)
PAGES = st.lists(PARTS, min_size=1, max_size=6).map("".join)


def text_content(html: str) -> str:
    """The body's textContent: what templates hold is no child of theirs, comments are no text."""
    source = html.replace("\r\n", "\n").replace("\r", "\n").encode()
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = etree.fromstring(source, parser)
    body = None if tree is None else tree.find("body")
    if body is None:
        return ""
    return "".join(words_in(body))


def words_in(element: etree._Element) -> Iterator[str]:
    text = element.text or ""
    yield text.removeprefix("\n") if element.tag in ("pre", "textarea") else text
    for child in element:
        if child.tag != "template":
            yield from words_in(child)
        yield child.tail or ""


@given(PAGES)
def test_each_character_leads_to_itself_in_the_doms_text_and_back(html: str) -> None:
    html = f"<html><head><title>Title</title></head><body>{html}</body></html>"
    pieces = read_html(html, is_page=True).pieces
    runs, text, raw = mapped(pieces), "\n".join(piece.text for piece in pieces), text_content(html)
    for offset, letter in enumerate(text):
        if not letter.isspace():
            assert raw[runs.to_raw(offset)] == letter
            assert runs.to_text(runs.to_raw(offset)) == offset


@given(PAGES)
def test_offsets_rise_together(html: str) -> None:
    pieces = read_html(html, is_page=True).pieces
    runs = mapped(pieces)
    length = sum(len(piece.text) + 1 for piece in pieces)
    for follow in (runs.to_raw, runs.to_text):
        reached = [follow(offset) for offset in range(length)]
        assert reached == sorted(reached)
    assert RawMap.from_json(runs.to_json()) == runs


LINES = st.sampled_from(
    ["\n", "\n\n", "\r\n", "- ", "1. ", "---\n", "word ", "two words.", "\ufeff", "\x07", "中", "  "]
)


@given(st.lists(st.one_of(WORDS, LINES), max_size=20).map("".join))
def test_a_plain_text_is_mapped_to_the_file_as_decoded(source: str) -> None:
    pieces = read_text(source, is_mapped=True).pieces
    runs = mapped(pieces)
    text = "\n".join(piece.text for piece in pieces)
    for offset, letter in enumerate(text):
        raw = runs.to_raw(offset)
        if not letter.isspace() and "\x07" not in source:
            assert source[raw] == letter
            assert runs.to_text(raw) == offset


def test_the_gap_between_two_blocks_leads_to_where_the_first_one_ends() -> None:
    runs = RawMap.from_json(read_document("<p>One  line</p>\n\n<p>Two</p>", kind="html").raw_map)
    assert [runs.to_raw(offset) for offset in (0, 3, 4, 7, 8, 9)] == [0, 3, 5, 8, 9, 11]
    assert [runs.to_text(raw) for raw in (0, 4, 5, 9, 10, 11)] == [0, 4, 4, 8, 9, 9]


def test_scripts_and_hidden_words_count_in_the_raw_text() -> None:
    html = "<body><script>go()</script><p hidden>Later</p><p>Now</p>"
    runs = RawMap.from_json(read_document(html, kind="html").raw_map)
    assert runs.to_raw(0) == len("go()Later")


def test_what_stands_below_the_body_counts_in_it() -> None:
    runs = RawMap.from_json(read_document("<p>One</p></body>Two</html>Three", kind="html").raw_map)
    assert [runs.to_raw(offset) for offset in (0, 4, 7)] == [0, 3, 6]
