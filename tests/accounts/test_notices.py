"""Notices: told once, to the one they are for."""

import pytest
from flask import Flask

from blog.accounts import notices
from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.errors import NotFound
from blog.transactions import writing
from tests.factories import make_user

WORDS = "Harbourline edited a passage that you quote."


def tell(person: User, key: str = "edited-1") -> bool:
    with writing():
        return notices.tell(person, key=key, words=WORDS, path="/statements/1/")


def test_an_event_is_told_once(context: Flask) -> None:
    person = make_user(Role.author)
    assert [tell(person), tell(person), tell(person, "edited-2")] == [True, False, True]
    assert [notice.key for notice in notices.unread(person)] == ["edited-2", "edited-1"]


def test_a_notice_that_was_put_away_is_not_shown_again_or_told_again(context: Flask) -> None:
    person = make_user(Role.author)
    tell(person)
    with writing():
        notices.put_away(notices.unread(person)[0].id, by=person)
    assert notices.unread(person) == []
    assert not tell(person)


def test_nobody_puts_away_what_another_was_told(context: Flask) -> None:
    person, other = make_user(Role.author), make_user(Role.author)
    tell(person)
    with pytest.raises(NotFound), writing():
        notices.put_away(notices.unread(person)[0].id, by=other)
