"""Lines as they are set on a PDF's pages → pieces: paragraphs, list items, headings.

A PDF has no paragraphs, only letters in places. A line begins one where the gap above it, its indent, its size, or
the short line before it says so; a paragraph goes on over the end of a page.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from blog.sources.blocks import BlockRole
from blog.sources.extracting.line_shapes import TITLE, ends_sentence
from blog.sources.extracting.pdf_margins import Line, find_margins, with_margins
from blog.sources.extracting.pieces import Piece
from blog.sources.extracting.reading_text import is_list_item, without_bullet

# A gap of more than this many of the usual step parts two paragraphs.
_GAP = 1.35
# Letters larger by this much are a heading's; so are bold ones in a line this short.
_LARGER = 1.12
# A last line ends before this share of the column; an indent is at least so many letter sizes.
_SHORT, _INDENT = 0.85, 0.8
_HYPHENS = ("-", "\u2010", "\u00ad")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def paragraphs(pages: Sequence[Sequence[Sequence[object]]]) -> tuple[Piece, ...]:
    """The pieces of pages of lines as `pdf_lines` gives them. A piece's place is the page that it begins on."""
    lines = [Line(number, *line) for number, page in enumerate(pages, start=1) for line in page]  # type: ignore[arg-type]
    margins = find_margins(lines)
    body = [line for line in lines if line not in margins]
    if not body:
        return ()
    layout = _Layout.of(body)
    words = Counter(word.casefold() for line in body for word in _WORD.findall(line.text))
    pieces = [_piece(group, layout, words) for group in _groups(body, layout)]
    return tuple(with_margins(_headline_first(pieces), lines, margins))


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
    return f"{stem}-{line}" if words[with_hyphen] > words[whole] else f"{stem}\u00ad{line}"


def _headline_first(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the first heading of the first page, if one stands above all text, as the headline."""
    first = next(iter(pieces), None)
    if first and first.role is BlockRole.HEADING:
        return [Piece(first.text, first.place, BlockRole.HEADLINE), *pieces[1:]]
    return list(pieces)
