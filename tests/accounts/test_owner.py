"""The one-time link and the owner's account."""

import pytest
import sqlalchemy as sa
from flask import Flask

from blog import site
from blog.accounts import owner, people
from blog.accounts.models import SetupLink, User
from blog.accounts.roles import Role
from blog.errors import Closed, Conflict, Invalid
from blog.extensions import db
from blog.transactions import writing
from tests.conftest import Clock
from tests.factories import PASSWORD_HASH, make_user


def new_link() -> str:
    with writing():
        return owner.make_setup_link()


def set_up(token: str, **fields: str) -> User:
    given = {"name": "Mara Lind", "email": "mara@harbourline.example", "site_name": "Harbour Notes"}
    with writing():
        return owner.set_up(
            token,
            password_hash=PASSWORD_HASH,
            **given | {"language": "de", "time_zone": "Europe/Berlin"} | fields,
        )


def test_a_link_makes_the_owner_and_describes_the_site(context: Flask) -> None:
    person = set_up(new_link())
    assert person.roles == {Role.owner, Role.reader}
    assert person.confirmed_at is not None
    stored = db.session.get_one(site.Site, 1)
    assert (stored.name, stored.language, stored.time_zone) == ("Harbour Notes", "de", "Europe/Berlin")


def test_a_link_works_once(context: Flask) -> None:
    token = new_link()
    set_up(token)
    with pytest.raises(Closed, match="owner already"):
        set_up(token, email="other@harbourline.example")
    with pytest.raises(Conflict):
        new_link()


def test_only_the_digest_is_stored(context: Flask) -> None:
    token = new_link()
    (stored,) = db.session.scalars(sa.select(SetupLink.digest))
    assert token not in stored
    assert len(stored) == 64


def test_a_new_link_ends_the_older_one(context: Flask) -> None:
    older, newer = new_link(), new_link()
    with pytest.raises(Closed, match="newer one was made"):
        set_up(older)
    assert set_up(newer)


def test_a_link_ends_after_a_day(context: Flask, stopped_clock: Clock) -> None:
    token = new_link()
    stopped_clock.move(hours=24)
    with pytest.raises(Closed, match="expired"):
        set_up(token)


@pytest.mark.parametrize("token", ["", "nonsense", "\udcff", "x" * 5000])
def test_a_wrong_link_makes_nobody(context: Flask, token: str) -> None:
    new_link()
    with pytest.raises(Closed, match="not valid"):
        set_up(token)
    assert not people.has_owner()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("email", "nothing"),
        ("site_name", " "),
        ("language", "xx"),
        ("time_zone", "Mars/Olympus"),
    ],
)
def test_a_wrong_field_leaves_the_link_as_it_was(context: Flask, field: str, typed: str) -> None:
    token = new_link()
    with pytest.raises(Invalid) as refused:
        set_up(token, **{field: typed})
    assert refused.value.field == field
    assert set_up(token)


def test_an_unconfirmed_account_of_that_address_is_taken_over(context: Flask) -> None:
    with writing():
        squatter = people.create_person(email="mara@harbourline.example", name="Someone else", password="x")
    before = squatter.fs_uniquifier
    person = set_up(new_link())
    assert (person.id, person.name, person.password) == (squatter.id, "Mara Lind", PASSWORD_HASH)
    assert person.fs_uniquifier != before


def test_a_confirmed_account_is_not(context: Flask) -> None:
    make_user(email="mara@harbourline.example")
    with pytest.raises(Invalid, match="already"):
        set_up(new_link())
