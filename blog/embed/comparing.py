"""Comparing quoted words with the passage that comes nearest: where it is, and which words differ.

The search goes by words, of which the statement has an index; the difference is by words too, so that it reads as
one would say it.
"""

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from blog.embed.folding import fold
from blog.embed.wordindex import WordIndex

# At least this share of the typed words must stand in the passage, in order: sentences of one trade share many
# words without sharing what they say.
SHARED_WORDS = 0.6
# Or this share in any order, of which so many in order: clauses that changed places.
MOVED_WORDS = 0.85
MOVED_IN_ORDER = 0.35
# Below this likeness of characters (0 to 100) a passage is not the one that was meant.
NEAR = 65
# Shorter words are like too much.
FEWEST_WORDS = 3
# Above this a comparison would take long; so much is better reposted.
MOST_CHARACTERS = 20_000
# Words of the one times words of the other: two paragraphs.
MOST_PAIRS = 40_000
WORD = re.compile(r"\S+")


class Run(NamedTuple):
    """Words that two texts share: where they begin in each, and how many they are."""

    a: int
    b: int
    size: int


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that comes near: its range in characters, and how alike it is, 0 to 1."""

    start: int
    end: int
    likeness: float


def closest(
    typed: str, original: str, index: WordIndex, start: int = 0, end: int | None = None
) -> list[Near]:
    """The ranges of `original` between `start` and `end` that `typed` comes near to, the most alike first.

    Both are lowered, and `index` is the original's. A range begins and ends with a whole word of the index.
    """
    words = index.words_of(typed)
    if len(words) < FEWEST_WORDS or len(typed) > MOST_CHARACTERS:
        return []
    found: dict[tuple[int, int], Near] = {}
    for window in index.windows(words, *index.between(start, len(original) if end is None else end)):
        near = _aligned(words, typed, original, index, window)
        if near:
            found[near.start, near.end] = near
    return sorted(found.values(), key=lambda near: (-near.likeness, near.start))


def differences(original: str, typed: str) -> tuple[tuple[str, str], ...]:
    """Runs of words ("equal" | "delete" | "insert", words), the equal ones as the original has them."""
    was, now = WORD.findall(original), WORD.findall(typed)
    diff: list[tuple[str, str]] = []
    at = (0, 0)
    for run in [*_runs(_same(original, was), _same(typed, now)), Run(len(was), len(now), 0)]:
        if run.a > at[0]:
            diff.append(("delete", " ".join(was[at[0] : run.a])))
        if run.b > at[1]:
            diff.append(("insert", " ".join(now[at[1] : run.b])))
        at = run.a + run.size, run.b + run.size
        if run.size:
            diff.append(("equal", " ".join(was[run.a : at[0]])))
    return tuple(diff)


def _runs(one: list[str], other: list[str]) -> list[Run]:
    """The runs of words that two texts have in common, in order.

    difflib prefers long runs, which reads best, and takes cubic time at worst; long texts are aligned by their longest
    common subsequence, in bits.
    """
    if len(one) * len(other) <= MOST_PAIRS:
        matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
        return [Run(*block) for block in matcher.get_matching_blocks() if block.size]
    steps = LCSseq.opcodes(one, other)
    return [Run(s.src_start, s.dest_start, s.src_end - s.src_start) for s in steps if s.tag == "equal"]


def _same(text: str, words: list[str]) -> list[str]:
    """The words folded: all at once, but where one is all invisible and would be lost."""
    folded = fold(text).text.split()
    return folded if len(folded) == len(words) else [fold(word).text for word in words]


def _aligned(
    words: list[str], typed: str, original: str, index: WordIndex, window: tuple[int, int]
) -> Near | None:
    """The part of a window that the typed words stand for; None if too few of them are there."""
    around = index.words[slice(*window)]
    matches = _runs(around, words)
    shared = sum(match.size for match in matches)
    if not matches or shared < MOVED_IN_ORDER * len(words):
        return None
    # A changed first or last word stands for as many words of the original.
    last = matches[-1]
    first = max(0, matches[0].a - matches[0].b)
    final = min(len(around), last.a + last.size + len(words) - last.b - last.size) - 1
    there = Counter(around[first : final + 1])
    is_moved = (there & Counter(words)).total() >= MOVED_WORDS * len(words)
    if shared < SHARED_WORDS * len(words) and not is_moved:
        return None
    start, end = index.span(window[0] + first)[0], index.span(window[0] + final)[1]
    start, end = _with_marks(typed, original, start, end)
    near = fuzz.ratio(typed, original[start:end])
    if near < NEAR and (not is_moved or fuzz.token_sort_ratio(typed, original[start:end]) < NEAR):
        return None
    return Near(start, end, (shared / len(words) + near / 100) / 2)


def _with_marks(typed: str, original: str, start: int, end: int) -> tuple[int, int]:
    """The range with the marks around it, where what was typed begins or ends with one."""
    for char in reversed(typed[: len(typed) - len(typed.lstrip("\"'([-."))]):
        if original[start - 1 : start] == char:
            start -= 1
    has_mark = not typed[-1].isalnum()
    while has_mark and end < len(original) and not original[end].isalnum() and not original[end].isspace():
        end += 1
    return start, end
