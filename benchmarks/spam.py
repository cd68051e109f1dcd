"""The spam score on a labelled corpus: learned from half of it, tested on the other half, at ten seeded splits."""

import csv
import os
import random
import statistics
import time
from pathlib import Path

from blog.comments.screening.spam.learning import Sample, area_under_curve, learn, measure

SPLITS = 10
SIZES = (40, 80, 160)


def run() -> None:
    """Print AUC, and what a threshold that is set on the training half holds of the other: spam, and good comments."""
    path = os.environ.get("SPAM_CORPUS", "")
    if not path:
        print("\nSpam: set SPAM_CORPUS to a CSV file with the columns text and spam (0 or 1).")
        return
    with Path(path).open(encoding="utf-8", newline="") as file:
        samples = [(row["text"], row["spam"] == "1") for row in csv.DictReader(file)]
    print(
        f"\nSpam score: {len(samples):,} comments, {sum(s for _, s in samples):,} of them spam; {SPLITS} splits"
    )
    print(f"{'learned from':>12}{'AUC':>8}{'worst':>8}{'spam held':>11}{'good held':>11}{'seconds':>9}")
    for size in [size for size in SIZES if size < len(samples) // 2] + [len(samples) // 2]:
        rows = [_split(samples, size, seed) for seed in range(SPLITS)]
        aucs, spam, good, seconds = zip(*rows, strict=True)
        print(
            f"{size:12}{statistics.mean(aucs):8.4f}{min(aucs):8.4f}{statistics.mean(spam):11.3f}"
            f"{statistics.mean(good):11.3f}{statistics.mean(seconds):9.2f}"
        )


def _split(samples: list[Sample], size: int, seed: int) -> tuple[float, float, float, float]:
    mixed = list(samples)
    random.Random(seed).shuffle(mixed)  # noqa: S311
    half = len(mixed) // 2
    known, rest = mixed[:half][:size], mixed[half:]
    start = time.perf_counter()
    model = learn(known)
    seconds = time.perf_counter() - start
    hold_at = measure(known).hold_at
    scored = [(model.score(body), is_spam) for body, is_spam in rest]
    held = {
        kind: [score >= hold_at for score, is_spam in scored if is_spam is kind] for kind in (True, False)
    }
    return area_under_curve(scored), statistics.mean(held[True]), statistics.mean(held[False]), seconds
