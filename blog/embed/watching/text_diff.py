"""The diff of two texts, as far as it is asked for: by sentences, and word by word where these differ."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from blog.embed.watching.aligning import Gap, Run, gaps, runs
from blog.embed.watching.coherence import coherent
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
        starts, others = _starts(before), _starts(after)
        return [
            Run(starts[run.before], others[run.after], starts[run.before + run.size] - starts[run.before])
            for run in coherent(runs(before, after), before, after)
        ]

    @cached_property
    def gaps(self) -> list[Gap]:
        """What lies between these: sentences that are gone, new, or other than they were."""
        return gaps(self.sentences, Gap((0, len(self._before)), (0, len(self._after))))

    def _words(self, gap: Gap) -> list[Run]:
        if gap not in self._in_gap:
            before, after = Words.of(self._before, *gap.before), Words.of(self._after, *gap.after)
            self._in_gap[gap] = [
                Run(
                    before.spans[run.before + at][0],
                    after.spans[run.after + at][0],
                    len(before.said[run.before + at]),
                )
                for run in coherent(runs(before.said, after.said), before.said, after.said)
                for at in range(run.size)
            ]
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


def _starts(pieces: Sequence[str]) -> list[int]:
    return list(accumulate(map(len, pieces), initial=0))


def _clipped(found: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    for run in found:
        first, last = max(run.before, start), min(run.before + run.size, end)
        if first < last:
            yield Run(first, run.after + first - run.before, last - first)
