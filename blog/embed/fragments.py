"""Deep links that find a passage: text fragments (WICG, Scroll To Text Fragment, draft of March 2025).

    #:~:text=[prefix-,]start[,end][,-suffix]

A browser looks for each term inside one block; the first passage that fits wins. A passage of one line and up to
300 characters is given in full, which says what it was even when the page lost it; a longer one by its first and
last words. A term begins and ends with whole words, but not where a prefix or a suffix stands beside it: so a
passage may begin in the midst of a run of Chinese or Thai, where only a dictionary knows the words.
"""

from collections.abc import Sequence

from blog.embed.naming import terms
from blog.embed.searched import Searched
from blog.sources.blocks import Block, full_text, numbers

# The first words of a statement are enough for a browser to find its beginning in the original.
BEGINNING_WORDS = 12


class Fragments:
    """The text fragments of one page; making many of them reads it once."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._read: Searched | None = None

    def of(self, start: int, end: int) -> str:
        """`:~:text=…` that finds text[start:end] of the whole text and nothing else; "" if none can.

        A passage that begins or ends inside a word is widened to it.
        """
        page = self._read = self._read or Searched(full_text(self._blocks))
        found = terms(page, start, end)
        return ":~:text=" + ",".join(found) if found else ""

    def of_beginning(self) -> str:
        """The fragment that finds where the statement's argument begins: the first words of its first paragraph."""
        numbered = numbers(self._blocks)
        first = next((block for block in self._blocks if block.id in numbered), None)
        if first is None:
            return ""
        words = " ".join(first.text.split(" ")[:BEGINNING_WORDS])
        return self.of(first.offset, first.offset + len(words))


def linked(url: str, fragment: str) -> str:
    """`url` with a text fragment, after the fragment it has; one of its own text fragments is replaced."""
    if not fragment:
        return url
    address, hash_mark, anchor = url.partition("#")
    return f"{address}#{anchor.partition(':~:')[0] if hash_mark else ''}{fragment}"
