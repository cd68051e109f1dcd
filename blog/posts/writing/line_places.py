"""Which line of a body each part of its page was made of, so that a preview keeps step with the cursor.

Markdown does not say. The words do: those that a paragraph begins with are looked for in the source, going on from
where the one before was found; letters and digits only, since the signs between them are what Markdown reads. Where
they are not found (an address, a footnote's mark), the paragraph counts as on the line of the one before.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import html

from blog.embed.fences import Fence, scan, top_level

SIGNS = re.compile(r"[\W_]+")
# How much of a paragraph's beginning is looked for: a link's address, or a mark, may stand after a few words.
LENGTHS = (24, 12, 6)
# How far after the last place: a short beginning, too, that is found much further on is another's.
REACH = {24: 20_000, 12: 4_000, 6: 600}


class _Source:
    """The letters and digits of some lines, and the line of each."""

    def __init__(self, lines: Sequence[str], first: int) -> None:
        bare = [SIGNS.sub("", line) for line in lines]
        self._words = "".join(bare)
        self._lines = [first + index for index, line in enumerate(bare) for _ in line]
        self._at, self._line = 0, first

    def line_of(self, words: str) -> int:
        """The line on which `words` begin, which is not before the line found last."""
        sought = SIGNS.sub("", words[: 4 * LENGTHS[0]])
        for length in LENGTHS:
            begin = sought[:length]
            found = self._words.find(begin, self._at, self._at + REACH[length]) if begin else -1
            if found >= 0:
                self._at, self._line = found + len(begin), self._lines[found]
                break
        return self._line


def lines_of_html(body: str, rendered: Sequence[Sequence[Any]]) -> list[list[int]]:
    """For each part of a post (as `Post.rendered`) that is HTML, the lines of its paragraphs, lists and headings."""
    lines, first, found = body.split("\n"), 1, list[list[int]]()
    blocks = iter(blocks_of(body))
    block = next(blocks, None)
    for kind, value in rendered:
        if kind != "html":
            first = block.last + 1 if block else first
            block = next(blocks, None)
            continue
        source = _Source(lines[first - 1 : block.line - 1 if block else None], first)
        found.append([source.line_of(words) for words in _beginnings(value)])
    return found


def blocks_of(body: str) -> list[Fence]:
    """The blocks of a sound body that open a slot, in order."""
    return list(top_level(scan(body)[0]))


def _beginnings(part: str) -> Iterator[str]:
    for element in html.fragments_fromstring(part):
        if not isinstance(element, str):
            yield element.text_content()
