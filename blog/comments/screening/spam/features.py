"""What of a comment's words a spam score looks at: pieces of its words, its words, its pairs of words, its links.

Pieces of two to five letters see through the spellings that evade lists of words ("fr3e", "s.u.b"). Each feature is
hashed to a bucket (Weinberger et al. 2009, "Feature hashing for large scale multitask learning"), so that no vocabulary
is kept: what the model holds tells nothing of who wrote what.
"""

import math
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

# Few enough for a quarter of a megabyte of weights in a compressed row; with some 50,000 features in 4,000 comments
# few collide that matter.
BUCKETS = 2**18
LENGTHS = range(2, 6)
# Further words say nothing new, and a comment must not be able to make its screening slow.
MOST_LETTERS = 10_000
MOST_LINKS_TOLD_APART = 3
TOKEN = re.compile(r"\w{1,60}|[^\w\s]{1,60}")
LINK = re.compile(r"https?://|\bwww\.|\w\s?\.\s?(?:com|net|org|info|biz|ru|io|shop|top|xyz)\b")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a comment, or a run of signs: where it stands in it (code points), and the buckets of its features."""

    start: int
    end: int
    buckets: list[int]


def tokens_of(body: str) -> Iterator[Token]:
    """The tokens of a comment's first `MOST_LETTERS` code points."""
    before = ""
    for match in TOKEN.finditer(body[:MOST_LETTERS]):
        word = _fold(match[0])
        yield Token(match.start(), match.end(), [_bucket(feature) for feature in _of_word(word, before)])
        before = word


def features(body: str) -> dict[int, float]:
    """Weight by bucket: 1 + ln(count), the whole vector of length 1. Empty where there are no words."""
    counts: dict[int, int] = {}
    for token in tokens_of(body):
        for bucket in token.buckets:
            counts[bucket] = counts.get(bucket, 0) + 1
    links = min(len(LINK.findall(_fold(body[:MOST_LETTERS]))), MOST_LINKS_TOLD_APART)
    counts[_bucket(f"links {links}")] = 1
    values = {bucket: 1 + math.log(count) for bucket, count in counts.items()}
    length = math.sqrt(sum(value * value for value in values.values()))
    return {bucket: value / length for bucket, value in values.items()}


def _of_word(word: str, before: str) -> Iterator[str]:
    edged = f" {word} "
    for length in LENGTHS:
        for start in range(len(edged) - length + 1):
            yield edged[start : start + length]
    yield f"word {word}"
    if before:
        yield f"pair {before} {word}"


def _fold(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold()


def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode("utf-8", "surrogatepass")) % BUCKETS
