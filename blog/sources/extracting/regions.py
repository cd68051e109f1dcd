"""Which blocks of a source are the statement, kept so that the next copy's can be told.

A region is selectors, as archives of terms keep them by hand: its first and last block, those next to it without, the
innermost element that holds it, and what is cut out between. A block is known by its words first and its place
second, since a banner moves places and an edit changes words, but hardly ever both for both ends.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from blog.sources.blocks import Block, with_outside
from blog.sources.extracting.places import lies_in, main_element, shape
from blog.sources.extracting.region_cuts import Cut, cut_from, cuts_between
from blog.sources.extracting.region_ends import Findable, Selector, selector_at
from blog.sources.extracting.roles import guessed_anew

# A region found by its places alone must have about as many blocks as it had, or it is another page's.
_LEAST, _MOST = 0.5, 2.0
# The element of a region holds so much of it: its headline may stand in another.
_MAIN = 0.75
# Elements less deep than this ("/html/body") hold any page.
_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Region:
    """`before` and `after` are the blocks next to the region without, None at a page's start and end.

    `element` is the XPath that holds nearly all of it, "" where there is none; `count` its number of blocks.
    """

    first: Selector
    last: Selector
    before: Selector | None
    after: Selector | None
    element: str
    count: int
    cuts: tuple[Cut, ...] = ()

    @classmethod
    def of(cls, blocks: Sequence[Block], inside_ids: Collection[int]) -> Self:
        """The region of these blocks. Raises ValueError where none of the ids is a block's."""
        said = [at for at, block in enumerate(blocks) if block.id in inside_ids]
        if not said:
            raise ValueError("a region has at least one block")
        first, last = said[0], said[-1]
        return cls(
            first=selector_at(blocks, first, beside=said[1] if len(said) > 1 else None),
            last=selector_at(blocks, last, beside=said[-2] if len(said) > 1 else None),
            before=selector_at(blocks, first - 1) if first else None,
            after=selector_at(blocks, last + 1) if last + 1 < len(blocks) else None,
            element=main_element(((blocks[at].place, len(blocks[at].text)) for at in said), _MAIN),
            count=len(said),
            cuts=tuple(cuts_between(blocks, said)),
        )

    def to_json(self) -> dict[str, Any]:
        """A dict of plain values."""
        return {**asdict(self), "cuts": [asdict(cut) for cut in self.cuts]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The region that `to_json` wrote."""
        ends = {
            name: Selector(**stored[name]) if stored[name] else None
            for name in ("first", "last", "before", "after")
        }
        cuts = tuple(Cut(**{**cut, "first": Selector(**cut["first"])}) for cut in stored["cuts"])
        return cls(**{**stored, **ends, "cuts": cuts})

    def apply(self, blocks: Sequence[Block]) -> tuple[Block, ...] | None:
        """The blocks with the region's inside, all others outside, and roles guessed anew; None where it is lost."""
        page = Findable(blocks)
        ends = self._ends(page)
        if ends is None:
            return None
        first, last = self._widened(page, *ends)
        outside = {block.id for at, block in enumerate(blocks) if not first <= at <= last}
        for cut in self.cuts:
            outside |= cut_from(page.part(first, last + 1), cut)
        if len(outside) == len(blocks):
            return None
        return guessed_anew(with_outside(blocks, outside))

    def _ends(self, page: Findable) -> tuple[int, int] | None:
        """The indexes of the first block and the last; one whose words are gone is found by its place."""
        blocks = page.blocks
        first, last = page.find(self.first, step=1), page.find(self.last, step=-1)
        if first is None and last is None:
            return self._ends_in_place(blocks)
        held = self._held(blocks)
        if first is None:
            first = _at_place(blocks, self.first.place, next(iter(held), None))
        if last is None:
            last = _at_place(blocks, self.last.place, held[-1] if held else None)
        if first is None or last is None:
            return None
        if last < first:
            return (held[0], held[-1]) if held else None
        return first, last

    def _ends_in_place(self, blocks: Sequence[Block]) -> tuple[int, int] | None:
        """All words are others: the region is where it was if the page is built as it was."""
        first, last = (_at_place(blocks, end.place, None) for end in (self.first, self.last))
        if first is None or last is None or last < first or not self._is_deep:
            return None
        is_as_long = last - first + 1 >= _LEAST * self.count and len(self._held(blocks)) <= _MOST * self.count
        return (first, last) if is_as_long else None

    def _widened(self, page: Findable, first: int, last: int) -> tuple[int, int]:
        """The ends, moved on to what was written before the first block or after the last, in the same element."""
        blocks = page.blocks
        held = set(self._held(blocks))
        stop = self._neighbour(page, self.before, step=1)
        alike = shape(blocks[first].place)
        # Banners are put there too, but not in the form of the statement's first block.
        while (
            first - 1 in held
            and stop is not None
            and first - 1 > stop
            and shape(blocks[first - 1].place) == alike
        ):
            first -= 1
        stop = self._neighbour(page, self.after, step=-1)
        while last + 1 in held and stop is not None and last + 1 < stop:
            last += 1
        return first, last

    def _neighbour(self, page: Findable, selector: Selector | None, *, step: int) -> int | None:
        """Where the block beside the region stands: past all blocks if it stood outside the element, None if gone."""
        if selector is None or not lies_in(selector.place, self.element):
            return -1 if step > 0 else len(page.blocks)
        return page.find(selector, step=step)

    def _held(self, blocks: Sequence[Block]) -> list[int]:
        """The indexes of what lies in the region's element, if that is less than the page."""
        if not self._is_deep:
            return []
        return [at for at, block in enumerate(blocks) if lies_in(block.place, self.element)]

    @property
    def _is_deep(self) -> bool:
        return self.element.count("/") >= _DEPTH


def _at_place(blocks: Sequence[Block], place: str, otherwise: int | None) -> int | None:
    return next((at for at, block in enumerate(blocks) if block.place == place), otherwise)
