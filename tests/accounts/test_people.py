"""People, their names and roles."""

import pytest
from flask import Flask

from blog.accounts import people
from blog.accounts.models import User
from blog.accounts.roles import PERMISSIONS, Act, Role, acts_of
from blog.errors import Conflict, Forbidden, Invalid
from blog.extensions import db
from blog.transactions import writing
from tests.factories import make_user


def make(name: str = "Mara Lind", email: str = "mara@harbourline.example", **more: object) -> User:
    with writing():
        return people.create_person(email=email, name=name, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "handle"),
    [("Mara Lind", "mara-lind"), ("Жанна Д’Арк", "zhanna-dark"), ("🦀🦀", "reader"), ("x" * 80, "x" * 48)],
)
def test_a_handle_is_made_from_the_name(context: Flask, name: str, handle: str) -> None:
    assert make(name).handle == handle


def test_two_people_of_one_name_have_two_handles(context: Flask) -> None:
    handles = {make(email=f"mara{n}@harbourline.example").handle for n in range(3)}
    assert len(handles) == 3
    assert all(handle.startswith("mara-lind") for handle in handles)


def test_a_name_is_one_line_and_keeps_what_people_write(context: Flask) -> None:
    assert make(" Mara \n 𝓛ind\u0301 🦀 مارا\0").name == "Mara 𝓛ind\u0301 🦀 مارا"


def test_one_address_is_one_person_however_it_is_spelled(context: Flask) -> None:
    make()
    with pytest.raises(Invalid, match="already") as refused:
        make(email="  MARA@Harbourline.Example ")
    assert refused.value.field == "email"
    assert people.find_person("Mara@HARBOURLINE.example") is not None
    assert people.find_person("not an address") is None


def test_roles_record_who_gave_them(context: Flask) -> None:
    owner, person = make_user(Role.owner), make_user()
    with writing():
        people.set_roles(person, [Role.author, Role.reader], by=owner)
    with writing():
        people.set_roles(person, [Role.author, Role.moderator], by=make_user_inside(owner))
    assert {(grant.role, grant.given_by_id) for grant in person.grants} == {
        (Role.author, owner.id),
        (Role.moderator, owner.id),
    }
    with writing():
        people.set_roles(person, [], by=owner)
    assert person.roles == {Role.reader}


def make_user_inside(owner: User) -> User:
    return db.session.get_one(User, owner.id)


@pytest.mark.parametrize("role", [role for role in Role if Act.MANAGE_PEOPLE not in PERMISSIONS[role]])
def test_only_who_manages_people_gives_roles(context: Flask, role: Role) -> None:
    actor, person = make_user(role), make_user()
    with pytest.raises(Forbidden), writing():
        people.set_roles(person, [Role.owner], by=actor)
    assert person.roles == {Role.reader}


def test_a_site_is_never_left_without_an_owner(context: Flask) -> None:
    owner = make_user(Role.owner)
    with pytest.raises(Conflict, match="only owner"), writing():
        people.set_roles(owner, [Role.editor], by=owner)
    assert owner.roles == {Role.owner, Role.reader}
    second = make_user(Role.owner)
    with writing():
        people.set_roles(owner, [Role.editor], by=owner)
    assert people.has_owner()
    assert second.may(Act.MANAGE_PEOPLE)


def test_an_owner_who_was_shut_out_does_not_count(context: Flask) -> None:
    owner, other = make_user(Role.owner), make_user(Role.owner)
    with writing():
        other.active = False
    with pytest.raises(Conflict), writing():
        people.set_roles(owner, [], by=owner)


def test_people_come_in_pages(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PAGE", 2)
    ids = [make_user().id for _ in range(5)]
    seen, after = [], 0
    while after is not None:
        page, after = people.page_of_people(after)  # type: ignore[assignment]
        assert len(page) <= 2
        seen += [person.id for person in page]
    assert seen == ids


# The whole table, once more and by hand: a change of it is a decision, not a slip.
MAY = {
    Act.COMMENT: "reader moderator author editor owner",
    Act.ENTER_DESK: "moderator author editor owner",
    Act.MODERATE: "moderator editor owner",
    Act.WRITE: "author editor owner",
    Act.EDIT: "editor owner",
    Act.MANAGE_PEOPLE: "owner",
    Act.MANAGE_SITE: "owner",
}


@pytest.mark.parametrize("act", list(Act))
def test_who_may_do_what(act: Act) -> None:
    assert {role for role in Role if act in acts_of({role})} == set(MAY[act].split())


def test_who_was_shut_out_may_nothing() -> None:
    assert not User(active=False, grants=[]).may(Act.COMMENT)


def test_an_address_that_most_servers_refuse_is_refused_before_a_mail_is_promised(context: Flask) -> None:
    with pytest.raises(Invalid, match="only the letters a to z") as refused:
        make(email="müller@harbourline.example")
    assert refused.value.field == "email"
    assert make(email="mara@müller.example").email == "mara@müller.example"
