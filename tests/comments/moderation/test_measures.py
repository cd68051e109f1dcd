"""What is decided about people holds until it ends or is lifted, and a suspended person writes nowhere."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask, g

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation import log, measures
from blog.comments.moderation.models import MeasureKind, Reason
from blog.comments.moderation.reports import report
from blog.comments.policy.models import CommentSettings
from blog.comments.voting.votes import unvote, vote
from blog.comments.writing.posting import post_comment, prepare_comment
from blog.errors import Forbidden, Invalid, NotFound
from blog.extensions import db
from blog.posts.models import CommentPolicy, Post
from blog.transactions import writing
from tests.conftest import Clock
from tests.factories import make_comment, make_post, make_user

K = MeasureKind


def suspend(person: User, *, days: float = 7, by: User | None = None) -> None:
    by = by or make_user(Role.moderator)
    with writing():
        measures.suspend(person, until=now() + timedelta(days=days), by=by, reason=Reason.ATTACK)


def write(post: Post, by: User) -> Comment:
    prepared = prepare_comment("The quay was shut.")
    with writing():
        return post_comment(post, prepared, parent_id=None, form_id=str(uuid.uuid4()), by=by)


WAYS: dict[str, Callable[[Comment, User], object]] = {
    "comment": lambda comment, by: post_comment(
        comment.post, prepare_comment("Aye."), parent_id=None, form_id="form", by=by
    ),
    "vote": lambda comment, by: vote(comment, by=by),
    "unvote": lambda comment, by: unvote(comment, by=by),
    "report": lambda comment, by: report(comment, reason=Reason.UNKIND, by=by),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_suspended_person_is_refused_with_until_when_and_why(
    context: Flask, stopped_clock: Clock, way: str
) -> None:
    person, comment = make_user(), make_comment(make_post(policy=CommentPolicy.OPEN))
    with writing():
        db.session.add(CommentSettings(id=1, has_votes=True))
    g.pop("comment_settings", None)
    suspend(person)
    with pytest.raises(Forbidden, match=r"until 2025-05-22 09:14 UTC.*personal attack"), writing():
        WAYS[way](comment, person)
    stopped_clock.move(days=7)
    with writing():
        WAYS[way](comment, person)


def test_a_measure_is_lifted_by_a_decision_on_record(context: Flask) -> None:
    person, moderator = make_user(), make_user(Role.moderator)
    suspend(person)
    with writing():
        measures.lift(person, K.SUSPENDED, by=moderator)
    assert measures.current(person) == {}
    measures.refuse_suspended(person)
    assert (log.verify().entries, log.verify().problems) == (2, [])
    with pytest.raises(NotFound), writing():
        measures.lift(person, K.SUSPENDED, by=moderator)


def test_who_is_always_held_is_held_in_open_threads_and_who_is_trusted_never(context: Flask) -> None:
    person, moderator = make_user(), make_user(Role.moderator)
    with writing():
        measures.hold_always(person, by=moderator)
    assert write(make_post(policy=CommentPolicy.OPEN), person).status is CommentStatus.HELD
    with writing():
        measures.trust(person, by=moderator)
    assert set(measures.current(person)) == {K.TRUSTED}
    assert write(make_post(), person).status is CommentStatus.PUBLISHED


def test_a_newer_suspension_takes_the_place_of_the_older(context: Flask) -> None:
    person = make_user()
    suspend(person, days=30)
    suspend(person, days=1)
    until = measures.current(person)[K.SUSPENDED].until
    assert until is not None and until < now() + timedelta(days=2)


@pytest.mark.parametrize("days", [-1, 0, 4000])
def test_a_day_that_is_past_or_too_far_is_refused(context: Flask, days: int) -> None:
    with pytest.raises(Invalid) as refused:
        suspend(make_user(), days=days)
    assert refused.value.field == "until"


@pytest.mark.parametrize("role", [Role.reader, Role.author])
def test_only_moderators_take_measures(context: Flask, role: Role) -> None:
    with pytest.raises(Forbidden):
        suspend(make_user(), by=make_user(role))


@pytest.mark.parametrize("role", [Role.moderator, Role.author, Role.owner])
def test_who_works_at_the_desk_is_not_suspended(context: Flask, role: Role) -> None:
    person = make_user(role)
    with pytest.raises(Forbidden, match="works at the desk"):
        suspend(person)
    assert measures.current(person) == {}
