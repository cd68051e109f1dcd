"""The table of transitions: what it must and must not hold, whoever adds a row."""

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.transitions import CELLS, TABLE, ModerationAct, Who, capacities, offered
from tests.factories import make_comment, make_post, make_user

S, A = CommentStatus, ModerationAct
MODERATES = (Who.MODERATOR, Who.OWN_MODERATOR)


def test_a_cell_is_told_once() -> None:
    assert len(CELLS) == len(TABLE)
    assert {row.act for row in TABLE} == set(A)
    assert all(row.consequence for row in TABLE)


def test_nothing_waits_for_ever() -> None:
    for status in set(S) - {S.DELETED}:
        assert any(row.was is status and row.who is Who.MODERATOR for row in TABLE)


def test_what_its_author_deleted_stays_deleted() -> None:
    assert not [row for row in TABLE if row.was is S.DELETED]


def test_the_program_hides_and_holds_and_takes_nothing_away_for_good() -> None:
    assert {row.becomes for row in TABLE if row.who is Who.PROGRAM} == {S.HIDDEN, S.HELD}


def test_nobody_takes_a_comment_away_from_under_their_own_post_alone() -> None:
    alone = {row.becomes for row in TABLE if row.who in {Who.OWN_MODERATOR, Who.POST_AUTHOR}}
    assert alone <= {S.PUBLISHED, S.HIDDEN}


@pytest.mark.parametrize("who", MODERATES)
def test_what_takes_words_away_needs_a_reason_but_for_spam_which_is_one(who: Who) -> None:
    for row in TABLE:
        if row.who is who:
            assert row.needs_reason == (row.becomes not in {S.PUBLISHED} and row.act is not A.SPAM)


@pytest.mark.parametrize("is_alone", [True, False])
def test_who_moderates_their_own_post_is_an_author_there_where_there_is_another(
    context: Flask, is_alone: bool
) -> None:
    owner = make_user(Role.owner)
    if not is_alone:
        make_user(Role.moderator)
    comment = make_comment(make_post(author=owner))
    assert capacities(comment, owner)[0] is (Who.MODERATOR if is_alone else Who.OWN_MODERATOR)


def _acts(comment: Comment, by: User) -> set[ModerationAct]:
    return {row.act for row in offered(comment, by)}


def test_the_queue_offers_what_can_be_done(context: Flask) -> None:
    moderator, other = make_user(Role.moderator), make_user(Role.moderator)
    comment = make_comment(make_post(), author=other)
    assert _acts(comment, moderator) == {A.REMOVE, A.SPAM}
    comment.open_reports = 1
    assert _acts(comment, moderator) == {A.KEEP, A.REMOVE, A.SPAM}
    assert _acts(comment, other) == {A.REMOVE, A.SPAM}, "nobody answers the reports of their own comment"
    assert offered(comment, make_user()) == []
