"""A packed document is read again by the way that it was read at first, and only its words are compared."""

from dataclasses import replace

import pytest

from blog.sources.extracting.documents import read_document
from blog.sources.packs.checking import Outcome, check_pack
from blog.sources.packs.making import make_pack
from blog.sources.packs.models import Capture, Pack, Reading
from blog.sources.packs.rereading import read_again
from tests.sources.packs.made import LETTER, URL, capture, hop, pack, pasted, version_of

LATIN = LETTER.replace("–", "-").replace("“", '"').replace("”", '"').replace("lamps", "lämps")


def pack_of_page(one: Capture, text: str, kind: str = "html") -> Pack:
    """A pack whose text was read from the whole page."""
    read = read_document(text, kind=kind, url=one.final_url or one.url, headers=[])
    return pack(
        one, reading=Reading(read.extractor, read.blocks), verifications=(), versions=(version_of(one),)
    )


def in_latin_1() -> Capture:
    headers = [["Content-Type", "text/html; charset=iso-8859-1"]]
    return capture(
        payload=LATIN.encode("latin-1"),
        charset="windows-1252",
        http_headers=headers,
        exchanges=[hop(URL, 200, headers)],
    )


@pytest.mark.parametrize(
    ("one", "text", "kind"),
    [
        (capture(), LETTER, "html"),
        (in_latin_1(), LATIN, "html"),
        (capture(method="uploaded", exchanges=None, http_headers=None), LETTER, "html"),
        (
            pasted(payload=b"Lamps\nThey burn.\n", method="uploaded", media_type="text/plain"),
            "Lamps\nThey burn.\n",
            "text",
        ),
    ],
    ids=["fetched", "in-latin-1", "uploaded-page", "uploaded-text"],
)
def test_a_page_is_read_as_it_was(one: Capture, text: str, kind: str) -> None:
    made = pack_of_page(one, text, kind)
    again = read_again(made)
    assert (again.is_alike, again.extractor) == (True, made.reading.extractor)
    assert {line.outcome for line in check_pack(make_pack(made))[1]} == {Outcome.HOLDS}


def test_roles_and_regions_are_the_authors_and_not_compared() -> None:
    made = pack_of_page(capture(), LETTER)
    blocks = tuple(replace(block, outside=not block.outside) for block in made.reading.blocks)
    assert read_again(replace(made, reading=replace(made.reading, blocks=blocks))).is_alike


def test_other_words_are_found() -> None:
    made = pack_of_page(capture(), LETTER)
    fewer = replace(made.reading, blocks=made.reading.blocks[:-1])
    assert not read_again(replace(made, reading=fewer)).is_alike


def test_a_document_that_can_no_longer_be_read_is_a_note() -> None:
    one = capture(payload=b"\0\1\2\3")
    made = pack(one, extractor="page/0", verifications=())
    (note,) = (line for line in check_pack(make_pack(made))[1] if line.outcome is not Outcome.HOLDS)
    assert note.outcome is Outcome.NOTE
    assert note.words == "The words were read out of the document by page/0; today’s cannot read it."
