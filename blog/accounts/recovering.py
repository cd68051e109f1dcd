"""A new password: by a link in a mail, or by giving the old one. Either way every session ends."""

from flask_security.recoverable import generate_reset_password_token, reset_password_token_status

from blog.accounts import mail
from blog.accounts.links import whole_url
from blog.accounts.models import User
from blog.accounts.passwords import set_password
from blog.accounts.people import find_person
from blog.clock import now
from blog.errors import Closed
from blog.site import current_site


def ask_for_reset(email: str) -> None:
    """Mail a link where there is such a person; say nothing where there is none."""
    person = find_person(email)
    if person is not None and person.active:
        subject = f"Set a new password for {current_site().name}"
        mail.post(person.email, subject, "reset", person=person, link=reset_link(person))


def reset_link(person: User, *, base: str = "") -> str:
    """A link, good for a day and for one use, to the page where the person sets a password."""
    token = generate_reset_password_token(person)
    return whole_url("security.reset_password", base=base, token=token)


def person_to_reset(token: str) -> User:
    """Whose password this link would set. Raises `Closed`, saying what to do."""
    expired, invalid, person = reset_password_token_status(token)
    if expired:
        raise Closed("This link has expired. Ask for a new one below.")
    if invalid or person is None or not person.active:
        raise Closed(
            "This link is not valid: it was used, or a part of it is missing. Ask for a new one below."
        )
    return person


def reset_password(token: str, password_hash: str) -> User:
    """Set the password. Whoever has the mail has shown that the address is theirs, so it is confirmed too."""
    person = person_to_reset(token)
    person.confirmed_at = person.confirmed_at or now()
    change_password(person, password_hash)
    return person


def change_password(person: User, password_hash: str) -> None:
    """Set the password, end every session, and tell the person by mail."""
    set_password(person, password_hash)
    subject = f"Your password for {current_site().name} was changed"
    mail.post(person.email, subject, "changed", person=person, link=whole_url("security.forgot_password"))
