"""Plain text → pieces: each line a block, except where a paragraph was wrapped by hand.

Words stay as pasted. A list item keeps its number ("1.", "a)"), which other words may refer to, and loses its
bullet, which is a drawing. Lines of nothing but rules ("---") are drawings, too, and go.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from blog.sources.blocks import BlockRole
from blog.sources.dates import find_date
from blog.sources.extracting.original_link import is_original_line
from blog.sources.extracting.pieces import Document, Piece
from blog.sources.extracting.raw_map import aligned
from blog.typed import printable

# Mail programs and editors wrap at 60 to 80 columns, some at 100; ragged lines fall short by a long word.
WRAPPED = range(50, 101)
_BROKEN_OFF = re.compile(r"[^.!?:;…\"'”’»)\]]$")
_BULLET = re.compile(r"^[-*+•◦▪▸‣∙●○]\s+(?=\S)")
_NUMBER = re.compile(r"(?:\d{1,3}[.)]|\(\d{1,3}\)|\(?[a-z]\)|[ivx]{1,4}[.)])\s+\S", re.IGNORECASE)
_RULE = re.compile(r"[-_=*~#—–·•\s]{3,}")
# A date stands in a line's first words ("14. Mai 2025"), and is no list's number.
_DATE_REACH = 30

_Line = tuple[int, str]


def read_text(source: str, *, is_mapped: bool = False) -> Document:
    """The text's blocks, each at the line that it begins on, counted from 1.

    `is_mapped` says that the source is a whole document as decoded, to whose offsets the pieces' runs lead.
    """
    pieces: list[Piece] = []
    text = printable(source.removeprefix("\ufeff"))
    lines = ((number, line.strip()) for number, line in enumerate(text.split("\n"), start=1))
    for is_blank, group in groupby(lines, key=lambda line: not line[1]):
        if not is_blank:
            for paragraph in _paragraphs(list(group)):
                pieces += _pieces(paragraph)
    return Document(_mapped(pieces, source) if is_mapped else tuple(pieces))


def _mapped(pieces: list[Piece], source: str) -> tuple[Piece, ...]:
    mapped, start = [], 0
    for piece in pieces:
        runs, start = aligned(piece.text, source, start)
        mapped.append(replace(piece, runs=runs))
    return tuple(mapped)


def _paragraphs(group: list[_Line]) -> Iterator[list[_Line]]:
    """The lines between two blank ones, parted before each list item and around what stands alone."""
    current: list[_Line] = []
    for number, line in group:
        stands_alone = bool(_RULE.fullmatch(line)) or is_original_line(line)
        if current and (stands_alone or is_list_item(line)):
            yield current
            current = []
        if stands_alone:
            yield [(number, line)]
        else:
            current.append((number, line))
    if current:
        yield current


def _pieces(lines: list[_Line]) -> Iterator[Piece]:
    if _is_wrapped([line for _, line in lines]):
        lines = [(lines[0][0], " ".join(line for _, line in lines))]
    for number, line in lines:
        if _RULE.fullmatch(line):
            continue
        role = BlockRole.LIST_ITEM if is_list_item(line) else None
        yield Piece(without_bullet(line) if role else line, f"line {number}", role)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the lines are one paragraph: all but the last are full, and most break within a sentence."""
    *full, last = lines
    broken = sum(bool(_BROKEN_OFF.search(line[-1:])) for line in full)
    return broken * 2 > len(full) and all(len(line) in WRAPPED for line in full) and len(last) < WRAPPED.stop


def is_list_item(line: str) -> bool:
    """Whether the line begins as a list's items do."""
    if not _NUMBER.match(line):
        return bool(_BULLET.match(line))
    date = find_date(line[:_DATE_REACH])
    return date is None or date[1] > 0


def without_bullet(line: str) -> str:
    """The list item without the drawing before it; a number stays."""
    return _BULLET.sub("", line, count=1)
