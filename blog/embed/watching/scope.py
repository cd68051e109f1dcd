"""Which blocks of a page count when its statement is compared: what is left when the page's furniture is taken out.

Where an author confirmed which blocks are the statement, these. Elsewhere what the page's structure says: <main>
where it holds most of the words, without navigation, asides, site headers and footers (as HTML-AAM 1.0 reads them:
a <header> inside an article is the article's), and without what attributes call furniture (`chrome.Hints`), unless
that would hide half of the words or the main part itself.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from blog.sources.blocks import Block, inside
from blog.sources.extracting.chrome import Hints

_SLASH = re.compile("/")
_STEP = re.compile(r"/([a-z][a-z0-9-]*)")
_SECTIONING = frozenset(["article", "aside", "main", "nav", "section"])
# Landmarks of the page, unless they stand in a section of it.
_SCOPED = frozenset(["footer", "header"])
# More than this share of the words is no furniture, whatever it is called.
_MOST_FURNITURE = 0.5
# The main part holds at least this share of what is no furniture. Some pages mark up an empty <main>.
_LEAST_MAIN = 0.5


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read once: its blocks, and what its attributes say of them (nothing, where none are known)."""

    blocks: Sequence[Block]
    hints: Hints = field(default_factory=Hints)

    @property
    def is_confirmed(self) -> bool:
        """Whether it is known which blocks are the statement."""
        return any(block.outside for block in self.blocks)


def statement(page: Page) -> tuple[Block, ...]:
    """The blocks that count, in order."""
    return inside(page.blocks) if page.is_confirmed else (_main(page) or _without_furniture(page))


def statements(before: Page, after: Page) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The blocks that count in each of two versions, told by the same rule in both."""
    if before.is_confirmed and after.is_confirmed:
        return inside(before.blocks), inside(after.blocks)
    mains = _main(before), _main(after)
    return mains if all(mains) else (_without_furniture(before), _without_furniture(after))


def _main(page: Page) -> tuple[Block, ...]:
    """The main part, if it holds most of what is no furniture."""
    without = _without_furniture(page)
    main = tuple(block for block in without if _is_main(block.place, page.hints.main))
    return main if _letters(main) > _LEAST_MAIN * _letters(without) else ()


def _without_furniture(page: Page) -> tuple[Block, ...]:
    return tuple(_without_hinted([block for block in page.blocks if not _is_landmark(block)], page.hints))


def _letters(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _is_landmark(block: Block) -> bool:
    """Whether the block stands in navigation, beside the document, or in the site's own header or footer."""
    above: set[str] = set()
    for tag in _STEP.findall(block.place):
        if tag == "nav" or (tag == "aside" and not above & {"article", "section"}):
            return True
        if tag in _SCOPED and not above & _SECTIONING:
            return not _has_headline(block)
        above.add(tag)
    return False


def _has_headline(block: Block) -> bool:
    """Whether it is the page's title, which sites put into the header; what role was guessed tells less."""
    return "/h1[" in block.place


def _without_hinted(blocks: Sequence[Block], hints: Hints) -> list[Block]:
    """The blocks outside of what is hinted to be furniture, as far as the hints can be believed."""
    letters: Counter[str] = Counter()
    holds_main: set[str] = set()
    roots = {place: _roots(place, hints.furniture) for place in {block.place for block in blocks}}
    for block in blocks:
        for root in roots[block.place]:
            letters[root] += len(block.text)
            if _is_main(block.place, hints.main) and not _is_main(root, hints.main):
                holds_main.add(root)
    most = _MOST_FURNITURE * _letters(blocks)
    hidden = {root for root, count in letters.items() if count <= most and root not in holds_main}
    return [block for block in blocks if _has_headline(block) or hidden.isdisjoint(roots[block.place])]


def _roots(place: str, furniture: frozenset[str]) -> list[str]:
    """Which of the furniture the place is in."""
    if not furniture:
        return []
    ends = [match.start() for match in _SLASH.finditer(place, 1)]
    return [root for end in [*ends, len(place)] if (root := place[:end]) in furniture]


def _is_within(place: str, root: str) -> bool:
    """Whether the place is the root's or one inside it."""
    return place == root or place.startswith(f"{root}/")


def _is_main(place: str, roots: frozenset[str]) -> bool:
    return "/main[" in f"{place}[" or any(_is_within(place, root) for root in roots)
