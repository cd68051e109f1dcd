"""Sixteen people post and vote at once, 2,000 acts each, on both databases: what was lost or doubled, and how long."""

import time

from benchmarks.databases import sites
from tests.comments.voting.writers import losses, set_the_scene, write_at_once

WRITERS = 16
ACTS = 2_000


def run() -> None:
    """Print how many acts a second there were, and every loss; there must be none."""
    print(
        f"\n{WRITERS} writers at once, {ACTS:,} acts each (posts, votes, votes taken back, forms sent twice)"
    )
    print(f"{'':14}{'seconds':>9}{'acts/s':>9}  lost, doubled or miscounted")
    for name, app in sites():
        scene = set_the_scene(app, WRITERS)
        start = time.perf_counter()
        done = write_at_once(app, scene, ACTS)
        seconds = time.perf_counter() - start
        lost = losses(app, scene, done) or ["nothing"]
        print(f"{name:14}{seconds:9.0f}{WRITERS * ACTS / seconds:9.0f}  {'; '.join(lost)}")
