"""How well quoted passages are carried from one version of a real text into the next.

`ANCHORS_CORPUS` is a file of JSON lines, gzipped or not: `before`, `after`, `quote` ([start, end) in `before`),
`truth` ([start, end) in `after`, or null where the passage is gone), `kind` (same, edited, gone). What was tuned
was tuned on the half of the texts whose SHA-256 is odd.
"""

import gzip
import hashlib
import json
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from blog.embed.watching.carrying import Carried, Carrier, How

VARIABLE = "ANCHORS_CORPUS"
# A passage is in the right place if what was found and what is right share this much of what they cover.
OVERLAP = 0.8
KINDS = ("same", "edited", "gone")
TARGETS = {"same": 0.995, "edited": 0.85, "gone": 0.97}


@dataclass(frozen=True)
class Outcome:
    """One passage: its kind, whether it was carried rightly, and the CPU that took, the diff's too."""

    kind: str
    is_right: bool
    milliseconds: float
    is_tuned: bool
    how: How


def run() -> None:
    """Print the table, or what to set for it."""
    corpus = os.environ.get(VARIABLE)
    if not corpus:
        print(f"\nPassages carried: set {VARIABLE} to a file of JSON lines (see benchmarks/anchors.py).")
        return
    outcomes = [_measured(case) for case in _cases(Path(corpus))]
    print("\nPassages carried from one version into the next: share that is right")
    print(f"{'':24}" + "".join(f"{kind:>9}" for kind in KINDS) + f"{'ms':>9}{'slowest':>9}")
    _row("target", TARGETS.values())
    tuned = [outcome for outcome in outcomes if outcome.is_tuned]
    others = [outcome for outcome in outcomes if not outcome.is_tuned]
    for name, part in (("tuned half", tuned), ("other half", others), ("all", outcomes)):
        shares = [_share(outcome.is_right for outcome in part if outcome.kind == kind) for kind in KINDS]
        times = [outcome.milliseconds for outcome in part] or [0.0]
        _row(f"{name} ({len(part)})", [*shares, sum(times) / len(times), max(times)])
    counts = {how: sum(outcome.how is how for outcome in outcomes) for how in How}
    print("Found as: " + ", ".join(f"{how} {count}" for how, count in counts.items()) + ".")


def _row(name: str, figures: Iterable[float]) -> None:
    print(f"{name:24}" + "".join(f"{figure:9.3f}" for figure in figures))


def _cases(path: Path) -> list[dict[str, Any]]:
    stored = path.read_bytes()
    text = gzip.decompress(stored) if path.suffix == ".gz" else stored
    return [json.loads(line) for line in text.splitlines()]


def _measured(case: dict[str, Any]) -> Outcome:
    started = time.process_time()
    carried = Carrier(case["before"], case["after"]).carry(*case["quote"])
    taken = (time.process_time() - started) * 1000
    is_tuned = hashlib.sha256(case["before"].encode()).digest()[-1] % 2 == 1
    return Outcome(case["kind"], _is_right(carried, case["truth"]), taken, is_tuned, carried.how)


def _is_right(carried: Carried, truth: list[int] | None) -> bool:
    if truth is None or carried.how is How.GONE:
        return truth is None and carried.how is How.GONE
    start, end = truth
    shared = min(end, carried.end) - max(start, carried.start)
    return shared / (max(end, carried.end) - min(start, carried.start)) >= OVERLAP


def _share(answers: Iterable[bool]) -> float:
    given = list(answers)
    return sum(given) / len(given) if given else float("nan")


if __name__ == "__main__":
    run()
