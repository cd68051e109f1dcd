"""One reading for capture, upload and re-extraction, whatever the kind."""

import pytest

from blog.errors import Invalid
from blog.sources.blocks import full_text, numbers
from blog.sources.extracting.documents import EXTRACTORS, MAX_BLOCKS, read_document
from tests.sources.extracting.pages import HEADLINE, PARAGRAPHS, page
from tests.sources.extracting.pdfs import flowed, pdf

URL = "https://harbourline.example/letters/fares"
DOCUMENTS: dict[str, str | bytes] = {
    "html": page(),
    "text": "\n\n".join([HEADLINE, *PARAGRAPHS]),
    "pdf": pdf([flowed([(HEADLINE,), *((paragraph[:70], paragraph[70:]) for paragraph in PARAGRAPHS)])]),
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_same_payload_is_read_alike_each_time(kind: str) -> None:
    first, second = (read_document(DOCUMENTS[kind], kind=kind, url=URL) for _ in range(2))
    assert first == second
    assert first.extractor == EXTRACTORS[kind]


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_each_block_stands_at_its_offset(kind: str) -> None:
    blocks = read_document(DOCUMENTS[kind], kind=kind).blocks
    text = full_text(blocks)
    assert [text[block.offset : block.end] for block in blocks] == [block.text for block in blocks]
    assert [block.id for block in blocks] == list(range(len(blocks)))


def test_only_the_statement_is_numbered() -> None:
    blocks = read_document(page(), kind="html").blocks
    assert [blocks[at].text for at in numbers(blocks)] == list(PARAGRAPHS)


def test_links_lead_to_absolute_addresses() -> None:
    blocks = read_document(page(), kind="html", url=URL).blocks
    hrefs = {mark.href for block in blocks for mark in block.marks}
    assert "https://harbourline.example/tickets" in hrefs


def test_a_text_is_the_statement_from_its_first_line_to_its_last() -> None:
    reading = read_document(DOCUMENTS["text"], kind="text")
    assert [block.place for block in reading.blocks] == [f"line {number}" for number in (1, 3, 5, 7, 9, 11)]
    assert not any(block.outside for block in reading.blocks)
    assert reading.facts.title == HEADLINE


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ("", "html"),
        ("<script>go()</script><nav></nav>", "html"),
        ("<!-- nothing -->", "html"),
        (" \n\n", "text"),
    ],
)
def test_a_document_without_words_is_refused(document: str, kind: str) -> None:
    with pytest.raises(Invalid, match="No words were found") as refused:
        read_document(document, kind=kind)
    assert refused.value.field == "file"


def test_a_document_of_too_many_blocks_is_refused() -> None:
    with pytest.raises(Invalid, match="can be kept"):
        read_document("<p>x" * (MAX_BLOCKS + 1), kind="html")


def test_a_page_that_nests_without_end_is_refused() -> None:
    with pytest.raises(Invalid, match="nests more than"):
        read_document("<div>" * 100_000, kind="html")


@pytest.mark.parametrize("document", ["\ud800 lone", "a\x00b", "<p>\ufffe</p>x", "<p title='\ud800'>x</p>"])
def test_what_is_no_text_becomes_text_or_goes(document: str) -> None:
    text = full_text(read_document(document, kind="html").blocks)
    assert text.encode()
    assert "\x00" not in text
