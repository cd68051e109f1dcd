"""A document as it was read, before anyone has said what is what in it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain

from blog.sources.blocks import Block, BlockRole, Mark
from blog.sources.extracting.head import Head
from blog.sources.extracting.raw_map import RawMap, Run, joined, shifted, within


@dataclass(frozen=True, slots=True)
class Piece:
    """A block without its number and offset; `role` is what its markup says it is, None where it does not.

    `runs` lead from its text to the document's raw text (`raw_map`). `is_margin`: a page's running head or foot.
    """

    text: str
    place: str
    role: BlockRole | None = None
    marks: tuple[Mark, ...] = ()
    anchor: str = ""
    runs: tuple[Run, ...] = ()
    is_margin: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """Pieces in reading order, and what the document says of itself where no reader sees it."""

    pieces: tuple[Piece, ...]
    head: Head = field(default_factory=Head)


def lines_of(piece: Piece) -> Iterator[Piece]:
    """The piece's lines as pieces of their own, with the marks and runs that lie on each."""
    lines = piece.text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))
    marks: list[list[Mark]] = [[] for _ in lines]
    for mark in piece.marks:
        last = bisect_right(starts, max(mark.start, mark.end - 1))
        for at in range(bisect_right(starts, mark.start) - 1, last):
            start = max(mark.start - starts[at], 0)
            end = min(mark.end - starts[at], len(lines[at]))
            if start < end or mark.start == mark.end:
                marks[at].append(replace(mark, start=start, end=end))
    for line, start, on_line in zip(lines, starts, marks, strict=True):
        if line:
            runs = within(piece.runs, start, start + len(line))
            yield replace(piece, text=line, marks=tuple(on_line), runs=runs)


def placed(pieces: Sequence[Piece], roles: Iterable[BlockRole]) -> tuple[Block, ...]:
    """The pieces as a statement's blocks: numbered from 0, each with its offset in the whole text."""
    offsets = accumulate((len(piece.text) + 1 for piece in pieces), initial=0)
    return tuple(
        Block(id, role, piece.text, offset, piece.place, piece.marks, anchor=piece.anchor)
        for id, (piece, role, offset) in enumerate(zip(pieces, roles, offsets, strict=False))
    )


def mapped(pieces: Sequence[Piece]) -> RawMap:
    """The map from the whole text of the pieces, placed, to the document's raw text."""
    offsets = accumulate((len(piece.text) + 1 for piece in pieces), initial=0)
    runs = (shifted(piece.runs, offset) for piece, offset in zip(pieces, offsets, strict=False))
    return RawMap(joined(chain.from_iterable(runs)))
