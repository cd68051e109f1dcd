"""A region, confirmed once, tells the statement on the next copy of the page, whichever of the two has changed."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.sources.blocks import Block, BlockRole, full_text, inside, with_outside
from blog.sources.extracting.documents import read_document
from blog.sources.extracting.pieces import Piece, placed
from blog.sources.extracting.regions import Region
from tests.sources.extracting.pages import BYLINE, HEADLINE, NAV, PARAGRAPHS, page

REWRITTEN = tuple(
    f"Part {n} of what the company wrote a year later is about something else altogether." for n in range(5)
)


def read(html: str) -> tuple[Block, ...]:
    return read_document(html, kind="html").blocks


def confirmed(html: str | None = None) -> Region:
    """The region of a page as it is proposed, stored and loaded."""
    blocks = read(html or page())
    region = Region.of(blocks, {block.id for block in inside(blocks)})
    return Region.from_json(json.loads(json.dumps(region.to_json())))


def told(region: Region, html: str) -> list[str] | None:
    applied = region.apply(read(html))
    return None if applied is None else [block.text for block in inside(applied)]


def test_the_same_page_has_the_same_statement() -> None:
    assert confirmed().apply(read(page())) == read(page())


@pytest.mark.parametrize(
    ("changed", "statement"),
    [
        pytest.param(
            page(above="<div>Our site uses cookies.</div>"), PARAGRAPHS, id="a banner above in its element"
        ),
        pytest.param(page().replace("<main>", "<div>New!</div><div><main>"), PARAGRAPHS, id="places moved"),
        pytest.param(
            page((*PARAGRAPHS, "And one more sentence.")),
            (*PARAGRAPHS, "And one more sentence."),
            id="appended",
        ),
        pytest.param(page(PARAGRAPHS[1:]), PARAGRAPHS[1:], id="the first paragraph gone"),
        pytest.param(page(PARAGRAPHS[:-1]), PARAGRAPHS[:-1], id="the last paragraph gone"),
        pytest.param(page(("New beginning.", *PARAGRAPHS)), ("New beginning.", *PARAGRAPHS), id="put before"),
        pytest.param(page(REWRITTEN), REWRITTEN, id="all paragraphs rewritten"),
        pytest.param(page().replace(NAV, NAV * 3), PARAGRAPHS, id="a longer menu"),
    ],
)
def test_edits_of_words_and_of_places_are_survived(changed: str, statement: Sequence[str]) -> None:
    assert told(confirmed(), changed) == [HEADLINE, BYLINE, *statement]


def test_a_changed_headline_is_the_headline_still() -> None:
    changed = page(headline="Fares: an apology")
    assert told(confirmed(), changed) == ["Fares: an apology", BYLINE, *PARAGRAPHS]
    applied = confirmed().apply(read(changed))
    assert applied is not None
    assert [block.text for block in applied if block.role is BlockRole.HEADLINE] == ["Fares: an apology"]


def test_what_was_cut_out_stays_out_wherever_it_went() -> None:
    note = "<p>Get our newsletter every week.</p>"
    html = page().replace(f"<p>{PARAGRAPHS[2]}</p>", f"{note}<p>{PARAGRAPHS[2]}</p>")
    blocks = read(html)
    notes = {block.id for block in blocks if "newsletter" in block.text}
    region = Region.of(blocks, {block.id for block in inside(blocks)} - notes)
    later = html.replace(f"<p>{PARAGRAPHS[1]}</p>", f"<p>{PARAGRAPHS[1]}</p><p>Something new.</p>")
    assert told(region, later) == [HEADLINE, BYLINE, *PARAGRAPHS[:2], "Something new.", *PARAGRAPHS[2:]]


def test_a_cut_box_stays_out_whatever_it_says() -> None:
    def with_box(words: str) -> str:
        return page().replace(f"<p>{PARAGRAPHS[2]}</p>", f"<div><b>{words}</b></div><p>{PARAGRAPHS[2]}</p>")

    blocks = read(with_box("Today: sun"))
    region = Region.of(blocks, {block.id for block in inside(blocks) if block.text != "Today: sun"})
    assert told(region, with_box("Storm tomorrow")) == [HEADLINE, BYLINE, *PARAGRAPHS]


def test_a_cut_that_has_become_a_paragraph_is_one() -> None:
    html = page().replace(f"<p>{PARAGRAPHS[2]}</p>", f"<p>Share</p><p>{PARAGRAPHS[2]}</p>")
    blocks = read(html)
    region = Region.of(blocks, {block.id for block in inside(blocks) if block.text != "Share"})
    assert told(region, page()) == [HEADLINE, BYLINE, *PARAGRAPHS]


@pytest.mark.parametrize(
    "other",
    [
        "<html><body><h1>Not found</h1><p>This page does not exist.</p></body></html>",
        page(("Sorry, there is no page here.",), headline="Not found").replace(BYLINE, ""),
        "<main><p>Please sign in to read on.</p></main>",
    ],
)
def test_another_page_matches_nothing(other: str) -> None:
    assert confirmed().apply(read(other)) is None


def test_words_that_stand_elsewhere_do_not_draw_the_region_there() -> None:
    html = page().replace("<header>", f"<header><p>{PARAGRAPHS[0]}</p>")
    applied = confirmed().apply(read(html))
    assert applied is not None
    assert [block.text for block in inside(applied)] == [HEADLINE, BYLINE, *PARAGRAPHS]


def test_a_region_of_no_blocks_is_none() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Region.of(read(page()), set())


def test_a_region_of_a_text_is_known_by_its_words() -> None:
    lines = ["Harbourline, Quay 4", "", *PARAGRAPHS, "", "Printed on paper from the port's own mill"]
    blocks = read_document("\n".join(lines), kind="text").blocks
    region = Region.of(blocks, {block.id for block in blocks[1:-1]})
    applied = region.apply(read_document("\n".join(["New head", *lines]), kind="text").blocks)
    assert applied is not None
    assert [block.text for block in inside(applied)] == list(PARAGRAPHS)


PLACES = st.sampled_from(
    [*(f"/html/body/main[1]/p[{n}]" for n in range(6)), "/html/body/div[1]", "line 4", "page 2"]
)
PIECES = st.lists(st.builds(Piece, st.text(min_size=1, max_size=12), PLACES), min_size=1, max_size=10)


@given(PIECES, PIECES, st.sets(st.integers(0, 9)))
def test_no_region_changes_words_or_fails(now: list[Piece], later: list[Piece], ids: set[int]) -> None:
    blocks, others = (placed(p, [BlockRole.PARAGRAPH] * len(p)) for p in (now, later))
    if not ids & {block.id for block in blocks}:
        return
    region = Region.from_json(json.loads(json.dumps(Region.of(blocks, ids).to_json())))
    applied = region.apply(others)
    if applied is not None:
        assert full_text(applied) == full_text(others)
        assert inside(applied)


def test_clicking_on_blocks_changes_what_is_inside_alone() -> None:
    blocks = read(page())
    changed = with_outside(blocks, {block.id for block in blocks if block.text == PARAGRAPHS[0]})
    assert full_text(changed) == full_text(blocks)
    assert [block.text for block in changed if block.outside] == [PARAGRAPHS[0]]
