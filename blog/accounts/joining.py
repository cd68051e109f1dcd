"""Joining: registering, and showing that the address is one's own.

What is answered is the same whether an address has an account or not; what is mailed is not.
"""

import uuid

from flask_security.confirmable import confirm_email_token_status, generate_confirmation_token

from blog.accounts import mail
from blog.accounts.links import whole_url
from blog.accounts.lookalikes import refuse_staff_name
from blog.accounts.models import User
from blog.accounts.passwords import set_password
from blog.accounts.people import create_person, display_name, find_person
from blog.clock import now
from blog.errors import Closed, Invalid
from blog.site import current_site


def register_person(*, email: str, name: str, password_hash: str, then: str = "") -> None:
    """Make an account, to be confirmed by mail; `then` is the path to go on to.

    Where there is a confirmed account its owner gets a mail that says so. Registering again before confirming
    replaces name and password, and ends the older links: the newest mail is the one that counts.
    """
    name = display_name(name)
    refuse_staff_name(name)
    person = find_person(email)
    if person is None:
        try:
            person = create_person(email=email, name=name, password=password_hash)
        except Invalid:
            if find_person(email):
                return  # the same form, sent twice at once: the other one sends the mail
            raise
    elif person.confirmed_at is None:
        person.name = name
        set_password(person, password_hash)
    if person.confirmed_at is None:
        send_confirmation(person, then=then)
    else:
        _tell_existing(person)


def ask_for_confirmation(email: str) -> None:
    """Mail a new link where the address has an account that still needs one."""
    person = find_person(email)
    if person is not None and person.active and person.confirmed_at is None:
        send_confirmation(person)


def join_by_mail(*, email: str, name: str) -> tuple[User, bool]:
    """The account of someone who opened a link mailed to this address, which shows that it is theirs; and whether it is
    new.

    Where an account waited to be confirmed, whoever made it may have been somebody else: it counts as new, its name is
    replaced, its password and its older links end. Raises `Closed` for someone shut out, `Invalid` beside name.
    """
    person = find_person(email)
    if person is not None and not person.active:
        raise Closed("This account is closed. Write to the owner of this site if you think that is wrong.")
    if person is not None and person.confirmed_at is not None:
        return person, False
    name = display_name(name)
    refuse_staff_name(name, person=person)
    if person is None:
        return create_person(email=email, name=name, confirmed_at=now()), True
    person.name, person.password, person.fs_uniquifier = name, None, uuid.uuid4().hex
    person.confirmed_at = now()
    return person, True


def send_confirmation(person: User, *, then: str = "") -> None:
    """Mail the link that leads to the page with the button."""
    values = {"token": generate_confirmation_token(person)} | ({"next": then} if then else {})
    link = whole_url("security.confirm_email", **values)
    site = current_site().name
    mail.post(person.email, f"Confirm your address for {site}", "confirm", person=person, link=link)


def person_to_confirm(token: str) -> User:
    """Whom this link would confirm. Raises `Closed`, saying what to do."""
    expired, invalid, person = confirm_email_token_status(token)
    if expired:
        raise Closed("This link has expired. Ask for a new one below.")
    if invalid or person is None or not person.active:
        raise Closed(
            "This link is not valid: a newer one was sent, or a part of it is missing. Ask for a new one below."
        )
    return person


def confirm_person(token: str) -> User:
    """Let the person sign in from now on; confirming twice changes nothing."""
    person = person_to_confirm(token)
    person.confirmed_at = person.confirmed_at or now()
    return person


def _tell_existing(person: User) -> None:
    mail.post(
        person.email,
        f"You have an account at {current_site().name} already",
        "existing",
        person=person,
        link=whole_url("security.login"),
    )
