"""How much of each block stands in another text of the same document, told by runs of words."""

import re
from collections.abc import Iterable, Iterator, Sequence

# Scripts that are written without spaces: each character counts as a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
# Four words in a row are hardly ever the same by accident; shorter blocks count where a whole line is the same.
RUN = 4


def words_of(text: str) -> tuple[str, ...]:
    """The words, folded for comparing: case and punctuation are nothing."""
    return tuple(word.casefold() for word in _WORD.findall(text))


def shares(texts: Iterable[Sequence[str]], other: str) -> Iterator[float]:
    """For each text, given as its words, the share of them that stands in `other`, 0 to 1."""
    lines = {words_of(line) for line in other.split("\n")}
    runs = set(_runs(words_of(other)))
    for words in texts:
        if len(words) < RUN:
            yield float(bool(words) and tuple(words) in lines)
        else:
            yield _covered(words, runs) / len(words)


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def _covered(words: Sequence[str], runs: set[tuple[str, ...]]) -> int:
    """How many of the words lie in one of the runs."""
    count = reached = 0
    for start, run in enumerate(_runs(words)):
        if run in runs:
            count += start + RUN - max(start, reached)
            reached = start + RUN
    return count
