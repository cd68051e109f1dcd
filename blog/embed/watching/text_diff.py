"""The diff of two texts, as far as it is asked for: by sentences, and word by word where these differ."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise

from blog.embed.watching.aligning import Gap, Run, coherent, gaps, runs
from blog.embed.watching.words import Words

# A sentence or a line, with the space behind it: the pieces of a text in order, none left out.
_PIECE = re.compile(r"[^.!?;:\n]*(?:[.!?;:\n]+\s*|$)")


class TextDiff:
    """Two versions of a text; runs and gaps are in characters. What is looked at once is kept.

    `before` and `after` are compared as they are: fold them first (`words.plain`).
    """

    def __init__(self, before: str, after: str) -> None:
        self._before = before
        self._after = after
        self._in_gap: dict[Gap, list[Run]] = {}

    def same(self, start: int, end: int) -> list[Run]:
        """What of [start, end) of the earlier text stands in the later one, in order.

        Words that follow one another in both texts are one run, with the space between them.
        """
        found = list(_clipped(self.sentences, start, end))
        for gap in self.gaps:
            if gap.before[0] < end and gap.before[1] > start:
                found += _clipped(self._words(gap), start, end)
        return list(self._without_spaces(sorted(found, key=lambda run: run.before)))

    @cached_property
    def sentences(self) -> list[Run]:
        """The sentences that stand in both texts."""
        before, after = _PIECE.findall(self._before), _PIECE.findall(self._after)
        return _aligned(before, after, _spans(before), _spans(after))

    @cached_property
    def gaps(self) -> list[Gap]:
        """What lies between these: sentences that are gone, new, or other than they were."""
        return gaps(self.sentences, Gap((0, len(self._before)), (0, len(self._after))))

    def _words(self, gap: Gap) -> list[Run]:
        if gap not in self._in_gap:
            before, after = Words.of(self._before, *gap.before), Words.of(self._after, *gap.after)
            self._in_gap[gap] = _aligned(before.said, after.said, before.spans, after.spans)
        return self._in_gap[gap]

    def _without_spaces(self, found: Sequence[Run]) -> Iterator[Run]:
        last: Run | None = None
        for run in found:
            if last and self._touch(last, run):
                last = Run(last.before, last.after, run.before + run.size - last.before)
                continue
            if last:
                yield last
            last = run
        if last:
            yield last

    def _touch(self, one: Run, other: Run) -> bool:
        between = self._before[one.before + one.size : other.before]
        return between == self._after[one.after + one.size : other.after] and not between.strip()


def _spans(pieces: Sequence[str]) -> list[tuple[int, int]]:
    return list(pairwise(accumulate(map(len, pieces), initial=0)))


def _aligned(
    before: Sequence[str],
    after: Sequence[str],
    spans: Sequence[tuple[int, int]],
    others: Sequence[tuple[int, int]],
) -> list[Run]:
    """The items that stand in both sequences, each as a run of its characters."""
    return [
        Run(spans[run.before + at][0], others[run.after + at][0], len(before[run.before + at]))
        for run in coherent(runs(before, after), before, after)
        for at in range(run.size)
    ]


def _clipped(found: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    for run in found:
        first, last = max(run.before, start), min(run.before + run.size, end)
        if first < last:
            yield Run(first, run.after + first - run.before, last - first)
