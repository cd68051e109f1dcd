"""The log of decisions: whatever is changed, deleted, added or moved in it shows."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation import log
from blog.comments.moderation.models import Decision, DecisionNote, LogHead, Reason
from blog.demo import loading, removing
from blog.extensions import db
from blog.transactions import writing
from tests.comments.deciding import decided
from tests.comments.forging import forge
from tests.factories import make_comment, make_post, make_user


def some_decisions(number: int = 3) -> list[Decision]:
    moderator, post = make_user(Role.moderator), make_post()
    return [
        decided(make_comment(post), "remove", by=moderator, words=f"Reason “{n}”.") for n in range(number)
    ]


def problems() -> list[int | None]:
    return [problem.decision_id for problem in log.verify().problems]


def test_a_digest_is_what_the_scheme_says(context: Flask) -> None:
    first, second, _ = some_decisions()
    note = db.session.get_one(DecisionNote, second.id)
    author = db.session.get_one(Comment, second.comment_id).author_id
    people = f'{{"about":{author},"by":{second.decided_by_id}}}'
    entry = {
        "act": "remove",
        "comment": second.comment_id,
        "decided_at": second.decided_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "now": "removed",
        "people": hashlib.sha256((note.nonce + people).encode()).hexdigest(),
        "previous": first.digest,
        "reason": "unkind",
        "scheme": 1,
        "version": 1,
        "was": "published",
        "words": hashlib.sha256((note.nonce + "Reason “1”.").encode()).hexdigest(),
    }
    written = json.dumps(entry, sort_keys=True, separators=(",", ":"))
    assert second.digest == hashlib.sha256(written.encode()).hexdigest()
    assert first.previous == ""


def test_a_log_that_nobody_touched_is_whole(context: Flask) -> None:
    *_, last = some_decisions()
    found = log.verify()
    assert (found.entries, found.head, found.erased, found.problems) == (3, last.digest, 0, [])


@pytest.mark.parametrize(
    "values",
    [
        {"act": "spam"},
        {"reason": Reason.SPAM},
        {"now": CommentStatus.SPAM},
        {"was": CommentStatus.HELD},
        {"version": 2},
        {"decided_by_id": None},
        {"words_digest": "0" * 64},
        {"digest": ""},
    ],
)
def test_a_change_shows_where_it_was_made(context: Flask, values: dict[str, object]) -> None:
    _, middle, _ = some_decisions()
    forge(sa.update(Decision).where(Decision.id == middle.id).values(values))
    assert middle.id in problems()


def test_other_words_show(context: Flask) -> None:
    _, middle, _ = some_decisions()
    with writing():
        db.session.get_one(DecisionNote, middle.id).words = "A kinder reason."
    assert problems() == [middle.id]


def test_words_that_were_erased_leave_the_chain_whole(context: Flask) -> None:
    _, middle, _ = some_decisions()
    with writing():
        db.session.execute(sa.delete(DecisionNote).where(DecisionNote.decision_id == middle.id))
    db.session.expire_all()
    assert (log.verify().erased, problems()) == (1, [])


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_deletion_shows_wherever_it_is(context: Flask, number: int) -> None:
    gone = some_decisions()[number]
    forge(
        sa.delete(DecisionNote).where(DecisionNote.decision_id == gone.id),
        sa.delete(Decision).where(Decision.id == gone.id),
    )
    assert problems() != []


def test_another_order_shows(context: Flask) -> None:
    first, second, third = some_decisions()
    note, entry = DecisionNote, Decision
    moves = [(third.id, 10**6), (first.id, third.id), (10**6, first.id)]
    notes = {d.id: (d.note.nonce, d.note.words) for d in (first, third) if d.note}
    forge(
        sa.delete(note).where(note.decision_id.in_(notes)),
        *(sa.update(entry).where(entry.id == old).values(id=new) for old, new in moves),
    )
    assert {first.id, second.id, third.id} <= set(problems())


def test_an_entry_put_in_later_shows(context: Flask) -> None:
    first, *_ = some_decisions()
    copied = {"act": "approve", "comment_id": first.comment_id, "digest": "", "previous": "", "version": 1}
    with writing():
        db.session.execute(sa.insert(Decision).values(copied | {"decided_at": now()}))
    assert len(problems()) >= 2


def test_decisions_at_the_same_moment_make_one_chain(app: Flask) -> None:
    with app.app_context():
        moderator = make_user(Role.moderator).id
        comments = [make_comment(make_post()).id for _ in range(8)]

    def remove(number: int) -> None:
        with app.app_context():
            by = db.session.get_one(type(db.session.get_one(Comment, number).author), moderator)
            decided(db.session.get_one(Comment, number), "remove", by=by)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(remove, comments))
    with app.app_context():
        found = log.verify()
        assert (found.entries, found.problems) == (8, [])


def test_the_demo_has_no_place_in_the_chain_and_leaves_it_whole(context: Flask) -> None:
    some_decisions(1)
    loading.load()
    some_decisions(1)
    assert (log.verify().entries, problems()) == (2, [])
    owner = make_user(Role.owner)
    with writing():
        removing.remove(by=owner)
    assert (log.verify().entries, problems()) == (2, [])


def test_a_decision_that_fails_later_leaves_the_head_alone(context: Flask) -> None:
    some_decisions(1)
    comment, moderator = make_comment(make_post()), make_user(Role.moderator)
    with pytest.raises(RuntimeError), writing():
        log.append(Decision(act="note", comment_id=comment.id, decided_by_id=moderator.id, version=1))
        raise RuntimeError
    db.session.expire_all()
    assert db.session.get_one(LogHead, 1).entries == 1
    assert problems() == []
