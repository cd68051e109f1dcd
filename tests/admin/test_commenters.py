"""A person as moderators see them: history, notes, measures."""

from datetime import timedelta

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.moderation import measures
from blog.comments.moderation.models import MeasureKind
from blog.extensions import db
from tests.client import Reader
from tests.factories import make_comment, make_post, make_user


@pytest.fixture
def page(app: Flask, reader: Reader) -> tuple[Reader, int]:
    with app.app_context():
        moderator, person = make_user(Role.moderator), make_user(name="Noor Hale")
        make_comment(make_post(), author=person, words="A first word.")
        email, number = moderator.email, person.id
    reader.sign_in(email).get(f"/admin/comments/people/{number}/")
    return reader, number


def held(app: Flask, number: int) -> set[MeasureKind]:
    with app.app_context():
        return set(measures.current(db.session.get_one(User, number)))


def test_a_person_is_suspended_until_the_end_of_a_day_and_the_measure_is_lifted(
    app: Flask, page: tuple[Reader, int]
) -> None:
    reader, number = page
    assert "A first word." in reader.text
    until = (now() + timedelta(days=3)).strftime("%Y-%m-%d")
    reader.submit("Suspend", until=until, rule="unkind", words="Twice now.")
    assert "Noor Hale is suspended" in reader.text
    assert f"Suspended until {until} 23:59" in reader.text
    assert "Twice now." in reader.text
    assert held(app, number) == {MeasureKind.SUSPENDED}
    reader.submit("Lift: no longer suspended")
    assert held(app, number) == set()


@pytest.mark.parametrize(("button", "kind"), [("Always hold", "always held"), ("Trust", "trusted")])
def test_a_person_is_always_held_or_trusted(
    app: Flask, page: tuple[Reader, int], button: str, kind: MeasureKind
) -> None:
    reader, number = page
    reader.submit(button)
    assert held(app, number) == {kind}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("until", {"until": "", "rule": "unkind"}),
        ("until", {"until": "soon", "rule": "unkind"}),
        ("until", {"until": "9999-12-31", "rule": "unkind"}),
        ("until", {"until": "2001-01-01", "rule": "unkind"}),
        ("rule", {"until": (now() + timedelta(days=3)).strftime("%Y-%m-%d")}),
    ],
)
def test_what_is_missing_is_asked_for_beside_its_field(
    app: Flask, page: tuple[Reader, int], field: str, typed: dict[str, str]
) -> None:
    reader, number = page
    reader.submit("Suspend", words="Kept.", **typed)
    assert reader.status == 422
    assert reader.error_beside(field)
    assert reader.page.xpath("//input[@name='words']/@value") == ["Kept."]
    assert held(app, number) == set()


def test_notes_are_for_moderators(app: Flask, page: tuple[Reader, int]) -> None:
    reader, _ = page
    reader.submit("Add the note", words="Writes for a rival.")
    assert "Writes for a rival." in reader.text
    reader.submit("Add the note", words=" ")
    assert reader.status == 422


def test_a_made_up_button_does_nothing(app: Flask, page: tuple[Reader, int]) -> None:
    reader, number = page
    token = reader.page.xpath("//input[@name='csrf_token']/@value")[0]
    for act in ("", "lift", "lift x", "lift trusted", "erase"):
        address = f"/admin/comments/people/{number}/measures"
        assert reader.post(address, data={"csrf_token": token, "act": act}).status in {404, 422}


def test_staff_is_not_suspended_from_here(app: Flask, page: tuple[Reader, int]) -> None:
    reader, _ = page
    with app.app_context():
        author = make_user(Role.author).id
    reader.get(f"/admin/comments/people/{author}/")
    assert "works at the desk" in reader.text
    assert not reader.page.xpath("//button[normalize-space()='Suspend']")
