"""Signing in, by Flask-Security on Flask-Login: our forms and words, its care."""

from typing import Any

from flask import Flask
from flask_security import SQLAlchemyUserDatastore

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.clock import now
from blog.extensions import db, security
from blog.transactions import save_pending

FLASK_SECURITY: dict[str, Any] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],  # Argon2id salts by itself: no second hash with a site's salt
    "SECURITY_PASSWORD_CONFIRM_REQUIRED": False,
    "SECURITY_PASSWORD_LENGTH_MIN": 10,
    "SECURITY_REGISTERABLE": True,
    "SECURITY_CONFIRMABLE": True,
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_DATETIME_FACTORY": now,
}


class Datastore(SQLAlchemyUserDatastore):
    """Where Flask-Security finds and saves people."""

    def commit(self) -> None:
        save_pending()


def bind(app: Flask) -> None:
    """Give `app` its sign-in."""
    security.init_app(app, Datastore(db, User, Role))
