"""Words that are equal by chance, told from words that stayed: two rewritten paragraphs share "of the"."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from blog.embed.watching.aligning import Run

# Fewer items than this in a row may be equal by chance: "of the", "Yes.".
_FEW = 3


def coherent(found: Sequence[Run], before: Sequence[str], after: Sequence[str]) -> list[Run]:
    """The runs without those that are equal by chance: few items, and fewer letters than differ on either side.

    (After diff-match-patch's semantic cleanup.)
    """
    kept = list(found)
    sizes, others = _sums(before), _sums(after)
    while True:
        between = _letters_between(kept, sizes, others)
        stays = [
            run
            for at, run in enumerate(kept)
            if run.size >= _FEW
            or sizes[run.before + run.size] - sizes[run.before] > min(between[at], between[at + 1])
        ]
        if len(stays) == len(kept):
            return kept
        kept = stays


def _sums(items: Sequence[str]) -> list[int]:
    return list(accumulate(map(len, items), initial=0))


def _letters_between(found: Sequence[Run], sizes: Sequence[int], others: Sequence[int]) -> list[int]:
    """The longer side of what differs before each run, and after the last."""
    edges = [Run(0, 0, 0), *found, Run(len(sizes) - 1, len(others) - 1, 0)]
    return [
        max(
            sizes[other.before] - sizes[one.before + one.size],
            others[other.after] - others[one.after + one.size],
        )
        for one, other in pairwise(edges)
    ]
