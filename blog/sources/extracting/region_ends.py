"""Finding one block of a page again in another copy of the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from blog.sources.blocks import Block
from blog.sources.extracting.matching import words_of
from blog.sources.extracting.places import shape, shared_path

# So much of a block is enough to know it by, and little enough that an edit further on does not matter.
_QUOTE = 80
# rapidfuzz's ratio of 0 to 100: a date or a word changed at the block's own place, and less of that elsewhere.
_ALIKE_IN_PLACE, _ALIKE = 75, 88
# Labels such as "Terms" stand all over a page.
_TELLING_WORDS = 3


@dataclass(frozen=True, slots=True)
class Selector:
    """A block's place, how its text begins, and how that of the region's block next to it does."""

    place: str
    quote: str
    beside: str = ""


def selector_at(blocks: Sequence[Block], at: int, beside: int | None = None) -> Selector:
    """The selector of the block at index `at`."""
    return Selector(
        blocks[at].place, blocks[at].text[:_QUOTE], "" if beside is None else blocks[beside].text[:_QUOTE]
    )


class Findable:
    """A page's blocks, or a part of them, folded once to be looked through for many selectors."""

    def __init__(self, blocks: Sequence[Block], folded: Sequence[str] | None = None) -> None:
        self.blocks = blocks
        self._folded = folded or [" ".join(words_of(block.text[:_QUOTE])) for block in blocks]

    def part(self, start: int, end: int) -> "Findable":
        """The blocks from `start` to `end`, counted from there."""
        return Findable(self.blocks[start:end], self._folded[start:end])

    def find(self, selector: Selector, *, step: int) -> int | None:
        """The index of the block that the selector is of; None where its words are gone.

        `step` is 1 for a region's first block and -1 for its last: where its neighbour within is from it.
        """
        found = self._find(selector.place, selector.quote)
        if found is not None or not selector.beside:
            return found
        near = self._find("", selector.beside)
        if near is None:
            return None
        at = near - step
        is_there = 0 <= at < len(self.blocks) and shape(self.blocks[at].place) == shape(selector.place)
        return at if is_there else near

    def _find(self, place: str, quote: str) -> int | None:
        wanted = " ".join(words_of(quote))
        here = [at for at, block in enumerate(self.blocks) if block.place == place]
        alike = [(fuzz.ratio(self._folded[at], wanted), -at) for at in here]
        if alike and max(alike)[0] >= _ALIKE_IN_PLACE:
            return -max(alike)[1]
        return self._find_elsewhere(wanted, place)

    def _find_elsewhere(self, wanted: str, place: str) -> int | None:
        """The block most like it; of several, the nearest, then the first."""
        is_telling = len(wanted.split()) >= _TELLING_WORDS
        likely = [
            at for at, block in enumerate(self.blocks) if is_telling or shape(block.place) == shape(place)
        ]
        scores = process.extract(
            wanted, [self._folded[at] for at in likely], scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None
        )
        best = [
            (score, len(shared_path([self.blocks[likely[index]].place, place])), -likely[index])
            for _, score, index in scores
        ]
        return -max(best)[2] if best else None
