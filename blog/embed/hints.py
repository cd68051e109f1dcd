"""Hints: what is said of a passage's place, to tell it from others that read the same.

As the W3C's TextQuoteSelector has it, `prefix` and `suffix` are words that stand before and after; here they may
also stand farther off in the same paragraph. `paragraph` is the number of a block.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from blog.embed.layers import Layer, Span
from blog.sources.blocks import Block, numbers

# Words of the same paragraph that do not stand right beside the passage.
IN_PARAGRAPH = 0.6
# Below this, a word or two at the border are alike and the rest is not.
MET = 0.5


@dataclass(frozen=True, slots=True)
class Hint:
    """What is said of the place of a passage; nothing, as a rule."""

    prefix: str = ""
    suffix: str = ""
    paragraph: int | None = None


class Places:
    """The blocks of one statement, and how well a passage in them fits what is said of its place."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self._offsets = [block.offset for block in blocks]
        self._numbers = numbers(blocks)

    def block_at(self, position: int) -> Block | None:
        """The block in which a code point of the whole text stands."""
        index = bisect_right(self._offsets, position) - 1
        return self.blocks[index] if index >= 0 else None

    def index_of(self, block: Block) -> int:
        return bisect_right(self._offsets, block.offset) - 1

    def numbered(self, number: int | None) -> Block | None:
        """The block of this number, if there is one."""
        if number is None:
            return None
        return next((block for block in self.blocks if self._numbers.get(block.id) == number), None)

    def is_outside(self, position: int) -> bool:
        block = self.block_at(position)
        return block is not None and block.outside

    def fit(self, layer: Layer, span: Span, hint: Hint) -> dict[str, float]:
        """How well a place fits each hint given, 0 to 1, by its name."""
        place = layer.around(span)
        block = self.block_at(place[0])
        fits: dict[str, float] = {}
        if hint.prefix and block:
            before = layer.lowered[max(0, span[0] - 2 * len(hint.prefix) - 2) : span[0]].rstrip()
            near = layer.raw_text[block.offset : place[0]]
            fits["after"] = _fit(layer, before, hint.prefix, near, at_end=True)
        if hint.suffix and block:
            after = layer.lowered[span[1] : span[1] + 2 * len(hint.suffix) + 2].lstrip()
            near = layer.raw_text[place[1] : block.end]
            fits["before"] = _fit(layer, after, hint.suffix, near, at_end=False)
        if hint.paragraph is not None and block:
            fits["paragraph"] = float(self._numbers.get(block.id) == hint.paragraph)
        return fits


def _fit(layer: Layer, beside: str, said: str, near: str, *, at_end: bool) -> float:
    """The share of `said` that stands right beside, counted from the passage; else whether it stands near."""
    words = layer.fold(said).lower()
    if not words:
        return 0.0
    pairs = (
        zip(reversed(words), reversed(beside), strict=False) if at_end else zip(words, beside, strict=False)
    )
    share = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)) / len(words)
    if share < IN_PARAGRAPH and words in layer.fold(near).lower():
        return IN_PARAGRAPH
    return share
