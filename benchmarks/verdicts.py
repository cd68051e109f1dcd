"""Verdicts: are quotations with seeded edits judged rightly, and how long does it take?

Texts are those of ANCHORS_CORPUS (JSON lines, gzipped, with `before` and `after`) and, if it is set, the pages of
CHANGES_CORPUS (NNN.before.html.gz). Nothing was tuned on the texts whose digest is odd.
"""

import gzip
import hashlib
import json
import os
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.edits import KINDS, Edited, quotations, tokens
from blog.embed.verifying import STANDS, Passages, Verdict
from blog.sources.blocks import Block, BlockRole
from blog.sources.pasting import read_pasted

QUOTATIONS = 1_000
STATEMENT_WORDS = 20_000
TOGETHER = 50
RUNS = 9
BLOCK_WORDS = 80
FEWEST_WORDS = 400


def run() -> None:
    """Print the share of right verdicts by kind and half, wrong ones, and CPU time for 50 quotations of a long text."""
    texts = list(_texts())
    if not texts:
        print("\nVerdicts: set ANCHORS_CORPUS to a file of statements in two versions (JSON lines, gzipped).")
        return
    halves = [[text for text in texts if _is_odd(text) == odd] for odd in (False, True)]
    results = [judge(half, QUOTATIONS // 2) for half in halves]
    print(f"\n{f'Verdicts of {QUOTATIONS:,} edited quotations':34}{'tuned on':>12}{'others':>12}")
    for kind in KINDS:
        print(f"{kind:34}" + "".join(f"{_share(result, kind):>12}" for result in results))
    print(f"{'right':34}" + "".join(f"{_share(result):>12}" for result in results))
    for name, verdicts in (("wrong “exact”", {Verdict.VERBATIM}), ("wrong with ✓", STANDS)):
        wrong = [sum(not ok and found in verdicts for _, found, ok in result) for result in results]
        print(f"{name:34}" + "".join(f"{count:>12}" for count in wrong))
    for name, kinds in (("exact", ["same"]), ("edited", list(KINDS))):
        taken = timings(texts, kinds)
        print(
            f"{TOGETHER} {name + ', CPU ms, median, least':31}{statistics.median(taken):12.1f}{min(taken):12.1f}"
        )


Judged = tuple[Edited, Verdict, bool]


def judge(texts: list[str], count: int) -> list[Judged]:
    """Verify `count` quotations of the texts, spread over them; each with its verdict and whether that is right."""
    each = -(-count // len(texts))
    judged: list[Judged] = []
    for seed, text in enumerate(texts):
        passages = Passages(blocks_of(text))
        judged += [judged_one(passages, edited) for edited in quotations(text, each, seed)]
    return judged[:count]


def judged_one(passages: Passages, edited: Edited) -> Judged:
    """One quotation. A verdict of words that stand must also hold by a plain comparison of words."""
    found = passages.verify(edited.typed)
    is_right = found.verdict in edited.right
    if found.verdict is Verdict.VERBATIM:
        is_right &= tokens(found.shown or edited.typed) in tokens(passages.text)
    if found.verdict is Verdict.ELIDED:
        is_right &= 0 < sum(omission.words for omission in found.omissions) <= edited.left_out
    return edited, found.verdict, is_right


def timings(texts: list[str], kinds: list[str]) -> list[float]:
    """Milliseconds of CPU for reading a long statement once and verifying quotations of it."""
    text = " ".join(" ".join(texts).split()[:STATEMENT_WORDS])
    blocks = blocks_of(text)
    made = [edited.typed for edited in quotations(text, TOGETHER * len(KINDS), 7) if edited.kind in kinds]
    quotes = made[:: max(1, len(made) // TOGETHER)][:TOGETHER]
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        passages = Passages(blocks)
        for quote in quotes:
            passages.verify(quote)
        taken.append((time.process_time() - start) * 1000)
    return taken[1:]


def blocks_of(text: str) -> list[Block]:
    """A text as paragraphs of some length."""
    words, blocks, offset = text.split(), list[Block](), 0
    for start in range(0, len(words), BLOCK_WORDS):
        part = " ".join(words[start : start + BLOCK_WORDS])
        blocks.append(Block(len(blocks), BlockRole.PARAGRAPH, part, offset, ""))
        offset += len(part) + 1
    return blocks


def _texts() -> Iterator[str]:
    """The different texts of the corpora, white space collapsed."""
    seen: set[str] = set()
    for text in _raw_texts():
        plain = " ".join(text.split())
        if plain[:2000] not in seen and len(plain.split()) >= FEWEST_WORDS:
            seen.add(plain[:2000])
            yield plain


def _raw_texts() -> Iterable[str]:
    if path := os.environ.get("ANCHORS_CORPUS"):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["before"] for line in lines)
    if folder := os.environ.get("CHANGES_CORPUS"):
        for page in sorted(Path(folder).glob("*.before.html.gz")):
            read = read_pasted(gzip.decompress(page.read_bytes()).decode("utf-8", "replace"), kind="html")
            yield "\n".join(block.text for block in read.blocks)


def _is_odd(text: str) -> bool:
    return hashlib.sha256(text[:200].encode()).digest()[0] % 2 == 1


def _share(judged: list[Judged], kind: str = "") -> str:
    of_kind = Counter(ok for edited, _, ok in judged if kind in ("", edited.kind))
    total = of_kind.total()
    return f"{of_kind[True]}/{total}" if total else "–"


if __name__ == "__main__":
    run()
