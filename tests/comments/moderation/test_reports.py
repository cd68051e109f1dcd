"""Reports weigh what the reporter's record gives them; enough hide a comment, and deciding closes them."""

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import Notice, User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus, HiddenFor
from blog.comments.moderation.models import Decision, Reason, Report, Resolution
from blog.comments.moderation.reports import report, weight_of
from blog.errors import Conflict, Forbidden, Invalid, NotFound
from blog.extensions import db
from blog.transactions import writing
from tests.comments.deciding import decided
from tests.factories import make_comment, make_post, make_user

S = CommentStatus


def reported(comment: Comment, by: User | None = None, reason: Reason = Reason.UNKIND) -> Report | None:
    by = by or make_user()
    with writing():
        return report(comment, reason=reason, by=by)


def judged(person: User, *, upheld: int, dismissed: int) -> None:
    post = make_post()
    rows = [Resolution.UPHELD] * upheld + [Resolution.DISMISSED] * dismissed
    comments = [make_comment(post).id for _ in rows]
    with writing():
        for number, resolution in zip(comments, rows, strict=True):
            row = Report(comment_id=number, person_id=person.id, reason=Reason.SPAM, resolution=resolution)
            db.session.add(row)


@pytest.mark.parametrize(
    ("upheld", "dismissed", "weight"), [(0, 0, 1.0), (4, 0, 1.5), (0, 4, 0.5), (3, 3, 1.0)]
)
def test_a_report_weighs_by_the_record(context: Flask, upheld: int, dismissed: int, weight: float) -> None:
    person = make_user()
    judged(person, upheld=upheld, dismissed=dismissed)
    assert weight_of(person) == weight


def test_enough_reports_hide_a_comment_until_it_is_looked_at(context: Flask) -> None:
    comment = make_comment(make_post())
    for number in (1, 2):
        reported(comment)
        assert (comment.status, comment.open_reports) == (S.PUBLISHED, number)
    reported(comment)
    db.session.expire_all()
    assert (comment.status, comment.hidden_for, comment.open_reports) == (S.HIDDEN, HiddenFor.REPORTS, 3)
    (decision,) = db.session.scalars(sa.select(Decision))
    assert (decision.act, decision.decided_by_id) == ("hide", None)


def test_words_that_a_moderator_let_stand_take_twice_the_weight(context: Flask) -> None:
    comment = make_comment(make_post())
    reported(comment)
    decided(comment, "keep", by=make_user(Role.moderator))
    assert comment.open_reports == 0
    for _ in range(5):
        reported(comment)
    assert (comment.status, comment.open_reports) == (S.PUBLISHED, 5)
    reported(comment)
    db.session.expire_all()
    assert comment.status is S.HIDDEN


@pytest.mark.parametrize(
    ("act", "resolution"),
    [("keep", Resolution.DISMISSED), ("remove", Resolution.UPHELD), ("spam", Resolution.UPHELD)],
)
def test_a_decision_closes_reports_and_tells_the_reporters(
    context: Flask, act: str, resolution: Resolution
) -> None:
    reporter, comment = make_user(), make_comment(make_post())
    reported(comment, reporter)
    decision = decided(comment, act, by=make_user(Role.moderator), words="A private word.")
    db.session.expire_all()
    (row,) = db.session.scalars(sa.select(Report))
    assert (row.resolution, row.decision_id, comment.open_reports) == (resolution, decision.id, 0)
    (told,) = db.session.scalars(sa.select(Notice.words).where(Notice.person_id == reporter.id))
    assert "The comment you reported" in told
    assert "private word" not in told


def test_undoing_a_decision_opens_its_reports_again(context: Flask) -> None:
    moderator, comment = make_user(Role.moderator), make_comment(make_post())
    reported(comment)
    decided(comment, "remove", by=moderator)
    decided(comment, "undo", by=moderator)
    db.session.expire_all()
    (row,) = db.session.scalars(sa.select(Report))
    assert (row.resolution, row.resolved_at, comment.open_reports) == (None, None, 1)


def test_one_person_reports_once_for_the_same_words(context: Flask) -> None:
    reporter, comment = make_user(), make_comment(make_post())
    assert reported(comment, reporter) == reported(comment, reporter)
    assert comment.open_reports == 1
    decided(comment, "keep", by=make_user(Role.moderator))
    with pytest.raises(Conflict, match="before"):
        reported(comment, reporter)
    with writing():
        comment.version += 1
    reported(comment, reporter)
    assert comment.open_reports == 1


def test_the_author_of_the_post_hides_by_reporting(context: Flask) -> None:
    author = make_user(Role.author)
    comment = make_comment(make_post(author=author))
    assert reported(comment, author) is None
    assert (comment.status, comment.hidden_for) == (S.HIDDEN, HiddenFor.SECOND_LOOK)


def test_nobody_reports_their_own(context: Flask) -> None:
    comment = make_comment(make_post())
    with pytest.raises(Forbidden):
        reported(comment, comment.author)


@pytest.mark.parametrize("status", [s for s in S if s is not S.PUBLISHED])
def test_what_nobody_sees_is_not_there_to_be_reported(context: Flask, status: CommentStatus) -> None:
    with pytest.raises(NotFound):
        reported(make_comment(make_post(), status=status))


def test_other_needs_words(context: Flask) -> None:
    with pytest.raises(Invalid) as refused:
        reported(make_comment(make_post()), reason=Reason.OTHER)
    assert refused.value.field == "words"
