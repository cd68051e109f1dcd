"""The preview beside the editor: 5,000 words with a statement of 5,000 words and 40 quotations, on both databases.

Server time of one answer, from the request to the last byte, where the body was just changed. The words are drawn by
seeded dice, and every fourth quotation has a word changed, which takes longest to check.
"""

import random
import statistics
import time

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.databases import sites
from blog.accounts.models import Grant, User
from blog.accounts.roles import Role
from blog.extensions import db
from blog.sources.adding import Statement, add_pasted
from blog.transactions import writing

URL = "https://press.harbourline.example/letters/long"
WORDS = 5_000
A_PARAGRAPH = 60
QUOTATIONS = 40
QUOTED_WORDS = 14
CHANGED = 4
RUNS = 20
TARGET_MS = 150


def run() -> None:
    """Print the medians and the slowest, in ms."""
    print(f"\nPreview of {WORDS:,} words with {QUOTATIONS} quotations, in ms (target: under {TARGET_MS})")
    print(f"{'':14}{'first':>9}{'median':>9}{'slowest':>9}")
    for name, app in sites():
        app.config["WTF_CSRF_ENABLED"] = False
        client, body = _prepared(app)
        first, *rest = (_timed(client, f"{body}\n\nChange {number}.") for number in range(RUNS + 1))
        print(f"{name:14}{first:>9.0f}{statistics.median(rest):>9.0f}{max(rest):>9.0f}")


def _timed(client: FlaskClient, body: str) -> float:
    begun = time.perf_counter()
    answer = client.post("/admin/posts/preview", data={"title": "Long", "body": body})
    taken = (time.perf_counter() - begun) * 1000
    if answer.status_code != 200:
        raise RuntimeError(answer.get_data(as_text=True))
    return taken


def _prepared(app: Flask) -> tuple[FlaskClient, str]:
    """An author's browser on a site that keeps the statement, and the body of the post."""
    dice = random.Random(7)  # noqa: S311
    theirs = _paragraphs(dice)
    with app.app_context():
        author = User(
            email="a@harbourline.example",
            name="A",
            handle="a",
            fs_uniquifier="a",
            grants=[Grant(role=Role.author)],
        )
        with writing():
            db.session.add(author)
            add_pasted(
                Statement.parse("\n".join(["A long letter", *theirs]), url=URL, language="en"), by=None
            )
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(_user_id="a", _fresh=True)
    return client, _body(dice, theirs)


def _paragraphs(dice: random.Random) -> list[str]:
    vocabulary = [
        f"{a}{b}{c}"
        for a in "blmnprst"
        for b in ("a", "e", "ori", "umi")
        for c in ("ck", "ll", "nd", "st", "ra", "to")
    ]
    words = [dice.choice(vocabulary) for _ in range(WORDS)]
    found = []
    for start in range(0, WORDS, A_PARAGRAPH):
        found.append(" ".join(words[start : start + A_PARAGRAPH]).capitalize() + ".")
    return found


def _body(dice: random.Random, theirs: list[str]) -> str:
    blocks = [f"/// statement | {URL}\n///", *_paragraphs(dice)]
    for number in range(QUOTATIONS):
        words = dice.choice(theirs).split()
        start = dice.randrange(len(words) - QUOTED_WORDS)
        quoted = words[start : start + QUOTED_WORDS]
        if number % CHANGED == 0:
            quoted[QUOTED_WORDS // 2] = "otherword"
        blocks.insert(1 + 3 * number, f"/// quote | {URL}\n{' '.join(quoted)}\n///")
    return "\n\n".join(blocks)
