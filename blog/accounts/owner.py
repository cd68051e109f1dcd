"""The owner's account: made once, by whoever holds the one-time link that the operator was shown."""

import hashlib
import secrets
from datetime import timedelta

import sqlalchemy as sa

from blog import site
from blog.accounts.models import Grant, SetupLink, User
from blog.accounts.passwords import set_password
from blog.accounts.people import create_person, display_name, find_person, has_owner
from blog.accounts.roles import Role
from blog.clock import now
from blog.errors import Closed, Conflict, Invalid
from blog.extensions import db

# Long enough to find the terminal again the next morning.
LINK_LIFE = timedelta(hours=24)
NEW_LINK = "Run “flask --app wsgi setup-link” on the server for a new one."


def make_setup_link() -> str:
    """The token of a new link; older links end. Only its digest is stored. Raises `Conflict` once there is an owner."""
    if has_owner():
        raise Conflict("This site has an owner already; nobody else can be made one by a link.")
    token = secrets.token_urlsafe(32)
    db.session.execute(sa.delete(SetupLink))
    db.session.add(SetupLink(digest=_digest(token), expires_at=now() + LINK_LIFE))
    return token


def check_setup_link(token: str) -> None:
    """Raise `Closed`, saying what to do, unless `token` would make an owner now."""
    if has_owner():
        raise Closed("This site has its owner already. Sign in instead.")
    link = db.session.get(SetupLink, _digest(token))
    if link is None:
        raise Closed(
            f"This link is not valid: it was used, a newer one was made, or a part is missing. {NEW_LINK}"
        )
    if link.expires_at <= now():
        raise Closed(f"This link has expired: it was good for {LINK_LIFE.days * 24} hours. {NEW_LINK}")


def set_up(
    token: str,
    *,
    name: str,
    email: str,
    password_hash: str,
    site_name: str,
    language: str,
    time_zone: str,
) -> User:
    """Make the owner, describe the site and use up the link. Raises `Closed`, or `Invalid` beside a field."""
    check_setup_link(token)
    used = db.session.execute(sa.delete(SetupLink).where(SetupLink.digest == _digest(token)))
    if not used.rowcount:  # type: ignore[attr-defined]
        raise Closed(f"This link was used a moment ago. {NEW_LINK}")
    _describe_site(site_name, language, time_zone)
    existing = find_person(email)
    if existing is None or existing.confirmed_at:
        return create_person(
            email=email, name=name, roles=[Role.owner], password=password_hash, confirmed_at=now()
        )
    # Someone registered the operator's address and never showed that it is theirs.
    existing.name, existing.confirmed_at = display_name(name), now()
    set_password(existing, password_hash)
    existing.grants.append(Grant(role=Role.owner))
    return existing


def _describe_site(name: str, language: str, time_zone: str) -> None:
    try:
        site.describe(name=name, language=language, time_zone=time_zone)
    except Invalid as error:  # on this form “name” is the person's
        raise Invalid(error.message, field="site_name" if error.field == "name" else error.field) from error


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
