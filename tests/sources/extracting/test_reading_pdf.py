"""PDFs: paragraphs out of lines in places."""

import pytest

from blog.errors import Invalid
from blog.sources.blocks import Block, BlockRole, inside
from blog.sources.extracting.documents import read_document
from blog.sources.extracting.pdf_lines import MAX_PAGES
from tests.sources.extracting.pdfs import LOCK, TOP, Line, flowed, pdf

FIRST = (
    "We raise the fares on all lines of the eastern harbour by four percent from",
    "July on, and we owe you the reasons.",
)
SECOND = (
    "Diesel costs a third more than it did a year ago, and the boats of the north",
    "line burn most of it.",
)
THIRD = (
    "Nobody who rides with a monthly ticket will pay more than before, because",
    "those tickets keep their price.",
)


def read(*pages: list[Line], info: str = "") -> tuple[Block, ...]:
    return read_document(pdf(pages, info=info), kind="pdf").blocks


def statement(*pages: list[Line]) -> list[str]:
    return [block.text for block in inside(read(*pages))]


def test_lines_are_joined_to_paragraphs_by_the_gaps_between_them() -> None:
    assert statement(flowed([FIRST, SECOND, THIRD])) == [" ".join(lines) for lines in (FIRST, SECOND, THIRD)]


def test_lines_are_joined_to_paragraphs_by_their_indents() -> None:
    lines = flowed([FIRST, SECOND, THIRD], gap=0)
    indented = [
        (text, left + 14 * text.startswith(("Diesel", "Nobody")), *rest) for text, left, *rest in lines
    ]
    assert statement(indented) == [" ".join(lines) for lines in (FIRST, SECOND, THIRD)]  # type: ignore[arg-type]


def test_each_block_names_its_page() -> None:
    blocks = read(flowed([FIRST]), flowed([SECOND]), flowed([THIRD]))
    assert [block.place for block in blocks] == ["page 1", "page 2", "page 3"]


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    assert statement(flowed([FIRST, SECOND[:1]]), flowed([SECOND[1:], THIRD])) == [
        " ".join(lines) for lines in (FIRST, SECOND, THIRD)
    ]


def test_heads_and_feet_of_pages_are_kept_outside() -> None:
    def with_edges(number: int, lines: list[Line]) -> list[Line]:
        head, foot = (
            ("Harbourline Ferries", 72.0, 810.0, 9.0, False),
            (f"Page {number} of 3", 280.0, 30.0, 9.0, False),
        )
        return [head, *lines, foot]

    pages = [flowed([FIRST, SECOND[:1]]), flowed([SECOND[1:], THIRD]), flowed([FIRST])]
    blocks = read(*(with_edges(number, lines) for number, lines in enumerate(pages, start=1)))
    assert [block.text for block in inside(blocks)] == [
        " ".join(lines) for lines in (FIRST, SECOND, THIRD, FIRST)
    ]
    assert sorted(block.text for block in blocks if block.outside) == sorted(
        ["Harbourline Ferries"] * 3 + [f"Page {number} of 3" for number in (1, 2, 3)]
    )


def test_headline_headings_and_list_items_are_told_by_how_they_are_set() -> None:
    title: Line = ("Why our fares rise", 72.0, TOP, 20.0, True)
    heading: Line = ("What stays", 72.0, TOP - 140, 11.0, True)
    items = flowed([("\u2022 Monthly tickets",), ("\u2022 Tickets of children",)], top=TOP - 210)
    page = [title, *flowed([FIRST, SECOND], top=TOP - 40), heading, *flowed([THIRD], top=TOP - 160), *items]
    assert [(block.role, block.text) for block in read(page)] == [
        (BlockRole.HEADLINE, "Why our fares rise"),
        (BlockRole.PARAGRAPH, " ".join(FIRST)),
        (BlockRole.PARAGRAPH, " ".join(SECOND)),
        (BlockRole.HEADING, "What stays"),
        (BlockRole.PARAGRAPH, " ".join(THIRD)),
        (BlockRole.LIST_ITEM, "Monthly tickets"),
        (BlockRole.LIST_ITEM, "Tickets of children"),
    ]


def test_a_hyphen_at_a_lines_end_is_a_soft_one_unless_the_word_has_it_elsewhere() -> None:
    page = flowed(
        [
            (
                "The compensation that we promised for last winter is paid out to every pas-",
                "senger of the line.",
            ),
            (
                "Our long-term plan stays as it is, and whoever wants to know about the long-",
                "term plan may ask.",
            ),
        ]
    )
    first, second = statement(page)
    assert "every pas\u00adsenger of" in first
    assert "the long-term plan may" in second


def test_what_the_file_says_of_itself_is_told() -> None:
    reading = read_document(
        pdf([flowed([FIRST])], info="/Title (Why our fares rise) /Author (Ines Okafor)"), kind="pdf"
    )
    assert (reading.facts.title, reading.facts.byline) == ("Why our fares rise", "Ines Okafor")
    reading = read_document(pdf([flowed([FIRST])], info="/Title (Microsoft Word - fares.docx)"), kind="pdf")
    assert reading.facts.title == ""


WHOLE = pdf([flowed([FIRST])])


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        pytest.param(pdf([flowed([FIRST])], trailer=LOCK), "locked with a password", id="encrypted"),
        pytest.param(b"%PDF-1.4\nnothing of the kind", "broken or was cut short", id="broken"),
        pytest.param(b"", "broken or was cut short", id="empty"),
        pytest.param(WHOLE[: len(WHOLE) // 4], "broken or was cut short", id="cut short"),
        pytest.param(pdf([[], []]), "only pictures of pages", id="scanned"),
        pytest.param(pdf([[]] * (MAX_PAGES + 1)), f"more than {MAX_PAGES} pages", id="too many pages"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence_or_two(payload: bytes, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_document(payload, kind="pdf")
    assert said in refused.value.message
    assert refused.value.field == "file"
    assert refused.value.message.count(". ") <= 2
