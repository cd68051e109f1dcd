"""Which blocks of a page are proposed as the statement."""

import pytest

from blog.sources.blocks import BlockRole, inside
from blog.sources.extracting.documents import read_document
from tests.sources.extracting.pages import BYLINE, HEADLINE, PARAGRAPHS, page

CAPTION = (
    "The ferry Meridian leaves the north quay for the last time before the storm, in a picture of the port."
)


def statement(html: str) -> list[str]:
    return [block.text for block in inside(read_document(html, kind="html").blocks)]


def test_headline_byline_and_paragraphs_are_the_statement() -> None:
    assert statement(page()) == [HEADLINE, BYLINE, *PARAGRAPHS]


def test_what_a_block_is_in_the_statement_is_guessed_within_it() -> None:
    blocks = read_document(page(), kind="html").blocks
    assert [block.role for block in inside(blocks)][:3] == [
        BlockRole.HEADLINE, BlockRole.BYLINE, BlockRole.PARAGRAPH,
    ]  # fmt: skip
    assert BlockRole.HEADLINE not in {block.role for block in blocks if block.outside}


@pytest.mark.parametrize(
    "noise",
    [
        "<p>Related: <a href='/x'>The north quay opens again after the storm</a></p>",
        "<p><a href='/x'>Read what our crews say about their new hours in port</a></p>",
        f"<figure><figcaption>{CAPTION}</figcaption></figure>",
        "<nav><p>Share this</p></nav>",
    ],
)
def test_signposts_and_captions_among_the_paragraphs_are_not(noise: str) -> None:
    paragraphs = list(PARAGRAPHS)
    html = page().replace(f"<p>{paragraphs[2]}</p>", f"<p>{paragraphs[2]}</p>{noise}")
    assert statement(html)[2:] == paragraphs


def test_a_short_paragraph_and_a_heading_among_them_are() -> None:
    html = page().replace(f"<p>{PARAGRAPHS[2]}</p>", f"<h2>Tickets</h2><p>No.</p><p>{PARAGRAPHS[2]}</p>")
    assert statement(html)[4:7] == ["Tickets", "No.", PARAGRAPHS[2]]


def test_a_quotation_in_the_statement_is_part_of_it() -> None:
    quote = "<blockquote><p>You promised us</p></blockquote>"
    html = page().replace(f"<p>{PARAGRAPHS[2]}</p>", f"{quote}<p>{PARAGRAPHS[2]}</p>")
    assert "You promised us" in statement(html)


def test_the_lines_of_a_signature_are_part_of_it() -> None:
    html = page(below="<div>Sincerely,</div><div>Ines Okafor</div><div>Chief executive</div><div>Share</div>")
    assert statement(html)[-3:] == ["Sincerely,", "Ines Okafor", "Chief executive"]


def test_a_list_of_what_to_read_next_is_not() -> None:
    links = "".join(
        f"<li><a href='/{n}'>How we changed the timetable of the north line, part {n}</a></li>" for n in "123"
    )
    assert statement(page(below=f"<ul>{links}</ul>")) == [HEADLINE, BYLINE, *PARAGRAPHS]


def test_the_links_of_a_statement_stay_in_its_paragraphs() -> None:
    linked = PARAGRAPHS[1].replace("Diesel costs", "<a href='/diesel'>Diesel costs</a>")
    assert PARAGRAPHS[1] in statement(page().replace(PARAGRAPHS[1], linked))


def test_where_nothing_tells_the_whole_page_is_proposed() -> None:
    blocks = read_document("<p>Fares rise.</p><p>Soon.</p>", kind="html").blocks
    assert [block.outside for block in blocks] == [False, False]


def test_a_page_in_a_script_without_spaces_is_proposed_too() -> None:
    sentences = [
        "東部港線の運賃は七月から四パーセント上がります。理由をここで説明します。",
        "乗組員には待機時間の賃金が支払われます。定期券の価格は変わりません。",
    ]
    html = page(tuple(sentences * 3), headline="運賃について").replace(BYLINE, "")
    assert statement(html)[1:] == sentences * 3
