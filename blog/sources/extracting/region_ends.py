"""Finding one block of a page again in another copy of the page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from rapidfuzz import fuzz, process

from blog.sources.blocks import Block
from blog.sources.extracting.matching import words_of

# So much of a block is enough to know it by, and little enough that an edit further on does not matter.
_QUOTE = 80
# rapidfuzz's ratio of 0 to 100: a date or a word changed at the block's own place, and less of that elsewhere.
_ALIKE_IN_PLACE, _ALIKE = 75, 88
# Labels such as "Terms" stand all over a page.
_TELLING_WORDS = 3
_NUMBER = re.compile(r"\[\d+\]")


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


def words_under(blocks: Sequence[Block], element: str) -> int:
    """How many words lie in the element."""
    return sum(
        len(block.text.split())
        for block in blocks
        if block.place == element or block.place.startswith(f"{element}/")
    )


def find(blocks: Sequence[Block], selector: Selector, *, step: int) -> int | None:
    """The index of the block that the selector is of; None where its words are gone.

    `step` is 1 for a region's first block and -1 for its last: where its neighbour within is from it.
    """
    folded = [" ".join(words_of(block.text[:_QUOTE])) for block in blocks]
    found = _find(blocks, folded, selector.place, selector.quote)
    if found is not None or not selector.beside:
        return found
    near = _find(blocks, folded, "", selector.beside)
    if near is None:
        return None
    at = near - step
    is_there = 0 <= at < len(blocks) and _shape(blocks[at].place) == _shape(selector.place)
    return at if is_there else near


def _find(blocks: Sequence[Block], folded: Sequence[str], place: str, quote: str) -> int | None:
    wanted = " ".join(words_of(quote))
    here = [at for at, block in enumerate(blocks) if block.place == place]
    alike = [(fuzz.ratio(folded[at], wanted), -at) for at in here]
    if alike and max(alike)[0] >= _ALIKE_IN_PLACE:
        return -max(alike)[1]
    likely = range(len(blocks))
    if len(wanted.split()) < _TELLING_WORDS:
        likely_ = [at for at in likely if _shape(blocks[at].place) == _shape(place)]
    else:
        likely_ = list(likely)
    scores = process.extract(
        wanted, [folded[at] for at in likely_], scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None
    )
    best = [
        (score, _nearness(blocks[likely_[index]].place, place), -likely_[index]) for _, score, index in scores
    ]
    return -max(best)[2] if best else None


def _shape(place: str) -> str:
    """A place without its numbers: which elements in which, or which kind of place."""
    return _NUMBER.sub("", place) if place.startswith("/") else place.partition(" ")[0]


def _nearness(one: str, other: str) -> int:
    """How many elements two places have in common."""
    return len(shared_path([one, other]))


def shared_path(places: Sequence[str]) -> list[str]:
    """The steps that all of these places begin with."""
    steps = zip(*(place.split("/") for place in places), strict=False)
    return [step[0] for step in takewhile(lambda step: len(set(step)) == 1, steps)]
