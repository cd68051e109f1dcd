"""The table of decisions, cell by cell, and what a decision leaves behind."""

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.roles import Act, Role, acts_of
from blog.comments.deciding import CONSEQUENCES, NEEDS_REASON, TRANSITIONS, ModerationAct, decide
from blog.comments.models import REASON_LIMIT, Comment, CommentStatus, Decision
from blog.errors import Conflict, Forbidden, Invalid
from blog.extensions import db
from blog.posts.models import Post
from blog.transactions import writing
from tests.conftest import Clock
from tests.factories import make_comment, make_post, make_user

S, A = CommentStatus, ModerationAct
# Written out by hand, so that the table of the code is compared with something.
LEADS_TO = {
    (S.HELD, A.APPROVE): S.PUBLISHED,
    (S.HELD, A.REJECT): S.REJECTED,
    (S.HELD, A.SPAM): S.SPAM,
    (S.PUBLISHED, A.REMOVE): S.REMOVED,
    (S.PUBLISHED, A.SPAM): S.SPAM,
    (S.REJECTED, A.RESTORE): S.PUBLISHED,
    (S.SPAM, A.RESTORE): S.PUBLISHED,
    (S.REMOVED, A.RESTORE): S.PUBLISHED,
}


def decisions() -> list[tuple[CommentStatus, CommentStatus, str]]:
    rows = db.session.scalars(sa.select(Decision).order_by(Decision.id))
    return [(row.was, row.now, row.reason) for row in rows]


@pytest.mark.parametrize("act", list(A))
@pytest.mark.parametrize("was", list(S))
def test_an_act_leads_where_the_table_says_or_is_refused(context: Flask, was: S, act: A) -> None:
    moderator, comment = make_user(Role.moderator), make_comment(make_post(), status=was)
    becomes = LEADS_TO.get((was, act))
    if becomes is None:
        with pytest.raises(Invalid) as refused, writing():
            decide(comment, act, by=moderator, reason="Off topic", seen=was)
        assert refused.value.field == "act"
        assert (comment.status, decisions()) == (was, [])
        return
    with writing():
        decide(comment, act, by=moderator, reason="Off topic", seen=was)
    assert (comment.status, decisions()) == (becomes, [(was, becomes, "Off topic")])


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("was", "act"), list(LEADS_TO))
def test_only_those_who_may_moderate_decide(context: Flask, role: Role, was: S, act: A) -> None:
    person, comment = make_user(role), make_comment(make_post(), status=was)
    if Act.MODERATE in acts_of({role}):
        with writing():
            decide(comment, act, by=person, reason="Off topic")
        assert comment.status is LEADS_TO[was, act]
        return
    with pytest.raises(Forbidden), writing():
        decide(comment, act, by=person, reason="Off topic")
    assert (comment.status, decisions()) == (was, [])


def test_every_status_has_a_way_on_and_every_act_says_what_follows() -> None:
    assert set(TRANSITIONS) == set(S)
    assert all(TRANSITIONS.values())
    assert set(CONSEQUENCES) == set(A)


@pytest.mark.parametrize(("was", "act"), list(LEADS_TO))
def test_taking_words_away_needs_words(context: Flask, was: S, act: A) -> None:
    moderator, comment = make_user(Role.moderator), make_comment(make_post(), status=was)
    if act not in NEEDS_REASON:
        with writing():
            decide(comment, act, by=moderator, reason=" ")
        return
    with pytest.raises(Invalid) as refused, writing():
        decide(comment, act, by=moderator, reason=" \n ")
    assert (refused.value.field, comment.status, decisions()) == ("reason", was, [])


def test_rejecting_and_removing_need_a_reason() -> None:
    assert set(NEEDS_REASON) == {A.REJECT, A.REMOVE}


def test_a_reason_is_one_line_of_limited_length(context: Flask) -> None:
    moderator, comment = make_user(Role.moderator), make_comment(make_post())
    with pytest.raises(Invalid, match=f"{REASON_LIMIT}") as refused, writing():
        decide(comment, A.REMOVE, by=moderator, reason="x" * (REASON_LIMIT + 1))
    assert refused.value.field == "reason"
    with writing():
        decide(comment, A.REMOVE, by=moderator, reason=" off\ntopic \0🦀 ")
    assert decisions()[0][2] == "off topic 🦀"


def test_a_decision_says_who_and_when(context: Flask, stopped_clock: Clock) -> None:
    moderator, comment = make_user(Role.moderator), make_comment(make_post(), status=S.HELD)
    with writing():
        decision = decide(comment, A.APPROVE, by=moderator)
    assert (decision.decided_by.id, decision.decided_at) == (moderator.id, stopped_clock.moment)


def test_the_second_of_two_moderators_is_told_and_nothing_is_done_twice(context: Flask) -> None:
    first, second = make_user(Role.moderator, name="Ada Quay"), make_user(Role.moderator)
    comment = make_comment(make_post(), status=S.HELD)
    with writing():
        decide(comment, A.APPROVE, by=first, seen=S.HELD)
    with pytest.raises(Conflict, match="Ada Quay: it is published now"), writing():
        decide(comment, A.REJECT, by=second, reason="Unkind", seen=S.HELD)
    assert (comment.status, decisions()) == (S.PUBLISHED, [(S.HELD, S.PUBLISHED, "")])


def test_decisions_cannot_be_changed_or_deleted(context: Flask) -> None:
    moderator, comment = make_user(Role.moderator), make_comment(make_post(), status=S.HELD)
    with writing():
        decide(comment, A.APPROVE, by=moderator)
    for act in (sa.update(Decision).values(reason="x"), sa.delete(Decision)):
        with pytest.raises(sa.exc.DBAPIError), writing():
            db.session.execute(act)
    assert decisions() == [(S.HELD, S.PUBLISHED, "")]


def test_a_decision_keeps_the_count(context: Flask) -> None:
    post, moderator = make_post(), make_user(Role.moderator)
    comment = make_comment(post)
    for act, count in ((A.REMOVE, 0), (A.RESTORE, 1), (A.SPAM, 0)):
        with writing():
            decide(db.session.get_one(Comment, comment.id), act, by=moderator, reason="Off topic")
        assert db.session.get_one(Post, post.id).comment_count == count
