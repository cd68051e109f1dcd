"""Guessing what each piece of a statement is. The author sees the guesses and can change every one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from blog.sources.blocks import Block, BlockRole, MarkKind, inside
from blog.sources.extracting.byline import parse_byline
from blog.sources.extracting.closing import closing
from blog.sources.extracting.letterhead import letterhead
from blog.sources.extracting.line_shapes import SHORT, ends_sentence
from blog.sources.extracting.pieces import Piece

_FIRST_HEADING = re.compile(r"/h1\[")
_MARKED_UP = frozenset({BlockRole.HEADLINE, BlockRole.HEADING, BlockRole.LIST_ITEM, BlockRole.QUOTATION})

# A heading stands above at least this much text; less is the next line of the same thing.
_BODY = 60
# A line that ends with a colon above a list leads into it, unless it is as short as a title.
_TITLE_WORDS = 6
_HEADING_WORDS = 12
# A heading and its subheading; a third short line in a row means that they are no headings.
_MOST_HEADINGS = 2


def guess_roles(pieces: Sequence[Piece]) -> list[BlockRole]:
    """A role for each piece, in order. What the markup says is believed wherever it says anything."""
    head = letterhead(pieces)
    body = max(head, default=-1) + 1
    known = closing(pieces, body, _author(pieces, head)) | head
    roles = [known.get(index, piece.role) for index, piece in enumerate(pieces)]
    if not any(piece.role is BlockRole.HEADING for piece in pieces):
        _guess_headings(pieces, roles)
    return [role or BlockRole.PARAGRAPH for role in roles]


def guessed_anew(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with the roles of what is inside guessed as if nobody had, and no headline outside."""
    said = inside(blocks)
    pieces = [Piece(block.text, block.place, _in_markup(block), block.marks) for block in said]
    roles = dict(zip((block.id for block in said), guess_roles(headed(pieces)), strict=True))
    return tuple(replace(block, role=roles.get(block.id) or outside_role(block.role)) for block in blocks)


def _in_markup(block: Block) -> BlockRole | None:
    """The role that the markup gave, as far as the block still tells it."""
    return block.role if block.role in _MARKED_UP else None


def headed(pieces: Sequence[Piece]) -> list[Piece]:
    """A part of a page with one headline, its own first <h1>: the page's first may be its name."""
    first = next((at for at, piece in enumerate(pieces) if _is_headline(piece)), None)
    return [
        replace(piece, role=BlockRole.HEADLINE if at == first else BlockRole.HEADING)
        if _is_headline(piece)
        else piece
        for at, piece in enumerate(pieces)
    ]


def _is_headline(piece: Piece) -> bool:
    return piece.role is BlockRole.HEADLINE or bool(_FIRST_HEADING.search(piece.place))


def outside_role(role: BlockRole | None) -> BlockRole:
    """The role of a block beside the statement, by its markup: there is one headline, and it is not there."""
    return BlockRole.HEADING if role is BlockRole.HEADLINE else role or BlockRole.PARAGRAPH


def _author(pieces: Sequence[Piece], head: Mapping[int, BlockRole]) -> str:
    """The name that the byline gives, without the office."""
    bylines = (pieces[index].text for index, role in head.items() if role is BlockRole.BYLINE)
    names = (parse_byline(line)[0].partition(",")[0] for line in bylines)
    return next((name for name in names if name), "")


def _guess_headings(pieces: Sequence[Piece], roles: list[BlockRole | None]) -> None:
    """Fill in HEADING, from the end, since a heading is known by what follows it."""
    in_a_row = 0
    for index in range(len(pieces) - 2, -1, -1):
        is_open = roles[index] is None or _is_lone_number(pieces, roles, index)
        is_heading = is_open and _heads(pieces, roles, index) and in_a_row < _MOST_HEADINGS
        in_a_row = in_a_row + 1 if is_heading else 0
        if is_heading:
            roles[index] = BlockRole.HEADING


def _heads(pieces: Sequence[Piece], roles: Sequence[BlockRole | None], index: int) -> bool:
    line, following = pieces[index].text, pieces[index + 1].text
    if not _is_title(line) and not _is_strong(pieces[index]):
        return False
    if roles[index + 1] is BlockRole.HEADING:
        return True
    if roles[index + 1] is BlockRole.LIST_ITEM:
        return len(line.split()) <= _TITLE_WORDS
    return roles[index + 1] in (None, BlockRole.QUOTATION) and len(following) >= max(_BODY, len(line))


def _is_lone_number(pieces: Sequence[Piece], roles: Sequence[BlockRole | None], index: int) -> bool:
    """ "2. Fares" between two paragraphs: a numbered heading, and no list."""
    around = roles[max(index - 1, 0) : index + 2]
    return pieces[index].text[0].isdigit() and around.count(BlockRole.LIST_ITEM) == 1


def _is_title(line: str) -> bool:
    """Short, begun with a capital or a number, and a question, a colon or no sentence."""
    if len(line) > SHORT or len(line.split()) > _HEADING_WORDS or line[0].islower():
        return False
    return line.endswith(("?", ":")) or not (ends_sentence(line) or line.endswith((",", ";")))


def _is_strong(piece: Piece) -> bool:
    """A short line set in bold throughout: how pages head a section without saying so."""
    return len(piece.text) <= SHORT and any(
        mark.kind is MarkKind.STRONG and (mark.start, mark.end) == (0, len(piece.text))
        for mark in piece.marks
    )
