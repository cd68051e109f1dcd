"""By when a moderator should have looked at what waits."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask

from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.models import Comment
from blog.comments.moderation.models import Reason
from blog.comments.moderation.reports import report
from blog.comments.moderation.urgency import HELD, HIDDEN, REPORTED, doubt
from blog.comments.policy.models import CommentSettings
from blog.comments.writing.posting import post_comment, prepare_comment
from blog.extensions import db
from blog.transactions import writing
from tests.comments.deciding import decided
from tests.conftest import Clock
from tests.factories import make_comment, make_post, make_user


def reported(comment: Comment, reason: Reason = Reason.UNKIND) -> timedelta:
    person = make_user()
    with writing():
        report(comment, reason=reason, by=person)
    db.session.expire_all()
    return comment.due_at - now()


def sent(words: str) -> timedelta:
    post, author = make_post(), make_user()
    with writing():
        comment = post_comment(
            post, prepare_comment(words), parent_id=None, form_id=str(uuid.uuid4()), by=author
        )
    return comment.due_at - now()


def test_what_nobody_has_seen_is_due_in_a_day_and_later_the_more_speaks_against_it(
    context: Flask, stopped_clock: Clock
) -> None:
    with writing():
        db.session.add(CommentSettings(id=1, suspect_words="lamp"))
    assert sent("A plain word.") == HELD
    assert sent("Lamp oil.") == HELD * 1.5
    links = " ".join(f"https://n{n}.example/" for n in range(9))
    assert HELD * 1.5 < sent(f"Lamp oil: {links}") < HELD * 2


def test_what_readers_object_to_is_due_sooner_with_every_report_and_never_later(
    context: Flask, stopped_clock: Clock
) -> None:
    with writing():
        db.session.add(CommentSettings(id=1, reports_to_hide=9))
    comment = make_comment(make_post())
    assert reported(comment) == REPORTED / 2
    stopped_clock.wait(60)
    assert reported(comment) == REPORTED / 4
    stopped_clock.move(hours=3)
    assert reported(comment) == REPORTED / 4 - timedelta(hours=3) < REPORTED / 8


def test_what_cannot_be_made_good_comes_before_what_is_rude(context: Flask, stopped_clock: Clock) -> None:
    assert reported(make_comment(make_post()), Reason.PERSONAL_DATA) == REPORTED / 8
    assert reported(make_comment(make_post()), Reason.UNKIND) == REPORTED / 2


def test_what_was_taken_out_of_sight_unjudged_is_due_within_a_working_day(
    context: Flask, stopped_clock: Clock
) -> None:
    author = make_user(Role.author)
    comment = make_comment(make_post(author=author))
    decided(comment, "remove", by=author, reason=Reason.OFF_TOPIC)
    assert comment.due_at - now() == HIDDEN


@pytest.mark.parametrize(
    ("weights", "expected"), [([], 0), ([0.5], 0.5), ([0.5, 0.5], 0.75), ([0.2, 1.0], 1), ([0.0, 0.0], 0)]
)
def test_findings_add_up_without_ever_being_more_than_certain(weights: list[float], expected: float) -> None:
    assert doubt(weights) == expected
