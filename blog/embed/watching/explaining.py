"""Why blocks differ although nobody changed the statement: each pair is explained as noise, or it is a change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, takewhile

from blog.embed.watching import stamps
from blog.embed.watching.hunks import Pair, words_of
from blog.sources.blocks import Block, BlockRole, MarkKind


class Reason(StrEnum):
    """What a difference was that is no change of the statement's words."""

    STRUCTURE = "structure"
    TYPOGRAPHY = "typography"
    LINKS = "links"
    ORDER = "order"
    DATES = "dates"
    COUNTERS = "counters"
    CHROME = "chrome"
    CONSENT = "consent"
    REPEATED = "repeated"
    RETURNED = "returned"


# A line of so many words that stands twice on a page is a copy for another width of screen; "No" in a table is not.
_COPY = 8
# Single words say something by where they stand: "Yes" and "No" in a list of terms.
_MOVABLE = 4
_LISTED = frozenset({BlockRole.LIST_ITEM, BlockRole.HEADING})
# A list of links is at least so long; longer lines are no mere links.
_LINKS, _LINK_WORDS = 3, 15
_LINKED = 0.9
# A banner is at the page's start or end, and short.
_BANNER = 150
_CONSENT = re.compile(
    r"\b(?:we|site|website|partners|wir|nous|usamos|utilizamos)\b.{0,120}\bcookies\b|\bcookies\b.{0,160}\b"
    r"(?:accept|consent|agree|essential|preferences|akzeptieren|zustimm|accepter|consentement|aceptar)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Sides:
    """The blocks that count in the two versions; `is_confirmed` if an author said that they are the statement."""

    before: Sequence[Block]
    after: Sequence[Block]
    is_confirmed: bool = False


def explained(pairs: Sequence[Pair], sides: Sides) -> tuple[list[Pair], list[Reason]]:
    """The pairs that nothing explains, and the reasons of the others."""
    page = _Page(pairs, sides)
    touched: list[Pair] = []
    reasons: list[Reason] = []
    for was, now in pairs:
        reason = _by_line(was, now) or page.reason(was, now)
        if reason:
            reasons.append(reason)
        else:
            touched.append((was, now))
    return touched, reasons


def _by_line(was: Block | None, now: Block | None) -> Reason | None:
    """What the lines say by themselves."""
    blocks = [block for block in (was, now) if block]
    if not any(words_of(block) for block in blocks):
        return Reason.STRUCTURE
    if all(stamps.is_dates(block.text) for block in blocks):
        return Reason.DATES
    if all(stamps.is_counters(block.text) for block in blocks):
        return Reason.COUNTERS
    if was and now and words_of(was) == words_of(now) and _may_move(now):
        return Reason.ORDER
    if (
        was
        and now
        and words_of(was) != words_of(now)
        and stamps.unstamped(was.text) == stamps.unstamped(now.text)
    ):
        return Reason.DATES
    return None


def _may_move(block: Block) -> bool:
    return block.role in _LISTED or len(words_of(block)) >= _MOVABLE


class _Page:
    """What the page around a block explains."""

    def __init__(self, pairs: Sequence[Pair], sides: Sides) -> None:
        self._said = {words_of(block) for block in sides.before} & {words_of(block) for block in sides.after}
        self._listed: set[int] = set()
        self._banner: set[int] = set()
        if not sides.is_confirmed:
            self._listed = _listed(sides.before) | _listed(sides.after)
            alone = {id(was or now) for was, now in pairs if not (was and now)}
            self._banner = _banner(sides.before, alone) | _banner(sides.after, alone)

    def reason(self, was: Block | None, now: Block | None) -> Reason | None:
        blocks = [block for block in (was, now) if block]
        if all(id(block) in self._listed for block in blocks):
            return Reason.CHROME
        if all(id(block) in self._banner for block in blocks):
            return Reason.CONSENT
        if len(blocks) == 1 and len(words_of(blocks[0])) >= _COPY and words_of(blocks[0]) in self._said:
            return Reason.REPEATED
        return None


def _listed(blocks: Sequence[Block]) -> set[int]:
    """Blocks (by identity) that are links and nothing else, several in a row: navigation, related articles."""
    rows = (list(row) for is_link, row in groupby(blocks, key=_is_link) if is_link)
    return {id(block) for row in rows if len(row) >= _LINKS for block in row}


def _is_link(block: Block) -> bool:
    linked = sum(mark.end - mark.start for mark in block.marks if mark.kind is MarkKind.LINK)
    return linked >= _LINKED * len(block.text) and len(words_of(block)) <= _LINK_WORDS


def _banner(blocks: Sequence[Block], alone: set[int]) -> set[int]:
    """Blocks (by identity) that came or went together at the page's start or end and ask for consent."""
    found: set[int] = set()
    for side in (blocks, blocks[::-1]):
        edge = list(takewhile(lambda block: id(block) in alone, side))
        text = " ".join(block.text for block in edge)
        if len(text.split()) <= _BANNER and _CONSENT.search(text):
            found |= {id(block) for block in edge}
    return found
