"""What open pages are told of a thread: what anyone may read, once, and for next to nothing where nothing changed."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.models import Reason
from blog.comments.moderation.transitions import ModerationAct
from blog.comments.threads import changes
from blog.comments.threads.places import words_changed
from blog.extensions import db
from blog.posts.models import Post
from blog.transactions import writing
from tests.factories import make_comment, make_post, make_user
from tests.queries import counted_queries


@pytest.fixture
def path(app: Flask) -> str:
    with app.app_context():
        return make_post(author=make_user(Role.owner, email="owner@harbourline.example")).path


def told(client: FlaskClient, path: str, after: int) -> Any:
    answer = client.get(f"{path}comments/changes?after={after}")
    return answer.get_json() if answer.status_code == 200 else answer.status_code


def say(app: Flask, status: CommentStatus = CommentStatus.PUBLISHED) -> int:
    with app.app_context():
        return make_comment(db.session.scalars(sa.select(Post)).one(), status=status).id


def act(app: Flask, number: int, act: ModerationAct) -> None:
    with app.app_context():
        owner = db.session.scalars(sa.select(User).where(User.email == "owner@harbourline.example")).one()
        with writing():
            decide(
                db.session.get_one(Comment, number),
                act,
                by=owner,
                reason=Reason.OTHER,
                words="Off the subject.",
            )


def edit(app: Flask, number: int) -> None:
    with app.app_context(), writing():
        words_changed(db.session.get_one(Comment, number))


def test_what_comes_goes_and_is_edited_is_told_from_where_the_page_was_made(
    app: Flask, client: FlaskClient, path: str
) -> None:
    first, second = say(app), say(app)
    held = say(app, CommentStatus.HELD)
    assert told(client, path, 2) == 204
    third = say(app)
    edit(app, first)
    act(app, second, ModerationAct.REMOVE)
    act(app, held, ModerationAct.APPROVE)
    assert told(client, path, 2) == {
        "change": 6,
        "new": [third, held],
        "edited": [first],
        "removed": [second],
    }
    assert told(client, path, 5) == {"change": 6, "new": [held], "edited": [], "removed": []}
    assert told(client, path, 6) == 204


def test_what_came_and_went_between_two_looks_is_not_told_of(
    app: Flask, client: FlaskClient, path: str
) -> None:
    say(app)
    gone, back = say(app), say(app)
    act(app, gone, ModerationAct.SPAM)
    act(app, back, ModerationAct.REMOVE)
    act(app, back, ModerationAct.RESTORE)
    edit(app, back)
    assert told(client, path, 1) == {"change": 7, "new": [back], "edited": [], "removed": []}


def test_what_waits_or_is_rejected_is_never_told_of(app: Flask, client: FlaskClient, path: str) -> None:
    held = say(app, CommentStatus.HELD)
    act(app, held, ModerationAct.REJECT)
    assert told(client, path, 0) == 204


def test_a_page_that_slept_long_is_told_in_parts(
    app: Flask, client: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MOST_CHANGES", 2)
    said = [say(app) for _ in range(5)]
    after, new = 0, []
    while (answer := told(client, path, after)) != 204:
        new += answer["new"]
        after = answer["change"]
    assert new == said


def test_nothing_new_costs_one_query_and_who_has_the_answer_gets_none(
    app: Flask, client: FlaskClient, path: str
) -> None:
    say(app)
    for address in ("?after=1", "?after=0"):
        etag = client.get(f"{path}comments/changes{address}").headers["ETag"]
        again = client.get(f"{path}comments/changes{address}", headers={"If-None-Match": etag})
        assert (again.status_code, again.data) == (304, b"")
    with app.app_context(), counted_queries() as asked:
        assert told(client, path, 1) == 204
    assert len(asked) == 1


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "٣", "9" * 20, "1 OR 1=1"])
def test_a_made_up_number_leads_nowhere(client: FlaskClient, path: str, after: str) -> None:
    assert client.get(f"{path}comments/changes", query_string={"after": after}).status_code == 404


def test_a_post_that_is_not_there_has_no_changes(client: FlaskClient, path: str) -> None:
    assert client.get(f"{path[:-2]}x/comments/changes").status_code == 404
    assert client.get("/2026/2/31/x/comments/changes").status_code == 404
