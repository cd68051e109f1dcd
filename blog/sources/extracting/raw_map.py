"""Where a document's normalized text stands in its raw text, and back.

The raw text of HTML is `document.body.textContent` as the DOM Standard has it: all character data in the body, of
scripts, styles and hidden elements too, but not of comments or of what a <template> holds; <noscript> counts as it
does without scripting, as elements. That is the stream that a TextPositionSelector counts in (W3C Web Annotation
Data Model §4.2.5), in code points. The raw text of a plain text or a PDF is the text as decoded.

A map is runs: from `text` on, offset `text + n` of the normalized text stands at `raw + n`, up to the next run.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# (offset in the normalized text, offset in the raw text), both rising.
Run = tuple[int, int]

_WORD = re.compile(r"\S+")
# What may lie between two words that are kept: rules, blank lines.
_FARTHEST = 10_000


@dataclass(frozen=True, slots=True)
class RawMap:
    """Runs in order, of which the first begins where the normalized text does."""

    runs: tuple[Run, ...] = ()

    def to_raw(self, offset: int) -> int:
        """The raw offset of the character at `offset`; of a gap put there in reading, where it stands for."""
        return _follow(self.runs, offset, source=0)

    def to_text(self, raw: int) -> int:
        """The normalized offset of the raw character; of one that was left out, where the text goes on."""
        return _follow(self.runs, raw, source=1)

    def to_json(self) -> list[list[int]]:
        """Pairs of plain numbers."""
        return [list(run) for run in self.runs]

    @classmethod
    def from_json(cls, stored: Iterable[Sequence[int]]) -> "RawMap":
        """The map that `to_json` wrote."""
        return cls(tuple((text, raw) for text, raw in stored))


def _follow(runs: Sequence[Run], offset: int, *, source: int) -> int:
    target = 1 - source
    at = bisect_right(runs, offset, key=lambda run: run[source]) - 1
    if at < 0:
        return runs[0][target] if runs else offset
    reached = runs[at][target] + offset - runs[at][source]
    return min(reached, runs[at + 1][target]) if at + 1 < len(runs) else reached


def shifted(runs: Iterable[Run], by: int) -> list[Run]:
    """Runs of a part that begins at `by` of a longer normalized text."""
    return [(text + by, raw) for text, raw in runs]


def within(runs: Sequence[Run], start: int, end: int) -> tuple[Run, ...]:
    """The runs of `start` to `end` of the normalized text, counted from `start`."""
    if not runs:
        return ()
    first = max(bisect_right(runs, start, key=lambda run: run[0]) - 1, 0)
    last = bisect_left(runs, end, key=lambda run: run[0])
    return tuple((max(text - start, 0), raw + max(start - text, 0)) for text, raw in runs[first:last])


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs without those that only go on with the one before."""
    kept: list[Run] = []
    for text, raw in runs:
        if not kept or raw - text != kept[-1][1] - kept[-1][0]:
            kept.append((text, raw))
    return tuple(kept)


def aligned(text: str, raw: str, start: int) -> tuple[tuple[Run, ...], int]:
    """The runs of a text whose words stand in `raw` from `start` on, in order, and where the last one ends."""
    runs: list[Run] = []
    for word in _WORD.finditer(text):
        found = raw.find(word[0], start, start + len(word[0]) + _FARTHEST)
        if found >= 0:
            runs.append((word.start(), found))
            start = found + len(word[0])
    return joined(runs), start
