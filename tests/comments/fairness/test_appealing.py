"""Who answers an appeal, and what happens when several act at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.fairness.answerers import answerers
from blog.comments.fairness.answering import answer
from blog.comments.fairness.appealing import appeal
from blog.comments.fairness.models import Appeal
from blog.comments.moderation import log, measures
from blog.comments.moderation.models import Decision, MeasureKind, Reason, Resolution
from blog.comments.moderation.transitions import ModerationAct
from blog.comments.policy.models import CommentSettings
from blog.demo import removing
from blog.errors import Conflict
from blog.extensions import db
from blog.transactions import writing
from tests.comments.deciding import decided
from tests.factories import make_comment, make_post, make_user

A = ModerationAct


@pytest.fixture
def _appeals(app: Flask) -> None:
    with app.app_context(), writing():
        db.session.add(CommentSettings(id=1, has_appeals=True))


def removed(*, by: User, author: User | None = None, post_author: User | None = None) -> Decision:
    post = make_post(author=post_author or make_user(Role.author))
    return decided(make_comment(post, author=author or make_user()), "remove", by=by)


def suspended(person: User, *, by: User, days: int = 9) -> Decision:
    with writing():
        until = now() + timedelta(days=days)
        number = measures.suspend(person, until=until, by=by, reason=Reason.UNKIND).decision_id
    return db.session.get_one(Decision, number)


def test_who_had_no_part_answers(context: Flask) -> None:
    maker, other, owner = make_user(Role.moderator), make_user(Role.editor), make_user(Role.owner)
    make_user(Role.author)
    found = answerers(removed(by=maker), make_user())
    assert (set(found.ids), found.is_apart) == ({other.id, owner.id}, True)


def test_who_hid_the_comment_before_or_wrote_the_post_had_a_part(context: Flask) -> None:
    first, second, third = (make_user(Role.editor) for _ in range(3))
    comment = make_comment(make_post(author=first))
    decided(comment, "remove", by=first)
    found = answerers(decided(comment, "remove", by=second), comment.author)
    assert (set(found.ids), found.is_apart) == ({third.id}, True)


def test_whoever_did_not_make_it_answers_where_everybody_had_a_part(context: Flask) -> None:
    maker, editor = make_user(Role.moderator), make_user(Role.editor)
    found = answerers(removed(by=maker, post_author=editor), make_user())
    assert (set(found.ids), found.is_apart, found.is_alone) == ({editor.id}, False, False)


def test_the_owner_answers_where_nobody_else_is_left(context: Flask) -> None:
    owner = make_user(Role.owner)
    found = answerers(removed(by=owner), make_user())
    assert (set(found.ids), found.is_alone) == ({owner.id}, True)


def test_nobody_answers_their_own_appeal(context: Flask) -> None:
    maker, appellant = make_user(Role.moderator), make_user(Role.moderator)
    found = answerers(removed(by=maker, author=appellant), appellant)
    assert (set(found.ids), found.is_alone) == ({maker.id}, True)


def test_who_left_does_not_answer(context: Flask) -> None:
    maker, gone, other = (make_user(Role.moderator) for _ in range(3))
    with writing():
        db.session.merge(gone).active = False
    assert answerers(removed(by=maker), make_user()).ids == {other.id}


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """Each act in a thread of its own; what came of it."""

    def run(act: Callable[[], object]) -> str:
        with app.app_context():
            try:
                with writing():
                    act()
            except Conflict:
                return "conflict"
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def person(number: int) -> User:
    return db.session.get_one(User, number)


@pytest.mark.parametrize("is_about_person", [True, False])
@pytest.mark.usefixtures("_appeals")
def test_of_those_who_act_at_once_one_is_first_and_the_chain_stays_whole(
    app: Flask, is_about_person: bool
) -> None:
    with app.app_context():
        maker, writer = make_user(Role.moderator), make_user()
        others = [make_user(Role.moderator).id for _ in range(4)]
        made = suspended(writer, by=maker) if is_about_person else removed(by=maker, author=writer)
        number, author = made.id, writer.id
    sent = at_once(app, *[lambda: appeal(number, "Why?", by=person(author))] * 4)
    assert sent == ["conflict"] * 3 + ["done"]
    with app.app_context():
        appeal_id = db.session.scalars(sa.select(Appeal.id)).one()
    acts = [
        lambda by=by, act=act: answer(appeal_id, act, "So.", by=person(by))
        for by, act in zip(others, [A.UPHOLD, A.OVERTURN] * 2, strict=True)
    ]
    assert at_once(app, *acts) == ["conflict"] * 3 + ["done"]
    with app.app_context():
        found = log.verify()
        assert (found.entries, found.problems) == (2, [])


@pytest.mark.usefixtures("_appeals")
def test_overturning_a_suspension_leaves_a_newer_one_alone(context: Flask) -> None:
    maker, other, writer = make_user(Role.moderator), make_user(Role.moderator), make_user()
    first = suspended(writer, by=maker)
    with writing():
        made = appeal(first.id, "Why?", by=writer)
    suspended(writer, by=maker, days=20)
    with writing():
        answer(made.id, A.OVERTURN, "It was wrong.", by=other)
    assert made.resolution is Resolution.UPHELD
    assert MeasureKind.SUSPENDED in measures.current(writer)


@pytest.mark.usefixtures("_appeals")
def test_the_demo_goes_with_the_appeals_in_it(context: Flask) -> None:
    owner, maker, writer = make_user(Role.owner), make_user(Role.moderator), make_user()
    post = make_post()
    with writing():
        db.session.merge(post).is_demo = True
    made = decided(make_comment(post, author=writer), "remove", by=maker)
    with writing():
        waiting = appeal(made.id, "Why?", by=writer).id
    with writing():
        answer(waiting, A.UPHOLD, "So.", by=owner)
    with writing():
        removing.remove(by=owner)
    assert db.session.scalars(sa.select(Appeal)).all() == []
