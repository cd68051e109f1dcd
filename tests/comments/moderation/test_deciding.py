"""One table says what may be done from which status; the act and its record are one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.deciding import CONSEQUENCES, NEEDS_REASON, TRANSITIONS, ModerationAct, decide
from blog.comments.moderation.models import REASON_LIMIT, Decision
from blog.errors import Conflict, DomainError, Forbidden, Invalid
from blog.extensions import db
from blog.posts.models import Post
from blog.transactions import writing
from tests.conftest import Clock
from tests.factories import make_comment, make_post, make_user

ALLOWED = [
    ("held", "approve", "published"),  # everyone sees it from now on
    ("held", "reject", "rejected"),
    ("held", "spam", "spam"),
    ("published", "remove", "removed"),  # its replies stay, under a gap
    ("published", "spam", "spam"),
    ("rejected", "restore", "published"),  # whatever was taken away can come back
    ("spam", "restore", "published"),
    ("removed", "restore", "published"),
]
REFUSED = [
    (was, act)
    for was in CommentStatus
    for act in ModerationAct
    if (was, act) not in {(was, act) for was, act, _ in ALLOWED}
]


def make_decision(comment: Comment, act: ModerationAct, **how: object) -> Decision:
    by = how.pop("by", None) or make_user(Role.moderator)
    reason = how.pop("reason", "Off the subject.")
    with writing():
        return decide(comment, act, by=by, reason=reason, **how)  # type: ignore[arg-type]


def decisions() -> list[tuple[str, str]]:
    return [(str(d.was), str(d.now)) for d in db.session.scalars(sa.select(Decision).order_by(Decision.id))]


@pytest.mark.parametrize(("was", "act", "becomes"), ALLOWED)
def test_an_act_leads_to_a_status_and_is_recorded(
    context: Flask, stopped_clock: Clock, was: str, act: str, becomes: str
) -> None:
    comment, moderator = make_comment(make_post(), status=CommentStatus(was)), make_user(Role.moderator)
    decision = make_decision(comment, ModerationAct(act), by=moderator, reason="  Off the\n subject. ")
    db.session.expire_all()
    assert comment.status == becomes
    assert comment.shown == (becomes == "published")
    assert comment.post.comment_count == (becomes == "published")
    assert comment.decisions == [decision]
    assert (decision.was, decision.now, decision.words) == (was, becomes, "Off the subject.")
    assert (decision.decided_by, decision.decided_at) == (moderator, stopped_clock())


@pytest.mark.parametrize(("was", "act"), REFUSED)
def test_what_the_table_does_not_offer_is_refused_and_changes_nothing(
    context: Flask, was: CommentStatus, act: ModerationAct
) -> None:
    comment = make_comment(make_post(), status=was)
    count = comment.post.comment_count
    with pytest.raises(Invalid) as refused:
        make_decision(comment, act)
    db.session.expire_all()
    assert (refused.value.field, comment.status, comment.post.comment_count) == ("act", was, count)
    assert decisions() == []


def test_every_status_has_a_way_out_and_every_act_a_consequence() -> None:
    assert set(TRANSITIONS) == set(CommentStatus)
    assert set(CONSEQUENCES) == set(ModerationAct)
    assert {act for acts in TRANSITIONS.values() for act in acts} == set(ModerationAct)


@pytest.mark.parametrize("act", ModerationAct)
def test_what_takes_words_away_needs_words(context: Flask, act: ModerationAct) -> None:
    was = next(status for status, acts in TRANSITIONS.items() if act in acts)
    comment = make_comment(make_post(), status=was)
    if act not in NEEDS_REASON:
        assert make_decision(comment, act, reason="").words == ""
        return
    with pytest.raises(Invalid, match="empty") as refused:
        make_decision(comment, act, reason=" \n ")
    db.session.expire_all()
    assert (refused.value.field, comment.status, decisions()) == ("reason", was, [])


def test_a_reason_has_a_limit_that_is_named(context: Flask) -> None:
    comment = make_comment(make_post())
    with pytest.raises(Invalid, match=f"at most {REASON_LIMIT}") as refused:
        make_decision(comment, ModerationAct.REMOVE, reason="x" * (REASON_LIMIT + 1))
    assert (refused.value.field, decisions()) == ("reason", [])


@pytest.mark.parametrize("role", [Role.reader, Role.author])
def test_only_moderators_decide(context: Flask, role: Role) -> None:
    comment = make_comment(make_post(), status=CommentStatus.HELD)
    with pytest.raises(Forbidden):
        make_decision(comment, ModerationAct.APPROVE, by=make_user(role))
    assert (comment.status, decisions()) == (CommentStatus.HELD, [])


def test_the_second_of_two_moderators_is_told_who_decided(context: Flask) -> None:
    comment = make_comment(make_post(), status=CommentStatus.HELD)
    first, second = make_user(Role.moderator, name="Ada Quill"), make_user(Role.moderator)
    make_decision(comment, ModerationAct.APPROVE, by=first, seen=CommentStatus.HELD)
    with pytest.raises(Conflict, match="by Ada Quill: it is published now"):
        make_decision(comment, ModerationAct.REJECT, by=second, seen=CommentStatus.HELD)
    db.session.expire_all()
    assert (comment.status, decisions()) == (CommentStatus.PUBLISHED, [("held", "published")])


def test_of_two_moderators_at_the_same_moment_one_decides(app: Flask) -> None:
    with app.app_context():
        comment_id = make_comment(make_post(), status=CommentStatus.HELD).id
        people = [make_user(Role.moderator, name=name).id for name in ("Ada Quill", "Bo Tern")]
    together = Barrier(2)

    def press(person: int, act: ModerationAct) -> str:
        with app.app_context():
            comment, by = db.session.get_one(Comment, comment_id), db.session.get_one(User, person)
            together.wait(timeout=10)
            try:
                make_decision(comment, act, by=by, seen=CommentStatus.HELD)
            except DomainError as error:
                return error.message
            return by.name

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(press, people, (ModerationAct.APPROVE, ModerationAct.REJECT)))
    with app.app_context():
        (decision,) = db.session.scalars(sa.select(Decision))
        decider = db.session.get_one(User, decision.decided_by_id).name
        assert decider in said
        assert sum(f"meanwhile by {decider}" in words for words in said) == 1
        comment = db.session.get_one(Comment, comment_id)
        assert (comment.status, comment.post.comment_count) == (decision.now, comment.status == "published")


@pytest.mark.parametrize("statement", [sa.update(Decision).values(act="approve"), sa.delete(Decision)])
def test_a_decision_never_changes(context: Flask, statement: sa.Executable) -> None:
    make_decision(make_comment(make_post()), ModerationAct.REMOVE)
    with pytest.raises(DBAPIError, match="a decision never changes"), writing():
        db.session.execute(statement)
    assert decisions() == [("published", "removed")]


def test_a_decision_that_fails_later_leaves_no_record(context: Flask) -> None:
    comment = make_comment(make_post(), status=CommentStatus.HELD)
    moderator = make_user(Role.moderator)
    with pytest.raises(RuntimeError), writing():
        decide(comment, ModerationAct.APPROVE, by=moderator)
        raise RuntimeError
    assert (comment.status, decisions(), db.session.get_one(Post, comment.post_id).comment_count) == (
        "held",
        [],
        0,
    )
