"""The lines of a PDF's pages, and which of them are the heads and feet of pages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from blog.sources.extracting.pieces import Piece

# The lines at a page's top and bottom that may be its head and foot, how many letter sizes part them from the rest,
# and the share of pages that have them.
_MARGIN_LINES, _APART, _REPEATED = 2, 1.6, 0.5
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `left`, `right`, `base` and `size` in points, `base` from the page's foot."""

    page: int
    text: str
    left: float
    right: float
    base: float
    size: float
    is_bold: bool


def find_margins(lines: Sequence[Line]) -> set[Line]:
    """The lines that stand, but for their numbers, at the edges of most pages."""
    edges: list[Line] = []
    for _, group in groupby(lines, key=lambda line: line.page):
        page = sorted(group, key=lambda line: -line.base)
        edges += {*_apart(page), *_apart(page[::-1])}
    pages = len({line.page for line in lines})
    counts = Counter(_numberless(line) for line in edges)
    needed = max(2, _REPEATED * pages)
    return {line for line in edges if counts[_numberless(line)] >= needed}


def _apart(page: Sequence[Line]) -> Sequence[Line]:
    """The first lines of a page, from its top or from its foot, if a gap parts them from the rest."""
    for count in range(1, min(_MARGIN_LINES + 1, len(page))):
        last, following = page[count - 1], page[count]
        if abs(last.base - following.base) > _APART * max(last.size, following.size):
            return page[:count]
    return page if len(page) <= _MARGIN_LINES else ()


def _numberless(line: Line) -> tuple[str, int]:
    """What a running line has in common on every page: its words, and about its height."""
    return _DIGITS.sub("#", line.text.casefold()), round(line.base / 10)


def with_margins(pieces: Iterable[Piece], lines: Iterable[Line], margins: set[Line]) -> Iterator[Piece]:
    """The pieces, each page's head and foot after the last that begins on it."""
    waiting = [line for line in lines if line in margins]
    for piece in pieces:
        page = int(piece.place.removeprefix("page "))
        while waiting and waiting[0].page < page:
            yield _margin(waiting.pop(0))
        yield piece
    yield from map(_margin, waiting)


def _margin(line: Line) -> Piece:
    return Piece(line.text, f"page {line.page}", is_margin=True)
