"""The first page of a thread of 100 comments and of one of 100,000, in every order, on both databases.

Threads are grown by seeded dice: a fifth of the comments are roots, the others answer any comment
before them, so that some conversations are wide and some are deep. One in twenty comments is by the post's author.
"""

import random
import statistics
import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Flask

from benchmarks.databases import sites
from blog.accounts.models import Grant, User
from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.policy.models import CommentSettings
from blog.comments.threads.orders import Order
from blog.comments.threads.paths import MOST_LEVELS, path_to
from blog.comments.voting.ranking import lower_bound
from blog.extensions import db
from blog.posts.models import Post, PostStatus
from blog.transactions import writing

SIZES = (100, 100_000)
RUNS = 60
PEOPLE = 200
BY_THE_AUTHOR = 0.05
SEED = 7
ROWS_AT_ONCE = 5_000
WORDS = "A remark of the usual length, which says something about the second paragraph, gives a reason, and then stops."


def run() -> None:
    """Print the medians, and how much more the long thread's page takes."""
    print("\nThe first page of a thread, in ms of wall time (median; CPU time in brackets)")
    print(f"{'':30}{'100':>16}{'100,000':>18}{'ratio':>8}{'CPU':>7}")
    for name, app in sites():
        paths = [_grown(app, size) for size in SIZES]
        for order in Order:
            pages = [_page(app, f"{path}comments/?sort={order}") for path in paths]
            _print(f"{name}, {order}", *_timed(*pages))


def _grown(app: Flask, size: int) -> str:
    """A post with so many comments, inserted in bulk with the counts that they would have; returns its path."""
    dice = random.Random(SEED)  # noqa: S311
    with app.app_context():
        with writing():
            db.session.merge(CommentSettings(id=1, has_votes=True))
            people = _people(size)
            post = _post(people[0], size)
            rows = _rows(post, [person.id for person in people], size, dice)
            for start in range(0, size, ROWS_AT_ONCE):
                db.session.execute(sa.insert(Comment), rows[start : start + ROWS_AT_ONCE])
            if db.engine.dialect.name == "postgresql":
                db.session.execute(sa.text("SELECT setval('comment_id_seq', (SELECT max(id) FROM comment))"))
        _analyze()
        return post.path


def _people(size: int) -> list[User]:
    names = [f"{size}-{number}" for number in range(PEOPLE)]
    people = [User(email=f"{n}@example.org", name=f"Person {n}", handle=n, fs_uniquifier=n) for n in names]
    people[0].grants = [Grant(role=Role.author)]
    db.session.add_all(people)
    db.session.flush()
    return people


def _post(author: User, size: int) -> Post:
    at = now()
    post = Post(
        slug=f"of-{size}",
        title=f"A post with {size:,} comments",
        body="Mine.",
        rendered=[["html", "<p>Mine.</p>"]],
        status=PostStatus.PUBLISHED,
        author_id=author.id,
        published_at=at,
        day=at.date(),
        comment_count=size,
    )
    db.session.add(post)
    db.session.flush()
    return post


def _rows(post: Post, people: list[int], size: int, dice: random.Random) -> list[dict[str, Any]]:
    first = (db.session.scalar(sa.select(sa.func.max(Comment.id))) or 0) + 1
    rows: list[dict[str, Any]] = []
    for number in range(size):
        above = dice.choice(rows) if rows and dice.random() > 0.2 else None
        if above and above["depth"] == MOST_LEVELS - 1:
            above = None
        author = post.author_id if dice.random() < BY_THE_AUTHOR else dice.choice(people)
        votes = int(dice.expovariate(0.4))
        row: dict[str, Any] = {
            "id": first + number, "post_id": post.id, "parent_id": above and above["id"],
            "root_id": above["root_id"] if above else first + number,
            "path": path_to(first + number, above["path"] if above else b""),
            "depth": above["depth"] + 1 if above else 0, "author_id": author,
            "status": CommentStatus.PUBLISHED, "shown": True, "body": WORDS, "html": f"<p>{WORDS}</p>",
            "form_id": f"{post.id}-{number}", "up_votes": votes, "rank": lower_bound(votes, votes),
            "replies": 0, "talk": 0, "author_answers": 0, "change": number + 1, "appeared": number + 1,
        }  # fmt: skip
        rows.append(row)
        if above:
            above["replies"] += 1
        while above:
            above["talk"] += 1
            above["author_answers"] += row["author_id"] == post.author_id
            above = rows[above["parent_id"] - first] if above["parent_id"] else None
    return rows


def _analyze() -> None:
    """What PostgreSQL's autovacuum does by itself after so many rows."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _page(app: Flask, path: str) -> Callable[[], bytes]:
    client = app.test_client()

    def get() -> bytes:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        return answer.get_data()

    return get


def _timed(short: Callable[[], bytes], long: Callable[[], bytes]) -> list[tuple[float, float]]:
    """Medians of wall and CPU milliseconds, the two taken in turns so that a busy machine slows both."""
    taken: list[list[tuple[float, float]]] = [[], []]
    for turn in range(RUNS + 3):
        for which, page in enumerate((short, long)):
            wall, cpu = time.perf_counter(), time.process_time()
            page()
            if turn >= 3:
                taken[which].append(((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000))
    return [(statistics.median(w for w, _ in each), statistics.median(c for _, c in each)) for each in taken]


def _print(name: str, short: tuple[float, float], long: tuple[float, float]) -> None:
    ratios = f"{long[0] / short[0]:8.2f}{long[1] / short[1]:7.2f}"
    print(f"{name:30}{short[0]:8.1f} ({short[1]:5.1f}){long[0]:10.1f} ({long[1]:5.1f}){ratios}")
