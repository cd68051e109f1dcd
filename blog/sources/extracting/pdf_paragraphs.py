"""Lines as they are set on a PDF's pages → pieces: paragraphs, headings, and the heads and feet of pages.

A PDF has no paragraphs, only letters in places. A line begins one where the gap above it, its indent, its size, or
the short line before it says so. What stands at the top or the bottom of many pages is set aside, and a paragraph
goes on over the end of a page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from blog.sources.blocks import BlockRole
from blog.sources.extracting.line_shapes import TITLE, ends_sentence
from blog.sources.extracting.pieces import Piece
from blog.sources.extracting.reading_text import is_list_item, without_bullet

# A gap of more than this many of the usual step parts two paragraphs.
_GAP = 1.35
# Letters larger by this much are a heading's; so are bold ones in a line this short.
_LARGER = 1.12
# A last line ends before this share of the column; an indent is at least so many letter sizes.
_SHORT, _INDENT = 0.85, 0.8
# The lines at a page's top and bottom that may be its head and foot, how many letter sizes part them from the rest,
# and the share of pages that have them.
_MARGIN_LINES, _APART, _REPEATED = 2, 1.6, 0.5
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")
_HYPHENS = ("-", "\u2010", "\u00ad")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


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


def paragraphs(pages: Sequence[Sequence[Sequence[object]]]) -> tuple[Piece, ...]:
    """The pieces of pages of lines as `pdf_lines` gives them. A piece's place is the page that it begins on."""
    lines = [Line(number, *line) for number, page in enumerate(pages, start=1) for line in page]  # type: ignore[arg-type]
    margins = _margins(lines)
    body = [line for line in lines if line not in margins]
    if not body:
        return ()
    layout = _Layout.of(body)
    words = Counter(word.casefold() for line in body for word in _WORD.findall(line.text))
    pieces = [_piece(group, layout, words) for group in _groups(body, layout)]
    return tuple(_in_order(_headline_first(pieces), lines, margins))


def _margins(lines: Sequence[Line]) -> set[Line]:
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


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the text itself is set."""

    size: float
    step: float
    left: float
    right: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "_Layout":
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
        size = sizes.most_common(1)[0][0]
        own = [line for line in lines if line.size == size]
        steps = [
            above.base - below.base
            for above, below in pairwise(own)
            if above.page == below.page and 0 < above.base - below.base < 2.5 * size
        ]
        rights = sorted(line.right for line in own)
        return cls(
            size,
            median(steps) if steps else 1.2 * size,
            median(line.left for line in own),
            rights[int(0.9 * (len(rights) - 1))],
        )

    def is_large(self, line: Line) -> bool:
        return line.size >= _LARGER * self.size

    def is_short(self, line: Line) -> bool:
        return line.right - self.left < _SHORT * (self.right - self.left)


def _groups(lines: Sequence[Line], layout: _Layout) -> Iterator[list[Line]]:
    group = [lines[0]]
    for line in lines[1:]:
        if _begins(group[-1], line, layout):
            yield group
            group = []
        group.append(line)
    yield group


def _begins(above: Line, line: Line, layout: _Layout) -> bool:
    """Whether the line begins a paragraph."""
    if abs(above.size - line.size) > 0.5 or (above.is_bold != line.is_bold and layout.is_short(above)):
        return True
    if is_list_item(line.text):
        return True
    if above.page != line.page:
        return ends_sentence(above.text) or layout.is_large(line) or line.text[:1].isupper()
    step = above.base - line.base
    if step < 0 or step > _GAP * max(layout.step, 1.15 * line.size):
        return step > 0 or ends_sentence(above.text)
    is_indented = line.left - above.left > _INDENT * line.size and not is_list_item(above.text)
    return (is_indented and ends_sentence(above.text)) or (
        layout.is_short(above) and ends_sentence(above.text)
    )


def _piece(group: Sequence[Line], layout: _Layout, words: Counter[str]) -> Piece:
    text = group[0].text
    for line in group[1:]:
        text = _joined(text, line.text, words)
    role = BlockRole.HEADING if _is_heading(group, text, layout) else None
    if role is None and is_list_item(text):
        role, text = BlockRole.LIST_ITEM, without_bullet(text)
    return Piece(text, f"page {group[0].page}", role)


def _is_heading(group: Sequence[Line], text: str, layout: _Layout) -> bool:
    if len(text) > TITLE:
        return False
    is_bold = all(line.is_bold for line in group) and not ends_sentence(text)
    return all(layout.is_large(line) for line in group) or is_bold


def _joined(text: str, line: str, words: Counter[str]) -> str:
    """Two lines as one. A hyphen at the break that the word has elsewhere stays; another is a soft one.

    Print does not say which it is. A soft hyphen says just that: here print has a hyphen, the word may have none.
    """
    if not text.endswith(_HYPHENS) or not line[:1].islower():
        return f"{text} {line}"
    stem = text[:-1]
    before, after = _WORD.findall(stem)[-1:], _WORD.match(line)
    if not before or not after or not stem[-1:].isalpha():
        return f"{text}{line}"
    whole = f"{before[0]}{after[0]}".casefold()
    with_hyphen = f"{before[0]}-{after[0]}".casefold()
    is_hyphenated = text[-1] != "\u00ad" and words[with_hyphen] > words[whole]
    return f"{text}{line}" if is_hyphenated else f"{stem}\u00ad{line}"


def _headline_first(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the first heading of the first page, if one stands above all text, as the headline."""
    first = next(iter(pieces), None)
    if first and first.role is BlockRole.HEADING:
        return [Piece(first.text, first.place, BlockRole.HEADLINE), *pieces[1:]]
    return list(pieces)


def _in_order(pieces: Iterable[Piece], lines: Iterable[Line], margins: set[Line]) -> Iterator[Piece]:
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
