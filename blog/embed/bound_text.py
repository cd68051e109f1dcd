"""A text that a post's blocks stand on: read once, then asked by each of them, and by the next preview too."""

from collections.abc import Mapping
from functools import lru_cache

from blog.embed.findings import Finding
from blog.embed.fragments import Fragments
from blog.embed.models import Quotation, Repost
from blog.embed.options import AFTER, BEFORE, PARAGRAPH
from blog.embed.verifying import Passages
from blog.markup import Slot
from blog.sources.blocks import Block, numbers
from blog.sources.models import Source, Text

# Those of a post in the editor, of two or three authors at once.
TEXTS_AT_HAND = 8
# More quotations than a post has, with those as they were a moment ago.
ANSWERS_AT_HAND = 512


class _Reading:
    """What can be asked of the blocks of one text, each question answered once."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.numbers = numbers(blocks)
        self.fragments = Fragments(blocks)
        self.verify = lru_cache(ANSWERS_AT_HAND)(Passages(blocks).verify)
        self.fragment = lru_cache(ANSWERS_AT_HAND)(self.fragments.of)


# By the blocks themselves: a text that was corrected is another one.
_reading = lru_cache(TEXTS_AT_HAND)(_Reading)


class BoundText:
    """One text, folded for comparing and split for linking. The rows it makes are not stored yet."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.source: Source = text.snapshot.source
        self._reading = _reading(tuple(text.blocks))

    @property
    def highest_number(self) -> int:
        return len(self._reading.numbers)

    def find(self, words: str, options: Mapping[str, str] | None = None) -> Finding:
        """Where the words stand here, and as what. `options` are those of a quote block: where it says they stand."""
        said = options or {}
        number = said.get(PARAGRAPH)
        return self._reading.verify(
            words,
            prefix=said.get(AFTER, ""),
            suffix=said.get(BEFORE, ""),
            paragraph=int(number) if number else None,
        )

    def repost(self, slot: Slot, *, ordinal: int) -> Repost:
        """The row of a statement block."""
        return Repost(
            ordinal=ordinal,
            source=self.source,
            text=self.text,
            ranges=[list(pair) for pair in read_ranges(slot.options.get("blocks", ""))],
            notes=[[note.number, note.html] for note in slot.notes],
            fragment=self._reading.fragments.of_beginning(),
        )

    def quotation(self, words: str, finding: Finding, *, ordinal: int) -> Quotation:
        """The row of quoted words and what checking them found."""
        start, end = (
            (-1, -1) if finding.start is None or finding.end is None else (finding.start, finding.end)
        )
        return Quotation(
            ordinal=ordinal,
            source=self.source,
            text=self.text,
            words=words,
            verdict=finding.verdict,
            exact=finding.exact,
            prefix=finding.prefix,
            suffix=finding.suffix,
            start=start,
            end=end,
            block_number=None if finding.block is None else self._reading.numbers.get(finding.block),
            fragment=self._reading.fragment(start, end) if start >= 0 else "",
            evidence=finding.evidence(),
        )


def read_ranges(words: str) -> list[tuple[int, int]]:
    """First and last numbers of the ranges in “1-4, 7”; none for the whole statement."""
    pairs = [part.partition("-") for part in words.replace(" ", "").split(",") if part]
    return [(int(first), int(last or first)) for first, _, last in pairs]
