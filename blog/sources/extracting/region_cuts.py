"""What stands among a statement's blocks and is none of it: found again, and left if it has become something else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from blog.sources.blocks import Block
from blog.sources.extracting.places import lies_in, paths_to, shape
from blog.sources.extracting.region_ends import Findable, Selector, selector_at

# An element whose words are all others is cut by its place alone while it has not grown into something to read.
_GROWN, _FEW_WORDS = 2, 20
# One of these in the same place may be a paragraph of the statement now.
_TEXT = re.compile(r"/(?:p|h[1-6]|li|blockquote|pre|dt|dd|tr)\[\d+\]$")


@dataclass(frozen=True, slots=True)
class Cut:
    """An element, "" for one block of an element that is kept; its first block; how many words it had."""

    element: str
    first: Selector
    words: int


def cuts_between(blocks: Sequence[Block], said: Sequence[int]) -> Iterable[Cut]:
    """What lies between the first and the last of `said` and is not of it, in the largest elements without any."""
    kept = {path for at in said for path in paths_to(blocks[at].place)}
    inside = set(said)
    cuts: dict[tuple[str, int], Cut] = {}
    for at in range(said[0], said[-1]):
        if at in inside:
            continue
        element = next((path for path in paths_to(blocks[at].place) if path not in kept), "")
        under = _under(blocks, element) or blocks[at : at + 1]
        key = (element, 0 if element else at)
        cuts.setdefault(key, Cut(element, selector_at(blocks, at), _words(under)))
    return cuts.values()


def cut_from(page: Findable, cut: Cut) -> set[int]:
    """The ids of the blocks that the cut takes out of these; none where it is gone."""
    blocks = page.blocks
    found = page.find(cut.first, step=1)
    if found is None:
        under = _under(blocks, cut.element)
        is_box = not _TEXT.search(cut.element)
        is_alike = is_box and _words(under) <= _GROWN * cut.words + _FEW_WORDS
        return {block.id for block in under} if is_alike else set()
    moved = "/".join(blocks[found].place.split("/")[: cut.element.count("/") + 1])
    element = moved if cut.element and shape(moved) == shape(cut.element) else ""
    return {block.id for block in _under(blocks, element)} or {blocks[found].id}


def _under(blocks: Sequence[Block], element: str) -> list[Block]:
    return [block for block in blocks if element and lies_in(block.place, element)]


def _words(blocks: Iterable[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)
