"""How well real changes of real pages are told from noise.

`CHANGES_CORPUS` is a folder of `NNN.before.html.gz` and `NNN.after.html.gz` with `labels.csv` (n, changed, service):
1 where an archive's editors recorded a new version, 0 where they recorded none. What was tuned was tuned on the
services whose name has an odd SHA-256. A change counts as told if it makes a version, or is reported as a page that
is gone or blocked (the archive records those too).
"""

import csv
import gzip
import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from blog.embed.watching.changes import Change, Kind, compare
from blog.embed.watching.scope import Page
from blog.sources.extracting.chrome import read_hints
from blog.sources.extracting.pieces import placed
from blog.sources.extracting.reading_html import read_html
from blog.sources.extracting.roles import guess_roles

VARIABLE = "CHANGES_CORPUS"
TOLD = (Kind.VERSION, Kind.SOFT_ERROR)


@dataclass(frozen=True)
class Outcome:
    """A pair of captures: what it is labelled, and what was made of it, in how much CPU."""

    number: str
    service: str
    is_changed: bool
    change: Change
    milliseconds: float

    @property
    def is_told(self) -> bool:
        return self.change.kind in TOLD

    @property
    def is_tuned(self) -> bool:
        return hashlib.sha256(self.service.encode()).digest()[-1] % 2 == 1


def run() -> None:
    """Print the table, or what to set for it."""
    corpus = os.environ.get(VARIABLE)
    if not corpus:
        print(f"\nChanges told from noise: set {VARIABLE} to a folder of pages (see benchmarks/changes.py).")
        return
    outcomes = measured(Path(corpus))
    print("\nChanges told from noise")
    print(f"{'':24}{'changes':>9}{'told':>9}{'recall':>9}{'quiet':>9}{'alarms':>9}{'rate':>9}")
    print(f"{'target':24}{'':18}{'≥ 0.970':>9}{'':18}{'≤ 0.020':>9}")
    _row("tuned half", [outcome for outcome in outcomes if outcome.is_tuned])
    _row("other half", [outcome for outcome in outcomes if not outcome.is_tuned])
    _row("all", outcomes)
    kinds = Counter(outcome.change.kind for outcome in outcomes)
    times = sorted(outcome.milliseconds for outcome in outcomes)
    print("Made of them: " + ", ".join(f"{kind} {count}" for kind, count in kinds.items()) + ".")
    print(f"Comparing took {times[len(times) // 2]:.1f} ms (median), {times[-1]:.1f} ms at most.")


def measured(corpus: Path) -> list[Outcome]:
    """What is made of each pair of the folder."""
    with (corpus / "labels.csv").open(encoding="utf-8", newline="") as labels:
        rows = list(csv.DictReader(labels))
    return [_outcome(corpus, row["n"], row["service"], row["changed"] == "1") for row in rows]


def read(path: Path) -> Page:
    """A page as it is read when it is captured."""
    source = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
    pieces = read_html(source, is_page=True).pieces
    return Page(placed(pieces, guess_roles(pieces)), read_hints(source))


def _outcome(corpus: Path, number: str, service: str, is_changed: bool) -> Outcome:
    before, after = (read(corpus / f"{number}.{when}.html.gz") for when in ("before", "after"))
    started = time.process_time()
    change = compare(before, after)
    taken = (time.process_time() - started) * 1000
    return Outcome(number, service, is_changed, change, taken)


def _row(name: str, outcomes: Iterable[Outcome]) -> None:
    given = list(outcomes)
    changes = [outcome.is_told for outcome in given if outcome.is_changed]
    quiet = [outcome.is_told for outcome in given if not outcome.is_changed]
    print(
        f"{f'{name} ({len(given)})':24}{len(changes):9}{sum(changes):9}{_share(changes):9.3f}"
        f"{len(quiet):9}{sum(quiet):9}{_share(quiet):9.3f}"
    )


def _share(answers: list[bool]) -> float:
    return sum(answers) / len(answers) if answers else float("nan")


if __name__ == "__main__":
    run()
