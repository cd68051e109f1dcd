"""Comparing quoted words with the passage that comes nearest: where it is, and which words differ.

The search aligns characters (rapidfuzz, the best window of the original); the difference is by words, so that
it reads as one would say it.
"""

import difflib
import re

from rapidfuzz import fuzz

from blog.embed.folding import fold

# Below this likeness of characters (0 to 100) a passage is not the one that was meant: with real edited
# sentences it finds most of them, and none of those it finds for deleted ones is another sentence.
NEAR = 70
# And at least this share of the typed words must stand in the passage, in order: sentences of one trade share
# many letters without sharing what they say.
SHARED_WORDS = 0.6
# Shorter words are like too much.
FEWEST_WORDS = 3
# Above this the alignment would take seconds; so long a passage is better reposted.
MOST_CHARACTERS = 5_000
WORD = re.compile(r"\S+")


def lowered(text: str) -> str:
    """`text` in lower case with every character in its place, also where lower case is longer (İ)."""
    lower = text.lower()
    return (
        lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    )


def closest(typed: str, original: str) -> tuple[int, int] | None:
    """The range of `original`, in whole words, that `typed` comes near to, if any. Both are lowered."""
    words = WORD.findall(typed)
    if len(words) < FEWEST_WORDS or len(typed) > MOST_CHARACTERS or not original:
        return None
    near = fuzz.partial_ratio_alignment(typed, original, score_cutoff=NEAR)
    if near is None:
        return None
    # The window is as long as what was typed: words that were left out or added shift its ends.
    margin = len(words) // 4 + 3
    spans = _words_around(original, near.dest_start, near.dest_end, margin)
    return _trimmed(words, original, spans)


def differences(original: str, typed: str) -> tuple[tuple[str, str], ...]:
    """Runs of words ("equal" | "delete" | "insert", words), the equal ones as the original has them."""
    was, now = WORD.findall(original), WORD.findall(typed)
    matcher = difflib.SequenceMatcher(None, [_same(w) for w in was], [_same(w) for w in now], autojunk=False)
    diff: list[tuple[str, str]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            diff.append(("equal", " ".join(was[a:b])))
            continue
        if b > a:
            diff.append(("delete", " ".join(was[a:b])))
        if d > c:
            diff.append(("insert", " ".join(now[c:d])))
    return tuple(diff)


def _same(word: str) -> str:
    return fold(word).text


def _words_around(text: str, start: int, end: int, margin: int) -> list[tuple[int, int]]:
    """The spans of the words of text[start:end], with `margin` more on each side."""
    # A word is seldom longer than this; cutting one only narrows the margin.
    room = margin * 16
    spans = [match.span() for match in WORD.finditer(text, max(0, start - room), min(len(text), end + room))]
    inner = [index for index, (a, b) in enumerate(spans) if b > start and a < end]
    if not inner:
        return []
    return spans[max(0, inner[0] - margin) : inner[-1] + 1 + margin]


def _trimmed(words: list[str], text: str, spans: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The part of `spans` that the typed words stand for; None if too few of them are there."""
    around = [text[a:b] for a, b in spans]
    matcher = difflib.SequenceMatcher(None, around, words, autojunk=False)
    matches = [match for match in matcher.get_matching_blocks() if match.size]
    if sum(match.size for match in matches) < SHARED_WORDS * len(words):
        return None
    # A changed first or last word stands for as many words of the original.
    first = max(0, matches[0].a - matches[0].b)
    last = matches[-1]
    missing = len(words) - (last.b + last.size)
    start, end = spans[first][0], spans[min(len(spans), last.a + last.size + missing) - 1][1]
    return _without_edges(words, text, start, end)


def _without_edges(words: list[str], text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the marks at its ends, where what was typed begins or ends with a letter."""
    while end - start > 1 and words[-1][-1].isalnum() and not text[end - 1].isalnum():
        end -= 1
    while end - start > 1 and words[0][0].isalnum() and not text[start].isalnum():
        start += 1
    return start, end
