"""Which blocks of a source are the statement, kept so that the next copy's can be told.

A region is selectors, as archives of terms keep them by hand: its first and last block, the innermost element that
holds both, and what is cut out between. Each is known by its words first and its place second, since a banner moves
places and an edit changes words, but hardly ever both for both ends.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from blog.sources.blocks import Block, with_outside
from blog.sources.extracting.region_ends import Selector, find, selector_at, shared_path, words_under
from blog.sources.extracting.roles import guessed_anew

# A region found by its places alone must have kept this much of its blocks, or it is another page's.
_LEAST, _MOST = 0.5, 2.0


@dataclass(frozen=True, slots=True)
class Cut:
    """An element, or a block, that stands between the statement's and is none. `words` are how many it had."""

    element: str
    quote: str
    words: int


@dataclass(frozen=True, slots=True)
class Region:
    """`element` is the XPath that holds the whole region, "" where there is none; `count` its number of blocks."""

    first: Selector
    last: Selector
    element: str = ""
    count: int = 0
    cuts: tuple[Cut, ...] = field(default=())

    @classmethod
    def of(cls, blocks: Sequence[Block], inside_ids: Collection[int]) -> Self:
        """The region of these blocks. Raises ValueError where none of the ids is a block's."""
        said = [at for at, block in enumerate(blocks) if block.id in inside_ids]
        if not said:
            raise ValueError("a region has at least one block")
        return cls(
            first=selector_at(blocks, said[0], beside=said[1] if len(said) > 1 else None),
            last=selector_at(blocks, said[-1], beside=said[-2] if len(said) > 1 else None),
            element=_common([blocks[at].place for at in said]),
            count=len(said),
            cuts=tuple(_cuts(blocks, said)),
        )

    def to_json(self) -> dict[str, Any]:
        """A dict of plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The region that `to_json` wrote."""
        return cls(
            first=Selector(**stored["first"]),
            last=Selector(**stored["last"]),
            element=stored["element"],
            count=stored["count"],
            cuts=tuple(Cut(**cut) for cut in stored["cuts"]),
        )

    def apply(self, blocks: Sequence[Block]) -> tuple[Block, ...] | None:
        """The blocks with the region's inside, all others outside, and roles guessed anew; None where it is lost."""
        ends = self._ends(blocks)
        if ends is None:
            return None
        first, last = ends
        outside = {block.id for at, block in enumerate(blocks) if not first <= at <= last}
        for cut in self.cuts:
            outside |= _cut_from(blocks[first : last + 1], cut)
        if len(outside) == len(blocks):
            return None
        return guessed_anew(with_outside(blocks, outside))

    def _ends(self, blocks: Sequence[Block]) -> tuple[int, int] | None:
        first, last = find(blocks, self.first, step=1), find(blocks, self.last, step=-1)
        held = [at for at, block in enumerate(blocks) if self.element and _lies_in(block.place, self.element)]
        if first is None and last is None:
            return self._by_places(blocks, held)
        if first is None:
            first = next((at for at, b in enumerate(blocks) if b.place == self.first.place), None)
            first = held[0] if first is None and held else first
        if last is None:
            last = next((at for at, b in enumerate(blocks) if b.place == self.last.place), None)
            last = held[-1] if (last is None or last < (first or 0)) and held else last
        return None if first is None or last is None or last < first else (first, last)

    def _by_places(self, blocks: Sequence[Block], held: Sequence[int]) -> tuple[int, int] | None:
        """All words are others: the region is where it was if the page is built as it was."""
        places = {block.place: at for at, block in reversed(list(enumerate(blocks)))}
        first, last = places.get(self.first.place), places.get(self.last.place)
        if first is None or last is None or last < first or self.element.count("/") <= 2:
            return None
        is_alike = (
            _LEAST * self.count <= last - first + 1 - len(self.cuts) and len(held) <= _MOST * self.count
        )
        return (first, last) if is_alike else None


def _common(places: Sequence[str]) -> str:
    """The innermost element above all of these, by its path; "" for places that are no paths."""
    shared = shared_path(places)
    return "/".join(shared) if shared[:1] == [""] else ""


def _lies_in(place: str, element: str) -> bool:
    return place == element or place.startswith(f"{element}/")


def _cuts(blocks: Sequence[Block], said: Sequence[int]) -> list[Cut]:
    """What lies between the region's ends and is not of it, in the largest elements that hold nothing of it."""
    kept = {path for at in said for path in _paths(blocks[at].place)}
    cuts: dict[str, Cut] = {}
    inside = set(said)
    for at in range(said[0], said[-1]):
        if at not in inside:
            place = blocks[at].place
            element = next((path for path in _paths(place) if path not in kept), place)
            key = element if element not in kept else f"{element} {at}"
            if key not in cuts:
                words = words_under(blocks, element) if element not in kept else len(blocks[at].text.split())
                cuts[key] = Cut(element if element not in kept else "", selector_at(blocks, at).quote, words)
    return list(cuts.values())


def _paths(place: str) -> list[str]:
    """The elements that a place lies in and its own, outermost first; of no path, itself."""
    if not place.startswith("/"):
        return [place]
    tags = place.split("/")
    return ["/".join(tags[:count]) for count in range(2, len(tags) + 1)]


def _cut_from(blocks: Sequence[Block], cut: Cut) -> set[int]:
    """The ids of the blocks that a cut takes, none where it has become something else or is gone."""
    selector = Selector(cut.element, cut.quote)
    found = find(blocks, selector, step=1)
    under = [block for block in blocks if cut.element and _lies_in(block.place, cut.element)]
    if found is not None:
        block = blocks[found]
        return {other.id for other in under} if block in under else {block.id}
    words = sum(len(block.text.split()) for block in under)
    return {block.id for block in under} if words <= 2 * cut.words + 20 else set()
