"""Fenced code: three or more backticks or tildes, up to a line of the same.

Found by lines, in one pass, so that whoever looks for other fences agrees on which lines are code, and so
that unclosed fences cost nothing (Python-Markdown's own pattern searches to the end for each).
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

OPENING = re.compile(r"(`{3,}|~{3,}) *([\w#.+-]*)[^`]*")
CLOSING = re.compile(r"(`{3,}|~{3,}) *")


@dataclass(frozen=True, slots=True)
class CodeFence:
    """Code from line `first` to `last` (from 0), both of them fences; `language` as given, "" if not."""

    first: int
    last: int
    language: str


def fenced_code(lines: Sequence[str]) -> Iterator[CodeFence]:
    """The fenced code of a text. A fence that is never closed is none."""
    closings: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if closing := CLOSING.fullmatch(line):
            closings[closing[1]].append(number)
    after = -1
    for number, line in enumerate(lines):
        opening = OPENING.fullmatch(line) if number > after else None
        if opening:
            places = closings[opening[1]]
            index = bisect_right(places, number)
            if index < len(places):
                after = places[index]
                yield CodeFence(number, after, opening[2])
