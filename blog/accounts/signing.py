"""Signing in, by Flask-Security on Flask-Login: its sessions, hashing and links, behind our own pages.

Its views are not mounted; `blog.public.signing` has ours, and `docs/decisions/sign-in.md` says why.
"""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_security import SQLAlchemyUserDatastore
from flask_security.utils import login_user, logout_user

from blog.accounts import passwords
from blog.accounts.mail import QueuedMail
from blog.accounts.models import User
from blog.accounts.people import find_person
from blog.accounts.roles import Role
from blog.clock import now
from blog.errors import Forbidden, Invalid
from blog.extensions import db, security
from blog.transactions import save_pending

FLASK_SECURITY: dict[str, Any] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_SINGLE_HASH": [
        "argon2"
    ],  # Argon2id salts by itself: no second hash with a site's salt
    "SECURITY_REGISTERABLE": True,
    "SECURITY_CONFIRMABLE": True,
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_CONFIRM_EMAIL_WITHIN": timedelta(days=2),
    "SECURITY_RESET_PASSWORD_WITHIN": timedelta(days=1),
    # What links carry a digest of is secret by its entropy: half a second of stretching would only hold the writers'
    # lock and tell by the time it takes that an address has an account.
    "SECURITY_HASHING_SCHEMES": ["hex_sha256"],
    "SECURITY_DEPRECATED_HASHING_SCHEMES": [],
    "SECURITY_DATETIME_FACTORY": now,
    "SECURITY_JOIN_USER_ROLES": False,  # roles are rows of ours, loaded with the person
    "SECURITY_CLI_USERS_NAME": False,
    "SECURITY_CLI_ROLES_NAME": False,
    "REMEMBER_COOKIE_DURATION": timedelta(days=30),
    "REMEMBER_COOKIE_HTTPONLY": True,
    "REMEMBER_COOKIE_SAMESITE": "Lax",
}


class Datastore(SQLAlchemyUserDatastore):
    """Where Flask-Security finds and saves people."""

    def commit(self) -> None:
        save_pending()


def bind(app: Flask) -> None:
    """Give `app` its sign-in."""
    people = Datastore(db, User, Role)  # type: ignore[arg-type]  # roles are words of ours, not rows
    security.init_app(app, people, register_blueprint=False, mail_util_cls=QueuedMail)
    # Neither an identity built on every request nor tokens in headers or addresses: a session cookie, or nobody.
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    app.login_manager.request_loader(lambda _: None)  # type: ignore[attr-defined]


def prove(email: str, typed: str) -> User:
    """The person who knows this password. One answer for every other case, so that no address can be tried out.

    Raises `Invalid` beside `password`; `Forbidden` where the password is right but the address is not confirmed.
    """
    person = find_person(email)
    if not passwords.fits(person, typed) or person is None or not person.active:
        raise Invalid(
            "No account has this address with this password. Check both, or reset the password.",
            field="password",
        )
    if person.confirmed_at is None:
        raise Forbidden(
            "Your address is not confirmed yet. Open the link in the mail we sent you, or ask for a new one."
        )
    return person


def begin_session(person: User, *, remember: bool = False) -> None:
    """Sign the person in, in this browser."""
    login_user(person, remember=remember)


def end_session() -> None:
    """Sign this browser out, and forget that it was to stay signed in."""
    logout_user()
