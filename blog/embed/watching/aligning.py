"""Which items of two sequences are the same ones: runs of equal items, in order in both.

Items that occur once in each are believed first (patience diff, Bram Cohen): a paragraph that stands once in
both versions is the same paragraph, while empty phrases match anything. What lies between two such anchors is
aligned by its longest common subsequence, bit-parallel (rapidfuzz; Hyyrö 2004). Time is linear in the sequences
but for stretches between anchors, which are bounded.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

# The most pairs of items to try between two anchors: a bit each, so half a megabyte and some milliseconds. In
# longer stretches the nth occurrence of an item is taken to be the nth.
MOST_PAIRS = 4_000_000
# So many words in a row seldom occur twice in a long text in which every word does.
_STRETCH = 4


@dataclass(frozen=True, slots=True)
class Run:
    """`size` items from `before` on in the one sequence are those from `after` on in the other."""

    before: int
    after: int
    size: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch that has no equal: items [start, end) of each sequence, of which one may be empty."""

    before: tuple[int, int]
    after: tuple[int, int]


def runs(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Run]:
    """The runs of equal items, in order; no two touch in both sequences."""
    found: list[Run] = []
    waiting = [Gap((0, len(before)), (0, len(after)))]
    while waiting:
        gap = waiting.pop()
        inner, edges = _stripped(before, after, gap)
        found += edges
        if inner.before[0] == inner.before[1] or inner.after[0] == inner.after[1]:
            continue
        is_small = _pairs(inner) <= MOST_PAIRS
        lengths = (1,) if is_small else (_STRETCH, 1)
        tried = (_anchors(before, after, inner, length) for length in lengths)
        if anchors := next(filter(None, tried), None):
            found += anchors
            waiting += gaps(anchors, inner)
        elif is_small:
            found += _longest_common(before, after, inner)
        else:
            found += _in_turn(before, after, inner)
    return _joined(found)


def gaps(aligned: Sequence[Run], within: Gap) -> list[Gap]:
    """What lies between runs that are in order."""
    edges = [
        Run(within.before[0], within.after[0], 0),
        *aligned,
        Run(within.before[1], within.after[1], 0),
    ]
    between = (
        Gap((one.before + one.size, other.before), (one.after + one.size, other.after))
        for one, other in pairwise(edges)
    )
    return [gap for gap in between if gap.before[0] < gap.before[1] or gap.after[0] < gap.after[1]]


def _pairs(gap: Gap) -> int:
    return (gap.before[1] - gap.before[0]) * (gap.after[1] - gap.after[0])


def _stripped(before: Sequence[Hashable], after: Sequence[Hashable], gap: Gap) -> tuple[Gap, list[Run]]:
    """The gap without the equal items at its ends, and these."""
    (a, b), (c, d) = gap.before, gap.after
    start, end = 0, 0
    most = min(b - a, d - c)
    while start < most and before[a + start] == after[c + start]:
        start += 1
    while end < most - start and before[b - 1 - end] == after[d - 1 - end]:
        end += 1
    edges = [Run(a, c, start), Run(b - end, d - end, end)]
    return Gap((a + start, b - end), (c + start, d - end)), [edge for edge in edges if edge.size]


def _anchors(before: Sequence[Hashable], after: Sequence[Hashable], gap: Gap, length: int) -> list[Run]:
    """Where stretches of `length` items begin that occur once in each part: as many as are in one order in both."""
    places, others = _once(before, gap.before, length), _once(after, gap.after, length)
    pairs = [(at, others[stretch]) for stretch, at in places.items() if stretch in others]
    return [Run(at, other, 1) for at, other in _longest_increasing(pairs)]


def _in_turn(before: Sequence[Hashable], after: Sequence[Hashable], gap: Gap) -> list[Run]:
    """Each item's nth occurrence in the one with its nth in the other, as many as are in one order."""
    places = _by_occurrence(before, *gap.before)
    others = _by_occurrence(after, *gap.after)
    pairs = [(at, others[key]) for key, at in places.items() if key in others]
    return [Run(at, other, 1) for at, other in _longest_increasing(pairs)]


def _by_occurrence(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    seen: Counter[Hashable] = Counter()
    places: dict[Hashable, int] = {}
    for at, item in enumerate(items[start:end], start):
        seen[item] += 1
        places[item, seen[item]] = at
    return places


def _once(items: Sequence[Hashable], part: tuple[int, int], length: int) -> dict[Hashable, int]:
    """The stretches that occur once in the part, and where, in order."""
    start, end = part
    stretches: Sequence[Hashable] = items[start:end]
    if length > 1:
        stretches = list(zip(*(items[start + at : end] for at in range(length)), strict=False))
    counts = Counter(stretches)
    return {stretch: at for at, stretch in enumerate(stretches, start) if counts[stretch] == 1}


def _longest_increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of `pairs` (in order of the first) whose second ascends too."""
    tails: list[int] = []
    heads: list[int] = []
    previous: list[int] = []
    for at, (_, second) in enumerate(pairs):
        length = bisect_left(tails, second)
        previous.append(heads[length - 1] if length else -1)
        if length == len(tails):
            tails.append(second)
            heads.append(at)
        else:
            tails[length], heads[length] = second, at
    chain = []
    at = heads[-1] if heads else -1
    while at >= 0:
        chain.append(pairs[at])
        at = previous[at]
    return chain[::-1]


def _longest_common(before: Sequence[Hashable], after: Sequence[Hashable], gap: Gap) -> list[Run]:
    (a, b), (c, d) = gap.before, gap.after
    opcodes = LCSseq.opcodes(before[a:b], after[c:d])
    return [
        Run(a + op.src_start, c + op.dest_start, op.src_end - op.src_start)
        for op in opcodes
        if op.tag == "equal"
    ]


def _joined(found: list[Run]) -> list[Run]:
    """The runs in order, those that touch made one."""
    joined: list[Run] = []
    for run in sorted(found, key=lambda run: run.before):
        last = joined[-1] if joined else None
        if last and last.before + last.size == run.before and last.after + last.size == run.after:
            joined[-1] = Run(last.before, last.after, last.size + run.size)
        else:
            joined.append(run)
    return joined
