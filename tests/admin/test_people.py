"""People at the desk."""

import pytest
from flask import Flask

from blog.accounts import people
from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.extensions import db
from tests.client import Reader
from tests.factories import make_user


@pytest.fixture
def owner(app: Flask, reader: Reader) -> int:
    with app.app_context():
        person = make_user(Role.owner, name="Olga Owner", email="olga@harbourline.example")
    reader.sign_in("olga@harbourline.example")
    return person.id


def give(reader: Reader, person_id: int, *roles: str) -> Reader:
    token = reader.get("/admin/people/").page.xpath("//input[@name='csrf_token']/@value")[0]
    return reader.post(f"/admin/people/{person_id}/roles", data={"csrf_token": token, "roles": list(roles)})


def roles_of(app: Flask, person_id: int) -> frozenset[Role]:
    with app.app_context():
        return db.session.get_one(User, person_id).roles


def test_an_owner_gives_roles(app: Flask, reader: Reader, owner: int) -> None:
    with app.app_context():
        person = make_user(name="Ari New")
    give(reader, person.id, "author", "moderator", "nonsense")
    assert "Ari New is now: author, moderator, reader." in reader.text
    assert roles_of(app, person.id) == {Role.author, Role.moderator, Role.reader}
    boxes = reader.page.xpath("//tr[@id=$i]//input[@checked]/@value", i=f"person-{person.id}")
    assert sorted(boxes) == ["author", "moderator"]


def test_the_only_owner_cannot_resign(app: Flask, reader: Reader, owner: int) -> None:
    give(reader, owner, "editor")
    assert reader.status == 409
    assert "only owner" in reader.text
    assert roles_of(app, owner) == {Role.owner, Role.reader}


def test_nobody_is_not_found(app: Flask, reader: Reader, owner: int) -> None:
    assert give(reader, 999_999, "author").status == 404


def test_a_page_beyond_the_last_is_empty(app: Flask, reader: Reader, owner: int) -> None:
    assert reader.get(f"/admin/people/?after={10**30}").status == 200


def test_the_list_is_paged(app: Flask, reader: Reader, owner: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PAGE", 3)
    with app.app_context():
        for number in range(4):
            make_user(name=f"Visitor {number}")
    reader.get("/admin/people/")
    assert "Visitor 1" in reader.text
    assert "Visitor 2" not in reader.text
    reader.get(
        "/admin/people/" + reader.page.xpath("//a[@rel='next']/@href")[0].removeprefix("/admin/people/")
    )
    assert "Visitor 3" in reader.text
    assert not reader.page.xpath("//a[@rel='next']")
