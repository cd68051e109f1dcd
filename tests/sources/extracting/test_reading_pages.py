"""Whole pages: all that is shown is in some block, each with its place and the id that a link to it may use."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.sources.blocks import BlockRole, full_text, inside
from blog.sources.extracting.documents import read_document
from blog.sources.extracting.pieces import Piece
from blog.sources.extracting.reading_html import read_html
from tests.sources.extracting.pages import HEADLINE, PARAGRAPHS, page


def read(html: str) -> list[Piece]:
    return list(read_html(html, is_page=True).pieces)


def texts(html: str) -> list[str]:
    return [piece.text for piece in read(html)]


def test_the_whole_page_is_kept_and_the_statement_is_a_part_of_it() -> None:
    blocks = read_document(page(), kind="html").blocks
    whole = full_text(blocks)
    assert all(
        words in whole for words in ("Timetable", "Quay 4", "More news", "The north quay", *PARAGRAPHS)
    )
    assert inside(blocks)[0].text == HEADLINE
    assert [block.text for block in inside(blocks)][2:] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "shown",
    [
        *[
            "<nav>Word</nav>",
            "<button>Word</button>",
            "<form><label>Word</label></form>",
            "<aside>Word</aside>",
        ],
        *[
            "<p aria-hidden='true'>Word</p>",
            "<details><summary>More</summary>Word</details>",
            "<math>Word</math>",
        ],
        *[
            "<p hidden='until-found'>Word</p>",
            "<dialog open>Word</dialog>",
            "<unknown-tag>Word</unknown-tag>",
        ],
        *["<table><tr><td>Word<td>Other</table>", "</p>Word<p>", "<body style='display:none'>Word"],
    ],
)
def test_what_a_browser_shows_is_read(shown: str) -> None:
    assert "Word" in "\n".join(texts(f"<p>First</p>{shown}"))


@pytest.mark.parametrize(
    "unshown",
    [
        *["<script>Word</script>", "<style>Word</style>", "<template>Word</template>", "<!-- Word -->"],
        *["<noscript>Word</noscript>", "<p hidden>Word</p>", "<p style='display: none'>Word</p>"],
        *["<dialog>Word</dialog>", "<textarea>Word</textarea>", "<svg><text>Word</text></svg>"],
        "<select><option>Word</select>",
    ],
)
def test_what_a_browser_does_not_show_is_not_read(unshown: str) -> None:
    assert texts(f"<p>First</p>{unshown}<p>Last</p>") == ["First", "Last"]


def test_a_paragraph_with_nothing_to_see_is_no_block() -> None:
    assert texts("<p>One</p><p>&nbsp;</p><p>\u200b\ufeff</p><p>&nbsp;two</p>") == ["One", "\u00a0two"]


def test_lines_end_where_the_page_ends_them_and_white_space_is_collapsed() -> None:
    long = "A line that is longer than eighty characters, so that its paragraph is one block of two lines,"
    (block,) = texts(f"<p>  {long}\n   <br>\n  and <b> this </b> one.</p>")
    assert block == f"{long}\nand this one."


@given(
    st.lists(
        st.sampled_from(
            ["word", "two words", "é", "中", "<b>", "</b>", "<p>", "<div>", "</div>", "<li>", "<br>"]
        ),
        max_size=30,
    )
)
def test_no_words_are_lost(parts: list[str]) -> None:
    words = "".join("".join(part.split()) for part in parts if not part.startswith("<"))
    assert "".join("".join(text.split()) for text in texts(" ".join(parts))) == words


def anchors(html: str) -> dict[str, str]:
    return {piece.text: piece.anchor for piece in read(html)}


def test_a_block_is_linked_by_the_heading_above_it() -> None:
    html = "<p>Before</p><h2 id=fares>Fares</h2><p>One</p><p>Two</p><h2>Crews</h2><p>Three</p>"
    assert anchors(html) == {
        "Before": "", "Fares": "fares", "One": "fares", "Two": "fares", "Crews": "fares", "Three": "fares",
    }  # fmt: skip


@pytest.mark.parametrize(
    "heading",
    [
        *[
            "<h2><a id=fares></a>Fares</h2>",
            "<h2><span id=fares>Fares</span></h2>",
            "<div id=fares><h2>Fares</h2></div>",
        ],
        *[
            "<a name=fares></a><h2>Fares</h2>",
            "<section id=fares><h2>Fares</h2>",
            "<div id=fares><div><h2>Fares</h2></div></div>",
        ],
    ],
)
def test_a_headings_id_may_be_in_it_or_around_it(heading: str) -> None:
    assert anchors(f"<h1 id=top>Title</h1>{heading}<p>One</p>")["One"] == "fares"


def test_a_section_ends_with_its_id() -> None:
    section = "<section id=why><h2>Why</h2><p>Two</p></section>"
    html = f"<article id=letter><p>One</p>{section}<p>Three</p></article><p>Four</p>"
    assert anchors(html) == {"One": "letter", "Why": "why", "Two": "why", "Three": "letter", "Four": ""}


def test_a_paragraph_of_its_own_id_is_linked_by_it_alone() -> None:
    html = "<h2 id=fares>Fares</h2><p id=p1>One</p><p>Two</p><footer>Quay 4</footer>"
    assert anchors(html) == {"Fares": "fares", "One": "p1", "Two": "fares", "Quay 4": ""}


def test_an_id_given_twice_leads_to_its_first_block_only() -> None:
    assert anchors("<h2 id=a>One</h2><h2 id=a>Two</h2><p id=a>Three</p>") == {
        "One": "a",
        "Two": "a",
        "Three": "a",
    }
    assert anchors("<nav id=a>Menu</nav><h2 id=a>One</h2>")["One"] == ""


def test_the_statements_headline_is_its_own_and_not_the_sites() -> None:
    html = page(above="<div></div>").replace("<div>Harbourline</div>", "<h1>Harbourline</h1>")
    blocks = read_document(html, kind="html").blocks
    assert [block.text for block in blocks if block.role is BlockRole.HEADLINE] == [HEADLINE]


@pytest.mark.parametrize(
    "part",
    [
        *[
            "<p>Fares rise for all.</p>",
            "x<br>",
            "<li>item",
            "<a href='/x'>link</a> ",
            "word ",
            "<td>1",
        ],
        *["<p id=a>x", "<h2 id=b>x</h2>", "&amp;", "<!-- x -->", "<pre>\n x \n</pre>", "  \n\n  x"],
    ],
)
def test_time_grows_with_the_length_of_the_page(part: str) -> None:
    def seconds(count: int) -> float:
        html = f"<body>{part * count}"
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            read_html(html, is_page=True)
            best = min(best, time.process_time() - start)
        return best

    small, large = seconds(2_000), seconds(16_000)
    assert large < max(24 * small, 0.2)
