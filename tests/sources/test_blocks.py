import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from blog.sources.blocks import (
    Block,
    BlockRole,
    Mark,
    MarkKind,
    from_json,
    full_text,
    inside,
    numbers,
    to_json,
    with_outside,
    with_roles,
)
from blog.sources.extracting.pieces import Piece, lines_of, placed

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    text = draw(WORDS)
    edges = st.integers(0, len(text))
    ranges = draw(st.lists(st.tuples(edges, edges, st.sampled_from(MarkKind)), max_size=3))
    marks = tuple(Mark(kind, min(a, b), max(a, b), "https://harbourline.example/") for a, b, kind in ranges)
    return Piece(text, "line 1", None, marks)


@st.composite
def statements(draw: st.DrawFn) -> tuple[Block, ...]:
    drawn = draw(st.lists(st.tuples(pieces(), st.sampled_from(BlockRole)), max_size=12))
    blocks = placed([piece for piece, _ in drawn], [role for _, role in drawn])
    anchors = st.sampled_from(["", "fares", "§ 2"])
    return tuple(replace(block, outside=draw(st.booleans()), anchor=draw(anchors)) for block in blocks)


STATEMENTS = statements()


@given(STATEMENTS)
def test_a_block_stands_at_its_offset_in_the_whole_text(blocks: tuple[Block, ...]) -> None:
    text = full_text(blocks)
    assert [text[block.offset : block.end] for block in blocks] == [block.text for block in blocks]
    assert [block.id for block in blocks] == list(range(len(blocks)))


@given(STATEMENTS)
def test_blocks_come_back_from_json_as_they_went(blocks: tuple[Block, ...]) -> None:
    assert from_json(json.loads(json.dumps(to_json(blocks)))) == blocks


@given(STATEMENTS)
def test_paragraphs_list_items_and_quotations_are_numbered_without_gaps(blocks: tuple[Block, ...]) -> None:
    given_numbers = numbers(blocks)
    assert list(given_numbers.values()) == list(range(1, len(given_numbers) + 1))
    argument = {BlockRole.PARAGRAPH, BlockRole.LIST_ITEM, BlockRole.QUOTATION}
    said = {block.id for block in blocks if block.role in argument and not block.outside}
    assert set(given_numbers) == said


def test_a_block_kept_before_there_was_an_outside_is_the_statement() -> None:
    kept = {"id": 0, "role": "paragraph", "text": "Fares rise.", "offset": 0, "place": "line 1"}
    (block,) = from_json([kept])
    assert (block.outside, block.anchor) == (False, "")
    assert block.to_json() == kept


@given(STATEMENTS, st.sets(st.integers(0, 12)))
def test_what_is_the_statement_changes_no_words(blocks: tuple[Block, ...], outside: set[int]) -> None:
    changed = with_outside(blocks, outside)
    assert {block.id for block in blocks} - outside == {block.id for block in inside(changed)}
    assert [replace(block, outside=False) for block in changed] == [
        replace(block, outside=False) for block in blocks
    ]


def test_an_appendix_goes_on_counting() -> None:
    roles = [BlockRole.PARAGRAPH, BlockRole.SIGNATURE, BlockRole.APPENDIX, BlockRole.PARAGRAPH]
    blocks = placed([Piece("words", "line 1")] * 4, roles)
    assert numbers(blocks) == {0: 1, 3: 2}


def test_a_changed_role_changes_nothing_else() -> None:
    blocks = placed([Piece("one", "line 1"), Piece("two", "line 2")], [BlockRole.PARAGRAPH] * 2)
    changed = with_roles(blocks, {1: BlockRole.HEADING, 99: BlockRole.QUOTATION})
    assert [block.role for block in changed] == [BlockRole.PARAGRAPH, BlockRole.HEADING]
    assert full_text(changed) == full_text(blocks)
    assert changed[1].offset == blocks[1].offset == 4


def test_a_piece_parts_into_its_lines_with_the_marks_on_each() -> None:
    both = Mark(MarkKind.STRONG, 4, 13)
    link = Mark(MarkKind.LINK, 0, 4, "https://harbourline.example/")
    image = Mark(MarkKind.IMAGE, 9, 9, "https://harbourline.example/a.png", "A boat")
    first, second = lines_of(Piece("Ines Oka\nFor you", "/html/body/p[1]", None, (link, both, image)))
    assert (first.text, second.text) == ("Ines Oka", "For you")
    assert first.marks == (link, Mark(MarkKind.STRONG, 4, 8))
    assert second.marks == (Mark(MarkKind.STRONG, 0, 4), Mark(MarkKind.IMAGE, 0, 0, image.href, "A boat"))
