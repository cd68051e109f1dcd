"""How long pages and checks take: medians of repeated runs on a fresh SQLite site, single-threaded."""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

from flask import Flask
from flask_migrate import upgrade

from benchmarks import anchors, changes, extraction, fragments, preview, spam, threads, verdicts, writers
from benchmarks.site import LONG_THREAD, SHORT_THREAD, fill
from blog import create_app
from blog.config import read_settings
from blog.embed.verifying import Passages
from blog.sources.pasting import read_pasted

RUNS = 25
# The size that issue texts speak of: a long statement, and as many quotations as a long post has.
STATEMENT_WORDS = 20_000
QUOTATIONS = 50


def main() -> None:
    """Run the benchmarks named on the command line, or all of them."""
    wanted = sys.argv[1:] or list(BENCHMARKS)
    if unknown := [name for name in wanted if name not in BENCHMARKS]:
        sys.exit(f"There is no benchmark {', '.join(unknown)}. Known are {', '.join(BENCHMARKS)}.")
    for name in wanted:
        BENCHMARKS[name]()


def reading() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(read_settings({"INSTANCE_DIR": folder, "SITE_URL": "http://localhost"}))
        with app.app_context():
            upgrade()
            paths = fill()
        table("Pages, in ms", [(name, pages(app, path)) for name, path in paths.items()])
    table("Quotations against a statement of 20,000 words, in ms", quotations())
    print(f"The short thread has {SHORT_THREAD} comments, the long one {LONG_THREAD:,}.")


def pages(app: Flask, path: str) -> Callable[[], object]:
    client = app.test_client()
    return lambda: client.get(path).get_data()


def quotations() -> list[tuple[str, Callable[[], object]]]:
    dice = random.Random(7)  # noqa: S311
    words = [f"word{dice.randrange(4000)}" for _ in range(STATEMENT_WORDS)]
    text = "\n".join(" ".join(words[i : i + 60]) + "." for i in range(0, STATEMENT_WORDS, 60))
    blocks = read_pasted(text, kind="text").blocks
    starts = [dice.randrange(STATEMENT_WORDS - 20) for _ in range(QUOTATIONS)]
    exact = [" ".join(words[s : s + 12]) for s in starts]
    changed = [quote.replace(quote.split()[5], "otherword", 1) for quote in exact]
    return [
        (f"{QUOTATIONS} exact", lambda: verify(blocks, exact)),
        (f"{QUOTATIONS} with one word changed", lambda: verify(blocks, changed)),
    ]


def verify(blocks: object, quotes: list[str]) -> None:
    passages = Passages(blocks)  # type: ignore[arg-type]
    for quote in quotes:
        passages.verify(quote)


def table(title: str, rows: list[tuple[str, Callable[[], object]]]) -> None:
    print(f"\n{title}\n{'':34}{'median':>9}{'slowest':>9}")
    for name, measured in rows:
        taken = timings(measured)
        print(f"{name:34}{statistics.median(taken):9.1f}{max(taken):9.1f}")


BENCHMARKS: dict[str, Callable[[], None]] = {
    "reading": reading,
    "verdicts": verdicts.run,
    "anchors": anchors.run,
    "changes": changes.run,
    "extraction": extraction.run,
    "fragments": fragments.run,
    "spam": spam.run,
    "preview": preview.run,
    "threads": threads.run,
    "writers": writers.run,
}


def timings(measured: Callable[[], object]) -> list[float]:
    """Milliseconds of each run, after one that is not counted."""
    measured()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        measured()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


if __name__ == "__main__":
    main()
