"""Why blocks differ although nobody changed the statement: each pair is explained as noise, or it is a change."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

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
    """The blocks that count in the two versions."""

    before: Sequence[Block]
    after: Sequence[Block]


def explained(pairs: Sequence[Pair], sides: Sides) -> tuple[list[Pair], list[Reason]]:
    """The pairs that nothing explains, and the reasons of the others."""
    reasons: list[Reason] = []
    left, moved = _unmoved(pairs)
    if moved:
        reasons.append(Reason.ORDER)
    left, others = _apart(left, sides)
    touched: list[Pair] = []
    for pair in left:
        reason = _of_line(*pair)
        reasons += [reason] if reason else []
        touched += [] if reason else [pair]
    return touched, [*reasons, *others]


def _of_line(was: Block | None, now: Block | None) -> Reason | None:
    lines = [block.text for block in (was, now) if block]
    if not any(words_of(block) for block in (was, now) if block):
        return Reason.STRUCTURE
    if all(map(stamps.is_dates, lines)):
        return Reason.DATES
    if all(map(stamps.is_counters, lines)):
        return Reason.COUNTERS
    if was and now and stamps.unstamped(was.text) == stamps.unstamped(now.text):
        return Reason.DATES
    return None


def _unmoved(pairs: Sequence[Pair]) -> tuple[list[Pair], bool]:
    """The pairs without blocks that went from one place and came in another."""
    gone = Counter(words_of(was) for was, now in pairs if was and not now and _may_move(was))
    come = Counter(words_of(now) for was, now in pairs if now and not was and _may_move(now))
    both = gone & come
    spent = {True: both.copy(), False: both.copy()}
    left: list[Pair] = []
    for was, now in pairs:
        alone = (was or now) if not (was and now) else None
        if alone and _may_move(alone) and spent[was is None][words_of(alone)]:
            spent[was is None][words_of(alone)] -= 1
        else:
            left.append((was, now))
    return left, bool(both)


def _may_move(block: Block) -> bool:
    return block.role in _LISTED or len(words_of(block)) >= _MOVABLE


def _apart(pairs: Sequence[Pair], sides: Sides) -> tuple[list[Pair], list[Reason]]:
    """The pairs without what only one version has, and what is explained by the page around it."""
    said = [{words_of(block) for block in side} for side in (sides.before, sides.after)]
    listed = _listed(sides.before) | _listed(sides.after)
    banner = _banner(pairs, sides)
    left: list[Pair] = []
    reasons: list[Reason] = []
    for was, now in pairs:
        alone = now or was
        if (was and now and not {id(was), id(now)} <= listed) or alone is None:
            left.append((was, now))
        elif {id(block) for block in (was, now) if block} <= listed:
            reasons.append(Reason.CHROME)
        elif id(alone) in banner:
            reasons.append(Reason.CONSENT)
        elif len(words_of(alone)) >= _COPY and words_of(alone) in said[0] & said[1]:
            reasons.append(Reason.REPEATED)
        else:
            left.append((was, now))
    return left, reasons


def _listed(blocks: Sequence[Block]) -> set[int]:
    """Blocks (by identity) that are links and nothing else, several in a row: navigation, related articles."""
    found: set[int] = set()
    row: list[int] = []
    for block in [*blocks, None]:
        if block and _is_link(block):
            row.append(id(block))
            continue
        found |= set(row) if len(row) >= _LINKS else set()
        row = []
    return found


def _is_link(block: Block) -> bool:
    linked = sum(mark.end - mark.start for mark in block.marks if mark.kind is MarkKind.LINK)
    return linked >= _LINKED * len(block.text) and len(words_of(block)) <= _LINK_WORDS


def _banner(pairs: Iterable[Pair], sides: Sides) -> set[int]:
    """Blocks (by identity) that came or went together at the page's start or end and ask for consent."""
    alone = {id(was or now) for was, now in pairs if not (was and now)}
    found: set[int] = set()
    for side in (sides.before, sides.after):
        for blocks in (side, side[::-1]):
            edge = list(_while_alone(blocks, alone))
            text = " ".join(block.text for block in edge)
            if len(text.split()) <= _BANNER and _CONSENT.search(text):
                found |= {id(block) for block in edge}
    return found


def _while_alone(blocks: Iterable[Block], alone: set[int]) -> Iterator[Block]:
    for block in blocks:
        if id(block) not in alone:
            return
        yield block
