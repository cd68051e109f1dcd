"""The dry run of a rule: what it would have done, and what people decided then."""

import zlib
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.models import CommentStatus
from blog.comments.policy.choosing import as_typed, parse
from blog.comments.policy.settings import comment_settings
from blog.comments.screening.models import ScreeningAct, SpamModel
from blog.comments.screening.trying import Fate, Trial, try_out
from blog.errors import Forbidden
from blog.extensions import db
from blog.transactions import writing
from tests.comments.deciding import decided
from tests.factories import make_comment, make_post, make_user
from tests.queries import counted_queries

S, HOLD, REFUSE, PASS = CommentStatus, ScreeningAct.HOLD, ScreeningAct.REFUSE, ScreeningAct.PASS

NO_WEIGHTS = zlib.compress(b"")


@pytest.fixture
def owner(context: Flask) -> User:
    return make_user(Role.owner)


def tried(owner: User, *, days: int = 30, **typed: str) -> Trial:
    chosen: dict[str, Any] = parse(as_typed(comment_settings()) | typed)
    return try_out(chosen, days=days, by=owner)


def comments(trial: Trial, act: ScreeningAct) -> list[int]:
    return [each.comment.id for each in trial.otherwise.get(act, [])]


def test_a_word_shows_what_it_would_have_held_and_what_people_decided_on_that(owner: User) -> None:
    post = make_post()
    rude, fine, unread, other = (
        make_comment(post, words=words) for words in ("A LAMP!", "Lamp oil.", "The lamp", "A torch.")
    )
    decided(rude, "remove", by=owner)
    decided(fine, "remove", by=owner)
    decided(fine, "restore", by=owner)
    trial = tried(owner, suspect_words="lamp")
    assert comments(trial, HOLD) == [unread.id, fine.id, rude.id]
    assert trial.fates(HOLD) == [(Fate.LET_STAND, 1), (Fate.TAKEN_AWAY, 1), (Fate.UNDECIDED, 1)]
    assert (trial.tried, trial.is_cut) == (4, False)
    assert trial.otherwise[HOLD][0].findings[0].evidence == {"spans": [[4, 8]]}
    assert other.id not in comments(trial, HOLD)


def test_what_a_rule_would_no_longer_hold_is_shown_too(owner: User) -> None:
    links = make_comment(make_post(), words=" ".join(f"https://n{n}.example/" for n in range(4)))
    assert comments(tried(owner, most_links="4"), PASS) == [links.id]
    assert comments(tried(owner, most_links="4", banned_words="n2"), REFUSE) == [links.id]
    assert not tried(owner, most_links="3").otherwise


def test_the_score_of_then_is_tried(owner: User) -> None:
    with writing():
        db.session.add(SpamModel(spam=9, others=9, weights=NO_WEIGHTS, bias=0.0, hold_at=0.7, auc=0.99))
    low, high = make_comment(make_post()), make_comment(make_post())
    with writing():
        low.spam_score, high.spam_score = 0.6, 0.8
    trial = tried(owner, spam_hold_at="50")
    assert comments(trial, HOLD) == [high.id] and low.id not in comments(trial, HOLD)


def test_what_is_older_or_deleted_is_not_tried(owner: User) -> None:
    post = make_post()
    old, gone = make_comment(post, words="A lamp."), make_comment(post, words="A lamp.", status=S.DELETED)
    with writing():
        old.created_at = now() - timedelta(days=31)
    assert comments(tried(owner, suspect_words="lamp"), HOLD) == []
    assert comments(tried(owner, days=90, suspect_words="lamp"), HOLD) == [old.id]
    assert gone.status is S.DELETED


def test_trying_changes_nothing(owner: User) -> None:
    comment = make_comment(make_post(), words="A lamp.")
    tried(owner, banned_words="lamp")
    assert comment_settings().banned_words == "" and not db.session.new and not db.session.dirty
    assert comment.status is S.PUBLISHED


def test_trying_costs_the_same_number_of_queries_however_many_are_tried(owner: User) -> None:
    counts = []
    comment_settings()
    for _ in range(2):
        for _ in range(4):
            make_comment(make_post(), words="A lamp.")
        db.session.expire_all()
        with counted_queries() as queries:
            tried(owner, suspect_words="lamp")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_only_who_sets_the_rules_tries_them(owner: User) -> None:
    with pytest.raises(Forbidden):
        tried(make_user(Role.editor), suspect_words="lamp")
