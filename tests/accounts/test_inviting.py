"""Invitations: a link in a mail makes one account with a role, for a week, unless it is taken back."""

import pytest
from flask import Flask

from blog.accounts.models import Grant, User
from blog.accounts.roles import Role
from blog.extensions import db
from blog.transactions import writing
from tests import outbox
from tests.client import Reader
from tests.conftest import Clock
from tests.factories import make_user

OWNER, NEW = "owner@harbourline.example", "noor@harbourline.example"


@pytest.fixture
def desk(app: Flask) -> Reader:
    with app.app_context():
        make_user(Role.owner, name="Mara Lind", email=OWNER)
    return Reader(app).sign_in(OWNER)


def invite(desk: Reader, **fields: str) -> Reader:
    return desk.get("/admin/people/").submit(
        "Send the invitation", **{"email": NEW, "role": "editor"} | fields
    )


def links(app: Flask) -> list[str]:
    return [outbox.link(mail) for mail in outbox.mails(app) if NEW in mail["To"]]


def test_an_invitation_makes_an_account_with_its_role_and_signs_in(app: Flask, desk: Reader) -> None:
    invite(desk)
    assert f"An invitation is on its way to {NEW}" in desk.text
    guest = Reader(app).get(links(app)[0])
    assert NEW in guest.text and "editor" in guest.text
    guest.submit("Make my account", name="Noor Hale", password="a long password for once")
    assert guest.url == "/admin/"
    with app.app_context():
        person = db.session.scalars(db.select(User).where(User.email == NEW)).one()
        assert person.roles == {Role.editor, Role.reader} and person.confirmed_at
        grant = db.session.scalars(db.select(Grant).where(Grant.user_id == person.id)).one()
        assert grant.given_by_id is not None


def test_a_link_opens_once(app: Flask, desk: Reader) -> None:
    invite(desk)
    first, second = Reader(app).get(links(app)[0]), Reader(app).get(links(app)[0])
    first.submit("Make my account", name="Noor", password="a long password for once")
    second.submit("Make my account", name="Other", password="a long password for once")
    assert second.status == 403 and "was used" in second.text


def test_a_link_that_was_taken_back_or_followed_by_another_opens_nothing(app: Flask, desk: Reader) -> None:
    invite(desk)
    invite(desk, role="author")
    older, newer = links(app)
    assert Reader(app).get(older).status == 403
    desk.get("/admin/people/").submit(f"Take back the invitation to {NEW}")
    assert Reader(app).get(newer).status == 403
    assert "Take back" not in desk.get("/admin/people/").text


def test_a_link_ends_after_a_week(app: Flask, desk: Reader, stopped_clock: Clock) -> None:
    invite(desk)
    stopped_clock.move(days=7, seconds=1)
    guest = Reader(app).get(links(app)[0])
    assert guest.status == 403 and "7 days" in guest.text


def test_a_made_up_link_opens_nothing(app: Flask) -> None:
    assert Reader(app).get("/invitations/made-up").status == 403


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"email": "nobody"}, "email"), ({"role": "reader"}, "role"), ({"email": OWNER}, "email")],
)
def test_what_cannot_be_invited_is_said_beside_the_field(
    app: Flask, desk: Reader, fields: dict[str, str], said: str
) -> None:
    invite(desk, **fields)
    assert desk.status == 422 and desk.error_beside(said)
    assert links(app) == []


def test_somebody_who_only_registered_the_address_does_not_get_the_role(app: Flask, desk: Reader) -> None:
    with app.app_context():
        squatter = make_user(email=NEW)
        with writing():
            db.session.get_one(User, squatter.id).confirmed_at = None
    invite(desk)
    Reader(app).get(links(app)[0]).submit(
        "Make my account", name="Noor Hale", password="a long password for once"
    )
    assert "Noor Hale" not in Reader(app).sign_in(NEW).get("/admin/").text
