"""How well the proposed region meets an article, beside trafilatura on the same pages; whether all its words are kept.

`EXTRACT_CORPUS` is a folder of `NAME.html` beside `NAME.txt`, the text of the article as somebody marked it. Measured
as in Zyte's article-extraction-benchmark: shingles of four words, precision and recall a page, then their means, and
F1 of those. The texts there have no headline and no byline, and trafilatura gives both apart from its text; so does
the first row, by the blocks' roles, while the second has all that is proposed. All pages that were at hand were looked
at in tuning; two halves, by the names' SHA-256, show whether a figure hangs on a few of them.
"""

import hashlib
import os
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trafilatura import extract

from blog.sources.blocks import Block, BlockRole, full_text, inside
from blog.sources.extracting.documents import read_document

VARIABLE = "EXTRACT_CORPUS"
SHINGLE = 4
HEAD = (BlockRole.HEADLINE, BlockRole.BYLINE)
# The settings of trafilatura that change what it takes for the article's text.
SETTINGS: dict[str, dict[str, Any]] = {
    "as it comes": {},
    "no comments": {"include_comments": False},
    "fast, no comments": {"include_comments": False, "fast": True},
    "recall": {"include_comments": False, "favor_recall": True},
    "fast, recall": {"include_comments": False, "favor_recall": True, "fast": True},
    "precision": {"include_comments": False, "favor_precision": True},
    "no tables": {"include_comments": False, "include_tables": False},
}
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.!?…。])\s+|\n+")
# Shorter pieces between full stops are initials and labels.
_LEAST = 20


@dataclass(frozen=True)
class Page:
    """One page of the corpus, and what was read on it."""

    html: str
    truth: str
    is_odd: bool
    blocks: tuple[Block, ...]
    milliseconds: float


def run() -> None:
    """Print the tables, or what to set for them."""
    corpus = os.environ.get(VARIABLE)
    if not corpus:
        print(f"\nExtraction: set {VARIABLE} to a folder of NAME.html beside NAME.txt.")
        return
    pages = [_read(path) for path in sorted(Path(corpus).glob("*.html")) if path.with_suffix(".txt").exists()]
    print(f"\nExtraction: {len(pages)} articles, by shingles of {SHINGLE} words")
    print(f"{'':32}{'precision':>10}{'recall':>10}{'F1':>10}{'F1 odd':>10}{'F1 even':>10}{'ms':>8}")
    _row("proposed region", pages, lambda page: full_text(_body(page.blocks)))
    _row("… with headline and byline", pages, lambda page: full_text(inside(page.blocks)))
    for name, settings in SETTINGS.items():
        _row(f"trafilatura, {name}", pages, _extracted(settings))
    kept, sentences = _kept(pages)
    print(
        f"Sentences that stand in the kept text: {kept:,} of {sentences:,} ({kept / sentences:.4f}; target ≥ 0.99)"
    )
    slowest = max(page.milliseconds for page in pages)
    print(
        f"Reading a page: median {statistics.median(p.milliseconds for p in pages):.0f} ms, slowest {slowest:.0f} ms"
    )


def _read(path: Path) -> Page:
    html = path.read_text(encoding="utf-8", errors="replace")
    start = time.process_time()
    blocks = read_document(html, kind="html").blocks
    taken = (time.process_time() - start) * 1000
    is_odd = hashlib.sha256(path.stem.encode()).digest()[-1] % 2 == 1
    return Page(html, path.with_suffix(".txt").read_text(encoding="utf-8"), is_odd, blocks, taken)


def _body(blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(block for block in inside(blocks) if block.role not in HEAD)


def _extracted(settings: dict[str, Any]) -> Callable[[Page], str]:
    return lambda page: extract(page.html, **settings) or ""


def _row(name: str, pages: list[Page], text: Callable[[Page], str]) -> None:
    start = time.process_time()
    scores = [score(page.truth, text(page)) for page in pages]
    taken = (time.process_time() - start) * 1000 / len(pages)
    halves = [
        [s for s, page in zip(scores, pages, strict=True) if page.is_odd is half] for half in (True, False)
    ]
    numbers = [*f1(scores), *(f1(half)[2] for half in halves)]
    time_ = f"{taken:8.0f}" if name.startswith("trafilatura") else f"{'':8}"
    print(f"{name:32}" + "".join(f"{number:10.4f}" for number in numbers) + time_)


def score(truth: str, text: str) -> tuple[float, float]:
    """Precision and recall of a text's shingles, 0 to 1."""
    wanted, got = _shingles(truth), _shingles(text)
    both = (wanted & got).total()
    return both / got.total(), both / wanted.total()


def f1(scores: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Mean precision, mean recall, and their harmonic mean; NaN without scores."""
    if not scores:
        return (float("nan"),) * 3
    precision, recall = (statistics.mean(column) for column in zip(*scores, strict=True))
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    """Counted; a text of fewer words is one shingle."""
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))


def _kept(pages: Iterable[Page]) -> tuple[int, int]:
    """How many of the articles' sentences stand in the text that is kept, white space aside, and how many there are."""
    found = total = 0
    for page in pages:
        text = "".join(full_text(page.blocks).split())
        sentences = ["".join(one.split()) for one in _SENTENCE.split(page.truth) if len(one) > _LEAST]
        found += sum(sentence in text for sentence in sentences)
        total += len(sentences)
    return found, total
