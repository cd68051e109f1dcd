"""People: their accounts, names and roles."""

import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from slugify import slugify
from sqlalchemy.exc import IntegrityError

from blog.accounts.addresses import normal_address
from blog.accounts.lookalikes import refuse_staff_name
from blog.accounts.models import NAME_LIMIT, Grant, User
from blog.accounts.roles import Act, Role, acts_of
from blog.errors import Conflict, Invalid
from blog.extensions import db
from blog.typed import line, required

# Room for the ending that tells two people of one name apart, in a column of 60.
HANDLE_LIMIT = 48
PAGE = 50
# A list to choose from that is longer is no help.
MOST_AUTHORS = 200


def find_person(email: str) -> User | None:
    """The person with this address, however it is spelled; None for an address that is none."""
    try:
        address = normal_address(email)
    except Invalid:
        return None
    return db.session.scalar(sa.select(User).where(User.email == address))


def create_person(
    *,
    email: str,
    name: str,
    roles: Iterable[Role] = (),
    password: str | None = None,
    confirmed_at: datetime | None = None,
    by: User | None = None,
) -> User:
    """A new account. `password` is hashed already; `by` is None for the operator and for people themselves.

    Raises `Invalid` beside `email` or `name`, also where the address has an account.
    """
    address, name = normal_address(email), display_name(name)
    if find_person(address):
        raise _taken(address)
    person = User(
        email=address,
        name=name,
        handle=_free_handle(name),
        password=password,
        fs_uniquifier=uuid.uuid4().hex,
        confirmed_at=confirmed_at,
        grants=[Grant(role=role, given_by_id=by.id if by else None) for role in _worth_storing(roles)],
    )
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError as error:  # someone took the address or the handle since we looked
        raise _taken(address) from error
    return person


def display_name(typed: str) -> str:
    """A name as it is shown: one line, not empty. Raises `Invalid` beside `name`."""
    name = line(typed, field="name", limit=NAME_LIMIT, what="The display name")
    return required(name, field="name", what="The display name")


def rename(person: User, name: str) -> None:
    """Show another name from now on. The handle stays: it stands in addresses."""
    name = display_name(name)
    refuse_staff_name(name, person=person)
    person.name = name


def set_roles(person: User, roles: Iterable[Role], *, by: User) -> None:
    """Give exactly these roles, keeping who gave those that stay. A site always has an owner."""
    by.require(Act.MANAGE_PEOPLE)
    wanted, had = _worth_storing(roles), {grant.role for grant in person.grants}
    if Role.owner in had - wanted and not _other_owner(person):
        raise Conflict(
            f"{person.name} is the only owner, and a site without one could not be managed. "
            "Nothing was changed. Make someone else an owner first.",
            field="roles",
        )
    for grant in [grant for grant in person.grants if grant.role not in wanted]:
        person.grants.remove(grant)
    person.grants.extend(Grant(role=role, given_by_id=by.id) for role in sorted(wanted - had))


def has_owner() -> bool:
    """Whether anyone owns this site yet."""
    return db.session.scalar(sa.select(sa.exists().where(Grant.role == Role.owner))) or False


def page_of_people(after: int = 0) -> tuple[list[User], int | None]:
    """People in the order they joined, `PAGE` at a time, and where the next page begins."""
    found = list(db.session.scalars(sa.select(User).where(User.id > after).order_by(User.id).limit(PAGE + 1)))
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def page_of_authors() -> list[User]:
    """Those who may write posts, by name; the first of them where there are very many."""
    writing = [role for role in Role if Act.WRITE in acts_of({role})]
    authors = sa.select(User).where(User.grants.any(Grant.role.in_(writing))).order_by(User.name, User.id)
    return list(db.session.scalars(authors.limit(MOST_AUTHORS)))


def _worth_storing(roles: Iterable[Role]) -> set[Role]:
    return set(roles) - {Role.reader}  # everyone is a reader: no row says so


def _other_owner(person: User) -> bool:
    """Locks the owners' rows, so that two owners cannot dismiss each other at once."""
    owners = sa.select(Grant).join(Grant.user).where(Grant.role == Role.owner, User.active)
    locked = db.session.scalars(owners.with_for_update(of=Grant)).all()
    return any(grant.user_id != person.id for grant in locked)


def _free_handle(name: str) -> str:
    base = slugify(name, max_length=HANDLE_LIMIT) or "reader"
    taken = db.session.scalar(sa.select(sa.exists().where(User.handle == base)))
    return f"{base}-{secrets.token_hex(3)}" if taken else base


def _taken(address: str) -> Invalid:
    return Invalid(f"There is an account with the address {address} already.", field="email")
